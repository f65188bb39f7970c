"""Components: six published readings of one day, each 0 (as usual) to 1, by thresholds that stand here alone."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf, log
from typing import TYPE_CHECKING, Literal, NamedTuple

from tools.listening.warning.course import Course
from tools.listening.warning.usual import GROWING_DAYS, WEEK, Expected, Usual, loudest_aside
from tools.statistics.growth import Growth, growth
from tools.statistics.interval import Interval
from tools.statistics.proportion import wilson
from tools.statistics.surprise import chance_of_more

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

Part = Literal["volume", "share", "velocity", "gravity", "influence", "spread"]

WEIGHTS: Mapping[Part, int] = {"volume": 30, "share": 15, "velocity": 15, "gravity": 15, "influence": 10, "spread": 15}
"""Points of each component at its full; together 100."""

CHANCE = 0.02
"""Chance below which voices, or those who speak of grave things, are beyond what is usual."""
FEWEST_GRAVE = 5
"""Voices of safety, ethics or law that alone make a day more than calm."""
RATIO = Interval(1.5, 6.0)
"""Voices over those expected from which volume counts, and at which it is full; in between by the logarithm."""
EXCESS = Interval(0.0, 0.3)
"""Points of share, surely above what is usual, from which share and gravity count, and at which they are full."""
DOUBLING_DAYS = Interval(2.0, 14.0)
"""Days in which voices double at which velocity is full, and from which it counts."""
MANY_LOUD = 3.0
"""Influential voices above the usual at which influence is full."""
RESHARED = Interval(1.5, 6.0)
WIDE, LEAST_THERE = 3, 3
"""Platforms that rose at which spread is full, and voices that each needs."""
_LIKELY = 0.05


class Day(NamedTuple):
    """What one day held, and the sums of the other days of its week, the loudest left out (0 where there is none)."""

    heard: float
    praise: float
    voices: float
    grave: float
    loud: float | None
    reshares: float
    platforms: Mapping[str, float]
    week_heard: float
    week_praise: float
    week_voices: float
    week_grave: float


class Scored(NamedTuple):
    """The six components, 0 to 1 (none where the data cannot say), and what they rest on.

    `beyond` says whether voices, their share or the grave among them are beyond chance, on the day or over its week;
    `weekly` whether it is the week that moved more; `risen` are the platforms on which it rose.
    """

    parts: Mapping[Part, float | None]
    beyond: bool
    weekly: bool
    growth: Growth | None
    risen: tuple[str, ...]


def day_at(course: Course, place: int) -> Day:
    """Return what the day at a place of the course held."""
    week = loudest_aside(course, place) if place + 1 >= WEEK else slice(0, 0)
    return Day(
        heard=float(course.heard[place]),
        praise=float(course.praise[place]),
        voices=float(course.voices[place]),
        grave=float(course.grave[place]),
        loud=None if course.audience is None else float(course.loud[place]),
        reshares=float(course.reshares[place]),
        platforms={name: float(column[place]) for name, column in course.platforms.items()},
        week_heard=float(course.heard[week].sum()),
        week_praise=float(course.praise[week].sum()),
        week_voices=float(course.voices[week].sum()),
        week_grave=float(course.grave[week].sum()),
    )


def allowed(due: Expected, praise: float, per_praise: float) -> Expected:
    """Raise the voices expected to those that so much praise brings along: a feast draws complaints too."""
    return due._replace(voices=max(due.voices, praise * per_praise))


def scored(day: Day, due: Usual) -> Scored:
    """Score a day against what is usual; what rests on no voice is 0."""
    volume = _volume(day.voices, allowed(due.day, day.praise, due.per_praise))
    share = _share(day.voices, day.heard, due.day)
    week_volume = week_share = 0.0
    if due.week:
        week_volume = _volume(day.week_voices, allowed(due.week, day.week_praise, due.per_praise))
        week_share = _share(day.week_voices, day.week_heard, due.week)
    pace = _pace(day, due)
    risen = _risen(day, due)
    parts: dict[Part, float | None] = {
        "volume": max(volume, week_volume),
        "share": max(share, week_share),
        "velocity": _between(log(2) / pace.rate, DOUBLING_DAYS) if pace and pace.interval.low > 0 else 0.0,
        "gravity": max(_gravity(day.grave, day.voices, due), _gravity(day.week_grave, day.week_voices, due)),
        "influence": None if day.loud is None else _influence(day.loud, due.loud),
        "spread": (_wide(risen) + _reshared(day, due)) / 2,
    }
    beyond = max(volume, week_volume, share, week_share) > 0 or _is_grave_beyond(day, due)
    return Scored(parts, beyond, max(week_volume, week_share) > max(volume, share), pace, risen)


def needed(due: Expected) -> int:
    """Return how many voices would have been the fewest from which volume counts."""
    return max(due.fewest(CHANCE), int(RATIO.low * due.voices) + 1)


def _volume(voices: float, due: Expected) -> float:
    if voices < 1 or due.chance(voices) > CHANCE:
        return 0.0
    return _ramp(log(voices / due.voices), log(RATIO.low), log(RATIO.high))


def _share(voices: float, heard: float, due: Expected) -> float:
    """Score the excess that is sure: the share less 2.33 of its errors, above the usual one (chance 1 %)."""
    if heard < 1:
        return 0.0
    error = (due.spread / heard) ** 0.5
    return _ramp(voices / heard - 2.33 * error - due.share, *EXCESS)


def _pace(day: Day, due: Usual) -> Growth | None:
    """Return the fastest growth that is settled, of four days and of two weeks; else that of two weeks.

    None where nobody complained in four days, and where not half as many did as the day before: that is an end.
    """
    counts = due.counts.copy()
    counts[-1] = day.voices
    if counts[-GROWING_DAYS[0] :].sum() <= 0 or day.voices * due.factors[-2] < counts[-2] * due.factors[-1] / 2:
        return None
    found = [growth(counts[-n:], due.factors[-n:], dispersion=due.day.dispersion) for n in GROWING_DAYS]
    return max((pace for pace in found if pace.interval.low > 0), key=lambda pace: pace.rate, default=found[-1])


def _gravity(grave: float, voices: float, due: Usual) -> float:
    return _ramp(wilson(grave, voices).low - due.grave, *EXCESS) if voices >= 1 else 0.0


def _is_grave_beyond(day: Day, due: Usual) -> bool:
    """Tell whether more speak of safety, ethics or law than chance makes, and enough to matter."""
    usual = due.grave * due.day.voices
    return day.grave >= FEWEST_GRAVE and float(chance_of_more(day.grave, usual, due.day.dispersion)) <= CHANCE


def _influence(loud: float, usual: float) -> float:
    if loud < 1 or float(chance_of_more(loud, usual, 1.0)) > _LIKELY:
        return 0.0
    return _ramp(loud - usual, 0.0, MANY_LOUD)


def _risen(day: Day, due: Usual) -> tuple[str, ...]:
    return tuple(
        name
        for name, voices in day.platforms.items()
        if voices >= LEAST_THERE and voices >= RATIO.low * due.platforms.get(name, 0.0)
    )


def _wide(risen: tuple[str, ...]) -> float:
    return _ramp(float(len(risen)), 1.0, float(WIDE))


def _reshared(day: Day, due: Usual) -> float:
    """Score the shares of the day's complaints against what so many voices as are expected would draw."""
    usual = due.reshares * due.day.voices
    if day.reshares < 1 or usual <= 0:
        return 0.0
    return _ramp(log(day.reshares / max(usual, 1.0)), log(RESHARED.low), log(RESHARED.high))


def _between(days: float, bounds: Interval) -> float:
    """Score a doubling time: 1 at the lower bound or below, 0 at the upper, by doublings a day in between."""
    return _ramp(1 / days if days else inf, 1 / bounds.high, 1 / bounds.low)


def _ramp(value: float, low: float, high: float) -> float:
    return min(max((value - low) / (high - low), 0.0), 1.0)
