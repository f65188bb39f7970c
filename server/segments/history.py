"""History: how a segment stands, worked out from the ledger's rows about it and the signatures in them.

No column says "approved": who can write the database cannot make a segment look approved, take back that it was
archived, or go back to a version that was, without contradicting the ledger.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from server.desk import ledger as chain
from server.desk.reviewers import Reviewer, trusted
from server.desk.signing import is_signed, signed_of
from server.desk.store import evidence, ledger
from server.segments.model import Content, State
from tools.errors import NotPermitted

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

_TO: dict[str, State] = {
    "defined": "draft", "changed": "draft", "lowered": "draft", "submitted": "in review", "rejected": "rejected",
    "archived": "archived",
}  # fmt: skip
_UNSIGNED = ("defined", "changed")
BROKEN = "broken"
"""Kind of an entry that was changed after it was written, or whose signature does not hold."""


class Entry(NamedTuple):
    """One thing that happened to a segment."""

    at: datetime
    kind: str
    version: int
    who: str | None
    """Name of the reviewer whose signature under it holds; none where nobody needed to sign."""
    sha256: str | None
    """Of the version that it was about."""
    note: str
    head: str
    """The ledger's hash of it."""


class Exact(NamedTuple):
    """The exact bytes that a signature is under: which version, and its SHA-256."""

    version: int
    sha256: str


def history(connection: Connection, segment_id: str) -> tuple[Entry, ...]:
    """Return what happened to a segment, oldest first. A row whose seal or signature does not hold is `BROKEN`."""
    try:
        known = {one.id: one for one in trusted(connection).values()}
    except NotPermitted:
        known = {}
    rows = connection.execute(
        select(ledger, evidence.c.key, evidence.c.details)
        .join(evidence, ledger.c.seq == evidence.c.seq)
        .where(ledger.c.subject == segment_id)
        .order_by(ledger.c.seq)
    )
    return tuple(_entry(row, known) for row in rows)


def act(kind: str) -> str:
    """Return what a signature under a decision of this kind says that it is."""
    return f"segment-{kind}/1"


def version_of(entries: Sequence[Entry]) -> int:
    """Return the version that counts: the last that was written; 0 where nothing was."""
    return max((one.version for one in entries), default=0)


def state_of(entries: Sequence[Entry], *, version: int, approvals: int, needed: int) -> State:
    """Return the state of a version, given how many valid approvals it has and how many it needs.

    Where anything about the segment was tampered with, none is approved.
    """
    state: State = "draft"
    for entry in entries:
        if entry.version == version:
            state = _TO.get(entry.kind, state)
    whole = all(entry.kind != BROKEN for entry in entries)
    return "approved" if state == "in review" and approvals >= needed and whole else state


def submitted_by(entries: Sequence[Entry], exact: Exact) -> str | None:
    """Return who submitted a version; none if nobody did."""
    return next((one.who for one in entries if _is(one, "submitted", exact)), None)


def approved_by(entries: Sequence[Entry], content: Content, exact: Exact) -> tuple[str, ...]:
    """Return whose approvals of a version count: signed for these very bytes, by somebody with no part in them."""
    barred = involved(content, submitted_by(entries, exact))
    names = [one.who for one in entries if _is(one, "approved", exact) and one.who not in barred]
    return tuple(dict.fromkeys(name for name in names if name))


def is_lowered(entries: Sequence[Entry], content: Content, exact: Exact) -> bool:
    """Whether the reviewer who is said to have lowered a version's class signed for that, and does not own it."""
    lowered = content.sensitivity.lowered
    if lowered is None or same_person(lowered.reviewer, content.owner):
        return False
    return any(one.who == lowered.reviewer for one in entries if _is(one, "lowered", exact))


def involved(content: Content, submitter: str | None) -> frozenset[str]:
    """Return who cannot approve a version: its owner, who submitted it, assessed it or lowered its class."""
    names = {content.owner, submitter, content.dpia.author if content.dpia else None}
    names.add(content.sensitivity.lowered.reviewer if content.sensitivity.lowered else None)
    return frozenset(name.casefold() for name in names if name)


def same_person(one: str, other: str) -> bool:
    """Whether two names are the same, whatever the case."""
    return one.casefold() == other.casefold()


def _is(entry: Entry, kind: str, exact: Exact) -> bool:
    return (entry.kind, entry.version, entry.sha256) == (kind, *exact)


def _entry(row: Row[tuple[object, ...]], known: Mapping[str, Reviewer]) -> Entry:
    at, who, said = datetime.fromisoformat(row.at), None, None
    if chain.seal(row.key, row.details) == row.seal:
        reviewer = known.get(row.actor)
        said = _plain(row) if row.actor == chain.DESK else _signed(row, reviewer) if reviewer else None
        who = reviewer.name if reviewer else None
    if said is None:
        return Entry(at, BROKEN, row.version, None, None, "", row.hash)
    return Entry(at, row.kind, row.version, who, str(said.get("sha256")), str(said.get("note") or ""), row.hash)


def _plain(row: Row[tuple[object, ...]]) -> Mapping[str, object] | None:
    """What an unsigned row says; none where it is of a kind that takes a signature."""
    return json.loads(row.details) if row.kind in _UNSIGNED else None


def _signed(row: Row[tuple[object, ...]], reviewer: Reviewer) -> Mapping[str, object] | None:
    """What a signed row says; none where the signature does not hold, or is under something else."""
    signed = signed_of(row.details)
    bound = {"act": act(row.kind), "segment": row.subject, "version": row.version, "reviewer": row.actor}
    holds = is_signed(signed.payload, signature=signed.signature, public_key=reviewer.public_key)
    return signed.said if holds and all(signed.said.get(name) == value for name, value in bound.items()) else None
