"""Saying: how large a test must be, whether it can be had, how to split it, and what to fix before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tools.base import Sentence
from tools.figure import Figure
from tools.segmentation.testing.planning.asked import TestPlan, TestPlanQuery
from tools.wording import listed

_SHOWN = 8
_GAIN = 1.05


def say(_: TestPlanQuery, result: TestPlan) -> Iterator[Sentence]:
    """Say the size, then what is there, segments and the split, risks, and what has to be settled beforehand."""
    held = {figure.name: figure for figure in result.figures}
    yield _size(result, held)
    if result.enough is not None:
        yield _there(result, held)
    yield _days(held)
    if "holdout" in held:
        holdout, people = held["holdout"], held["people"]
        text = f"As a holdout: {holdout.shown} of the {people.shown} people left untreated are the fewest that show it."
        yield Sentence(text=text, figures=(holdout.name, people.name))
    yield from _segments(result, held)
    yield from _split(result, held)
    yield from _risks(held)
    yield _before(result, held)
    yield Sentence(
        text="Where outcomes come fast and the aim is to send the best message rather than to measure it, Thompson "
        "sampling shifts people to the arm that does best as it learns; its lifts are biased and it fixes no size.",
        kind="theme",
    )


def _size(result: TestPlan, held: Mapping[str, Figure]) -> Sentence:
    needed, control, treated = (held[f"people.needed{arm}"] for arm in ("", ".control", ".treated"))
    base, lift, power, alpha = held["base"], held["lift"], held["power"], held["alpha"]
    within = f" (95 % interval {base.shown_interval})" if base.shown_interval else ""
    of = f" on “{result.outcome}”" if result.outcome else ""
    text = f"To see {lift.shown}{of} from a base of {base.shown}{within} a test needs {needed.shown} people"
    if needed.shown_interval:
        text += f", from {needed.shown_interval} as the base allows"
    text += (
        f": {control.shown} in the control and {treated.shown} treated. Such a test shows the lift in {power.shown} of "
        f"cases if it is there, and one that is not in {alpha.shown}."
    )
    cited = (lift, base, needed, control, treated, power, alpha)
    return Sentence(text=text, figures=tuple(figure.name for figure in cited))


def _there(result: TestPlan, held: Mapping[str, Figure]) -> Sentence:
    people, power = held["people"], held["power.people"]
    text = f"There are {people.shown} people, which is {'enough' if result.enough else 'too few'}"
    cited: tuple[str, ...] = (people.name, power.name)
    text += f": all of them show it in {power.shown} of tests"
    if detectable := held.get("detectable"):
        text += f", and {detectable.shown} or more as surely as planned"
        cited = (*cited, detectable.name)
    return Sentence(text=f"{text}.", figures=cited)


def _days(held: Mapping[str, Figure]) -> Sentence:
    follow, reach = held["days.follow_up"], held.get("days.reach")
    text = f"If all are treated at once it takes {follow.shown} days, those over which outcomes count"
    if reach is None:
        return Sentence(text=f"{text}.", figures=(follow.name,))
    text += f"; if only who comes by is, so many people came by in the last {reach.shown} days, which come on top"
    return Sentence(text=f"{text}.", figures=(follow.name, reach.name))


def _segments(result: TestPlan, held: Mapping[str, Figure]) -> Iterator[Sentence]:
    parts, cited = [], []
    for one in result.segments[:_SHOWN]:
        people, needed = held[f"people.{one.key}"], held.get(f"people.needed.{one.key}")
        detectable = held.get(f"detectable.{one.key}")
        if needed is None:
            continue
        shows = f", can show {detectable.shown}" if detectable else ""
        parts.append(f"“{one.segment}” has {people.shown} and needs {needed.shown}{shows}")
        cited += [figure.name for figure in (people, needed, detectable) if figure]
    if parts:
        yield Sentence(text=f"For an answer in each segment: {'; '.join(parts)}.", figures=tuple(cited))


def _split(result: TestPlan, held: Mapping[str, Figure]) -> Iterator[Sentence]:
    if "gain" not in held:
        return
    gain = held["gain"]
    people = [held[f"people.test.{one.key}"] for one in result.segments]
    shares = [held[f"share.test.{one.key}"] for one in result.segments]
    parts = (
        f"“{person.group['segment']}” {person.shown} ({share.shown})"
        for person, share in zip(people, shares, strict=True)
    )
    tested = held["people.tested"]
    text = f"Split {tested.shown} people so that the overall lift is surest (Neyman): {listed(parts)}"
    if gain.value >= _GAIN:
        text += f"; in proportion to size it would take {gain.shown} times as many people"
    else:
        text += "; in proportion to size would do nearly as well"
    yield Sentence(text=f"{text}.", figures=tuple(figure.name for figure in (tested, *people, *shares, gain)))


def _risks(held: Mapping[str, Figure]) -> Iterator[Sentence]:
    words = {
        "share.several": "belong to several segments or to one by a narrow margin",
        "share.tested": "took part in a test before",
        "share.tied": "follow or are followed by another one here, so word may pass between arms",
    }
    risks = [held[name] for name in words if name in held]
    if risks:
        parts = listed(f"{risk.shown} {words[risk.name]}" for risk in risks)
        yield Sentence(text=f"Risk of contamination: {parts}.", figures=tuple(risk.name for risk in risks))


def _before(result: TestPlan, held: Mapping[str, Figure]) -> Sentence:
    needed, follow = held["people.needed"], held["days.follow_up"]
    outcome = f"the outcome “{result.outcome}”" if result.outcome else "the one outcome that decides"
    text = (
        f"Fix before the start: {outcome}, {follow.shown} days, {needed.shown} people drawn by lot, the shares of the "
        "arms and the one day on which it is read. Looking five times on the way nearly triples the chance of finding "
        "what is not there."
    )
    return Sentence(text=text, figures=(needed.name, follow.name))
