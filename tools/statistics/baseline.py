"""Baseline: what each period of a series should hold, given its level, the hour and the weekday, spikes left aside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Slots = Sequence[NDArray[np.intp]]

OUTLYING = 2.58
"""Standardised residual from which a period counts less, as in the source."""
_KEPT = 0.9788
"""Mean of min(z², 2.58²) where z is standard normal: what clipping leaves of the variance."""
_ROUNDS = 8
_FACTOR_VARIANCE, _OFFSET_VARIANCE = 0.1, 0.01
"""How much hours and weekdays are held to differ before anything is seen: factors by a third, shares by a tenth."""


class Baseline(NamedTuple):
    """Expected value of each period (periods,), variance over what the model implies (1 or more), and what is to come.

    `level` is that of the last periods, without seasons; `seasons` hold one factor (counts) or offset (means) a slot.
    """

    expected: Array
    dispersion: float
    level: float
    seasons: tuple[Array, ...]

    def ahead(self, slots: Slots) -> Array:
        """Return the expected counts of periods after the last, given their slots in each season."""
        import numpy as np

        seasonal = np.prod([season[slot] for season, slot in zip(self.seasons, slots, strict=True)], axis=0)
        return np.atleast_1d(self.level * np.asarray(seasonal, dtype=float))


def baseline_of_counts(counts: Array, slots: Slots, *, window: int) -> Baseline:
    """Fit expected = level x season x season ... to counts (periods,), by quasi-likelihood that outliers cannot bend.

    The level of a period is that of the `window` periods around it, itself left out; `slots` give each period's place
    in each season (hour of the day, weekday). A period whose Anscombe residual is beyond 2.58 weighs 2.58² / residual²;
    those residuals are from running medians, so that an eventful month does not pass for the rule. The dispersion is
    the variance over the Poisson one, from residuals clipped there (Huber's proposal 2).
    Source: Noufaily et al., Statistics in Medicine 32 (2013) 1206-1222, after Farrington et al., J. Royal Statistical
    Society A 159 (1996) 547-563; the level moves here, where they fit a line.
    """
    import numpy as np

    seasons = tuple(np.ones(int(slot.max()) + 1) for slot in slots)
    weights, level, dispersion = counts, counts, 1.0
    for _ in range(_ROUNDS):
        season = _product(seasons, slots, len(counts))
        # Where most periods hold nothing, a single post is not yet an outlier.
        middling = np.maximum(_running_median(counts / season, window) * season, 0.5)
        weights = _weights(_anscombe(counts, middling))
        level = _around(weights * counts, weights * season, window)
        seasons = tuple(
            _factors(counts, weights, level, seasons, slots, i, dispersion / _FACTOR_VARIANCE)
            for i in range(len(slots))
        )
        expected = np.maximum(level * _product(seasons, slots, len(counts)), 1e-6)
        dispersion = _dispersion(_anscombe(counts, expected), _spent(seasons, len(counts), window))
    season = _product(seasons, slots, len(counts))
    last = slice(-window, None)
    now = (float((weights * counts)[last].sum()) + 0.5) / max(float((weights * season)[last].sum()), 0.5)
    return Baseline(expected, dispersion, now, seasons)


def baseline_of_means(values: Array, sizes: Array, spread: float, slots: Slots, *, window: int) -> Baseline:
    """Fit expected = level + season + season ... to means (periods,) of `sizes` observations of variance `spread`.

    As `baseline_of_counts`, with sums for products. The dispersion is the variance over `spread` / size. Periods of
    size 0 count for nothing; their value may be anything finite.
    """
    import numpy as np

    there = sizes > 0
    seasons = tuple(np.zeros(int(slot.max()) + 1) for slot in slots)
    level, expected, dispersion = values, values, 1.0
    for _ in range(_ROUNDS):
        season = _sum(seasons, slots, len(values))
        residual = (values - season - _running_median(values - season, window)) * np.sqrt(sizes / spread)
        mass = _weights(residual) * sizes
        level = _around(mass * (values - season), mass, window, prior=0.0)
        prior = dispersion * spread / _OFFSET_VARIANCE
        seasons = tuple(_offsets(values, mass, level, seasons, slots, i, prior) for i in range(len(slots)))
        expected = level + _sum(seasons, slots, len(values))
        residual = (values - expected) * np.sqrt(sizes / spread)
        dispersion = _dispersion(residual[there], _spent(seasons, int(there.sum()), window))
    return Baseline(expected, dispersion, float(level[-1]), seasons)


def _around(above: Array, below: Array, window: int, *, prior: float = 0.5) -> Array:
    """Sum of `above` over that of `below` in the window around each period, the period itself left out."""
    import numpy as np

    periods = len(above)
    window = min(window, periods)
    start = np.clip(np.arange(periods) - window // 2, 0, periods - window)
    sums = [np.concatenate([[0.0], np.cumsum(part)]) for part in (above, below)]
    over, under = (
        total[start + window] - total[start] - part for total, part in zip(sums, (above, below), strict=True)
    )
    # Half a post: silence for a whole window does not prove that nobody ever posts.
    return np.asarray((over + prior) / np.maximum(under, 1e-9))


def _factors(
    counts: Array, weights: Array, level: Array, seasons: tuple[Array, ...], slots: Slots, place: int, prior: float
) -> Array:
    """One season's factors given the others, drawn to 1 by `prior` posts a slot, and averaging 1."""
    import numpy as np

    others = level * _product(
        seasons[:place] + seasons[place + 1 :], [*slots[:place], *slots[place + 1 :]], len(counts)
    )
    size = len(seasons[place])
    seen, due = (np.bincount(slots[place], weights * part, size) for part in (counts, others))
    factors = (seen + prior) / (due + prior)
    return np.asarray(factors / factors.mean())


def _offsets(
    values: Array, mass: Array, level: Array, seasons: tuple[Array, ...], slots: Slots, place: int, prior: float
) -> Array:
    """One season's offsets given the others, drawn to 0 by `prior` posts a slot, and averaging 0."""
    import numpy as np

    others = level + _sum(seasons[:place] + seasons[place + 1 :], [*slots[:place], *slots[place + 1 :]], len(values))
    size = len(seasons[place])
    gap = np.bincount(slots[place], mass * (values - others), size)
    offsets = gap / (np.bincount(slots[place], mass, size) + prior)
    return np.asarray(offsets - offsets.mean())


def _product(seasons: Sequence[Array], slots: Slots, periods: int) -> Array:
    import numpy as np

    whole = np.ones(periods)
    for season, slot in zip(seasons, slots, strict=True):
        whole = whole * season[slot]
    return whole


def _sum(seasons: Sequence[Array], slots: Slots, periods: int) -> Array:
    import numpy as np

    whole = np.zeros(periods)
    for season, slot in zip(seasons, slots, strict=True):
        whole = whole + season[slot]
    return whole


def _anscombe(counts: Array, expected: Array) -> Array:
    """Residuals of counts that are near normal with the dispersion for a variance."""
    residual: Array = 1.5 * (counts ** (2 / 3) - expected ** (2 / 3)) / expected ** (1 / 6)
    return residual


def _running_median(values: Array, window: int) -> Array:
    import numpy as np

    window = min(window, len(values))
    middles = np.median(np.lib.stride_tricks.sliding_window_view(values, window), axis=1)
    return np.asarray(middles[np.clip(np.arange(len(values)) - window // 2, 0, len(middles) - 1)])


def _dispersion(residual: Array, spent: float) -> float:
    """Variance of residuals clipped at 2.58 of its root, per free period; 1 at least (Huber's proposal 2)."""
    import numpy as np

    dispersion = max(1.0, _scale(residual) ** 2)
    for _ in range(_ROUNDS):
        clipped = np.minimum(residual**2, OUTLYING**2 * dispersion)
        dispersion = max(1.0, float(clipped.mean()) / _KEPT / max(1.0 - spent, 0.3))
    return dispersion


def _scale(residual: Array) -> float:
    """Standard deviation as the middling residual gives it, however far out the others are."""
    import numpy as np

    return 1.4826 * float(np.median(np.abs(residual)))


def _spent(seasons: Sequence[Array], periods: int, window: int) -> float:
    """Share of the periods that the seasons use up; the level leaves each period out, so it costs less than nothing."""
    return sum(len(season) - 1 for season in seasons) / periods - 1 / max(min(window, periods) - 1, 1)


def _weights(residual: Array) -> Array:
    """1, or less where a residual is beyond 2.58 of what the middling one makes of the standard deviation."""
    import numpy as np

    far = np.abs(residual) / max(1.0, _scale(residual))
    return np.asarray((OUTLYING / np.maximum(far, OUTLYING)) ** 2)
