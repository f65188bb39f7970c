"""Seeds: whom others are to resemble, and by which features that may be judged without going in a circle."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from tools.base import Period
from tools.errors import BadRequest, MissingData, TooFewPosts, UnknownName
from tools.inputs import Tables
from tools.scope import bounds
from tools.segmentation.features.defaults import default_features
from tools.segmentation.lookalikes.asked import FEWEST_OTHERS, FEWEST_SEEDS, LookalikesQuery
from tools.segmentation.matrix import ORDINARY, Family, Feature, Matrix
from tools.segmentation.segmented import Segmenter
from tools.segmentation.value.purchases import NOT_VALUE

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import numpy as np
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]

_FEWEST_FEATURES = 2
_DOING: frozenset[Family] = frozenset({"use", "activity"})
"""Families that say nearly the same of people: what they do with the product, and how much."""
_TOP = 0.2


class Seeds(NamedTuple):
    """People by features, and which of them are to be resembled."""

    matrix: Matrix
    chosen: Mask
    """(people,): those to be resembled."""
    features: tuple[str, ...]
    """Features to rank by."""
    words: str
    circular: bool = False
    after: str | None = None


def seeds(query: LookalikesQuery, tables: Tables, segmenter: Segmenter) -> Seeds:
    """Find whom to resemble. Raises TooFewPosts where they, or the others, are too few to learn and to check."""
    if query.segment is not None:
        found = _of_segment(query, query.segment, segmenter)
    else:
        found = _of_outcome(query, tables, segmenter)
    n = int(found.chosen.sum())
    for have, needed, what in (
        (n, FEWEST_SEEDS, f"people to resemble: {found.words}"),
        (len(found.chosen) - n, FEWEST_OTHERS, "others to tell them from"),
    ):
        if have < needed:
            # How many they are exactly is nobody's business: below the floor it would single out.
            raise TooFewPosts(found=have // 10 * 10, needed=needed, what=what)
    return found


def _of_segment(query: LookalikesQuery, number: int, segmenter: Segmenter) -> Seeds:
    segmented = segmenter.segmented(query.definition)
    if number > segmented.k:
        raise BadRequest(f"There is no segment {number}: these people fall into {segmented.k}, 1 being the largest.")
    matrix = segmented.matrix
    formed = set(query.features or default_features(matrix))
    families = {feature.family for feature in matrix.features if feature.name in formed}
    families |= _DOING if families & _DOING else set()
    names = _named(query, matrix) or tuple(
        feature.name for feature in _usable(matrix) if feature.family not in families
    )
    if len(names) < _FEWEST_FEATURES:
        names = tuple(feature.name for feature in _usable(matrix))
    chosen = segmented.members(number)
    return Seeds(matrix, chosen, names, f"members of segment {number}", circular=bool(formed & set(names)))


def _of_outcome(query: LookalikesQuery, tables: Tables, segmenter: Segmenter) -> Seeds:
    """Features of the first half of the period, the outcome in the second, without those who had it before."""
    populations = (query.population,) if query.population or "events" not in tables else ("members", "authors")
    found: list[Seeds] = []
    for population in populations:
        asked = query.definition.model_copy(update={"population": population})
        period = segmenter.matrix(asked).period
        landmark = period.start + timedelta(days=period.days // 2)
        if landmark == period.start:
            raise TooFewPosts(found=period.days, needed=2, what="days")
        before = Period(start=period.start, end=landmark - timedelta(days=1))
        matrix = segmenter.matrix(asked.model_copy(update={"period": before}))
        found.append(_landmarked(query, tables, matrix, Period(start=landmark, end=period.end)))
        if found[-1].chosen.sum() >= FEWEST_SEEDS:
            break
    return max(found, key=lambda one: int(one.chosen.sum()))


def _landmarked(query: LookalikesQuery, tables: Tables, matrix: Matrix, after: Period) -> Seeds:
    import numpy as np

    outcomes = _outcomes(query, tables)
    start, end = bounds(after, tables.facts)
    later = outcomes.filter(outcomes["at"] >= start, outcomes["at"] < end)
    people = np.array(matrix.people)
    if query.outcome is None:
        chosen, there = _best(later, people), np.ones(len(people), dtype=bool)
        words = "people of the fifth that bring most"
    else:
        there = ~np.isin(people, _who(outcomes.filter(outcomes["at"] < start)))
        chosen = np.isin(people, _who(later))[there]
        words = f"people with the outcome “{query.outcome}”"
    kept = Matrix(tuple(people[there].tolist()), matrix.features, matrix.values[there], matrix.period)
    names = _named(query, kept) or tuple(feature.name for feature in _usable(kept) if feature.family != "value")
    return Seeds(kept, chosen, names, words, after=after.start.isoformat())


def _outcomes(query: LookalikesQuery, tables: Tables) -> ir.Table:
    if "outcomes" not in tables:
        raise BadRequest(
            f"Dataset {tables.facts.dataset!r} holds no outcomes, so whom should others resemble? Name a segment "
            "(segment), or import outcomes with --table outcomes."
        )
    outcomes = tables["outcomes"]
    if query.outcome is None:
        bring = outcomes.filter(outcomes.value.notnull(), ~outcomes.kind.isin(NOT_VALUE))
        if not bring.count().to_pyarrow().as_py():
            raise MissingData(
                f"No outcome of dataset {tables.facts.dataset!r} carries a value, so nobody is known to bring most. "
                "Name a segment or an outcome to resemble."
            )
        return bring
    kinds = outcomes.select("kind").distinct().to_pyarrow()["kind"].to_pylist()
    if query.outcome not in kinds:
        raise UnknownName("outcome", query.outcome, kinds)
    return outcomes.filter(outcomes.kind == query.outcome)


def _who(outcomes: ir.Table) -> list[str]:
    people: list[str] = outcomes.select("user_id").distinct().to_pyarrow()["user_id"].to_pylist()
    return people


def _best(later: ir.Table, people: NDArray[np.str_]) -> Mask:
    """Return who belongs to the fifth that bring most, of all people; among equals by id."""
    import numpy as np

    rows = later.group_by("user_id").aggregate(value=later.value.sum()).to_pyarrow().to_pylist()
    brought = {row["user_id"]: row["value"] for row in rows}
    value = np.array([brought.get(person, 0.0) for person in people.tolist()])
    best = np.argsort(-value, kind="stable")[: round(_TOP * len(people))]
    chosen = np.zeros(len(people), dtype=bool)
    chosen[best[value[best] > 0]] = True
    return chosen


def _named(query: LookalikesQuery, matrix: Matrix) -> tuple[str, ...]:
    known = [feature.name for feature in matrix.features]
    for name in query.rank_by:
        if name not in known:
            raise UnknownName("feature", name, known)
    return query.rank_by


def _usable(matrix: Matrix) -> list[Feature]:
    """Features that touch nothing protected, are known of half of the people, and differ among them."""
    import numpy as np

    usable = []
    for feature in matrix.features:
        known = matrix.column(feature.name)
        known = known[~np.isnan(known)]
        if feature.sensitivity == ORDINARY and 2 * len(known) >= len(matrix.people) and known.std() > 0:
            usable.append(feature)
    return usable
