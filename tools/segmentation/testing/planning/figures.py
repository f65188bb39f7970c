"""Figures: a plan in numbers that may be quoted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tools.figure import Figure, Unit
from tools.segmentation.disclosure import is_told
from tools.segmentation.testing.coarse import coarse, ends
from tools.segmentation.testing.planning.asked import METHOD
from tools.segmentation.testing.planning.audience import Audience, days_to_reach
from tools.segmentation.testing.planning.base import Base
from tools.segmentation.testing.planning.worked import Part, Worked
from tools.statistics.interval import Interval

About = Mapping[str, str]


def units(plan: Worked) -> tuple[Unit, Unit]:
    """Return the units of an outcome and of a difference of two."""
    if plan.share:
        return "share", "share_change"
    unit: Unit = "score" if plan.measured and plan.measured.shape == "rated" else "amount"
    return unit, unit


def figures(plan: Worked) -> Iterator[Figure]:
    """Yield every figure: what is planned for, people needed, people there are, and the split over segments."""
    unit, change = units(plan)
    yield _base("base", plan, plan.base, "", {})
    if not plan.share:
        sd = plan.base
        yield _figure("sd", "standard deviation of values", sd.sd, unit, _n(sd), interval=sd.sd_interval)
    yield _figure("lift", "difference that the test is to show", plan.lift, change, 0)
    yield _figure("power", "how often a test of that size shows it if it is there", plan.query.power, "share", 0)
    yield _figure("alpha", "how often a test shows a difference that is not there", plan.query.alpha, "share", 0)
    arms, within = plan.size.arms, plan.size.range
    yield _people("people.needed", "people needed in both arms", arms.n, within)
    yield _people("people.needed.control", "people needed in the control", arms.control)
    yield _people("people.needed.treated", "people needed in the treated arm", arms.treated)
    yield _figure("days.follow_up", "days over which outcomes count", plan.query.within_days, "days", 0)
    if plan.audience:
        yield from _there(plan, plan.audience)
    for part in plan.parts:
        yield from _segment(plan, part)
    if plan.split:
        yield from _split(plan)


def _there(plan: Worked, audience: Audience) -> Iterator[Figure]:
    _, change = units(plan)
    n = audience.n
    yield _figure("people", "people that there are", n, "people", n)
    if plan.able:
        if plan.able.detectable is not None:
            label = "smallest difference that all the people there are show as surely"
            yield _figure("detectable", label, plan.able.detectable, change, n)
        yield _figure("power.people", "how often all the people there are show the lift", plan.able.power, "share", n)
        if plan.able.holdout is not None:
            yield _people(
                "holdout", "smallest holdout that shows the lift, all others being treated", plan.able.holdout
            )
    if (days := days_to_reach(audience, plan.size.arms.n)) is not None:
        yield _figure("days.reach", "days in which so many different people were there", days, "days", n)
    for name, label, who in (
        (
            "several",
            "share of people who are in several segments, or in one by a narrow margin",
            audience.members.several,
        ),
        ("tied", "share of people who follow or are followed by another one there", audience.tied),
        ("tested", "share of people who took part in a test before", audience.tested),
    ):
        if who is not None and is_told(count := audience.counter.count(who)):
            yield _figure(f"share.{name}", label, min(count / n, 1.0), "share", n)


def _segment(plan: Worked, part: Part) -> Iterator[Figure]:
    _, change = units(plan)
    about, name = {"segment": part.segment}, f"“{part.segment}”"
    yield _figure(f"people.{part.key}", f"people in {name}", part.people, "people", part.people, about=about)
    if part.base:
        yield _base(f"base.{part.key}", plan, part.base, f" in {name}", about)
    if part.size:
        label = f"people needed in {name} by itself"
        yield _people(f"people.needed.{part.key}", label, part.size.arms.n, part.size.range, about=about)
    if part.able and part.able.detectable is not None:
        label = f"smallest difference that all of {name} show as surely"
        yield _figure(f"detectable.{part.key}", label, part.able.detectable, change, part.people, about=about)


def _split(plan: Worked) -> Iterator[Figure]:
    if not plan.split:
        return
    tested = max(sum(plan.split.people), 1)
    yield _people("people.tested", "people whom the split over segments is of", tested)
    for part, people in zip(plan.parts, plan.split.people, strict=True):
        about = {"segment": part.segment}
        label = f"people of “{part.segment}” to test, both arms (Neyman)"
        yield _people(f"people.test.{part.key}", label, people, about=about)
        label = f"share of the test that “{part.segment}” gets"
        yield _figure(f"share.test.{part.key}", label, people / tested, "share", tested, about=about)
    label = "how many times as many people a split in proportion to size takes to be as sure"
    yield _figure("gain", label, plan.split.gain, "ratio", tested)


def _base(name: str, plan: Worked, base: Base, where: str, about: About) -> Figure:
    unit, _ = units(plan)
    said = plan.measured.said if plan.measured else "share with the outcome in the control"
    return _figure(name, f"{said}{where}", base.mean, unit, _n(base), about=about, interval=base.interval)


def _n(base: Base) -> int:
    """People that a base rests on, to five."""
    return 5 * round(base.n / 5)


def _people(
    name: str, label: str, people: float, within: Interval | None = None, *, about: About | None = None
) -> Figure:
    bounds = within._asdict() if within else {}
    return Figure(
        name=name,
        label=label,
        value=people,
        unit="people",
        n=int(people),
        method=METHOD,
        group=dict(about or {}),
        **bounds,
    )


def _figure(
    name: str,
    label: str,
    value: float,
    unit: Unit,
    n: int,
    *,
    about: About | None = None,
    interval: Interval | None = None,
) -> Figure:
    kept = coarse(value, unit) if unit in ("share", "share_change", "amount", "score", "ratio") else value
    return Figure(
        name=name,
        label=label,
        value=kept,
        unit=unit,
        n=n,
        **ends(interval, unit),
        method=METHOD,
        group=dict(about or {}),
    )
