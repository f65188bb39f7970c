"""Labelled posts: how a classifier errs on a random sample of the very dataset, and what that says of its parts.

For the whole dataset post-stratification is exact: of the posts read as negative, so many are truly neutral. For a
part of it (a brand, a week) two things could be the same as in the whole: how the truth is read (then the shares are
solved for, and few labels make that noisy) or what a reading means (then a part looks too much like the whole). The
truth lies between, nobody knows where, and the draws spread over all of it, most at the ends: those two are what is
known to happen, and spread evenly too few draws would reach them.

Parts that are times of the same posts (a brand's weeks) are read nearly alike, however far the brand lies from the
whole: they share one draw of how it is read, and stray from that far less than brands stray from each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.statistics.quantification.solving import dirichlet_rows, solve, usable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]

SLICE_WORTH = 25
"""How like the whole a part is read: as if each class had been labelled so many times in it. See docs/figures.md."""
TIME_WORTH = 100
"""The same for a time of a part against that part."""
_PRIOR = 0.3
_GOLDEN = 0.6180339887498949


class Labelled(NamedTuple):
    """Labelled posts by true (rows) and predicted class (columns), and predicted counts of all posts they stand for."""

    confusion: Array
    population: Array

    def drawn(self, _whole: Array, random: np.random.Generator, draws: int) -> Array:
        """Draw the joint shares of true (rows) and predicted class in the population, (draws, classes, classes)."""
        meaning = dirichlet_rows(random, (self.confusion.T[None] + _PRIOR).repeat(draws, axis=0))
        read = random.dirichlet(self.population + 0.5, size=draws)
        joint: Array = (read[:, :, None] * meaning).swapaxes(1, 2)
        return joint

    def scope(self, joint: Array, part: float, random: np.random.Generator) -> Array:
        """Draw how the truth is read, P(predicted | true), in a group that is `part` of the population."""
        return _strayed(joint / joint.sum(axis=2, keepdims=True), SLICE_WORTH, part, random)

    def time(self, scope: Array, part: float, random: np.random.Generator) -> Array:
        """Draw how the truth is read in a time that is `part` of the posts of a scope."""
        return _strayed(scope, TIME_WORTH, part, random)

    def corrected(self, counted: Array, joint: Array, rates: Array) -> Array:
        """Return the shares of a group whose truth is read at `rates`, for each draw of its counted shares."""
        import numpy as np

        # One leaning a draw for all groups, spread over 0 to 1 by the arcsine law, Beta(1/2, 1/2): Jeffreys' prior.
        lean = (np.sin(np.arange(len(counted)) * _GOLDEN % 1 * np.pi / 2) ** 2)[:, None]
        blended: Array = lean * solve(counted, rates) + (1 - lean) * self.stratified(counted, joint)
        return blended

    def stratified(self, counted: Array, joint: Array) -> Array:
        """Return the shares of a group where a reading means what it means in the whole."""
        import numpy as np

        kept: Array = np.einsum("dtp,dp->dt", joint / joint.sum(axis=1, keepdims=True), counted)
        return kept


def _strayed(rates: Array, worth: float, part: float, random: np.random.Generator) -> Array:
    """Rates of a part, the looser the less of the whole it is; the whole's own where it is all of it."""
    return rates if part >= 1 else dirichlet_rows(random, rates * (worth / (1 - part)) + 1e-3)


def labelled(confusion: Sequence[Sequence[int]], population: Sequence[int]) -> Labelled | None:
    """Take labelled posts as counts (rows true, columns predicted) and predicted counts of what they were drawn from.

    None where a class has fewer than ROW_MINIMUM labels, or predictions hardly depend on the truth.
    """
    import numpy as np

    counts = usable([confusion])
    return Labelled(counts[0], np.asarray(population, dtype=float)) if len(counts) else None
