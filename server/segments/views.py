"""Views: registered segments read from the state store, as everybody sees them. Reading only; never a member."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import select

from server.desk.signing import sha256
from server.desk.store import reviewers
from server.segments.model import APPROVALS_NEEDED, Content, DpiaState, Registered, State
from server.segments.store import segments, signatures, versions
from tools.errors import BadRequest, NotFound, NotPermitted, UnknownName

if TYPE_CHECKING:
    from collections.abc import Mapping

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


def dpia_state(found: Content, state: State, today: date) -> DpiaState:
    """Say how a version stands with its impact assessment: it is approved with the version that holds it."""
    if not found.sensitivity.is_sensitive and found.dpia is None:
        return "not needed"
    if found.dpia is None:
        return "needed"
    if found.dpia.expires < today:
        return "expired"
    return "approved" if state == "approved" else "draft"


def today_of(now: datetime) -> date:
    """Return the day by which reviews and assessments run out: in UTC."""
    return now.astimezone(UTC).date()


def _within(query: Any, dataset: str | None) -> Any:  # noqa: ANN401 - a select of whatever columns
    return query.where(segments.c.dataset == dataset) if dataset else query


def _view(connection: Connection, row: Mapping[Any, Any], today: date) -> Registered:
    found, digest = content(connection, row["id"], row["version"])
    state, review = cast("State", row["state"]), row["review_at"]
    submitted = _signers(connection, row["id"], row["version"], "submit")
    return Registered(
        id=row["id"], version=row["version"], state=state, content=found, sha256=digest,
        submitted_by=submitted[0] if submitted else None,
        approved_by=_signers(connection, row["id"], row["version"], "approve"),
        approvals_needed=APPROVALS_NEEDED[found.sensitivity.name], dpia=dpia_state(found, state, today),
        created_at=datetime.fromisoformat(row["created_at"]), changed_at=datetime.fromisoformat(row["changed_at"]),
        review_at=datetime.fromisoformat(review) if review else None,
    )  # fmt: skip


def _signers(connection: Connection, segment_id: str, version: int, act: str) -> tuple[str, ...]:
    names = (
        select(reviewers.c.name)
        .join(signatures, signatures.c.reviewer == reviewers.c.id)
        .where(signatures.c.segment_id == segment_id, signatures.c.version == version, signatures.c.act == act)
        .order_by(reviewers.c.seq)
    )
    return tuple(connection.execute(names).scalars())
