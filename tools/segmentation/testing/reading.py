"""Reading: what the arms of a test did, all together and by segment, and what of it is more than chance."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.segmentation.disclosure import told
from tools.segmentation.testing.asked import WORTH_SHARE, WORTH_VALUE, TestResultQuery, Verdict
from tools.segmentation.testing.trial import Trial
from tools.statistics.effects import Effect, effect_of_means, effect_of_shares, moments
from tools.statistics.heterogeneity import Estimate, interaction_chance, share_effect
from tools.statistics.interval import Interval, Z
from tools.statistics.keyness import discoveries
from tools.statistics.power import Arms, detectable_mean, detectable_share, power_of_means, power_of_shares
from tools.statistics.proportion import wilson

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Bits = NDArray[np.bool_]
    Array = NDArray[np.floating[Any]]

_LEVEL = 0.05
_NOWHERE = "(no segment)"


class Side(NamedTuple):
    """People of known outcome in one arm: how many, exactly and as told, their mean outcome and its 95 % interval."""

    n: int
    told_n: int
    mean: float
    interval: Interval


class Line(NamedTuple):
    """An arm against the control, among everybody or in a segment. `stands`: beyond chance, over all such lines."""

    arm: str
    segment: str | None
    treated: Side
    control: Side
    effect: Effect
    estimate: Estimate
    stands: bool

    def verdict(self, *, less_is_better: bool) -> Verdict:
        """Return whether the arm did better than the control, worse, or not distinguishably otherwise."""
        if not self.stands:
            return "not distinguishable"
        return "better" if (self.effect.difference > 0) != less_is_better else "worse"


class Seen(NamedTuple):
    """Power: the smallest difference that these arms show in four of five tests, and how often they show `worth`."""

    detectable: float | None
    power: float


class Reading(NamedTuple):
    """All arms against the control; segments of the largest treated arm, those told of, the largest first."""

    lines: tuple[Line, ...]
    segments: tuple[Line, ...]
    untold: int
    """Segments that are too small to tell of."""
    interaction: float | None
    """Chance of lifts that differ so between segments; none with fewer than two told of."""


def read(trial: Trial) -> Reading:
    """Compare every treated arm with the control, and the largest of them by segment."""
    control, known = trial.of(trial.arms[0]), trial.known
    lines = _judged([line_of(trial, arm, None, trial.of(arm) & known, control & known) for arm in trial.treated])
    main = max(lines, key=lambda line: (line.treated.n, line.arm)).arm
    shown = segments_told(trial, (trial.arms[0], main))
    segments = []
    for name in shown:
        here = (trial.segment == trial.segments.index(name)) & known
        segments.append(line_of(trial, main, name, trial.of(main) & here, control & here))
    chance = interaction_chance([line.estimate for line in segments]) if len(segments) > 1 else None
    return Reading(lines, _judged(segments), len(trial.segments) - len(shown), chance)


def segments_told(trial: Trial, arms: Sequence[str]) -> tuple[str, ...]:
    """Return the segments of which every arm has enough people to tell of, the largest first."""
    shown = set(trial.segments)
    for arm in arms:
        here = trial.of(arm) & trial.known
        cells = {name: trial.counter.count(here & (trial.segment == code)) for code, name in enumerate(trial.segments)}
        if (nowhere := here & (trial.segment < 0)).any():
            cells[_NOWHERE] = trial.counter.count(nowhere)
        shown &= set(told(cells))
    enough = [name for name in trial.segments if name in shown]
    return tuple(name for name in enough if _least(trial, arms, name) >= 2)


def effect_between(trial: Trial, outcome: Array, treated: Bits, control: Bits) -> Effect:
    """Compare an outcome, known of all, between two sets of people."""
    if trial.measured.measure == "share":
        return effect_of_shares(_counts(outcome[treated]), _counts(outcome[control]))
    return effect_of_means(moments(outcome[treated]), moments(outcome[control]))


def seen(trial: Trial, line: Line, worth: float) -> Seen:
    """Return what a line of the test could have shown."""
    import numpy as np

    arms = Arms(line.control.n, line.treated.n)
    if trial.measured.measure == "share":
        base = line.control.mean
        rise = power_of_shares(base, min(worth, 1 - base), arms) if base < 1 else 0.0
        return Seen(detectable_share(base, arms), rise)
    here = trial.of(trial.arms[0]) & trial.known
    sd = float(np.std(trial.outcome[here], ddof=1))
    return Seen(detectable_mean(sd, arms), power_of_means(sd, worth, arms))


def worth_of(query: TestResultQuery, reading: Reading, trial: Trial) -> float:
    """Return the smallest difference worth acting on: as asked, else five points or a tenth of the control's mean."""
    if query.worth is not None:
        return query.worth
    return WORTH_SHARE if trial.measured.measure == "share" else abs(reading.lines[0].control.mean) * WORTH_VALUE


def line_of(trial: Trial, arm: str, segment: str | None, treated: Bits, control: Bits) -> Line:
    """Compare two sets of people of known outcome; whether it stands is judged beside the other lines."""
    effect = effect_between(trial, trial.outcome, treated, control)
    return Line(
        arm, segment, _side(trial, treated), _side(trial, control), effect, _estimate(trial, treated, control), False
    )


def _judged(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Mark the lines that chance does not explain when so many were looked at."""
    stand = discoveries([line.effect.chance for line in lines], false_share=_LEVEL) if lines else []
    return tuple(line._replace(stands=stands) for line, stands in zip(lines, stand, strict=True))


def _side(trial: Trial, here: Bits) -> Side:
    values = trial.outcome[here]
    n, mean = len(values), float(values.mean())
    if trial.measured.measure == "share":
        interval = wilson(float(values.sum()), n)
    else:
        half = Z * sqrt(moments(values).variance / n)
        interval = Interval(mean - half, mean + half)
    return Side(n, trial.counter.count(here), mean, interval)


def _estimate(trial: Trial, treated: Bits, control: Bits) -> Estimate:
    one, other = trial.outcome[treated], trial.outcome[control]
    if trial.measured.measure == "share":
        return share_effect(_counts(one), _counts(other))
    first, second = moments(one), moments(other)
    variance = first.variance / first.n + second.variance / second.n
    return Estimate(first.mean - second.mean, max(variance, 1e-12))


def _counts(values: Array) -> tuple[int, int]:
    return round(float(values.sum())), len(values)


def _least(trial: Trial, arms: Sequence[str], segment: str) -> int:
    here = (trial.segment == trial.segments.index(segment)) & trial.known
    return min(int((trial.of(arm) & here).sum()) for arm in arms)
