"""Showing: registered segments as lines for a person, with hidden characters of typed names made visible."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from server.desk.visible import escaped, one_line
from server.segments.history import Entry
from server.segments.model import Content, Registered

if TYPE_CHECKING:
    from server.segments.approvals import Receipt


def list_lines(found: Sequence[Registered], wanting: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Say in two lines each how segments stand, and what wants attention, by id."""
    for one in found:
        content = one.content
        yield f"{one_line(one.name, 40):<32} {one.state:<10} {_size(one):>22}  {one.sensitivity}"
        facts = [one.id, content.dataset, f"version {one.version}", f"for {content.purpose}"]
        facts += [f"owner {one_line(content.owner, 40)}", f"DPIA {one.dpia}"]
        yield f"   {', '.join(facts)}"
        yield from (f"   ! {flag}" for flag in wanting[one.id])
    if not found:
        yield "No segment is registered yet. Register one: groundswell segments define DATASET NAME ..."


def segment_lines(found: Registered, wanting: Sequence[str] = ()) -> Iterator[str]:
    """Say what a segment is, what it rests on, how sensitive it is, and what to do next."""
    content, used = found.content, found.content.lineage.model
    yield f"{one_line(found.name)} ({found.id}), version {found.version}: {found.state}"
    yield f"  {_size(found)}, segment {content.segment} of {used.k} by {used.algorithm}, {content.definition_hash}"
    yield f"  of {content.dataset} {content.dataset_version}, for {content.purpose}, owner {one_line(content.owner)}"
    if content.change:
        yield f"  changed: {one_line(content.change, 300)}"
    yield f"  sensitivity: {found.sensitivity}; DPIA {found.dpia}; {_approved(found)}"
    for trait in content.sensitivity.traits:
        yield f"    {trait.category}: {trait.word!r} in {one_line(trait.where)}"
    if content.sensitivity.raised:
        yield f"    called sensitive: {one_line(content.sensitivity.raised, 300)}"
    if lowered := content.sensitivity.lowered:
        yield f"    lowered by {lowered.reviewer}: {one_line(lowered.reason, 300)}"
    yield from _assessment(content)
    yield f"  SHA-256 {found.sha256}"
    yield from (f"  ! {flag}" for flag in wanting)
    yield f"Next: {found.next_step}"


def history_lines(entries: Sequence[Entry]) -> Iterator[str]:
    """Say what was changed and decided about a segment, oldest first."""
    for one in entries:
        by = f" by {one.who}" if one.who else ""
        note = f": {one_line(one.note, 300)}" if one.note else ""
        yield f"{one.at:%Y-%m-%d %H:%M}  version {one.version}  {one.kind}{by}{note}"


def receipt_lines(receipt: Receipt) -> Iterator[str]:
    """Say what was decided, and what to keep."""
    yield f"{one_line(receipt.name)} ({receipt.segment}), version {receipt.version}: {receipt.state}"
    yield f"  signed by {receipt.reviewer}, {receipt.approvals} of {receipt.approvals_needed} approvals"
    yield f"  SHA-256 {receipt.sha256}"
    yield f"Ledger head: {receipt.head}"


def _assessment(content: Content) -> Iterator[str]:
    if content.dpia is None:
        return
    yield f"  impact assessment by {one_line(content.dpia.author)}, until {content.dpia.expires}"
    for part in ("necessity", "data", "risks", "mitigations"):
        yield f"    {part}:"
        yield from (f"      {line}" for line in textwrap.wrap(escaped(getattr(content.dpia, part)), 100))


def _size(found: Registered) -> str:
    return f"about {found.content.people:,} of {found.content.of:,} people"


def _approved(found: Registered) -> str:
    by = f" ({', '.join(found.approved_by)})" if found.approved_by else ""
    return f"{len(found.approved_by)} of {found.approvals_needed} approvals{by}"
