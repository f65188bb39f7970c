"""Choosing: which members of a segment go into a file, and which reason keeps each of the others out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal, NamedTuple

from server.segments.exporting import identifiers
from server.segments.exporting.contacts import Contact
from server.segments.exporting.formats import Platform
from server.segments.exporting.store import Keyed

Withdrawal = Literal["opted_out", "suppressed", "not_allowed"]
_MATCHED_BY = {"email": identifiers.email, "phone": identifiers.phone, "handle": identifiers.handle,
               "device": identifiers.device}  # fmt: skip


class Bars(NamedTuple):
    """Who may not be exported from a dataset. Never stored: it names people."""

    keyed: Keyed
    listed: frozenset[str]
    """The suppression list, as keyed hashes."""
    opted_out: frozenset[str]
    """People who opted out, by table `authors` or by the list."""
    identifiers: frozenset[str]
    """SHA-256 of what those who opted out are matched by: barred under every account."""

    def why(self, contact: Contact, *, purpose: str) -> Withdrawal | None:
        """Return the first reason for which a person may not be exported; none if they may."""
        mine = matched_by(contact)
        if contact.author_id in self.opted_out:
            return "opted_out"
        if any(one in self.identifiers or self.keyed.hash("identifier", one) in self.listed for one in mine):
            return "suppressed"
        return None if contact.allows(purpose) else "not_allowed"


class Chosen(NamedTuple):
    """Who goes and who does not, by person's id. Never stored: it names people."""

    rows: Mapping[str, tuple[str, ...]]
    """Cells of those who go. Two accounts with the same identifiers have equal rows and are written once."""
    opted_out: frozenset[str]
    """Asked not to be contacted, by table `authors` or by `segments opt-out`."""
    suppressed: frozenset[str]
    """On the suppression list, or sharing an identifier with somebody who is or who opted out."""
    not_allowed: frozenset[str]
    """Allow other purposes only, or refused their consent."""
    unmatched: frozenset[str]
    """Declared nothing by which the platform could match them."""


def bars_of(contacts: Mapping[str, Contact], *, keyed: Keyed, listed: frozenset[str]) -> Bars:
    """Say who may not be exported, from everybody's contacts and the suppression list."""
    off = frozenset(
        one.author_id for one in contacts.values()
        if one.opted_out or keyed.hash("person", one.author_id) in listed
    )  # fmt: skip
    barred = frozenset(value for one in off for value in matched_by(contacts[one]))
    return Bars(keyed, listed, off, barred)


def choose(
    people: Collection[str], contacts: Mapping[str, Contact], bars: Bars, *, platform: Platform,
    columns: tuple[str, ...], purpose: str,
) -> Chosen:  # fmt: skip
    """Sort people into those who go and those who do not. Whom table `authors` does not know cannot be matched."""
    rows: dict[str, tuple[str, ...]] = {}
    out: dict[str, set[str]] = {"opted_out": set(), "suppressed": set(), "not_allowed": set(), "unmatched": set()}
    for person in people:
        contact = contacts.get(person) or Contact(person, {})
        why = bars.why(contact, purpose=purpose)
        if why is not None:
            out[why].add(person)
        elif row := platform.row(contact, columns):
            rows[person] = row
        else:
            out["unmatched"].add(person)
    return Chosen(rows, **{name: frozenset(found) for name, found in out.items()})


def matched_by(contact: Contact) -> frozenset[str]:
    """Return the SHA-256 of everything by which some platform could match a person."""
    found = (normal(contact.declared[name]) for name, normal in _MATCHED_BY.items() if name in contact.declared)
    return frozenset(identifiers.sha256_hex(value) for value in found if value)
