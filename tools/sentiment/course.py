"""Course: slope, breaks and the step at an event of a series of net sentiment, with both kinds of error in them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from math import sqrt
from typing import TYPE_CHECKING, NamedTuple

from tools.facts import Facts
from tools.sentiment.correction import NET, corrected
from tools.sentiment.periods import Buckets
from tools.statistics.breaks import breaks, stepwise_squares
from tools.statistics.interval import Interval, Z
from tools.statistics.quantification import Shares
from tools.statistics.regression import weighted_fit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

_SHORTEST = {"day": 3, "week": 2}


class Estimate(NamedTuple):
    """A value with its 95 % interval, and how many posts it rests on."""

    value: float
    interval: Interval
    n: int

    @property
    def is_settled(self) -> bool:
        """Whether the interval leaves 0 out."""
        return not self.interval.holds(0)


class Course:
    """A series of net sentiment by period, corrected for the reader's error."""

    def __init__(self, buckets: Buckets, facts: Facts, *, seed: int) -> None:
        import numpy as np

        self.buckets, self.seed = buckets, seed
        self.starts = [bucket.start for bucket in buckets.kept]
        counts = {bucket.key: bucket.counts.read for bucket in buckets.kept}
        whole = tuple(map(sum, zip(*counts.values(), strict=True)))
        answer = corrected(counts, facts, whole=whole, seed=seed)
        self.shares, self.done, self.caveats = answer.shares, answer.done, answer.caveats
        self._values = np.array([share.value @ np.asarray(NET) for share in self.shares.values()])
        self._sampled = _draws(self.shares.values())
        self._misread = _draws(corrected(counts, facts, whole=whole, seed=seed, sampling=False).shares.values())
        self._weights = np.array([float(bucket.counts.n_read) for bucket in buckets.kept])

    @property
    def weeks(self) -> Array:
        """Time of each period in weeks since the first."""
        import numpy as np

        return np.array([(start - self.starts[0]).days / 7 for start in self.starts])

    def slope(self) -> Estimate:
        """Return the change of net sentiment a week."""
        import numpy as np

        return self._estimate(self.weeks, np.ones(len(self.starts), dtype=bool))

    def step(self, at: date, *, since: date | None = None, until: date | None = None) -> Estimate:
        """Return the level from a day on less the level before it, between the days given."""
        import numpy as np

        inside = [(since is None or start >= since) and (until is None or start < until) for start in self.starts]
        return self._estimate(np.array([float(start >= at) for start in self.starts]), np.array(inside))

    def turns(self) -> list[date]:
        """Return first days of new levels; none where a straight line fits as well."""
        import numpy as np

        at = breaks(self._values, self._weights, shortest=_SHORTEST[self.buckets.every], seed=self.seed)
        if not at:
            return []
        line = weighted_fit(self._values, np.column_stack([np.ones(len(self._values)), self.weeks]), self._weights)
        if stepwise_squares(self._values, self._weights, at) >= line.squares:
            return []
        return [self.starts[i] for i in at]

    def _estimate(self, column: Array, inside: NDArray[np.bool_]) -> Estimate:
        """Coefficient of a column beside a constant, over the periods inside.

        Its interval adds the reader's error, which all periods share, to the larger of what the residuals show, with
        memory, and what sampling alone explains.
        """
        import numpy as np

        design = np.column_stack([np.ones(int(inside.sum())), column[inside]])
        weights = self._weights[inside]
        fit = weighted_fit(self._values[inside], design, weights)
        pick = np.linalg.solve(design.T @ (design * weights[:, None]), design.T * weights)[1]
        misread = float((self._misread[:, inside] @ pick).var())
        sampled = float((self._sampled[:, inside] @ pick).var()) - misread
        value = float(fit.coefficients[1])
        half = sqrt(max(float(fit.half_widths[1]) ** 2, Z * Z * sampled) + Z * Z * misread)
        return Estimate(value, Interval(value - half, value + half), int(weights.sum()))


def _draws(shares: Iterable[Shares]) -> Array:
    """Simulated net sentiment, shape (draws, periods)."""
    import numpy as np

    return np.column_stack([share.draws @ np.asarray(NET) for share in shares])
