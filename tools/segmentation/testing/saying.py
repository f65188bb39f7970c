"""Saying: who won a test, whether it was fair, what it could not have seen, and where it differs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tools.base import Sentence
from tools.figure import Figure
from tools.segmentation.testing.asked import Compared, TestResult, TestResultQuery
from tools.segmentation.testing.clauses import luck
from tools.wording import listed

_SMALL = 0.1
"""Gap, in half widths of the raw interval, below which weighting changes nothing."""


def say(_: TestResultQuery, result: TestResult) -> Iterator[Sentence]:
    """Say the verdict on the arms and on the test first, then how much it could have seen, then segments."""
    held = {figure.name: figure for figure in result.figures}
    if result.blocked:
        yield _blocked(result)
        return
    for one in result.compared:
        yield _said(result, one, held)
    yield _fair(result)
    yield from _allowing(result, held)
    yield from _reach(result, held)
    yield from _segments(result, held)
    for proposal in result.proposals:
        yield Sentence(
            text=f"Proposal, for a person to decide: {proposal.text}", kind="theme", figures=proposal.figures
        )


def _blocked(result: TestResult) -> Sentence:
    split = next(check for check in result.checks if check.name == "split")
    text = f"The test “{result.experiment}” must not be read, because {split.clause}: find out why, and run it again."
    return Sentence(text=text, figures=split.figures)


def _said(result: TestResult, one: Compared, held: Mapping[str, Figure]) -> Sentence:
    control = next(figure for figure in result.figures if figure.name.startswith("rate.") and
                   figure.group == {"arm": result.control})  # fmt: skip
    here, lift, chance = held[f"rate.{one.key}"], held[f"lift.{one.key}"], held[f"chance.{one.key}"]
    of = "of" if result.measure == "share" else "a head among"
    against = f"{here.shown} {of} {here.n:,} against {control.shown} {of} {control.n:,}"
    gap = f"{lift.shown} (95 % interval {lift.shown_interval}; p = {luck(chance)})"
    text = {
        "better": f"“{one.arm}” beat “{result.control}” on “{result.outcome}”: {against}, {gap}",
        "worse": f"“{one.arm}” did worse than “{result.control}” on “{result.outcome}”: {against}, {gap}",
        "not distinguishable": f"“{one.arm}” and “{result.control}” are not distinguishable on “{result.outcome}”: "
        f"{against}, {gap}",
    }[one.verdict]
    figures: tuple[str, ...] = (here.name, control.name, lift.name, chance.name)
    if relative := held.get(f"lift.relative.{one.key}"):
        within = f" ({relative.shown_interval})" if relative.shown_interval else ""
        text, figures = f"{text}, in proportion {relative.shown}{within}", (*figures, relative.name)
    return Sentence(text=f"{text}.", figures=figures)


def _fair(result: TestResult) -> Sentence:
    failed = [check for check in result.checks if check.holds is False]
    unknown = [check for check in result.checks if check.holds is None]
    passed = [check for check in result.checks if check.holds]
    if failed:
        because = listed(check.clause for check in failed)
        text = f"The test was not fair, because {because}: the difference is not the treatment's alone."
        return Sentence(text=text, figures=tuple(name for c in failed for name in c.figures))
    if result.fairness == "fair":
        text = f"The test was fair, as far as can be checked: {listed(check.clause for check in passed)}."
        return Sentence(text=text, figures=tuple(name for c in passed for name in c.figures))
    text = f"Whether the test was fair is not known, because {listed(check.clause for check in unknown)}."
    return Sentence(text=text, figures=tuple(name for c in unknown for name in c.figures))


def _allowing(result: TestResult, held: Mapping[str, Figure]) -> Iterator[Sentence]:
    """Say the weighted difference beside the raw one, and what their gap says."""
    for one in result.compared:
        adjusted, gap = held.get(f"lift.adjusted.{one.key}"), held.get(f"gap.{one.key}")
        if adjusted is None or gap is None:
            continue
        raw = held[f"lift.{one.key}"]
        text = f"Weighted by how likely people were to get “{one.arm}” the difference is {adjusted.shown}"
        text += f" (95 % interval {adjusted.shown_interval}), against {raw.shown} raw: "
        if abs(gap.value) < _SMALL * _half(raw):
            text += "that some were likelier to be chosen, as far as is known, explains none of it."
        elif gap.low is not None and gap.high is not None and not gap.low <= 0 <= gap.high:
            text += "part of the raw one is who was chosen, not what they got."
        else:
            text += "how much of it is who was chosen cannot be told."
        yield Sentence(text=text, figures=(adjusted.name, raw.name, gap.name))


def _half(figure: Figure) -> float:
    return 0.0 if figure.low is None or figure.high is None else (figure.high - figure.low) / 2


def _reach(result: TestResult, held: Mapping[str, Figure]) -> Iterator[Sentence]:
    for one in result.compared:
        if gained := held.get(f"incremental.{one.key}"):
            text = (
                f"Incremental: {gained.shown} “{result.outcome}” by “{one.arm}” beyond what came anyway "
                f"(95 % interval {gained.shown_interval})."
            )
            yield Sentence(text=text, figures=(gained.name,))
        detectable, worth, power = (held.get(f"{stem}.{one.key}") for stem in ("detectable", "worth", "power"))
        if detectable and worth and power:
            text = (
                f"So many people show a rise of {detectable.shown} in four of five tests; a difference of "
                f"{worth.shown} they would show in {power.shown} of tests."
            )
            yield Sentence(text=text, figures=(detectable.name, worth.name, power.name))


def _segments(result: TestResult, held: Mapping[str, Figure]) -> Iterator[Sentence]:
    if not result.segments:
        return
    lifts = [held[f"lift.{one.key}"] for one in result.segments]
    parts = (
        f"“{one.segment}” {lift.shown} ({lift.shown_interval})"
        for one, lift in zip(result.segments, lifts, strict=True)
    )
    standing = [f"“{one.segment}”" for one in result.segments if one.verdict != "not distinguishable"]
    beyond = f"{listed(standing)} beyond chance" if standing else "none of them beyond chance"
    text = f"By segment: {listed(parts)}; {beyond} when so many are looked at."
    yield Sentence(text=text, figures=tuple(lift.name for lift in lifts))
    if result.differs is not None:
        yield _differs(held["chance.interaction"], differs=result.differs)


def _differs(chance: Figure, *, differs: bool) -> Sentence:
    text = f"That lifts differ between segments is not shown (chance {luck(chance)}), so plan with the overall one."
    if differs:
        text = f"Lifts differ between segments by more than chance makes them (chance {luck(chance)})."
    return Sentence(text=text, figures=(chance.name,))
