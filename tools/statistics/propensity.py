"""Propensity: how likely each person was to be treated, from what was known before, and the effect that allows for it.

Each person's propensity is predicted by a model that never saw them (cross-fitting), else it would be too sure.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import erfc, sqrt
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.statistics.interval import Interval, Z

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]
    Bits = NDArray[np.bool_]

_FOLDS = 5
_STRENGTHS = (0.0003, 0.003, 0.03, 0.3)
"""Inverse strengths of the ridge penalty that are tried; under all of them lies a model of the treated share alone."""
_TRIMMED = 0.01
"""Weights beyond this share at either end are set to the last within. Source: Cole & Hernán, AJE 168 (2008) 656-664."""
_INSIDE = 0.005
_MOST_LEARNT = 20_000
"""People whom a model learns from where either arm has plenty: more make it slow, and hardly better."""


class Selection(NamedTuple):
    """Who was treated, told from what was known before.

    `propensities` (people,), out of fold. `separation`: chance that a treated person's is above an untreated one's
    (0.5: who was treated cannot be told), with a 95 % interval. `overlap`: share of people of either arm whose
    propensity lies where both arms have people.
    """

    propensities: Array
    separation: float
    interval: Interval
    overlap: float


class Adjusted(NamedTuple):
    """An effect weighted by propensities beside the raw one, their gap, and how many people the weights are worth."""

    difference: float
    interval: Interval
    gap: float
    gap_interval: Interval
    effective: float
    """Share of the people that the weighted arms are worth (Kish), 0 to 1."""


def selection(features: Array, treated: Bits, *, seed: int) -> Selection:
    """Predict who was treated from features (people, features; NaN where not known), in five folds.

    Ridge-penalised logistic regression. The penalty is the mildest that predicts, out of fold, within a standard error
    of the best, since one that shrinks too much leaves selection in; where nothing predicts better than the treated
    share alone, that share is everybody's propensity.
    Sources: Rosenbaum & Rubin, Biometrika 70 (1983) 41-55; cross-fitting: Chernozhukov et al., Econometrics Journal
    21 (2018) C1-C68; interval of the separation: Hanley & McNeil, Radiology 143 (1982) 29-36.
    """
    import numpy as np

    design = _design(features)
    folds = _folds(treated, seed)
    base = np.full(len(treated), treated.mean())
    tried = [base, *(_predicted(design, treated, folds, strength) for strength in _STRENGTHS if design.shape[1])]
    chosen = tried[_mildest([-np.log(np.where(treated, p, 1 - p)) for p in tried])]
    # Whether anything can be told is judged by the mildest penalty but one, whatever predicts best.
    told = tried[-2] if len(tried) > 2 else base
    separation = _separation(told, treated)
    return Selection(chosen, separation, _hanley(separation, treated), _overlap(chosen, treated))


def adjusted(outcomes: Array, treated: Bits, propensities: Array) -> Adjusted:
    """Return the effect with arms weighted to look like all people (Hájek), stabilised weights, trimmed.

    Variances by linearisation, with propensities taken as known, which makes intervals a little too wide.
    Sources: Lunceford & Davidian, Statistics in Medicine 23 (2004) 2937-2960; Robins, Hernán & Brumback, Epidemiology
    11 (2000) 550-560.
    """
    import numpy as np

    shares = np.where(treated, treated.mean(), 1 - treated.mean())
    weights = shares / np.where(treated, propensities, 1 - propensities)
    low, high = np.quantile(weights, [_TRIMMED, 1 - _TRIMMED])
    weights = weights.clip(low, high)
    means, pulls = [], np.zeros(len(outcomes))
    raw_pulls = np.zeros(len(outcomes))
    for arm, sign in ((treated, 1.0), (~treated, -1.0)):
        mean = float((weights[arm] @ outcomes[arm]) / weights[arm].sum())
        means.append((mean, float(outcomes[arm].mean())))
        pulls[arm] = sign * weights[arm] * (outcomes[arm] - mean) / weights[arm].sum()
        raw_pulls[arm] = sign * (outcomes[arm] - outcomes[arm].mean()) / arm.sum()
    difference, raw = means[0][0] - means[1][0], means[0][1] - means[1][1]
    half, gap_half = (Z * sqrt(float(p @ p)) for p in (pulls, raw_pulls - pulls))
    worth = sum(weights[arm].sum() ** 2 / (weights[arm] @ weights[arm]) for arm in (treated, ~treated))
    gap = raw - difference
    return Adjusted(
        difference,
        Interval(difference - half, difference + half),
        gap,
        Interval(gap - gap_half, gap + gap_half),
        float(worth) / len(outcomes),
    )


def apart(separation: float, treated: Bits) -> float:
    """Return the chance of so much separation if who was treated cannot be told (Mann-Whitney, one-sided)."""
    n1, n0 = int(treated.sum()), int((~treated).sum())
    spread = sqrt((n1 + n0 + 1) / (12 * n1 * n0))
    return erfc((separation - 0.5) / spread / sqrt(2)) / 2


def _design(features: Array) -> Array:
    """Standardise logged features, with a column for each that says where it is not known; drop what never varies."""
    import numpy as np

    missing = np.isnan(features)
    known = np.where(missing, 0.0, features)
    columns = np.hstack([np.sign(known) * np.log1p(np.abs(known)), missing.astype(float)])
    columns = columns[:, columns.std(axis=0) > 1e-12]
    columns = np.unique(columns, axis=1) if columns.shape[1] else columns
    standard: Array = (columns - columns.mean(axis=0)) / columns.std(axis=0) if columns.shape[1] else columns
    return standard


def _folds(treated: Bits, seed: int) -> NDArray[np.intp]:
    """Deal either arm's people evenly over folds."""
    import numpy as np

    random = np.random.default_rng(seed)
    folds = np.zeros(len(treated), dtype=np.intp)
    for arm in (treated, ~treated):
        folds[arm] = random.permutation(int(arm.sum())) % _FOLDS
    return folds


def _predicted(design: Array, treated: Bits, folds: NDArray[np.intp], strength: float) -> Array:
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    chances = np.zeros(len(treated))
    for fold in range(_FOLDS):
        held = folds == fold
        learnt = np.flatnonzero(~held)
        if min(treated.sum(), (~treated).sum()) > _MOST_LEARNT / 10:
            learnt = np.random.default_rng(fold).permutation(learnt)[:_MOST_LEARNT]
        model = LogisticRegression(C=strength, max_iter=2000).fit(design[learnt], treated[learnt])
        chances[held] = model.predict_proba(design[held])[:, 1]
    clipped: Array = chances.clip(_INSIDE, 1 - _INSIDE)
    return clipped


def _mildest(losses: Sequence[Array]) -> int:
    """Return the last model whose losses (people,) are within a standard error of the best's, or the first."""
    means = [float(loss.mean()) for loss in losses]
    best = means.index(min(means))
    if best == 0:
        return 0
    errors = [float((loss - losses[best]).std()) / sqrt(len(loss)) for loss in losses]
    return max(i for i in range(best, len(losses)) if means[i] <= means[best] + errors[i])


def _separation(scores: Array, treated: Bits) -> float:
    import numpy as np
    from scipy.stats import rankdata

    n1, n0 = int(treated.sum()), int((~treated).sum())
    return float((np.asarray(rankdata(scores))[treated].sum() - n1 * (n1 + 1) / 2) / (n1 * n0))


def _hanley(a: float, treated: Bits) -> Interval:
    n1, n0 = int(treated.sum()), int((~treated).sum())
    q1, q2 = a / (2 - a), 2 * a * a / (1 + a)
    half = Z * sqrt(max(a * (1 - a) + (n1 - 1) * (q1 - a * a) + (n0 - 1) * (q2 - a * a), 0.0) / (n1 * n0))
    return Interval(max(0.0, a - half), min(1.0, a + half))


def _overlap(propensities: Array, treated: Bits) -> float:
    low = max(propensities[treated].min(), propensities[~treated].min())
    high = min(propensities[treated].max(), propensities[~treated].max())
    return float(((propensities >= low) & (propensities <= high)).mean())
