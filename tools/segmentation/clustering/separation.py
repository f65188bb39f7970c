"""Separation: are there groups at all, or one crowd that any algorithm would cut?

The crowd to beat has each feature just as it is, and features that go together as they do (a Gaussian copula of the
same correlations), but no groups: people who differ by degrees. Shuffled features are the case of no correlation.

    gap(k) = mean ln W(k) of such crowds - ln W(k) of the people

with W the spread within k groups. It is the gap statistic (Tibshirani, Walther & Hastie 2001) against a single cloud
in the manner of SigClust (Liu et al. 2008), and with people's own features in place of a uniform or normal one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

CROWDS = 12
"""Crowds drawn for each number of groups."""
LEAST_DEVIATIONS, LEAST_GAP = 5.0, 0.03
"""A gap counts from so many standard deviations of crowds on, and where groups are narrower by at least 3 %."""
_TURNS, _MOST = 5, 0.995
"""Turns in which a crowd's correlations are made those of the people, and the strongest latent correlation."""


class Gap(NamedTuple):
    """How much narrower groups of people are than those of a crowd."""

    value: float
    """On the log scale: .1 for spread that is a tenth smaller."""
    deviations: float
    """In standard deviations of crowds."""

    @property
    def stands(self) -> bool:
        """Whether a crowd does not explain it."""
        return self.deviations >= LEAST_DEVIATIONS and self.value >= LEAST_GAP


class Crowd:
    """One crowd with the features of some people, which go together as they do."""

    def __init__(self, points: Array, random: np.random.Generator) -> None:
        import numpy as np

        self._sorted = np.sort(points, axis=0)
        scores = random.standard_normal(points.shape)
        wanted = latent = _correlation(points)
        for _ in range(_TURNS):
            # Cutting a normal score into steps weakens correlation: the latent one has to be so much stronger.
            latent = np.clip(latent + wanted - _correlation(self._drawn(scores, latent)), -_MOST, _MOST)
        self._latent = latent

    def drawn(self, random: np.random.Generator) -> Array:
        """Draw as many people as there are, shape (people, features)."""
        return self._drawn(random.standard_normal(self._sorted.shape), self._latent)

    def _drawn(self, scores: Array, latent: Array) -> Array:
        import numpy as np

        matrix = latent.copy()
        np.fill_diagonal(matrix, 1.0)
        values, vectors = np.linalg.eigh(matrix)
        ranks = (scores @ (vectors * np.sqrt(np.maximum(values, 0))).T).argsort(axis=0, kind="stable")
        return np.take_along_axis(self._sorted, ranks.argsort(axis=0, kind="stable"), axis=0)


def _correlation(points: Array) -> Array:
    """Pearson's correlation of features, 0 with one that is the same of all."""
    import numpy as np

    spread = points.std(axis=0)
    standard = (points - points.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    found: Array = standard.T @ standard / len(points)
    return found


def gap(spread: Callable[[Array], float], points: Array, crowds: list[Array]) -> Gap:
    """Measure the gap of one number of groups. `spread` groups points and returns W."""
    import numpy as np

    of_crowds = np.log([max(spread(crowd), 1e-12) for crowd in crowds])
    value = float(of_crowds.mean() - np.log(max(spread(points), 1e-12)))
    return Gap(value, value / max(float(of_crowds.std(ddof=1)), 1e-6))
