"""Weights: what each kind of engagement says of an outcome, learnt from people, and fixed by convention beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tools.errors import TooFewPosts
from tools.segmentation.features.defaults import ALIKE, rank_correlation
from tools.segmentation.matrix import ORDINARY, Feature, Matrix
from tools.statistics.interval import Interval, percentile_interval
from tools.statistics.logistic import area_under_curve, out_of_fold, ridge

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Bits = NDArray[np.bool_]

MINIMUM = 30
"""People with the outcome, and without, that weights are learnt from."""
DRAWS = 200
PENALTY = 1.0
"""Weak: one that cross-validation chooses predicts no better here, and its intervals miss the truth too often."""
_EACH = 10
"""People with the rarer side of the outcome for each behaviour (Peduzzi et al. 1996)."""
_DO = 0.05
_MOST_PEOPLE = 20_000
_FOLDS = 5
_TOO_MANY_OBJECTS = 12

FIXED: Mapping[float, tuple[str, ...]] = {
    1.0: ("view", "open", "login", "impression", "visit", "read", "watch", "play", "search", "session"),
    2.0: ("like", "click", "use", "rate", "react", "follow", "save", "bookmark", "vote", "favourite", "download"),
    3.0: ("reply", "comment", "post", "write", "answer", "review", "ask", "message", "upload", "create"),
    4.0: ("share", "repost", "retweet", "invite", "refer", "recommend", "forward", "embed"),
}
"""Weights by convention where none can be learnt, one more for each step from looking on to passing on: consuming,
taking part, writing, spreading. The order is that of Muntinga, Moorman & Smit, Int. J. Advertising 30 (2011) 13-46."""


class Weight(NamedTuple):
    """What a behaviour says of the outcome, all others held fixed.

    `odds` is by how much the odds of the outcome are multiplied for one standard deviation more of it (on a log scale
    of the rate), with its interval; `fixed` its weight by convention.
    """

    feature: Feature
    odds: float
    interval: Interval
    fixed: float

    @property
    def stands(self) -> bool:
        """Whether it says anything beyond chance."""
        return not self.interval.holds(1.0)


class Weights(NamedTuple):
    """Weights, the most telling first; how well they and the fixed ones tell who has the outcome: 0.5 is nothing."""

    weights: tuple[Weight, ...]
    learnt: float
    fixed: float
    n: int
    having: int


def learnt_weights(behaved: Matrix, outcome: Bits, *, seed: int) -> Weights:
    """Learn weights from how people behaved before, and who of them had an outcome after (bool, (people,)).

    Ridge logistic regression on standardised log(1 + rate); the area under the curve is of people not fitted to, by
    five-fold cross-validation; intervals are percentiles of `DRAWS` Bayesian bootstraps. At most 20,000
    people, drawn at random. Raises TooFewPosts below `MINIMUM` people with the outcome or without, and where nothing
    that people did can be weighed.
    """
    import numpy as np

    random = np.random.default_rng([seed, len(outcome)])
    some = np.sort(random.permutation(len(outcome))[:_MOST_PEOPLE])
    came = outcome[some]
    rarer = min(int(came.sum()), int((~came).sum()))
    if rarer < MINIMUM:
        side = "with" if came.sum() <= len(came) / 2 else "without"
        raise TooFewPosts(
            found=rarer, needed=MINIMUM, what=f"people {side} the outcome", advice="Take another outcome or more days."
        )
    chosen = _behaviours(behaved, most=rarer // _EACH)
    rates = np.column_stack([behaved.column(feature.name)[some] for feature in chosen])
    logs = np.log1p(rates)
    columns = (logs - logs.mean(axis=0)) / logs.std(axis=0)
    fold = _folds(came, random)
    found = np.exp(ridge(columns, came, penalty=PENALTY)[1:])
    drawn = np.exp([ridge(columns, came, penalty=PENALTY, weights=w)[1:] for w in _resampled(len(came), random)])
    fixed = [fixed_weight(feature) for feature in chosen]
    made = [
        Weight(feature, float(found[i]), percentile_interval(float(found[i]), drawn[:, i]), fixed[i])
        for i, feature in enumerate(chosen)
    ]
    told = area_under_curve(out_of_fold(columns, came, penalty=PENALTY, fold=fold), came)
    by_convention = area_under_curve(rates @ np.array(fixed), came)
    made.sort(key=lambda weight: (-abs(np.log(weight.odds)), weight.feature.name))
    return Weights(tuple(made), told, max(by_convention, 1 - by_convention), len(came), int(came.sum()))


def fixed_weight(feature: Feature) -> float:
    """Return the weight of a behaviour by convention: 1 for looking on to 4 for passing on; 1 for what is not known."""
    words = {word.removesuffix("s") for word in feature.name.split(".")[0].lower().replace("-", "_").split("_")}
    return max((weight for weight, kinds in FIXED.items() if words & set(kinds)), default=1.0)


def _behaviours(behaved: Matrix, *, most: int) -> tuple[Feature, ...]:
    """Choose what can be weighed: known of everybody, done by a twentieth, no two alike; the commonest first."""
    import numpy as np

    uses = [feature for feature in behaved.features if _may_weigh(feature, behaved.features)]
    done = {feature.name: behaved.column(feature.name) for feature in uses}
    common = [f for f in uses if not np.isnan(done[f.name]).any() and (done[f.name] > 0).mean() >= _DO]
    common.sort(key=lambda feature: (-(done[feature.name] > 0).mean(), feature.name))
    taken: list[Feature] = []
    for feature in common:
        told = (abs(rank_correlation(done[feature.name], done[other.name])) for other in taken)
        if np.ptp(done[feature.name]) > 0 and len(taken) < most and all(rho <= ALIKE for rho in told):
            taken.append(feature)
    if not taken:
        raise TooFewPosts(
            found=0, needed=1, what="kinds of engagement that a twentieth of people show", advice="Import events."
        )
    return tuple(taken)


def _may_weigh(feature: Feature, among: Sequence[Feature]) -> bool:
    """Whether a feature counts engagement: each object of a kind, or the kind as a whole where there are too many."""
    if feature.sensitivity != ORDINARY or feature.unit != "per week":
        return False
    if feature.family != "use":
        return feature.name == "posts"
    kind, _, object_ = feature.name.partition(".")
    many = sum(other.name.startswith(f"{kind}.") for other in among) > _TOO_MANY_OBJECTS
    return many == (object_ == "all")


def _folds(came: Bits, random: np.random.Generator) -> NDArray[np.intp]:
    import numpy as np

    fold = np.empty(len(came), dtype=np.intp)
    for side in (came, ~came):
        fold[side] = random.permutation(np.arange(int(side.sum())) % _FOLDS)
    return fold


def _resampled(n: int, random: np.random.Generator) -> Array:
    drawn: Array = random.standard_exponential((DRAWS, n))
    return drawn
