"""Triage: unanswered messages by priority, with the reasons, the wait and the reach."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from pydantic import Field

from server.desk.context import require_support
from tools.base import Model
from tools.service.urgency import Priority, urgency

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from knowledge.dataset import Dataset

WINDOW_DAYS = 14
MOST_READ = 20_000
_LONGEST_READ = 5_000


class Waiting(Model):
    """A message nobody has answered. `text` is untrusted."""

    post_id: str
    thread_id: str | None
    author_id: str
    platform: str
    created_at: datetime
    waiting_hours: float = Field(description="Until the dataset's newest post.")
    reach: int | None = Field(description="Followers of the writer; none where unknown.")
    priority: Priority
    reasons: tuple[str, ...]
    needs_person: bool = Field(description="No draft will be made: a person must answer.")
    text: str


class Triage(Model):
    """What waits in a dataset, most urgent first."""

    dataset: str
    dataset_version: str
    as_of: datetime | None = Field(description="The dataset's newest post; waiting is counted until then.")
    unanswered: int = Field(description="How many wait in the window.")
    left_out: int = Field(description="How many of them are not listed.")
    counts: dict[Priority, int]
    waiting: tuple[Waiting, ...]


def triage(dataset: Dataset, *, limit: int = 20, days: int = WINDOW_DAYS) -> Triage:
    """List unanswered messages of the dataset's last `days` days, by priority, then by how long they wait.

    A message counts as unanswered when the brand wrote nothing in its conversation afterwards. Posts that are about
    another brand only are not ours to answer. At most the newest 20,000 are read. Raises NotPermitted where the
    dataset was not collected for support.
    """
    require_support(dataset)
    tables = dataset.tables()
    if "posts" not in tables:
        return _result(dataset, None, [], limit)
    posts = tables["posts"]
    as_of = posts.created_at.max().to_pyarrow().as_py()
    if as_of is None:
        return _result(dataset, None, [], limit)
    rows = _unanswered(dataset, posts, since=as_of - timedelta(days=days))
    if "authors" in tables:
        rows = rows.left_join(tables["authors"].select("author_id", "followers"), "author_id").drop("author_id_right")
    if "readings" in tables:
        rows = rows.left_join(tables["readings"].select("post_id", "distress"), "post_id").drop("post_id_right")
    newest = rows.order_by(rows.created_at.desc()).limit(MOST_READ).to_pyarrow().to_pylist()
    return _result(dataset, as_of, _ranked(newest, as_of), limit)


def _unanswered(dataset: Dataset, posts: ir.Table, *, since: datetime) -> ir.Table:
    import ibis

    own = [brand.name for brand in dataset.manifest.facts.brands if brand.is_own]
    theirs = posts.filter(
        ~posts.is_own.fill_null(False), posts.text.strip().length() > 0, posts.author_id.notnull(),
        posts.created_at >= since,
    )  # fmt: skip
    if own:
        theirs = theirs.filter(theirs.brand.isin(own) | theirs.brand.isnull())
    theirs = theirs.mutate(root=theirs.thread_id.fill_null(theirs.post_id)).select(
        "post_id", "thread_id", "author_id", "platform", "created_at", "text", "root"
    )
    whole, personal = _answers(posts)
    joined = theirs.left_join(whole, "root").drop("root_right")
    joined = joined.left_join(personal, ["root", "author_id"]).drop("root_right", "author_id_right")
    answered_at = ibis.greatest(joined.to_all, joined.to_one)
    remaining = joined.filter(answered_at.isnull() | (answered_at < joined.created_at))
    return remaining.drop("to_all", "to_one")


def _answers(posts: ir.Table) -> tuple[ir.Table, ir.Table]:
    """When the brand last wrote in a conversation: to nobody in particular, and to each writer it replied to."""
    import ibis

    own = posts.filter(posts.is_own.fill_null(False))
    asked = posts.select(
        asked_id=posts.post_id, asker=posts.author_id, asked_root=posts.thread_id.fill_null(posts.post_id)
    )
    replies = own.left_join(asked, own.reply_to == asked.asked_id)
    replies = replies.mutate(root=ibis.coalesce(replies.asked_root, replies.thread_id))
    to_all = replies.filter(replies.asker.isnull() & replies.root.notnull())
    to_one = replies.filter(replies.asker.notnull())
    return (
        to_all.group_by("root").aggregate(to_all=to_all.created_at.max()),
        to_one.group_by("root", author_id=to_one.asker).aggregate(to_one=to_one.created_at.max()),
    )


def _ranked(rows: list[dict[str, Any]], as_of: datetime) -> list[Waiting]:
    """One entry for each writer and conversation, its latest message; what they said before counts too."""
    talks: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in sorted(rows, key=lambda row: (row["created_at"], row["post_id"])):
        talks.setdefault((row["root"], row["author_id"]), []).append(row)
    waiting = [_waiting(talk, as_of) for talk in talks.values()]
    return sorted(waiting, key=lambda one: (one.priority, not one.needs_person, -one.waiting_hours, one.post_id))


def _waiting(talk: list[dict[str, Any]], as_of: datetime) -> Waiting:
    last, hours = talk[-1], (as_of - talk[0]["created_at"]) / timedelta(hours=1)
    found = urgency(
        last["text"][:_LONGEST_READ],
        earlier=[row["text"][:_LONGEST_READ] for row in talk[:-1]],
        reach=last.get("followers"),
        waiting_hours=hours,
        read_as_distress=any(row.get("distress") for row in talk),
    )
    return Waiting(
        post_id=last["post_id"], thread_id=last["thread_id"], author_id=last["author_id"], platform=last["platform"],
        created_at=last["created_at"], waiting_hours=round(hours, 1), reach=last.get("followers"),
        priority=found.priority, reasons=tuple(map(str, found.reasons)), needs_person=bool(found.handoff),
        text=last["text"],
    )  # fmt: skip


def _result(dataset: Dataset, as_of: datetime | None, ranked: list[Waiting], limit: int) -> Triage:
    priorities: tuple[Priority, ...] = ("P1", "P2", "P3", "P4")
    counts = {level: sum(one.priority == level for one in ranked) for level in priorities}
    return Triage(
        dataset=dataset.name, dataset_version=dataset.version, as_of=as_of, unanswered=len(ranked),
        left_out=max(0, len(ranked) - limit), counts=counts, waiting=tuple(ranked[:limit]),
    )  # fmt: skip
