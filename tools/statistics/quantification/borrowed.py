"""Borrowed rates: how a classifier errs on posts like none it was measured on, told from the sources where it was.

Sources of posts differ far more than sampling explains, above all in how readily an implicit opinion is taken for a
neutral remark. So rates are drawn as those of one more source: rows beta-binomial (Dirichlet) around the sources'
mean, their spread by the method of moments, and that spread itself uncertain, since it rests on few sources. Drawn
rates are kept as far as they explain what was counted. Cf. Kleinman, JASA 68 (1973) 46-54; Higgins, Thompson &
Spiegelhalter, JRSS A 172 (2009) 137-159; Gelman & Carpenter, JRSS C 69 (2020) 1269-1283.
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
"""Labelled posts that a row counts for on another source, before any two were compared: a guess like one comparison."""
_ROUNDS, _FEWEST = 40, 50
_BARELY = 1e-3


class Borrowed(NamedTuple):
    """Rates P(predicted | true) as the mean of sources, (classes, classes), and how those differ.

    `spread` is the correlation of two posts of one source and class, 0 (sources agree) to 1; `noise` is the mean of
    1/n by row, the part of sampling in what they were seen to differ, (classes,).
    """

    rates: Array
    spread: float
    noise: Array
    sources: int

    def drawn(self, whole: Array, random: np.random.Generator, draws: int) -> Array:
        """Draw rates that can explain the counts of the whole, shape (draws, classes, classes).

        Any shares of the classes are as likely beforehand, so by change of variables rates of determinant d weigh
        1/d: those that blur the classes make like counts of unlike shares, and would be missed too often otherwise.
        Where hardly any rates can explain the counts, the widest answer is the honest one: all draws count.
        """
        import numpy as np

        kept: list[Array] = []
        for _ in range(_ROUNDS):
            proposed = self._proposed(random, draws)
            kept.append(proposed[_explains(proposed, random.dirichlet(whole + 0.5, size=draws))])
            if sum(map(len, kept)) >= draws:
                break
        found = np.concatenate(kept)
        return _resampled(found, random, draws) if len(found) >= _FEWEST else self._proposed(random, draws)

    def corrected(self, counted: Array, rates: Array) -> Array:
        """Return the shares that explain each draw of counted shares under its rates, shape (draws, classes)."""
        return solve(counted, rates)

    def _proposed(self, random: np.random.Generator, draws: int) -> Array:
        """Draw the rates of a new source: around the mean, which errs itself, by a spread of few degrees of freedom."""
        import numpy as np

        spread = self.spread * self.sources / random.chisquare(self.sources, size=(draws, 1))
        around = spread * (1 + 1 / self.sources) + self.noise / self.sources
        # A row worth as many posts as there are classes is as loose as knowing nothing: no row is looser.
        worth = np.maximum(1 / around - 1, len(self.rates))
        return dirichlet_rows(random, self.rates * worth[:, :, None] + _BARELY)


def borrowed(confusions: Sequence[Sequence[Sequence[int]]]) -> Borrowed | None:
    """Take over confusion matrices of counts (rows true, columns predicted), one a source; None if none is usable."""
    counts = usable(confusions)
    if not len(counts):
        return None
    rows = counts.sum(axis=2)
    rates, noise = counts / rows[:, :, None], (1 / rows).mean(axis=0)
    return Borrowed(rates.mean(axis=0), _spread(rates, noise), noise, len(counts))


def _spread(rates: Array, noise: Array) -> float:
    """Pool the intraclass correlation over all rows: what variance between sources sampling leaves unexplained."""
    supposed = 1 / (BORROWED_WORTH + 1)
    sources = len(rates)
    if sources == 1:
        return supposed
    mean, varies = rates.mean(axis=0), rates.var(axis=0, ddof=1).sum(axis=1)
    # The mean's own error takes varies / sources from m(1 - m).
    binary = (mean * (1 - mean)).sum(axis=1) + varies / sources
    seen = max(float((varies - noise * binary).sum() / ((1 - noise) * binary).sum()), 0.0)
    return ((sources - 1) * seen + supposed) / sources


def _explains(matrices: Array, counted: Array) -> NDArray[np.bool_]:
    """Whether some shares p >= 0 satisfy M'p = q exactly, and predictions depend on the truth at all."""
    import numpy as np

    apart = np.linalg.det(matrices) > SEPARATION_MINIMUM / 2
    safe = np.where(apart[:, None, None], matrices, np.eye(matrices.shape[1]))
    shares = np.linalg.solve(safe.swapaxes(1, 2), counted[:, :, None])[:, :, 0]
    fits: NDArray[np.bool_] = apart & (shares.min(axis=1) >= 0)
    return fits


def _resampled(matrices: Array, random: np.random.Generator, draws: int) -> Array:
    """Draw matrices by weight 1/determinant, at even steps through the summed weights (systematic resampling)."""
    import numpy as np

    reached = np.cumsum(1 / np.linalg.det(matrices))
    steps = (np.arange(draws) + random.random()) / draws * reached[-1]
    chosen: Array = matrices[np.minimum(np.searchsorted(reached, steps), len(matrices) - 1)]
    return chosen
