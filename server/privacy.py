"""Privacy: forgetting a person everywhere, showing what is held on them, and applying retention, with receipts.

State is cleaned before tables: killed half-way, the same command finds the person still there and finishes the work.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Collection
from datetime import UTC, datetime

from pydantic import Field

from knowledge.erasing import Erased, Holdings, Trace, forget_person, holdings, retain, scan
from knowledge.erasing.needles import Needles
from knowledge.manifest import write_atomically
from server.agent import memory
from server.desk.erasing import forget_drafts, held_drafts
from server.labelling import cache as labelled
from server.runtime import Runtime
from server.segments.erasing import forget_memberships
from server.segments.exporting import withdrawing
from server.state import State, results
from tools.base import Model

_POST_ID = re.compile(r"p_[0-9a-f]{16}")
_SAMPLE = 100


class Receipt(Model):
    """What erasing did. Names nobody: the id is random."""

    id: str
    kind: str = Field(description="forget or retain.")
    dataset: str
    at: datetime
    version: str = Field(description="The dataset's version since.")
    rows: dict[str, int]
    rejects: int
    results: int = Field(description="Recorded results that named the erased and were cleaned or removed.")
    drafts: int
    threads: int = Field(description="Conversations with the agent that were removed.")
    memberships: int = Field(0, description="Versions of segments whose members can be told by nothing any more.")
    removals: tuple[str, ...] = Field((), description="Removal files to upload where they were in an exported list.")
    mentions_left: int = Field(description="Posts by others that mention the handle; they are theirs and stay.")
    traces: tuple[Trace, ...] = Field((), description="What a scan of every file still found; none is the promise.")


class Person(Model):
    """Everything held on one person."""

    holdings: Holdings
    drafts: tuple[dict[str, object], ...]
    exports: tuple[str, ...] = Field((), description="Exported lists that held the person: ids of their receipts.")
    suppressed: bool = Field(False, description="Kept out of every export.")


def forget(runtime: Runtime, dataset: str, author_id: str, *, now: datetime | None = None) -> Receipt:
    """Erase a person from a dataset, its index, recorded results, drafts and conversations, then scan for traces.

    Raises NotFound when nothing is held on that author.
    """
    held = holdings(runtime.dataset(dataset), author_id)
    post_ids = {row["post_id"] for row in held.tables.get("posts", ())}
    removals = withdrawing.forget(runtime, dataset, author_id, now=now or datetime.now(UTC))
    cleaned = _clean_state(runtime, dataset, post_ids, author_id)
    erasure = forget_person(runtime.home, dataset, author_id)
    cleaned = cleaned.model_copy(update={"removals": tuple(one.id for one in removals)})
    return _receipt(runtime, "forget", erasure.erased, cleaned, erasure.needles, now)


def apply_retention(runtime: Runtime, dataset: str, *, now: datetime | None = None) -> Receipt:
    """Erase what is older than the dataset's retention period; BadRequest when it has none.

    The scan for traces looks for a sample of what was erased.
    """
    erasure = retain(runtime.home, dataset, now=now or datetime.now(UTC))
    cleaned = (
        _clean_state(runtime, dataset, erasure.post_ids, None) if any(erasure.erased.rows.values()) else _Cleaned()
    )
    needles = erasure.needles.some(_SAMPLE)
    return _receipt(runtime, "retain", erasure.erased, cleaned, needles, now)


def person(runtime: Runtime, dataset: str, author_id: str) -> Person:
    """Collect everything held on a person, to hand to them; NotFound if nothing is."""
    held = holdings(runtime.dataset(dataset), author_id)
    post_ids = {row["post_id"] for row in held.tables.get("posts", ())}
    standing = withdrawing.standing(runtime, dataset, author_id)
    drafts = tuple(held_drafts(runtime.state, dataset, post_ids, author_id=author_id))
    return Person(holdings=held, drafts=drafts, exports=standing.exports, suppressed=standing.suppressed)


class _Cleaned(Model):
    results: int = 0
    drafts: int = 0
    threads: int = 0
    memberships: int = 0
    removals: tuple[str, ...] = ()


def _clean_state(runtime: Runtime, dataset: str, post_ids: Collection[str], author_id: str | None) -> _Cleaned:
    cleaned = _Cleaned(
        results=_clean_results(runtime.state, dataset, frozenset(post_ids), author_id),
        drafts=forget_drafts(runtime.state, runtime.home, dataset, post_ids, author_id=author_id),
        threads=memory.forget(runtime.home.state, [*post_ids, *([author_id] if author_id else ())]),
        memberships=forget_memberships(runtime.state, dataset),
    )
    labelled.forget(runtime.home.state)
    runtime.state.compact()
    return cleaned


def _clean_results(state: State, dataset: str, post_ids: frozenset[str], author_id: str | None) -> int:
    """Take erased posts out of recorded results; remove results that name the erased in any other way."""
    count = 0
    author = json.dumps(author_id) if author_id else None
    with state.begin() as connection:
        rows = connection.execute(results.select().where(results.c.dataset == dataset)).mappings().all()
        for row in rows:
            text = row["query"] + row["result"]
            named = author is not None and author in text
            if not named and post_ids.isdisjoint(_POST_ID.findall(text)):
                continue
            count += 1
            content = json.loads(row["result"])
            content["posts"] = [post for post in content.get("posts", ()) if post["post_id"] not in post_ids]
            rest = json.dumps(content)
            mine = results.c.id == row["id"]
            if named or not post_ids.isdisjoint(_POST_ID.findall(row["query"] + rest)):
                connection.execute(results.delete().where(mine))
            else:
                connection.execute(results.update().where(mine).values(result=rest))
    return count


def _receipt(
    runtime: Runtime, kind: str, erased: Erased, cleaned: _Cleaned, needles: Needles, now: datetime | None
) -> Receipt:
    receipt = Receipt(
        id=f"e_{secrets.token_hex(8)}",
        kind=kind,
        dataset=erased.dataset,
        at=now or datetime.now(UTC),
        version=erased.version,
        rows=erased.rows,
        rejects=erased.rejects,
        mentions_left=erased.mentions_left,
        traces=scan(runtime.home.path, needles),
        **cleaned.model_dump(),
    )
    folder = runtime.home.path / "receipts"
    folder.mkdir(parents=True, exist_ok=True)
    write_atomically(folder / f"{receipt.id}.json", receipt.model_dump_json(indent=1).encode())
    return receipt
