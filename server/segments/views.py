"""Views: registered segments read from the state store, as everybody sees them. Reading only; never a member."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from server.desk.signing import sha256
from server.segments import history
from server.segments.history import Entry, Exact
from server.segments.model import APPROVALS_NEEDED, REVIEWED_FOR, Class, Content, DpiaState, Registered, State
from server.segments.store import segments, versions
from tools.errors import BadRequest, NotFound, NotPermitted, UnknownName

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection


def folded(name: str) -> str:
    """Return a name as it is compared: blanks and case do not tell two segments apart."""
    return " ".join(name.split()).casefold()


def named(connection: Connection, name: str, *, dataset: str | None = None, today: date) -> Registered:
    """Return a segment by its name or id; UnknownName with near ones, BadRequest where two datasets have one."""
    wanted = select(segments).where((segments.c.folded == folded(name)) | (segments.c.id == name))
    found = connection.execute(_within(wanted, dataset)).mappings().all()
    if len(found) > 1:
        homes = ", ".join(sorted(row["dataset"] for row in found))
        raise BadRequest(f"There is a segment {name!r} in each of {homes}. Say which: --dataset NAME")
    if not found:
        known = connection.execute(_within(select(segments.c.name), dataset)).scalars()
        raise UnknownName("segment", name, known)
    return _view(connection, found[0], today)


def listing(connection: Connection, *, dataset: str | None = None, today: date) -> tuple[Registered, ...]:
    """Return all segments by dataset and name."""
    rows = connection.execute(_within(select(segments).order_by(segments.c.dataset, segments.c.folded), dataset))
    return tuple(_view(connection, row, today) for row in rows.mappings().all())


def content(connection: Connection, segment_id: str, version: int) -> tuple[Content, str]:
    """Return a version and the SHA-256 of its bytes; NotPermitted if they are not what was stored with their hash."""
    row = connection.execute(
        select(versions.c.body, versions.c.sha256)
        .where(versions.c.segment_id == segment_id, versions.c.version == version)
    ).first()  # fmt: skip
    if row is None:
        raise NotFound(f"Segment {segment_id} has no version {version}. See: groundswell segments show {segment_id}")
    if sha256(row.body.encode()) != row.sha256:
        raise NotPermitted(
            f"Version {version} of segment {segment_id} was changed outside Groundswell, or is damaged. "
            "See what else was: groundswell ledger verify"
        )
    return Content.model_validate_json(row.body), row.sha256


def today_of(now: datetime) -> date:
    """Return the day by which reviews and assessments run out: in UTC."""
    return now.astimezone(UTC).date()


def _within(query: Any, dataset: str | None) -> Any:  # noqa: ANN401 - a select of whatever columns
    return query.where(segments.c.dataset == dataset) if dataset else query


def _view(connection: Connection, row: Mapping[Any, Any], today: date) -> Registered:
    entries = history.history(connection, row["id"])
    version = history.version_of(entries)
    found, digest = content(connection, row["id"], version)
    exact = Exact(version, digest)
    kind = _class(entries, found, exact)
    approvals = history.approved_by(entries, found, exact)
    state = history.state_of(entries, version=version, approvals=len(approvals), needed=APPROVALS_NEEDED[kind])
    return Registered(
        id=row["id"], version=version, state=state, content=found, sha256=digest, sensitivity=kind,
        submitted_by=history.submitted_by(entries, exact), approved_by=approvals,
        approvals_needed=APPROVALS_NEEDED[kind], dpia=_dpia_state(found, kind, state, today),
        created_at=entries[0].at, changed_at=entries[-1].at, review_at=_review_at(entries, state, version),
    )  # fmt: skip


def _class(entries: Sequence[Entry], found: Content, exact: Exact) -> Class:
    """Return the class that holds: one that was lowered counts as such only under a signature."""
    if found.sensitivity.lowered and not history.is_lowered(entries, found, exact):
        return "sensitive"
    return found.sensitivity.name


def _dpia_state(found: Content, kind: Class, state: State, today: date) -> DpiaState:
    """Say how a version stands with its impact assessment: it is approved with the version that holds it."""
    if found.dpia is None:
        return "needed" if kind == "sensitive" else "not needed"
    if found.dpia.expires < today:
        return "expired"
    return "approved" if state == "approved" else "draft"


def _review_at(entries: Sequence[Entry], state: State, version: int) -> datetime | None:
    """Return when an approved version is to be looked at again: a quarter after it last was."""
    looked = [one.at for one in entries if one.version == version and one.kind in ("approved", "reviewed")]
    return max(looked) + REVIEWED_FOR if looked and state == "approved" else None
