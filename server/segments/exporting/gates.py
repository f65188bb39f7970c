"""Gates: the rules that an export has to pass, in order, each with its reason and what would lift it."""

from __future__ import annotations

from typing import Literal, NamedTuple

from server.segments.exporting.formats import Platform
from tools.base import Model
from tools.segmentation.disclosure import FLOOR

MICRO_FLOOR = 100
"""Fewest people to whom one message may go.

The least at which Meta and X themselves serve a list: below it a message is to a few dozen people, who could each
tell that they were meant. A segment told several messages has to be as many times as large.
"""
Rule = Literal[
    "registered", "approved", "purpose", "floor", "platform_minimum", "platform_maximum", "micro_targeting",
    "overlap", "removals",
]  # fmt: skip


class Finding(Model):
    """What one rule found. `lift` says what would make it pass; empty where it does."""

    rule: Rule
    passed: bool
    reason: str
    lift: str = ""

    def __str__(self) -> str:
        return f"{self.reason} {self.lift}".strip()


class Considered(NamedTuple):
    """What the rules look at, beside what the registry says."""

    segment: str
    platform: Platform
    purpose: str
    segment_purpose: str
    dataset: str
    dataset_purposes: tuple[str, ...]
    people: int
    """Distinct rows of the file."""
    variants: int
    smallest_part: int | None
    overdue: int
    """Removal files of this platform that should have been sent by now."""


def findings(seen: Considered) -> tuple[Finding, ...]:
    """Return what every rule found, in the order in which they are to be lifted. Exact small numbers are not told."""
    return (*_purposes(seen), *_sizes(seen), _overlap(seen), _removals(seen))


def passed(rule: Rule, reason: str) -> Finding:
    """Return the finding of a rule that holds."""
    return Finding(rule=rule, passed=True, reason=reason)


def refused(rule: Rule, reason: str, lift: str) -> Finding:
    """Return the finding of a rule that does not hold."""
    return Finding(rule=rule, passed=False, reason=reason, lift=lift)


def _purposes(seen: Considered) -> tuple[Finding, ...]:
    if seen.purpose not in seen.dataset_purposes:
        found = refused(
            "purpose",
            f"Dataset {seen.dataset!r} was collected for {', '.join(seen.dataset_purposes)}, not for {seen.purpose!r}.",
            f"If its people were told of that use too: groundswell dataset {seen.dataset} --purpose "
            + ",".join((*seen.dataset_purposes, seen.purpose)),
        )
    elif seen.purpose != seen.segment_purpose:
        found = refused(
            "purpose",
            f"Segment {seen.segment!r} was registered and approved for {seen.segment_purpose!r}, not for "
            f"{seen.purpose!r}.",
            f"Register a version of it for {seen.purpose!r} and have that approved.",
        )
    else:
        found = passed("purpose", f"Dataset and segment are for {seen.purpose!r}.")
    return (found,)


def _sizes(seen: Considered) -> tuple[Finding, ...]:
    least, title = seen.platform.minimum, seen.platform.title
    per_message = seen.people / seen.variants
    wider = "Widen the segment, or collect the consent and identifiers of more of its members."
    return (
        passed("floor", f"At least {FLOOR} people are left.")
        if seen.people >= FLOOR
        else refused("floor", f"Fewer than {FLOOR} people are left after all who may not be exported.", wider),
        passed("platform_minimum", f"{title} takes lists from {least} people on.")
        if seen.people >= least
        else refused("platform_minimum", f"{title} needs {least} people in a list, and fewer are left.", wider),
        passed("platform_maximum", f"{title} takes at most {seen.platform.at_most:,} rows.")
        if seen.people <= seen.platform.at_most
        else refused(
            "platform_maximum", f"{title} takes at most {seen.platform.at_most:,} rows a list.", "Export a part of it."
        ),
        passed("micro_targeting", f"At least {MICRO_FLOOR} people see each message.")
        if per_message >= MICRO_FLOOR
        else refused(
            "micro_targeting",
            f"{seen.variants} messages for this segment would each go to fewer than {MICRO_FLOOR} people.",
            "Send fewer variants, or widen the segment.",
        ),
    )


def _overlap(seen: Considered) -> Finding:
    if seen.smallest_part is None or seen.smallest_part >= FLOOR:
        return passed("overlap", f"No earlier export differs from this one by fewer than {FLOOR} people.")
    return refused(
        "overlap",
        f"Held against the earlier exports of {seen.dataset!r} this file would part off fewer than {FLOOR} people, who "
        "could be singled out by the difference.",
        "Export the members as they were exported before (the same version of the segment), wait until at least "
        f"{FLOOR} people have joined and left, or widen the segment.",
    )


def _removals(seen: Considered) -> Finding:
    if not seen.overdue:
        return passed("removals", f"No removal from {seen.platform.title} is overdue.")
    return refused(
        "removals",
        f"{seen.overdue} removal files for {seen.platform.title} are overdue: people who opted out are still in lists "
        "there.",
        f"Upload them, then say so: groundswell segments removals {seen.dataset}",
    )
