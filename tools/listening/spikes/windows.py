"""Windows: runs of periods that chance does not explain, of all that were looked at."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING, Literal, NamedTuple

from tools.base import Period
from tools.listening.spikes.series import Series
from tools.statistics.baseline import Baseline, baseline_of_counts, baseline_of_means
from tools.statistics.interval import Interval, Z
from tools.statistics.keyness import discoveries
from tools.statistics.seasons import LEVEL_PERIODS, seasons
from tools.statistics.surprise import chance_of_fewer, chance_of_more, fewest_surprising, usual_counts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Flags = NDArray[np.bool_]

Kind = Literal["spike", "dip"]

LIFT = 1.5
"""Least ratio to the expected count, or of it, that is worth a strategist's while however sure it is."""
LEAST_CHANGE = 0.1
"""The same for shares and net sentiment: ten points."""
FALSE_SHARE = 0.05
_READ = 30
"""Posts read reliably without which a period's sentiment is not judged."""
_GAP = {"hour": 2, "day": 0}
"""Quiet periods within one window: a burst may pause for two hours."""


class Window(NamedTuple):
    """Periods `first` to `last`: what they hold, what was expected with its 95 % range, and how likely chance is."""

    kind: Kind
    first: int
    last: int
    observed: float
    expected: float
    usual: Interval
    chance: float
    posts: int


class Finding(NamedTuple):
    """Windows, least likely first, how many periods were looked at, what they usually hold, and what would stand out.

    `needed` is the count from which an ordinary period would be a spike; none for shares.
    """

    windows: tuple[Window, ...]
    looked_at: int
    typical: float
    needed: int | None


def windows(series: Series, *, within: Period | None, floor: int) -> Finding:
    """Find spikes and dips among the periods within `within`, against a baseline fitted to the whole series.

    A period is found where a value so far from the expected one is no false discovery among all that were looked at
    (two-sided, Benjamini & Hochberg, 5 %), where it is 1.5 times the expected or as much below (ten points for
    shares), and where `floor` posts are there, or, for a dip, are expected. The first and last period are no dips: they
    may be cut short. Neighbours are one window.
    """
    import numpy as np

    fit = baseline(series)
    inside = np.array([within is None or within.start <= start.date() <= within.end for start in series.starts])
    up, down = _chances(series, fit)
    high, low = _far(series, fit)
    counts = series.spread is None
    enough = series.sizes >= (floor if counts else max(floor, _READ))
    whole = np.ones(len(inside), dtype=bool)
    whole[[0, -1]] = False
    tested = inside & enough, inside & whole & ((fit.expected >= floor) if counts else enough)
    least = np.minimum(np.where(tested[0], 2 * up, 1.0), np.where(tested[1], 2 * down, 1.0))
    stands = np.zeros(len(inside), dtype=bool)
    stands[inside] = discoveries(np.minimum(least[inside], 1.0).tolist(), false_share=FALSE_SHARE)
    found = [
        *_merged(series, fit, stands & tested[0] & high & (up < down), "spike"),
        *_merged(series, fit, stands & tested[1] & low & (down < up), "dip"),
    ]
    looked_at = int(inside.sum())
    typical = float(np.median(fit.expected[inside])) if looked_at else 0.0
    order = sorted(found, key=lambda window: (window.chance, window.first))
    return Finding(tuple(order), looked_at, typical, _needed(typical, fit, looked_at, floor) if counts else None)


def baseline(series: Series) -> Baseline:
    """Fit the baseline of a series with the seasons that it is long enough for."""
    import numpy as np

    local = np.array([start.replace(tzinfo=None) for start in series.starts], dtype="datetime64[s]")
    slots, window = seasons(local, series.every), LEVEL_PERIODS[series.every]
    if series.spread is None:
        return baseline_of_counts(series.values, slots, window=window)
    return baseline_of_means(series.values, series.sizes, series.spread, slots, window=window)


def _chances(series: Series, fit: Baseline) -> tuple[Array, Array]:
    """Chance of a value at least so high, and at least so low."""
    from scipy.special import ndtr

    if series.spread is None:
        more = chance_of_more(series.values, fit.expected, fit.dispersion)
        return more, chance_of_fewer(series.values, fit.expected, fit.dispersion)
    z = (series.values - fit.expected) * (series.sizes / (series.spread * fit.dispersion)) ** 0.5
    return ndtr(-z), ndtr(z)


def _far(series: Series, fit: Baseline) -> tuple[Flags, Flags]:
    """Whether a value is far enough above, and below, to be worth a word."""
    if series.spread is None:
        return series.values >= LIFT * fit.expected, series.values * LIFT <= fit.expected
    return series.values - fit.expected >= LEAST_CHANGE, fit.expected - series.values >= LEAST_CHANGE


def _merged(series: Series, fit: Baseline, flags: Flags, kind: Kind) -> list[Window]:
    places = [int(place) for place in flags.nonzero()[0]]
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and place - runs[-1][1] <= _GAP[series.every] + 1:
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((place, place))
    return [_window(series, fit, first, last, kind) for first, last in runs]


def _window(series: Series, fit: Baseline, first: int, last: int, kind: Kind) -> Window:
    from scipy.special import ndtr

    run = slice(first, last + 1)
    posts = int(series.sizes[run].sum())
    if series.spread is None:
        observed, expected = float(series.values[run].sum()), float(fit.expected[run].sum())
        tail = chance_of_more if kind == "spike" else chance_of_fewer
        chance = float(tail(observed, expected, fit.dispersion))
        return Window(kind, first, last, observed, expected, usual_counts(expected, fit.dispersion), chance, posts)
    weights = series.sizes[run] / posts
    observed, expected = float(series.values[run] @ weights), float(fit.expected[run] @ weights)
    error = sqrt(series.spread * fit.dispersion / posts)
    chance = float(ndtr(-abs(observed - expected) / error))
    return Window(
        kind, first, last, observed, expected, Interval(expected - Z * error, expected + Z * error), chance, posts
    )


def _needed(typical: float, fit: Baseline, looked_at: int, floor: int) -> int:
    chance = FALSE_SHARE / (2 * max(looked_at, 1))
    return max(fewest_surprising(typical, fit.dispersion, chance=chance), floor, int(LIFT * typical + 0.999))
