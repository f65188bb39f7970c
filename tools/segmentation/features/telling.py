"""Telling: the figures of features, none of which rests on fewer people than may be told of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tools.figure import Figure, Unit
from tools.segmentation.describing.units import unit_of
from tools.segmentation.disclosure import Counter, is_told
from tools.segmentation.features.asked import METHOD
from tools.segmentation.features.defaults import ALIKE, rank_correlation
from tools.segmentation.features.stability import Stability
from tools.segmentation.features.weights import Weights
from tools.segmentation.matrix import Feature, Matrix
from tools.segmentation.testing.coarse import coarse, ends

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_LOOKED_AT = 2_000
"""People by whom features are compared in pairs."""
_QUARTERS = (("lower", 0.25, "a quarter have less"), ("upper", 0.75, "a quarter have more"))


def figure(name: str, label: str, value: float, unit: Unit, n: int, **more: Any) -> Figure:  # noqa: ANN401 (fields of a Figure)
    """Make a figure about people, its value rounded to what it may tell."""
    return Figure(name=name, label=label, value=coarse(value, unit), unit=unit, n=n, method=METHOD, **more)


def spread(feature: Feature, matrix: Matrix, counter: Counter) -> Iterator[Figure]:
    """Yield of how many people a feature is known, its median and quartiles; nothing where they are too few to tell."""
    import numpy as np

    values = matrix.column(feature.name)
    known = ~np.isnan(values)
    n, about = counter.count(known), {"feature": feature.name}
    if not is_told(n):
        return
    yield figure(f"known.{feature.name}", f"people of whom is known: {feature.label}", n, "people", n, group=about)
    middle = float(np.median(values[known]))
    unit = unit_of(feature, middle)
    yield figure(f"median.{feature.name}", f"median of {feature.label}", middle, unit, n, group=about)
    for stem, share, said in _QUARTERS:
        value = float(np.quantile(values[known], share))
        yield figure(f"{stem}.{feature.name}", f"{feature.label}: {said}", value, unit, n, group=about)


def holding(feature: Feature, found: Stability, counter: Counter) -> Iterator[Figure]:
    """Yield how far a feature moved between the halves, and whether people kept their places in it."""
    about, n = {"feature": feature.name}, counter.n
    label = f"population stability index of {feature.label}, first half against second"
    yield figure(f"psi.{feature.name}", label, found.psi, "score", n, group=about)
    label = f"what the index of {feature.label} stays under in 99 of 100 cases where nothing moved"
    yield figure(f"psi_by_chance.{feature.name}", label, found.by_chance, "score", n, group=about)
    label = f"largest difference of the distribution functions of {feature.label} (KS)"
    yield figure(f"ks.{feature.name}", label, found.ks, "score", n, group=about)
    if found.rank is not None:
        label = f"rank correlation of {feature.label} between the halves"
        more = ends(found.rank_interval, "score")
        yield figure(f"rank.{feature.name}", label, found.rank, "score", n, group=about, **more)


def alike(matrix: Matrix, features: Sequence[Feature]) -> Mapping[tuple[str, str], float]:
    """Return pairs of features whose rank correlation is beyond `ALIKE`, with it; seen in at most 2,000 people."""
    import numpy as np

    step = max(1, len(matrix.people) // _LOOKED_AT)
    some = [(feature.name, matrix.column(feature.name)[::step]) for feature in features]
    told = [(name, column) for name, column in some if _enough(~np.isnan(column))]
    found = {}
    for place, (one, column) in enumerate(told):
        for other, second in told[place + 1 :]:
            rho = rank_correlation(column, second)
            if abs(rho) > ALIKE and _enough(~np.isnan(column) & ~np.isnan(second)):
                found[one, other] = rho
    return found


def _enough(known: NDArray[np.bool_]) -> bool:
    return is_told(int(known.sum()))


def weighed(found: Weights, outcome: str, counter: Counter) -> Iterator[Figure]:
    """Yield the weights learnt, those fixed by convention, and how well either tells who has the outcome."""
    n = counter.n
    for weight in found.weights:
        about, label = {"feature": weight.feature.name, "outcome": outcome}, weight.feature.label
        said = f"odds of {outcome}, times, for one standard deviation more {label}"
        more = ends(weight.interval, "ratio")
        yield figure(f"odds.{weight.feature.name}", said, weight.odds, "ratio", n, group=about, **more)
        said = f"weight by convention of {label}"
        yield figure(f"fixed.{weight.feature.name}", said, weight.fixed, "score", n, group=about)
    for stem, which, value in (("learnt", "learnt weights", found.learnt), ("fixed", "fixed weights", found.fixed)):
        label = f"share of pairs of which {which} tell who has the outcome {outcome} (half: not at all)"
        yield figure(f"auc.{stem}", label, value, "share", n)
