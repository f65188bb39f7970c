"""Showing: registered segments as lines for a person, with hidden characters of typed names made visible."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from server.desk.visible import one_line
from server.segments.model import Registered


def list_lines(found: Sequence[Registered], *, now: datetime) -> Iterator[str]:
    """Say in two lines each how segments stand."""
    for one in found:
        content = one.content
        yield f"{one_line(one.name, 40):<32} {one.state:<10} {_size(one):>22}  {one.sensitivity}"
        facts = [one.id, content.dataset, f"version {one.version}", f"for {content.purpose}"]
        facts += [f"owner {one_line(content.owner, 40)}", f"DPIA {one.dpia}"]
        yield f"   {', '.join(facts)}"
        yield from (f"   ! {flag}" for flag in flags(one, now=now))
    if not found:
        yield "No segment is registered yet. Register one: groundswell segments define DATASET NAME ..."


def segment_lines(found: Registered) -> Iterator[str]:
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
    yield f"  SHA-256 {found.sha256}"


def flags(found: Registered, *, now: datetime) -> Iterator[str]:
    """Say what wants attention: a review that is due, an assessment that ran out."""
    if found.review_at and found.review_at < now:
        yield f"A review was due on {found.review_at:%Y-%m-%d}: groundswell segments review {found.id}"
    if found.dpia == "expired":
        yield f"Its DPIA ran out: groundswell segments dpia {found.id} --write FILE"


def _size(found: Registered) -> str:
    return f"about {found.content.people:,} of {found.content.of:,} people"


def _approved(found: Registered) -> str:
    by = f" ({', '.join(found.approved_by)})" if found.approved_by else ""
    return f"{len(found.approved_by)} of {found.approvals_needed} approvals{by}"
