"""Shares: class counts of groups, corrected for the classifier's errors, with draws that hold all the doubt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

from tools.statistics.interval import Interval, percentile_interval
from tools.statistics.quantification.borrowed import Borrowed
from tools.statistics.quantification.labelled import Labelled

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]

DRAWS = 1000


class Shares(NamedTuple):
    """Shares of the classes in one group: corrected, as counted, and simulated (draws, classes)."""

    value: Array
    raw: Array
    draws: Array

    def interval(self, weights: Sequence[float]) -> Interval:
        """Return the 95 % interval of a weighted sum of the shares."""
        import numpy as np

        scores = np.asarray(weights, dtype=float)
        return percentile_interval(float(self.value @ scores), self.draws @ scores)


def corrected_shares(
    counts: Mapping[str, Sequence[float]],
    errors: Labelled | Borrowed | None,
    *,
    seed: int,
    whole: Sequence[float] | None = None,
    draws: int = DRAWS,
    sampling: bool = True,
    resampled: Mapping[str, Array] | None = None,
) -> dict[str, Shares]:
    """Correct the predicted class counts of each group for the classifier's errors; the value is the mean draw.

    What the errors are is drawn once for all groups, since they share the classifier; a group's shares depend on the
    others only through the counts of the `whole` (the groups' sum by default), which borrowed errors must explain.
    With no errors known the shares are as counted and the draws hold the sampling error alone; without `sampling`
    they hold the classifier's error alone. `resampled` holds draws of the counted shares of each group, (draws,
    classes), that replace the multinomial ones, where posts hang together and groups vary together.
    """
    import numpy as np

    everyone = np.sum(list(counts.values()), axis=0) if whole is None else np.asarray(whole)
    drawn = errors.drawn(everyone, np.random.default_rng(seed), draws) if errors else None
    shares = {}
    for key, group in counts.items():
        total = sum(group)
        raw = np.asarray(group, dtype=float) / total
        random = np.random.default_rng([seed, crc32(key.encode())])
        if resampled is not None:
            sampled = resampled[key]
        else:
            sampled = random.multinomial(int(total), raw, size=draws) / total if sampling else np.tile(raw, (draws, 1))
        if errors is None or drawn is None:
            shares[key] = Shares(raw, raw, sampled)
            continue
        part = total / errors.population.sum() if isinstance(errors, Labelled) else 0.0
        # All posts of the population are no sample of it.
        counted = np.tile(raw, (draws, 1)) if part >= 1 else sampled
        corrected = errors.corrected(counted, drawn, part, random)
        shares[key] = Shares(corrected.mean(axis=0), raw, corrected)
    return shares
