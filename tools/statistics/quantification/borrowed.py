"""Borrowed rates: how a classifier erred on other sources of posts, as far as that can explain the ones at hand.

Sources of posts differ far more than sampling explains, above all in how readily an implicit opinion is taken for a
neutral remark. So a set of rates is drawn around those of one source at random, loosely, and kept only if some
mixture of classes reconciles it with what was counted. Cf. Gelman & Carpenter, JRSS C 69 (2020) 1269-1283.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.statistics.quantification.solving import SEPARATION_MINIMUM, dirichlet_rows, solve, usable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]

BORROWED_WORTH = 12
"""What a row of a borrowed matrix counts for, in labelled posts; chosen by leaving out one source at a time."""
_ROUNDS, _FEWEST = 40, 50
_BARELY = 1e-3


class Borrowed(NamedTuple):
    """Rates P(predicted | true) by source, (sources, classes, classes), and rows' worth, (sources, classes)."""

    rates: Array
    worth: Array

    def drawn(self, whole: Array, random: np.random.Generator, draws: int) -> Array:
        """Draw rates that can explain the counts of the whole, shape (draws, classes, classes).

        Where nothing that was measured elsewhere can, the widest answer is the honest one: all draws count.
        """
        import numpy as np

        kept: list[Array] = []
        for _ in range(_ROUNDS):
            proposed = self._proposed(random, draws)
            kept.append(proposed[_explains(proposed, random.dirichlet(whole + 0.5, size=draws))])
            if sum(map(len, kept)) >= draws:
                return np.concatenate(kept)[:draws]
        found = np.concatenate(kept)
        return np.resize(found, (draws, *found.shape[1:])) if len(found) >= _FEWEST else self._proposed(random, draws)

    def corrected(self, counted: Array, rates: Array, _part: float, _random: np.random.Generator) -> Array:
        """Return the shares that explain each draw of counted shares under its rates, shape (draws, classes)."""
        return solve(counted, rates)

    def _proposed(self, random: np.random.Generator, draws: int) -> Array:
        source = random.integers(len(self.rates), size=draws)
        return dirichlet_rows(random, self.rates[source] * self.worth[source][:, :, None] + _BARELY)


def borrowed(confusions: Sequence[Sequence[Sequence[int]]]) -> Borrowed | None:
    """Take over confusion matrices of counts (rows true, columns predicted), one a source; None if none is usable."""
    import numpy as np

    counts = usable(confusions)
    if not len(counts):
        return None
    rows = counts.sum(axis=2)
    return Borrowed(counts / rows[:, :, None], np.minimum(rows, BORROWED_WORTH))


def _explains(matrices: Array, counted: Array) -> NDArray[np.bool_]:
    """Whether some shares p >= 0 satisfy M'p = q exactly, and predictions depend on the truth at all."""
    import numpy as np

    apart = np.linalg.det(matrices) > SEPARATION_MINIMUM / 2
    safe = np.where(apart[:, None, None], matrices, np.eye(matrices.shape[1]))
    solved = np.linalg.solve(safe.swapaxes(1, 2), counted[:, :, None])[:, :, 0]
    fits: NDArray[np.bool_] = apart & (solved.min(axis=1) >= 0)
    return fits
