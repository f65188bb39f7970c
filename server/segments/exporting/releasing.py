"""Releasing: a reviewer's signature under the exact bytes of an export, then the file. The command line's only.

Nothing that a model can call imports this module.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from server.desk import ledger
from server.desk.approvals import require_trusted
from server.desk.keys import Signer
from server.desk.signing import canonical, sha256
from server.desk.store import deciding, iso
from server.desk.store import ledger as rows
from server.runtime import Runtime
from server.segments import views
from server.segments.exporting import store, target
from server.segments.exporting.preparing import Prepared, fingerprint
from server.segments.exporting.receipts import Receipt, keep
from tools.errors import Conflict, NotPermitted

if TYPE_CHECKING:
    from sqlalchemy import Connection


def release(runtime: Runtime, prepared: Prepared, signer: Signer, path: Path, *, now: datetime) -> Receipt:
    """Sign for an export and write its file; the same export again writes the same file and records nothing new.

    Raises NotPermitted where a rule refuses or the reviewer is not trusted, Conflict where anything that the export
    rests on changed since it was prepared, BadRequest for a path that will not do.
    """
    if prepared.refusals:
        raise NotPermitted(" ".join(map(str, prepared.refusals)))
    place = target.checked(path)
    with target.appearing(place, prepared.body), deciding(runtime.state) as connection:
        _require_unchanged(runtime, connection, prepared, now)
        require_trusted(connection, signer)
        if faults := ledger.check_chain(connection).faults:
            raise NotPermitted(f"The ledger does not hold together: {faults[0]} Nothing can be exported.")
        _require_remembered(connection)
        receipt = _recorded(connection, prepared) or _record(connection, prepared, signer, now)
    keep(runtime.home, receipt)
    return receipt


def _require_unchanged(runtime: Runtime, connection: Connection, prepared: Prepared, now: datetime) -> None:
    was, dataset = prepared.registered, prepared.registered.content.dataset
    registered = views.named(connection, was.id, dataset=dataset, today=views.today_of(now))
    keyed = store.Keyed(runtime.home, dataset)
    before = [one.id for one in store.earlier(connection, keyed)]
    listed = store.listed(connection, keyed)
    if fingerprint(registered, runtime.dataset(dataset).version, listed, before) != prepared.seen:
        raise Conflict("The segment, the data, the suppression list or the exports changed meanwhile. Export again.")


def _require_remembered(connection: Connection) -> None:
    """Refuse where an export that the ledger holds is forgotten: files could be held against it no more."""
    known = select(store.exports.c.id)
    gone = select(rows.c.subject).where(rows.c.kind == "exported", rows.c.subject.not_in(known)).limit(1)
    if lost := connection.execute(gone).scalar():
        raise NotPermitted(
            f"Export {lost} is in the ledger, and whom it held was removed from the database: nothing can be held "
            "against it, and nothing is exported. Restore the database from a backup."
        )


def _recorded(connection: Connection, prepared: Prepared) -> Receipt | None:
    found = connection.execute(select(store.exports.c.receipt).where(store.exports.c.id == prepared.id)).scalar()
    return Receipt.model_validate_json(found) if found else None


def _record(connection: Connection, prepared: Prepared, signer: Signer, now: datetime) -> Receipt:
    receipt = _receipt(prepared, signer, now)
    payload = _binding(prepared, signer, now, ledger.head(connection))
    details = {"payload": payload, "signature": signer.sign(payload)}
    head = ledger.append(
        connection, "exported", at=now, subject=prepared.id, version=prepared.registered.version, actor=signer.id,
        details=details,
    )  # fmt: skip
    receipt = receipt.model_copy(update={"head": head})
    connection.execute(
        store.exports.insert().values(
            id=receipt.id, dataset=receipt.dataset, segment=prepared.registered.id, version=receipt.version,
            platform=receipt.platform, at=iso(now), sha256=receipt.sha256, receipt=receipt.model_dump_json(),
        )
    )  # fmt: skip
    store.remember(connection, receipt.id, prepared.hashes)
    return receipt


def _binding(prepared: Prepared, signer: Signer, now: datetime, head: str) -> str:
    """Return the canonical payload that the reviewer signs."""
    content, asked = prepared.registered.content, prepared.asked
    return canonical(
        {
            "act": "export-segment/1", "export": prepared.id, "segment": prepared.registered.id,
            "version": prepared.registered.version, "content": prepared.registered.sha256,
            "dataset": content.dataset, "platform": asked.platform, "columns": list(prepared.columns),
            "purpose": asked.purpose, "variants": asked.variants, "sha256": sha256(prepared.body),
            "bytes": len(prepared.body), "reviewer": signer.id, "decided_at": iso(now), "ledger_head": head,
        }
    )  # fmt: skip


def _receipt(prepared: Prepared, signer: Signer, now: datetime) -> Receipt:
    content, asked = prepared.registered.content, prepared.asked
    reach = prepared.counts.written or prepared.platform.minimum
    return Receipt(
        id=prepared.id, at=now, dataset=content.dataset, segment=content.name, version=prepared.registered.version,
        platform=asked.platform, purpose=asked.purpose, columns=prepared.columns, variants=asked.variants,
        variants_per_1000=round(1000 * asked.variants / reach, 1), counts=prepared.counts,
        sha256=sha256(prepared.body), size_bytes=len(prepared.body),
        rules=tuple(one.rule for one in prepared.findings),
        lineage={
            "dataset_version": content.dataset_version, "definition": content.definition_hash,
            **content.lineage.model_dump(mode="json"), "segment": f"{prepared.registered.id} v{content.segment}",
            "content": prepared.registered.sha256,
        },
        approved_by=prepared.registered.approved_by, reviewer=signer.name,
    )  # fmt: skip
