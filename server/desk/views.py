"""Views: drafts read from the state store as everybody sees them. Reading only."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from server.desk.model import APPROVALS_NEEDED, Citation, DraftView, Finding, Listing
from server.desk.signing import sha256
from server.desk.store import approvals, drafts, reviewers, versions
from tools.errors import NotFound, NotPermitted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection


class Unreadable(NotPermitted):
    """A draft whose rows were changed outside Groundswell, or damaged: nobody may decide on it."""

    def __init__(self, draft_id: str, what: str) -> None:
        self.draft_id = draft_id
        super().__init__(
            f"Draft {draft_id} cannot be read: {what} was changed outside Groundswell, or is damaged. "
            "See what else was: groundswell ledger verify"
        )


def draft(connection: Connection, draft_id: str) -> DraftView:
    """Return a draft as it stands; NotFound if there is none, Unreadable if it was tampered with."""
    row = connection.execute(select(drafts).where(drafts.c.id == draft_id)).mappings().first()
    if row is None:
        raise NotFound(f"There is no draft {draft_id!r}; it may have been erased. See: groundswell drafts list")
    try:
        return _view(connection, row)
    except (ValueError, TypeError, LookupError) as error:  # no JSON, no such state, no time, no UTF-8
        raise Unreadable(draft_id, "what is stored of it") from error


def listing(connection: Connection, draft_ids: Iterable[str]) -> Listing:
    """Return the drafts of these ids in their order, those that cannot be read aside."""
    found, unreadable = list[DraftView](), list[str]()
    for draft_id in draft_ids:
        try:
            found.append(draft(connection, draft_id))
        except Unreadable as error:
            unreadable.append(str(error))
    return Listing(tuple(found), tuple(unreadable))


def _view(connection: Connection, row: Mapping[Any, Any]) -> DraftView:
    fields = {name: row[name] for name in _PLAIN}
    return DraftView(
        **fields, **_text(connection, row["id"], row["version"]),
        risk_reasons=json.loads(row["risk_reasons"]), reasons=json.loads(row["reasons"]),
        approved_by=_approved_by(connection, row["id"], row["version"]),
        approvals_needed=APPROVALS_NEEDED["high" if row["risk"] == "high" else "low"],
    )  # fmt: skip


def body(connection: Connection, draft_id: str, version: int) -> bytes:
    """Return the exact bytes of a version; Unreadable if they are not what was stored with their hash."""
    found = connection.execute(
        select(versions.c.body, versions.c.sha256).where(versions.c.draft_id == draft_id, versions.c.version == version)
    ).first()
    if found is None:
        raise Unreadable(draft_id, f"the text of version {version}")
    if sha256(found.body) != found.sha256:
        raise Unreadable(draft_id, f"the text of version {version}")
    return bytes(found.body)


_PLAIN = (
    "id", "dataset", "dataset_version", "post_id", "thread_id", "recipient", "platform", "snapshot", "state", "version",
    "risk", "priority", "created_at", "expires_at",
)  # fmt: skip


def _text(connection: Connection, draft_id: str, version: int) -> dict[str, object]:
    if version == 0:
        return {"text": None, "sha256": None}
    text = body(connection, draft_id, version)
    row = connection.execute(
        select(versions).where(versions.c.draft_id == draft_id, versions.c.version == version)
    ).mappings().one()  # fmt: skip
    return {
        "text": text.decode(), "sha256": sha256(text), "notes": json.loads(row["notes"]),
        "written_by": row["written_by"],
        "citations": [Citation.model_validate(one) for one in json.loads(row["citations"])],
        "findings": [Finding.model_validate(one) for one in json.loads(row["findings"])],
    }  # fmt: skip


def _approved_by(connection: Connection, draft_id: str, version: int) -> tuple[str, ...]:
    names = (
        select(reviewers.c.name)
        .join(approvals, approvals.c.reviewer == reviewers.c.id)
        .where(approvals.c.draft_id == draft_id, approvals.c.version == version)
        .order_by(reviewers.c.seq)
    )
    return tuple(connection.execute(names).scalars())
