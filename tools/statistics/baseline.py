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
_ROUNDS = 12
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
    in each season (hour of the day, weekday). A period whose Anscombe residual is beyond 2.58 weighs 2.58² / residual².
    The dispersion is the variance over the Poisson one, from residuals clipped there (Huber's proposal 2).
    Source: Noufaily et al., Statistics in Medicine 32 (2013) 1206-1222, after Farrington et al., J. Royal Statistical
    Society A 159 (1996) 547-563; the level moves here, where they fit a line.
    """
    import numpy as np

    # Where most periods hold nothing, a single post is not yet an outlier.
    usual = max(2 * float(np.quantile(counts, 0.75)), 1.0)
    weights = np.minimum(1.0, usual / np.maximum(counts, 1e-9))
    seasons = tuple(np.ones(int(slot.max()) + 1) for slot in slots)
    dispersion, level, expected = 1.0, counts, counts
    for _ in range(_ROUNDS):
        season = _product(seasons, slots, len(counts))
        level = _around(weights * counts, weights * season, window)
        prior = dispersion / _FACTOR_VARIANCE
        seasons = tuple(_factors(counts, weights, level, seasons, slots, i, prior) for i in range(len(slots)))
        expected = np.maximum(level * _product(seasons, slots, len(counts)), 1e-6)
        residual = 1.5 * (counts ** (2 / 3) - expected ** (2 / 3)) / expected ** (1 / 6)
        dispersion = max(1.0, _clipped_variance(residual, dispersion, _spent(seasons, len(counts), window)))
        weights = _weights(residual / np.sqrt(dispersion))
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

    clipped = sizes > 0
    middle = float(np.median(values[clipped]))
    residual = (values - middle) * np.sqrt(sizes / spread)
    weights = _weights(residual / max(1.0, float(np.median(np.abs(residual[clipped]))) * 1.4826))
    seasons = tuple(np.zeros(int(slot.max()) + 1) for slot in slots)
    dispersion, level, expected = 1.0, values, values
    for _ in range(_ROUNDS):
        mass = weights * sizes
        level = _around(mass * (values - _sum(seasons, slots, len(values))), mass, window, prior=0.0)
        prior = dispersion * spread / _OFFSET_VARIANCE
        seasons = tuple(_offsets(values, mass, level, seasons, slots, i, prior) for i in range(len(slots)))
        expected = level + _sum(seasons, slots, len(values))
        residual = (values - expected) * np.sqrt(sizes / spread)
        spent = _spent(seasons, int(clipped.sum()), window)
        dispersion = max(1.0, _clipped_variance(residual[clipped], dispersion, spent))
        weights = _weights(residual / np.sqrt(dispersion))
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


def _clipped_variance(residual: Array, dispersion: float, spent: float) -> float:
    """Variance of residuals, clipped at 2.58 of the standard deviations that `dispersion` gives, per free period."""
    import numpy as np

    clipped = np.minimum(residual**2, OUTLYING**2 * dispersion)
    return float(clipped.mean()) / _KEPT / max(1.0 - spent, 0.3)


def _spent(seasons: Sequence[Array], periods: int, window: int) -> float:
    """Share of the periods that the seasons use up; the level leaves each period out, so it costs less than nothing."""
    return sum(len(season) - 1 for season in seasons) / periods - 1 / max(min(window, periods) - 1, 1)


def _weights(z: Array) -> Array:
    import numpy as np

    return np.where(np.abs(z) > OUTLYING, (OUTLYING / np.maximum(np.abs(z), OUTLYING)) ** 2, 1.0)
