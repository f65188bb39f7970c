"""Usual: what a day, and the week that ends on it, should have held, by the days before them alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tools.listening.warning.course import Course
from tools.statistics.baseline import Baseline, baseline_of_counts, baseline_of_means
from tools.statistics.seasons import LEVEL_PERIODS, seasons
from tools.statistics.surprise import chance_of_more, fewest_surprising

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Places = NDArray[np.intp]

FEWEST_DAYS = 7
"""Days before the day that is judged."""
HISTORY_DAYS = 91
WEEK = 7
LOOKED_BACK_DAYS = HISTORY_DAYS + WEEK
"""Days before a day that its severity may rest on."""
GROWING_DAYS = (4, 14)
"""Days that growth is taken from, the day that is judged among them: an outburst, and a slow burn."""
_WEEK_NEEDS = 14
_LEVEL = LEVEL_PERIODS["day"]
_ROUGH = 1.5
"""Variance over Poisson's that is supposed where few days tell: talk is never less bursty than a law of counts."""


class Expected(NamedTuple):
    """What a count should be, and the variance over it; a share likewise, with the variance of one person's."""

    voices: float
    dispersion: float
    share: float
    spread: float

    def chance(self, voices: float) -> float:
        """Return the chance of so many voices or more."""
        return float(chance_of_more(voices, self.voices, self.dispersion))

    def fewest(self, chance: float) -> int:
        """Return the least number of voices whose chance is at most `chance`."""
        return fewest_surprising(self.voices, self.dispersion, chance=chance)


class Usual(NamedTuple):
    """What is usual for a day, for its week (none where 21 days are not there), and rates of the days before.

    `grave` is the share of voices that are, `loud` are a day's, `reshares` a voice's, all of ordinary days alone: an
    earlier crisis is not what is usual. `per_praise` are voices for each who praises, `platforms` the voices that each
    should have. `counts` and `factors` are the voices and seasons of the days that growth is taken from.
    """

    day: Expected
    week: Expected | None
    per_praise: float
    grave: float
    loud: float
    reshares: float
    platforms: dict[str, float]
    counts: Array
    factors: Array


def usual(course: Course, place: int) -> Usual:
    """Return what is usual for the day at a place of the course, of which at least seven lie before it.

    The week is its days but the loudest, so that one day's spike is not told again for six days.
    """
    import numpy as np

    known = slice(max(0, place - HISTORY_DAYS), place)
    day, factors = _expected(course, known, np.array([place]))
    weekly = place + 1 - WEEK
    week = None
    if weekly >= _WEEK_NEEDS:
        week, _ = _expected(course, slice(max(0, weekly - HISTORY_DAYS), weekly), loudest_aside(course, place))
    ordinary = np.arange(known.start, known.stop)[_ordinary(course.voices[known])]
    voices = float(course.voices[ordinary].sum())
    growing = slice(max(0, place + 1 - GROWING_DAYS[-1]), place + 1)
    before = {
        name: float(column[ordinary].sum()) / max(voices, 1.0) * day.voices for name, column in course.platforms.items()
    }
    return Usual(
        day=day,
        week=week,
        per_praise=voices / max(float(course.praise[ordinary].sum()), 1.0),
        # Half a voice: that nobody ever spoke of danger does not prove that nobody does.
        grave=(float(course.grave[ordinary].sum()) + 0.5) / (voices + 1),
        loud=(float(course.loud[ordinary].sum()) + 0.5) / (len(ordinary) + 1),
        reshares=float(course.reshares[ordinary].sum()) / max(voices, 1.0),
        platforms=before,
        counts=course.voices[growing],
        factors=np.asarray(factors[-(growing.stop - growing.start) :]),
    )


def loudest_aside(course: Course, place: int) -> Places:
    """Return the places of the week that ends at a place, without the day of most voices, the first of equal ones."""
    import numpy as np

    week = np.arange(place + 1 - WEEK, place + 1)
    return np.delete(week, int(np.argmax(course.voices[week])))


def _ordinary(voices: Array) -> Array:
    """Tell which days held no more than twice the middling number of voices, and three."""
    import numpy as np

    return np.asarray(voices <= 2 * np.median(voices) + 3)


def _expected(course: Course, known: slice, asked: Places) -> tuple[Expected, Array]:
    """Fit the days known, and say what later ones should hold together; and the weekdays' factors of all days."""
    import numpy as np

    n = known.stop - known.start
    dates = np.array(course.days[known.start : int(asked.max()) + 1], dtype="datetime64[s]")
    slots = seasons(dates[:n], "day") and seasons(dates, "day")
    past, coming = [slot[:n] for slot in slots], [slot[asked - known.start] for slot in slots]
    fit = baseline_of_counts(course.voices[known], past, window=_LEVEL)
    factors = np.ones(len(dates))
    for season, slot in zip(fit.seasons, slots, strict=True):
        factors = factors * season[slot]
    voices = fit.level * float(factors[asked - known.start].sum())
    # What is expected is itself an estimate, from no more voices than were heard lately.
    lately = float(course.voices[known][-_LEVEL:].sum())
    rough = fit.dispersion if n >= _LEVEL else max(fit.dispersion, _ROUGH)
    dispersion = rough * (1 + voices / max(lately, 1.0))
    share, spread = _share(course, known, past, coming, asked)
    return Expected(max(voices, 0.5), dispersion, share, spread), factors


def _share(
    course: Course, known: slice, past: list[Places], coming: list[Places], asked: Places
) -> tuple[float, float]:
    """Return the share of people heard who should complain, and the variance of one of them."""
    heard = course.heard[known]
    values = course.voices[known] / heard.clip(min=1)
    mean = float(course.voices[known].sum()) / max(float(heard.sum()), 1.0)
    spread = max(mean * (1 - mean), 0.01)
    fit: Baseline = baseline_of_means(values, heard, spread, past, window=_LEVEL)
    weights = course.heard[asked]
    offset = sum((season[slot] for season, slot in zip(fit.seasons, coming, strict=True)), 0 * weights)
    lift = float(offset @ weights) / max(float(weights.sum()), 1.0)
    return min(max(fit.level + lift, 0.0), 1.0), spread * fit.dispersion
