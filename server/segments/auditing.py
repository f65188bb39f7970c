"""Auditing: whether what the registry's tables hold is what the ledger says was written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sqlalchemy import select

from server.desk.signing import sha256, signed_of
from server.desk.store import evidence, ledger
from server.segments.store import segments, versions

if TYPE_CHECKING:
    from sqlalchemy import Connection

_WRITING = ("defined", "changed", "lowered")


def faults(connection: Connection) -> Iterator[str]:
    """Say every version that was changed, added or removed outside Groundswell."""
    written = _written(connection)
    held = {(row.segment_id, row.version): sha256(row.body.encode()) for row in connection.execute(select(versions))}
    for segment_id, version in sorted({*written, *held}):
        what = f"Version {version} of segment {segment_id}"
        if (segment_id, version) not in written:
            yield f"{what} is in the table but not in the ledger."
        elif (segment_id, version) not in held:
            yield f"{what} is in the ledger but not in the table: it was removed."
        elif held[segment_id, version] != written[segment_id, version]:
            yield f"{what} is not what the ledger says it was."
    known = {segment_id for segment_id, _ in written}
    for row in connection.execute(select(segments.c.id)):
        if row.id not in known:
            yield f"Segment {row.id} is in the table but not in the ledger."


def _written(connection: Connection) -> dict[tuple[str, int], str]:
    """SHA-256 of every version as the ledger's details have it."""
    rows = connection.execute(
        select(ledger.c.subject, ledger.c.version, ledger.c.kind, evidence.c.details)
        .join(evidence, ledger.c.seq == evidence.c.seq)
        .where(ledger.c.kind.in_(_WRITING))
    )
    found = {}
    for row in rows:
        said = signed_of(row.details).said if row.kind == "lowered" else _plain(row.details)
        found[row.subject, row.version] = str(said.get("sha256"))
    return found


def _plain(details: str) -> dict[str, object]:
    """What unsigned details say; nothing where they were damaged, which the chain's own check says."""
    try:
        said = json.loads(details)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
