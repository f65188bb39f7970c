"""Removing: telling platforms to take people out of lists that were exported before they withdrew, in time."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from pydantic import Field
from sqlalchemy import func, select

from server.desk import ledger
from server.desk.store import deciding, iso
from server.runtime import Runtime
from server.segments.exporting import store, target
from server.segments.exporting.choosing import Bars, bars_of
from server.segments.exporting.contacts import Contact, contacts_of
from server.segments.exporting.formats import PLATFORMS, written
from server.segments.exporting.store import Held, Keyed
from tools.base import Model
from tools.errors import Conflict, NotFound

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection, Row

    from knowledge.home import Home

WITHIN = timedelta(days=15)
"""How soon a platform has to be told. GDPR Art. 21(3) stops direct marketing at once and Art. 12(3) gives a month to
answer; California gives 15 working days to pass an opt-out on (CCPA regulations, section 7026(f)): the shorter."""


class Removal(Model):
    """A file of people that a platform has to take out of its lists. Holds their identifiers, so it names them."""

    id: str
    dataset: str
    platform: str
    exports: tuple[str, ...] = Field(description="Exports that held somebody of the file.")
    file: str | None = Field(description="Where it lies; none once it was sent, or where nothing identifies them now.")
    at: datetime
    due_at: datetime
    done_at: datetime | None = None
    late: bool = Field(description="Should have been sent by now.")


def propagate(runtime: Runtime, dataset: str, *, now: datetime, only: str | None = None) -> tuple[Removal, ...]:
    """Write a removal file a platform for everybody who withdrew and is in an export still; none twice.

    `only` has one person taken out whatever they allow, as when they are to be forgotten.
    """
    contacts, keyed = contacts_of(runtime.dataset(dataset).tables()), Keyed(runtime.home, dataset)
    with deciding(runtime.state) as connection:
        listed, before = store.listed(connection, keyed), store.earlier(connection, keyed)
        bars = bars_of(contacts, keyed=keyed, listed=listed)
        people = keyed.people([only] if only else contacts)
        gone = {one.id: _gone(one, bars, contacts, people, everybody=only is not None) for one in before}
        groups: defaultdict[tuple[str, tuple[str, ...]], list[Held]] = defaultdict(list)
        for one in before:
            if gone[one.id] - _told_of(connection, one.id):
                groups[one.platform, one.columns].append(one)
        made = [
            _remove(connection, runtime.home, dataset, held, contacts, people, gone, keyed, now)
            for held in groups.values()
        ]
    return tuple(made)


def listing(runtime: Runtime, dataset: str, *, now: datetime) -> tuple[Removal, ...]:
    """Return the removals of a dataset, the first due first."""
    table = store.removals
    with runtime.state.begin() as connection:
        rows = connection.execute(select(table).where(table.c.dataset == dataset).order_by(table.c.due_at, table.c.id))
        return tuple(_removal(connection, runtime.home, row, now) for row in rows.all())


def done(runtime: Runtime, removal_id: str, *, now: datetime) -> Removal:
    """Record that a removal was uploaded, and delete its file; NotFound for another id, Conflict if it was already."""
    table = store.removals
    with deciding(runtime.state) as connection:
        row = connection.execute(select(table).where(table.c.id == removal_id)).first()
        if row is None:
            raise NotFound(f"There is no removal {removal_id!r}. See: groundswell segments removals DATASET")
        if row.done_at is not None:
            raise Conflict(f"Removal {removal_id} was recorded as uploaded on {row.done_at[:10]} already.")
        connection.execute(table.update().where(table.c.id == removal_id).values(done_at=iso(now)))
        details = {"dataset": row.dataset, "platform": row.platform, "late": row.due_at < iso(now)}
        ledger.append(connection, "removed", at=now, subject=removal_id, details=details)
        row = connection.execute(select(table).where(table.c.id == removal_id)).one()
        _file(runtime.home, removal_id).unlink(missing_ok=True)
        return _removal(connection, runtime.home, row, now)


def overdue(connection: Connection, dataset: str, platform: str, *, now: datetime) -> int:
    """Count the removals of a dataset from a platform that should have been sent by now."""
    table = store.removals
    late = select(func.count()).select_from(table).where(
        table.c.dataset == dataset, table.c.platform == platform, table.c.done_at.is_(None), table.c.due_at < iso(now)
    )  # fmt: skip
    return int(connection.execute(late).scalar_one())


def _gone(
    held: Held, bars: Bars, contacts: Mapping[str, Contact], people: Mapping[str, str], *, everybody: bool
) -> set[str]:
    """Hashes of those in an export who may not be there any more."""
    found = {one for one in held.members if one in bars.listed}
    for one in held.members & people.keys():
        contact = contacts.get(people[one])
        if everybody or (contact and bars.why(contact, purpose=held.purpose)):
            found.add(one)
    return found & people.keys() if everybody else found


def _told_of(connection: Connection, export: str) -> set[str]:
    return set(connection.execute(select(store.removed.c.hash).where(store.removed.c.export == export)).scalars())


def _remove(
    connection: Connection, home: Home, dataset: str, held: Iterable[Held], contacts: Mapping[str, Contact],
    people: Mapping[str, str], gone: Mapping[str, set[str]], keyed: Keyed, now: datetime,
) -> Removal:  # fmt: skip
    """Record a removal from one platform's lists of the same columns, and write its file."""
    held, removal_id = list(held), "rm_" + secrets.token_hex(8)
    platform, columns = PLATFORMS[held[0].platform], held[0].columns
    new = {one.id: sorted(gone[one.id] - _told_of(connection, one.id)) for one in held}
    connection.execute(
        store.removals.insert().values(
            id=removal_id, dataset=dataset, platform=platform.name, at=iso(now), due_at=iso(now + WITHIN), done_at=None
        )
    )
    links = [{"removal": removal_id, "export": export, "hash": one} for export, some in new.items() for one in some]
    connection.execute(store.removed.insert(), links)
    known = (contacts.get(people.get(one, "")) for one in {link["hash"] for link in links})
    rows = [row for contact in known if contact and (row := platform.row(contact, columns))]
    if rows:
        file = _file(home, removal_id)
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with target.appearing(file, written(platform, columns, rows, key=keyed.key)):
            pass
    row = connection.execute(select(store.removals).where(store.removals.c.id == removal_id)).one()
    return _removal(connection, home, row, now)


def _removal(connection: Connection, home: Home, row: Row[tuple[object, ...]], now: datetime) -> Removal:
    links = select(store.removed.c.export).where(store.removed.c.removal == row.id).distinct()
    file = _file(home, row.id)
    return Removal(
        id=row.id, dataset=row.dataset, platform=row.platform,
        exports=tuple(sorted(connection.execute(links).scalars())), file=str(file) if file.exists() else None,
        at=row.at, due_at=row.due_at, done_at=row.done_at, late=row.done_at is None and row.due_at < iso(now),
    )  # fmt: skip


def _file(home: Home, removal_id: str) -> Path:
    return home.path / "removals" / f"{removal_id}.csv"
