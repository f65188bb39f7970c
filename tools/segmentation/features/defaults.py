"""Defaults: the few features that people are grouped by where nobody says which."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from tools.errors import MissingData
from tools.segmentation.matrix import ORDINARY, Feature, Matrix

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

MOST = 8
ALIKE = 0.9
"""Rank correlation beyond which two features say the same."""
_KNOWN, _DO = 0.5, 0.2
"""Shares of people of whom a feature must be known, and who must do a thing for it to be one."""
_RELIABLE = 0.3
"""Share of the variance of a count between people that must be theirs and not chance."""
_TOO_MANY_OBJECTS = 12
_BOUGHT = ("recency", "purchases", "value.each")
_WRITTEN = ("posts", "content.replies", "engagement.got", "feeling.net")
_INTENTS = 3


def default_features(matrix: Matrix) -> tuple[str, ...]:
    """Return the names of the features to group people by, the most telling first; two at least, `MOST` at most.

    What people do with the product; else how lately, how often and for how much
    they bought; else how much they write, what it is like, how it sounds and what for. Left out are features that are
    not known of half of the people, that are the same of nearly all or mostly chance, that say what another says,
    and all that are sensitive. Value and tenure describe groups of users, and do not make them. Raises MissingData
    where fewer than two are left.
    """
    for names in (_used(matrix), _BOUGHT, (*_WRITTEN, *_intents(matrix))):
        if len(chosen := tuple(_apart(matrix, _telling(matrix, names)))) > 1:
            return chosen
    raise MissingData(
        f"Of {len(matrix.features)} features none two are known of half of the people, differ among them, and are "
        "neither sensitive nor the same. Import events or more posts, widen the period, or name features to use."
    )


def _used(matrix: Matrix) -> tuple[str, ...]:
    """Name the kinds of use, the commonest first; a kind of very many objects counts as a whole."""
    import numpy as np

    uses = [feature.name for feature in matrix.features if feature.family == "use"]
    kinds = {name: [other for other in uses if other.startswith(f"{name.split('.')[0]}.")] for name in uses}
    whole = {name: len(kinds[name]) > _TOO_MANY_OBJECTS for name in uses}
    means = {name: float(np.nanmean(matrix.column(name))) for name in uses}
    chosen = [name for name in uses if whole[name] == name.endswith(".all")]
    return tuple(sorted(chosen, key=lambda name: (-means[name], name)))


def _intents(matrix: Matrix) -> tuple[str, ...]:
    """Name the commonest intents."""
    import numpy as np

    named = [feature.name for feature in matrix.features if feature.name.startswith("intent.")]
    means = {name: float(np.nanmean(matrix.column(name))) for name in named}
    return tuple(sorted(means, key=lambda name: (-means[name], name))[:_INTENTS])


def _telling(matrix: Matrix, names: Sequence[str]) -> Iterator[str]:
    by_name = {feature.name: feature for feature in matrix.features}
    for name in names:
        if name in by_name and _tells(by_name[name], matrix.column(name), matrix.period.days / 7):
            yield name


def _tells(feature: Feature, values: Array, weeks: float) -> bool:
    """Tell whether a feature is known of enough people, and differs among them by more than chance."""
    import numpy as np

    known = values[~np.isnan(values)]
    if feature.sensitivity != ORDINARY or len(known) < _KNOWN * len(values) or not known.var():
        return False
    if feature.unit != "per week":
        return True
    # Counts of a habit that all share scatter by their mean (Poisson): what is beyond that is between people.
    chance = known.mean() / weeks / known.var()
    return bool((known > 0).mean() >= _DO and 1 - chance >= _RELIABLE)


def _apart(matrix: Matrix, names: Iterable[str]) -> Iterator[str]:
    """Yield the names of features of which none before says the same."""
    taken: list[str] = []
    for name in names:
        if len(taken) < MOST and not any(_same(matrix, name, other) for other in taken):
            taken.append(name)
            yield name


def _same(matrix: Matrix, name: str, other: str) -> bool:
    """Tell whether two features say the same; two things done with one object also where only chance tells them apart.

    Who uses something now and then rates it: the rates differ from person to person by chance alone. Cov(x, y) over the
    standard deviations that are left without Poisson's variance is what the correlation would be of endless weeks.
    """
    import numpy as np

    one, second = matrix.column(name), matrix.column(other)
    if abs(rank_correlation(one, second)) > ALIKE:
        return True
    (_, dot, of), (_, _, of_other) = name.partition("."), other.partition(".")
    if not dot or of != of_other or np.isnan(one).any() or np.isnan(second).any():
        return False
    true = [column.var() - column.mean() * 7 / matrix.period.days for column in (one, second)]
    between = float(np.cov(one, second, ddof=0)[0, 1])
    return min(true) <= 0 or between / float(np.sqrt(true[0] * true[1])) > ALIKE


def rank_correlation(one: Array, other: Array) -> float:
    """Return Spearman's rho over the people of whom both are known; 0 where either is the same of all."""
    import numpy as np
    from scipy.stats import rankdata

    both = ~(np.isnan(one) | np.isnan(other))
    ranks = [rankdata(column[both]) for column in (one, other)]
    if both.sum() < 3 or any(np.ptp(rank) == 0 for rank in ranks):
        return 0.0
    return float(np.corrcoef(*ranks)[0, 1])
