"""Course: slope, breaks and the step at an event of a series of net sentiment, with both kinds of error in them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from statistics import NormalDist
from typing import TYPE_CHECKING, NamedTuple

from tools.facts import Facts
from tools.sentiment.correction import NET, corrected
from tools.sentiment.periods import Buckets
from tools.sentiment.swing import Swing, swing
from tools.statistics.breaks import breaks, stepwise_squares
from tools.statistics.interval import Interval, Z, percentile_interval
from tools.statistics.quantification import Shares
from tools.statistics.regression import changes

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

_NORMAL = [NormalDist().inv_cdf((place + 0.5) / 20) for place in range(20)]
"""Twenty equally likely values of a standard normal."""
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
        times = dict.fromkeys(counts, "all")
        answer = corrected(counts, facts, whole=whole, seed=seed, scopes=times)
        self.shares, self.done, self.caveats = answer.shares, answer.done, answer.caveats
        self._values = np.array([share.value @ np.asarray(NET) for share in self.shares.values()])
        self._sampled = _draws(self.shares.values())
        misread = corrected(counts, facts, whole=whole, seed=seed, sampling=False, scopes=times)
        self._misread = _draws(misread.shares.values())
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

    def swing(self) -> Swing | None:
        """Return the largest change between two periods that is beyond chance; none where none is."""
        import numpy as np

        sampling = np.sqrt(np.maximum(self._sampled.var(axis=0) - self._misread.var(axis=0), 0))
        return swing(self.starts, self._values, self._misread, sampling, seed=self.seed)

    def turns(self) -> list[date]:
        """Return first days of new levels; none where a straight line fits as well."""

        at = breaks(self._values, self._weights, shortest=_SHORTEST[self.buckets.every], seed=self.seed)
        if not at:
            return []
        line = changes(self._values[None], self.weeks, self._weights)
        if stepwise_squares(self._values, self._weights, at) >= float(line.squares[0]):
            return []
        return [self.starts[i] for i in at]

    def _estimate(self, column: Array, inside: NDArray[np.bool_]) -> Estimate:
        """Coefficient of a column beside a constant, over the periods inside.

        The reader's error is shared by all periods: the fit is made anew for each way in which it may err. Its interval
        mixes theirs, none narrower than sampling alone makes it. So a series that falls however the reader errs is
        falling, even where nobody knows from which level.
        """
        import numpy as np

        weights, column = self._weights[inside], column[inside]
        value = float(changes(self._values[None, inside], column, weights).coefficients[0])
        read = changes(self._misread[:, inside], column, weights)
        sampled = changes(self._sampled[:, inside], column, weights).coefficients
        chance = max(0.0, float(sampled.var() - read.coefficients.var()))
        spread = np.maximum(read.half_widths / Z, np.sqrt(chance))
        mixed = read.coefficients[:, None] + spread[:, None] * _NORMAL
        return Estimate(value, percentile_interval(value, mixed.ravel()), int(weights.sum()))


def _draws(shares: Iterable[Shares]) -> Array:
    """Simulated net sentiment, shape (draws, periods)."""
    import numpy as np

    return np.column_stack([share.draws @ np.asarray(NET) for share in shares])
