"""Preparing: an export as it would be made now, with what every rule found. Writes nothing and decides nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from pydantic import Field

from server.desk.signing import canonical, sha256
from server.runtime import Runtime
from server.segments import views
from server.segments.exporting import gates, overlap, removing, store
from server.segments.exporting.choosing import Chosen, bars_of, choose
from server.segments.exporting.contacts import contacts_of
from server.segments.exporting.formats import Platform, platform_named, written
from server.segments.exporting.gates import Considered, Finding
from server.segments.exporting.receipts import Counts, counts_of
from server.segments.exporting.store import Keyed
from server.segments.membership import is_same
from server.segments.model import Registered
from tools.base import Model
from tools.errors import NotFound, NotPermitted

if TYPE_CHECKING:
    from tools.segmentation.segmented import Segmented


class Asked(Model):
    """Which export is asked for."""

    segment: str = Field(description="Name or id of a registered segment.")
    dataset: str | None = None
    platform: str
    purpose: str = "advertising"
    variants: int = Field(1, ge=1, description="Distinct messages that its members will see.")
    columns: tuple[str, ...] = Field((), description="Columns beside the platform's default ones.")


class Prepared(NamedTuple):
    """An export that could be signed for if every finding has passed. Never stored: it names people."""

    id: str
    asked: Asked
    registered: Registered
    platform: Platform
    columns: tuple[str, ...]
    body: bytes
    findings: tuple[Finding, ...]
    chosen: Chosen
    counts: Counts
    hashes: frozenset[str]
    """Keyed hashes of those in the file."""
    seen: str
    """What it rests on; where that changes, it has to be prepared anew."""

    @property
    def refusals(self) -> tuple[Finding, ...]:
        """The rules that it does not pass."""
        return tuple(one for one in self.findings if not one.passed)


def prepare(runtime: Runtime, asked: Asked, *, now: datetime) -> Prepared:
    """Work an export out, whole, and hold it against every rule.

    Members are those of the registered version on the dataset version that it is pinned to; what people allow, and
    by what they are matched, is as of now. Raises UnknownName for a segment, platform or column that is not there,
    NotPermitted where erasing has changed the registered data or the segment does not recompute.
    """
    platform = platform_named(asked.platform)
    columns = platform.chosen(asked.columns)
    with runtime.state.begin() as connection:
        registered = views.named(connection, asked.segment, dataset=asked.dataset, today=views.today_of(now))
    name = registered.content.dataset
    found = _members(runtime, registered)
    current = runtime.dataset(name)
    keyed = Keyed(runtime.home, name)
    contacts = contacts_of(current.tables())
    with runtime.state.begin() as connection:
        listed, before = store.listed(connection, keyed), store.earlier(connection, keyed)
        overdue = removing.overdue(connection, name, platform.name, now=now)
    inside = found.members(registered.content.segment)
    people = found.matrix.people

    bars = bars_of(contacts, keyed=keyed, listed=listed)

    def chosen_of(some: list[str]) -> Chosen:
        return choose(some, contacts, bars, platform=platform, columns=columns, purpose=asked.purpose)

    mine = [person for person, is_in in zip(people, inside, strict=True) if is_in]
    columns = platform.filled(columns, chosen_of(mine).rows.values())
    chosen = chosen_of(mine)
    others = chosen_of([person for person, is_in in zip(people, inside, strict=True) if not is_in])
    barred = [name for name, contact in contacts.items() if bars.why(contact, purpose=asked.purpose)]
    withdrawn = frozenset(keyed.people(barred)) | listed
    hashes = frozenset(keyed.people(chosen.rows))
    with runtime.disclosing():
        counts = counts_of(people, chosen)
    body = written(platform, columns, chosen.rows.values(), key=keyed.key)
    considered = Considered(
        segment=registered.name, platform=platform, purpose=asked.purpose,
        segment_purpose=registered.content.purpose, dataset=name, dataset_purposes=current.manifest.facts.purposes,
        people=len(set(chosen.rows.values())), variants=asked.variants, overdue=overdue,
        smallest_part=overlap.smallest_part(
            hashes, others=frozenset(keyed.people(others.rows)), before=before, withdrawn=withdrawn
        ),
    )  # fmt: skip
    return Prepared(
        id=_id(asked, registered, body), asked=asked, registered=registered, platform=platform, columns=columns,
        body=body, findings=(_approved(registered, now), *gates.findings(considered)), chosen=chosen,
        counts=counts, hashes=hashes,
        seen=fingerprint(registered, current.version, listed, [one.id for one in before]),
    )  # fmt: skip


def fingerprint(registered: Registered, dataset_version: str, listed: frozenset[str], before: list[str]) -> str:
    """Return a hash of everything that an export rests on and that somebody may change meanwhile."""
    facts: Mapping[str, object] = {
        "segment": registered.sha256, "state": registered.state, "approved_by": list(registered.approved_by),
        "dataset": dataset_version, "listed": sorted(listed), "before": before,
    }  # fmt: skip
    return sha256(canonical(facts).encode())


def _members(runtime: Runtime, registered: Registered) -> Segmented:
    content = registered.content
    try:
        pinned = runtime.dataset(content.dataset, content.dataset_version)
        with pinned.unless_erased():
            found = runtime.segmenter(pinned).segmented(content.definition)
    except NotFound as error:
        raise NotPermitted(
            f"The data that segment {registered.name!r} was registered on are gone: something was erased since. "
            f"Make its next version and have that approved: groundswell segments refresh {registered.name!r}"
        ) from error
    with runtime.state.begin() as connection:
        if not is_same(connection, registered, found):
            raise NotPermitted(
                f"Segment {registered.name!r} does not recompute to the members that it was registered with: how "
                "people are segmented was changed since. Make its next version and have that approved: groundswell "
                f"segments refresh {registered.name!r}"
            )
    return found


def _approved(registered: Registered, now: datetime) -> Finding:
    """Whether the version may be used at all: approved, its assessment in date, looked at in the last quarter."""
    if registered.state != "approved" or registered.dpia in ("needed", "expired"):
        has = f"Segment {registered.name!r} is {registered.sensitivity} and {registered.state}"
        if registered.dpia in ("needed", "expired"):
            has += ", and its impact assessment is " + ("missing" if registered.dpia == "needed" else "out of date")
        needed = registered.approvals_needed
        lift = f"It needs the approval of {needed} reviewer{'s' if needed > 1 else ''}"
        lift += " and an approved impact assessment" if registered.sensitivity == "sensitive" else ""
        return gates.refused("approved", f"{has}.", f"{lift}. {registered.next_step}")
    if registered.review_at and registered.review_at < now:
        return gates.refused(
            "approved",
            f"Segment {registered.name!r} was to be looked at again by {registered.review_at:%Y-%m-%d}.",
            f"A reviewer does so: groundswell segments review {registered.name!r}",
        )
    who = " and ".join(registered.approved_by)
    return gates.passed("approved", f"Version {registered.version} is approved by {who}.")


def _id(asked: Asked, registered: Registered, body: bytes) -> str:
    """The same export twice has the same id: `x_` and 16 hex digits."""
    said = f"{registered.id} {registered.version} {asked.platform} {asked.purpose} {asked.variants} {sha256(body)}"
    return "x_" + hashlib.sha256(said.encode()).hexdigest()[:16]
