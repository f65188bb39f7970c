"""Withdrawing: suppression lists, opt-outs and forgetting, each reaching every export that was made before."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from pydantic import Field

from knowledge.manifest import write_atomically
from server.desk import ledger
from server.desk.store import deciding
from server.runtime import Runtime
from server.segments.exporting import identifiers, store
from server.segments.exporting.choosing import matched_by
from server.segments.exporting.contacts import contacts_of
from server.segments.exporting.removing import Removal, propagate
from server.segments.exporting.store import Keyed
from tools.base import Model
from tools.errors import BadRequest, NotFound

if TYPE_CHECKING:
    from collections.abc import Collection

    from knowledge.home import Home

_HASHED = re.compile("[0-9a-f]{64}")


class Withdrawal(Model):
    """What a suppression or an opt-out did. Names nobody: the id is random."""

    id: str
    kind: Literal["suppress", "opt-out"]
    dataset: str
    at: datetime
    added: int = Field(description="Entries that were not on the suppression list before.")
    removals: tuple[Removal, ...] = Field(description="Files that platforms have to be sent, and by when.")
    head: str = Field(description="The ledger's head since.")


def suppress(runtime: Runtime, dataset: str, file: Path, *, now: datetime) -> Withdrawal:
    """Put a file's people on a dataset's suppression list.

    A line is an author id, an e-mail address, a +phone, an @handle, or the SHA-256 of one as platforms normalise it.
    Only keyed hashes are stored. Raises UnknownName for a dataset that is not there, BadRequest for an empty file.
    """
    runtime.home.existing(dataset)
    keyed = Keyed(runtime.home, dataset)
    lines = [line.strip() for line in file.read_text(encoding="utf-8-sig").splitlines()]
    hashes = {one for line in lines if line for one in _hashes(keyed, line)}
    if not hashes:
        raise BadRequest(f"{file.name!r} holds no line. Write one author id, e-mail address, phone or SHA-256 a line.")
    return _withdrawn(runtime, dataset, hashes, kind="suppress", now=now)


def opt_out(runtime: Runtime, dataset: str, author_id: str, *, now: datetime) -> Withdrawal:
    """Keep a person, and everything they are matched by, out of every later export, and have earlier ones corrected.

    Raises NotFound where neither a table nor an export knows of that author.
    """
    opened, keyed = runtime.dataset(dataset), Keyed(runtime.home, dataset)
    contact = contacts_of(opened.tables()).get(author_id)
    hashes = {keyed.hash("person", author_id)}
    hashes |= {keyed.hash("identifier", one) for one in (matched_by(contact) if contact else ())}
    if contact is None and not _is_known(runtime, dataset, author_id):
        raise NotFound(
            f"Dataset {dataset!r} knows no author {author_id!r}. Look the id up in the posts or authors you imported."
        )
    return _withdrawn(runtime, dataset, hashes, kind="opt-out", now=now)


def forget(runtime: Runtime, dataset: str, author_id: str, *, now: datetime) -> tuple[Removal, ...]:
    """Have a person taken out of what was exported, then destroy every hash of whom the exports held.

    Call it before the person is erased from the tables: the removal files need their identifiers. What stands on
    the suppression list stays there, or they would be exported again under another account.
    """
    made = propagate(runtime, dataset, now=now, only=author_id)
    gone = Keyed(runtime.home, dataset).hash("person", author_id)
    with deciding(runtime.state) as connection:
        for table in (store.members, store.removed):
            connection.execute(table.delete().where(table.c.hash == gone))
    return made


class Standing(NamedTuple):
    """Where a person stands: in which exports, and whether on the suppression list."""

    exports: tuple[str, ...]
    suppressed: bool


def standing(runtime: Runtime, dataset: str, author_id: str) -> Standing:
    """Say in which exports a person is held, and whether they are kept out of every later one."""
    keyed = Keyed(runtime.home, dataset)
    mine = keyed.hash("person", author_id)
    with runtime.state.begin() as connection:
        held = tuple(one.id for one in store.earlier(connection, keyed) if mine in one.members)
        return Standing(held, mine in store.listed(connection, keyed))


def _withdrawn(
    runtime: Runtime, dataset: str, hashes: Collection[str], *, kind: Literal["suppress", "opt-out"], now: datetime
) -> Withdrawal:
    """List the hashes first, so that whoever is stopped half-way is not exported; then correct what was."""
    made = "wd_" + secrets.token_hex(8)
    with deciding(runtime.state) as connection:
        added = store.suppress(connection, Keyed(runtime.home, dataset), hashes, why=kind, at=now)
    removals = propagate(runtime, dataset, now=now)
    with deciding(runtime.state) as connection:
        recorded: ledger.Kind = "suppressed" if kind == "suppress" else "opted_out"
        details = {"dataset": dataset, "removals": [one.id for one in removals]}
        head = ledger.append(connection, recorded, at=now, subject=made, details=details)
    receipt = Withdrawal(id=made, kind=kind, dataset=dataset, at=now, added=added, removals=removals, head=head)
    _keep(runtime.home, receipt)
    return receipt


def _hashes(keyed: Keyed, line: str) -> Iterator[str]:
    """Return what a line may mean: a bare word is an author id, and may look like something else as well."""
    if _HASHED.fullmatch(line.lower()):
        yield keyed.hash("identifier", line.lower())
        return
    yield keyed.hash("person", line)
    for value in _identifiers(line):
        yield keyed.hash("identifier", identifiers.sha256_hex(value))


def _identifiers(line: str) -> Iterable[str]:
    found = [identifiers.email(line), identifiers.phone(line), identifiers.device(line)]
    found += [identifiers.handle(line)] if line.startswith("@") else []
    return filter(None, found)


def _is_known(runtime: Runtime, dataset: str, author_id: str) -> bool:
    from knowledge.erasing import holdings

    try:
        return bool(holdings(runtime.dataset(dataset), author_id))
    except NotFound:
        return False


def _keep(home: Home, receipt: Withdrawal) -> None:
    folder = home.path / "receipts"
    folder.mkdir(parents=True, exist_ok=True)
    write_atomically(folder / f"{receipt.id}.json", receipt.model_dump_json(indent=1).encode())
