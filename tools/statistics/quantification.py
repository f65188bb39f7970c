"""Quantification: what shares of classes are, given what a classifier that errs has counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

from tools.statistics.interval import Interval, percentile_interval

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]

DRAWS = 1000
ROW_MINIMUM = 10
"""Labelled posts that each true class needs before its row of the matrix says anything."""
BORROWED_WORTH = 12
"""What a row of a borrowed matrix counts for, in labelled posts; chosen by leaving out one source at a time."""
_ROUNDS, _FEWEST = 40, 50
_BARELY = 1e-3
SEPARATION_MINIMUM = 0.05
"""Least determinant of the matrix: below it predictions hardly depend on the truth, and nothing can be recovered."""


class Rates(NamedTuple):
    """How a classifier errs: P(predicted | true) by source, and what each row is worth in labelled posts.

    Shapes (sources, classes, classes) and (sources, classes). One source that is the dataset's own is `own`.
    """

    matrices: Array
    weights: Array
    own: bool


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


def rates(confusion: Sequence[Sequence[int]]) -> Rates | None:
    """Normalise the dataset's own confusion matrix of counts (rows true, columns predicted) to rates.

    None where it is unusable: a class with fewer than ROW_MINIMUM labelled posts, or predictions that hardly depend
    on the truth.
    """
    import numpy as np

    usable = _usable([confusion])
    if not len(usable):
        return None
    rows = usable.sum(axis=2)
    return Rates(usable / rows[:, :, None], np.asarray(rows), own=True)


def borrowed_rates(confusions: Sequence[Sequence[Sequence[int]]]) -> Rates | None:
    """Take over confusion matrices that were counted on other sources of posts, one a source.

    Sources differ far more than sampling explains, so a row is worth BORROWED_WORTH labelled posts at most, however
    many it had. None where no matrix is usable.
    """
    import numpy as np

    usable = _usable(confusions)
    if not len(usable):
        return None
    rows = usable.sum(axis=2)
    return Rates(usable / rows[:, :, None], np.minimum(rows, BORROWED_WORTH), own=False)


def _usable(confusions: Sequence[Sequence[Sequence[int]]]) -> Array:
    import numpy as np

    counts = np.asarray(confusions, dtype=float)
    rows = counts.sum(axis=2)
    apart = np.abs(np.linalg.det(counts / np.maximum(rows, 1)[:, :, None])) >= SEPARATION_MINIMUM
    kept: Array = counts[apart & (rows.min(axis=1) >= ROW_MINIMUM)]
    return kept


def corrected_shares(
    counts: Mapping[str, Sequence[int]],
    errors: Rates | None,
    *,
    seed: int,
    whole: Sequence[int] | None = None,
    draws: int = DRAWS,
    sampling: bool = True,
) -> dict[str, Shares]:
    """Correct the predicted class counts of each group for the classifier's errors.

    Adjusted count: the shares p on the simplex that minimise |q - M'p|, q the shares as counted, M the rates. Draws
    come from a parametric bootstrap: q from a multinomial of the group's own counts, M from a Dirichlet of its rows,
    one M for all groups, since they share the classifier. Own rates: the value is the adjusted count itself.
    Borrowed ones: each M is drawn around the rates of one source at random, only those are kept that some mixture of
    classes reconciles with the counts of the `whole` (the groups' sum by default), and the value is the mean draw.
    A group's shares depend on the other groups through the whole alone, and under own rates not at all.
    With no rates the shares are as counted, and the draws hold the sampling error alone; without `sampling` they hold
    the rates' error alone.
    Sources: Forman, Data Mining and Knowledge Discovery 17 (2008) 164-206; Hopkins & King, AJPS 54 (2010) 229-247;
    for the borrowed case Gelman & Carpenter, JRSS C 69 (2020) 1269-1283, whose hierarchical prior this follows.
    """
    import numpy as np

    matrices = None
    if errors is not None:
        everyone = np.sum(list(counts.values()), axis=0) if whole is None else np.asarray(whole)
        matrices = _drawn_rates(errors, everyone, seed, draws)
    shares = {}
    for key, group in counts.items():
        total = sum(group)
        raw = np.asarray(group, dtype=float) / total
        random = np.random.default_rng([seed, crc32(key.encode())])
        sampled = random.multinomial(total, raw, size=draws) / total if sampling else np.tile(raw, (draws, 1))
        if errors is None or matrices is None:
            shares[key] = Shares(raw, raw, sampled)
            continue
        solved = solve(sampled, matrices)
        value = solve(raw[None], errors.matrices)[0] if errors.own else solved.mean(axis=0)
        shares[key] = Shares(value, raw, solved)
    return shares


def solve(counted: Array, matrices: Array) -> Array:
    """Return the p on the simplex nearest to M'p = q: shapes (b, 3) and (b or 1, 3, 3) to (b, 3). Exact.

    Where the plain solution leaves the simplex, the nearest point lies on an edge: each edge is solved in closed
    form and the best taken.
    """
    import numpy as np

    matrices = np.broadcast_to(matrices, (len(counted), *matrices.shape[1:]))
    solved: Array = np.linalg.solve(matrices.swapaxes(1, 2), counted[:, :, None])[:, :, 0]
    outside = solved.min(axis=1) < 0
    if outside.any():
        solved[outside] = _on_edges(counted[outside], matrices[outside])
    return solved


def _on_edges(counted: Array, matrices: Array) -> Array:
    import numpy as np

    best, residual = np.zeros_like(counted), np.full(len(counted), np.inf)
    for one, other in ((0, 1), (0, 2), (1, 2)):
        direction = matrices[:, one] - matrices[:, other]
        reach = counted - matrices[:, other]
        length = np.maximum((direction**2).sum(axis=1), 1e-300)
        part = np.clip((direction * reach).sum(axis=1) / length, 0, 1)
        error = ((reach - part[:, None] * direction) ** 2).sum(axis=1)
        nearer = error < residual
        residual = np.where(nearer, error, residual)
        best[nearer] = 0
        best[nearer, one], best[nearer, other] = part[nearer], 1 - part[nearer]
    return best


def _drawn_rates(errors: Rates, whole: Array, seed: int, draws: int) -> Array:
    """Draw matrices, shape (draws, classes, classes); borrowed ones only if they can explain the whole's counts."""
    import numpy as np

    random = np.random.default_rng(seed)
    if errors.own:
        return _proposed(errors, random, draws)
    kept: list[Array] = []
    for _ in range(_ROUNDS):
        proposed = _proposed(errors, random, draws)
        kept.append(proposed[_explains(proposed, random.dirichlet(whole + 0.5, size=draws))])
        if sum(map(len, kept)) >= draws:
            return np.concatenate(kept)[:draws]
    found = np.concatenate(kept)
    # Nothing that was measured elsewhere fits: the widest answer is the honest one.
    return np.resize(found, (draws, *found.shape[1:])) if len(found) >= _FEWEST else _proposed(errors, random, draws)


def _proposed(errors: Rates, random: np.random.Generator, draws: int) -> Array:
    source = random.integers(len(errors.matrices), size=draws)
    shape = errors.matrices[source] * errors.weights[source][:, :, None]
    drawn = random.standard_gamma(shape + (0.5 if errors.own else _BARELY))
    rows: Array = drawn / drawn.sum(axis=2, keepdims=True)
    return rows


def _explains(matrices: Array, counted: Array) -> NDArray[np.bool_]:
    """Whether some shares p >= 0 satisfy M'p = q exactly, and predictions depend on the truth at all."""
    import numpy as np

    apart = np.linalg.det(matrices) > SEPARATION_MINIMUM / 2
    safe = np.where(apart[:, None, None], matrices, np.eye(matrices.shape[1]))
    solved = np.linalg.solve(safe.swapaxes(1, 2), counted[:, :, None])[:, :, 0]
    fits: NDArray[np.bool_] = apart & (solved.min(axis=1) >= 0)
    return fits
