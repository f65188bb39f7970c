"""Figures: what a test showed and what was checked, as numbers that may be quoted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tools.figure import Figure, Unit
from tools.segmentation.disclosure import is_told
from tools.segmentation.testing.asked import METHOD, TestResultQuery
from tools.segmentation.testing.coarse import coarse, coarse_chance, ends
from tools.segmentation.testing.fairness import Checked, Contamination, Selected
from tools.segmentation.testing.reading import Line, Reading, Side, seen, worth_of
from tools.segmentation.testing.splitting import Halves
from tools.segmentation.testing.trial import Trial
from tools.statistics.effects import Effect
from tools.statistics.interval import Interval

About = Mapping[str, str]
Keys = Mapping[str, str]


def figures(
    query: TestResultQuery, trial: Trial, reading: Reading, found: Checked, halves: Sequence[Halves], keys: Keys
) -> Iterator[Figure]:
    """Yield every figure; lifts only where the split does not void the test. `keys` name arms and segments."""
    n = trial.counter.n
    yield _figure("people", "people assigned", n, "people", n)
    for arm in trial.arms:
        count = trial.counter.count(trial.of(arm))
        yield _figure(f"people.{keys[arm]}", f"people assigned to “{arm}”", count, "people", n, about={"arm": arm})
    yield from _checks(trial, found, keys)
    if found.split.holds is not False:
        yield from _lines(query, trial, reading, keys)
        for cut in halves:
            yield from _halves(trial, cut, keys[cut.segment])
        for one in found.selected:
            yield from _adjusted(trial, one, keys[one.arm])
        if found.contamination.effect:
            yield _uncontaminated(trial, found.contamination, found.contamination.effect)


def units(trial: Trial) -> tuple[Unit, Unit]:
    """Return the units of a mean outcome and of a difference of two."""
    if trial.measured.measure == "share":
        return "share", "share_change"
    unit: Unit = "score" if trial.measured.shape == "rated" else "amount"
    return unit, unit


def _lines(query: TestResultQuery, trial: Trial, reading: Reading, keys: Keys) -> Iterator[Figure]:
    control = trial.arms[0]
    worth = worth_of(query, reading, trial)
    yield _side(f"rate.{keys[control]}", trial, reading.lines[0].control, {"arm": control})
    for line in reading.lines:
        yield _side(f"rate.{keys[line.arm]}", trial, line.treated, {"arm": line.arm})
        yield from _lift(trial, line, keys[line.arm], {"arm": line.arm})
        yield from _reach(trial, line, worth, keys[line.arm])
    for line in reading.segments:
        about, key = {"arm": line.arm, "segment": str(line.segment)}, keys[str(line.segment)]
        yield _side(f"rate.{keys[line.arm]}.{key}", trial, line.treated, about)
        yield _side(f"rate.{keys[control]}.{key}", trial, line.control, about | {"arm": control})
        yield from _lift(trial, line, key, about)
    if reading.interaction is not None:
        label = "chance of lifts that differ so between segments if they are alike (Cochran's Q)"
        yield _chance("chance.interaction", label, reading.interaction, trial.counter.n)


def _lift(trial: Trial, line: Line, key: str, about: About) -> Iterator[Figure]:
    _, change = units(trial)
    effect, n = line.effect, _both(line)
    against = f"“{line.arm}” against “{trial.arms[0]}”{_where(line.segment)}"
    label = f"difference in {trial.measured.said}, {against}"
    yield _figure(f"lift.{key}", label, effect.difference, change, n, about=about, interval=effect.interval)
    if effect.ratio is not None:
        within = effect.ratio_interval
        above = Interval(within.low - 1, within.high - 1) if within else None
        yield _figure(
            f"lift.relative.{key}",
            f"relative lift, {against}",
            effect.ratio - 1,
            "share",
            n,
            about=about,
            interval=above,
        )
    yield _chance(f"chance.{key}", f"chance of such a difference if there were none (p), {against}", effect.chance, n)


def _halves(trial: Trial, cut: Halves, key: str) -> Iterator[Figure]:
    _, change = units(trial)
    for name, side, line in (("more", "more", cut.more), ("less", "less, or as many as the middle,", cut.less)):
        about = {"arm": line.arm, "segment": cut.segment, "feature": cut.feature.label}
        label = f"difference in {trial.measured.said} among “{cut.segment}” with {side} {cut.feature.label}"
        effect = line.effect
        yield _figure(
            f"lift.{key}.{name}", label, effect.difference, change, _both(line), about=about, interval=effect.interval
        )
    label = "chance of halves that answer so differently if they are alike"
    yield _chance(f"chance.{key}.split", label, cut.chance, _both(cut.more) + _both(cut.less))


def _reach(trial: Trial, line: Line, worth: float, key: str) -> Iterator[Figure]:
    """What the test could have shown, and what the treatment brought in all."""
    _, change = units(trial)
    about, n = {"arm": line.arm}, _both(line)
    could = seen(trial, line, worth)
    if could.detectable is not None:
        label = f"smallest rise that so many people show in four of five tests, “{line.arm}”"
        yield _figure(f"detectable.{key}", label, could.detectable, change, n, about=about)
    yield _figure(f"worth.{key}", "smallest difference worth acting on", worth, change, n, about=about)
    label = f"power: how often a test of so many people shows a difference of that size, “{line.arm}”"
    yield _figure(f"power.{key}", label, could.power, "share", n, about=about)
    if not trial.measured.asks:
        treated, interval = line.treated.told_n, line.effect.interval
        unit: Unit = "people" if trial.measured.measure == "share" else "amount"
        label = f"outcomes “{trial.measured.kind}” that “{line.arm}” brought beyond “{trial.arms[0]}” (incremental)"
        yield Figure(
            name=f"incremental.{key}",
            label=label,
            value=_whole(line.effect.difference * treated),
            unit=unit,
            n=treated,
            low=_whole(interval.low * treated),
            high=_whole(interval.high * treated),
            method=METHOD,
            group=about,
        )


def _checks(trial: Trial, found: Checked, keys: Keys) -> Iterator[Figure]:
    n = trial.counter.n
    label = "chance of a split so far from the planned one (sample-ratio mismatch)"
    yield _chance("chance.split", label, found.split.chance, n)
    if found.segments is not None:
        yield _chance("chance.segments", "chance of arms that hold segments so differently", found.segments, n)
    if found.answers is not None:
        yield _chance("chance.answers", "chance of arms that answer so differently", found.answers, n)
    if found.before is not None:
        yield from _placebo(trial, found.before)
    for one in found.selected:
        yield from _selection(trial, one, keys[one.arm])
    if is_told(found.contamination.n):
        label = "share of people reached by something else too: another test, another arm's message"
        yield _figure("contaminated", label, min(found.contamination.n / n, 1.0), "share", n)


def _placebo(trial: Trial, before: Effect) -> Iterator[Figure]:
    _, change = units(trial)
    label = "difference between the arms in the same outcome before the assignment (A/A)"
    yield _figure("placebo", label, before.difference, change, trial.counter.n, interval=before.interval)
    label = "chance of such a difference before the assignment"
    yield _chance("chance.placebo", label, before.chance, trial.counter.n)


def _selection(trial: Trial, one: Selected, key: str) -> Iterator[Figure]:
    n, about, chosen = trial.counter.n, {"arm": one.arm}, one.selection
    label = f"how often a person of “{one.arm}” looks likelier to be in it than one of “{trial.arms[0]}”; half by luck"
    yield _figure(f"separation.{key}", label, chosen.separation, "share", n, about=about, interval=chosen.interval)
    yield _chance(f"chance.selection.{key}", "chance of arms told apart so well", one.chance, n)
    label = "share of people who could, by what was known of them, have been in either arm"
    yield _figure(f"overlap.{key}", label, chosen.overlap, "share", n, about=about)


def _adjusted(trial: Trial, one: Selected, key: str) -> Iterator[Figure]:
    _, change = units(trial)
    n, about, effect = trial.counter.n, {"arm": one.arm}, one.adjusted
    label = f"difference with people weighted by how likely they were to be treated, “{one.arm}”"
    yield _figure(f"lift.adjusted.{key}", label, effect.difference, change, n, about=about, interval=effect.interval)
    label = f"raw difference less the weighted one, “{one.arm}”"
    yield _figure(f"gap.{key}", label, effect.gap, change, n, about=about, interval=effect.gap_interval)


def _uncontaminated(trial: Trial, found: Contamination, effect: Effect) -> Figure:
    _, change = units(trial)
    label = "difference without people who were reached by something else too"
    return _figure("lift.uncontaminated", label, effect.difference, change, found.left, interval=effect.interval)


def _side(name: str, trial: Trial, side: Side, about: About) -> Figure:
    unit, _ = units(trial)
    label = f"{trial.measured.said}, “{about['arm']}”{_where(about.get('segment'))}"
    return _figure(name, label, side.mean, unit, side.told_n, about=about, interval=side.interval)


def _where(segment: str | None) -> str:
    return f" among “{segment}”" if segment else ""


def _chance(name: str, label: str, chance: float, n: int) -> Figure:
    return Figure(name=name, label=label, value=coarse_chance(chance), unit="rate", n=n, method=METHOD)


def _both(line: Line) -> int:
    return line.treated.told_n + line.control.told_n


def _whole(value: float) -> float:
    """Round to five, as counts of people are."""
    return float(5 * round(value / 5))


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
    return Figure(
        name=name,
        label=label,
        value=value if unit == "people" else coarse(value, unit),
        unit=unit,
        n=n,
        **ends(interval, unit),
        method=METHOD,
        group=dict(about or {}),
    )
