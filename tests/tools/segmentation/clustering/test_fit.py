"""Fit: planted groups are found, crowds and shuffled features hold none, and nothing depends on the order of people."""

import numpy as np
import pytest

from evals.segments.planting import FOUR, Planted, crowd, plant, shuffled
from tools.errors import TooFewPosts, UnknownName
from tools.segmentation.asked import Definition
from tools.segmentation.clustering.agreement import adjusted_rand
from tools.segmentation.clustering.fit import segmented
from tools.segmentation.matrix import Matrix
from tools.segmentation.segmented import Segmented


def found(matrix: Matrix, **asked: object) -> Segmented:
    return segmented(Definition.model_validate({"dataset": "x"} | asked), matrix)


@pytest.fixture(scope="module")
def four() -> Planted:
    return plant(FOUR, 400, seed=3)


@pytest.fixture(scope="module")
def by_default(four: Planted) -> Segmented:
    return found(four.matrix)


def test_planted_groups_are_found_with_their_number_from_the_largest(four: Planted, by_default: Segmented):
    assert (by_default.k, by_default.algorithm) == (4, "gaussian_mixture")
    assert adjusted_rand(by_default.placing.segment, four.group) > 0.85
    sizes = np.bincount(by_default.placing.segment)
    assert sizes[0] == 0
    assert list(sizes[1:]) == sorted(sizes[1:], reverse=True)


@pytest.mark.slow
def test_the_order_of_people_does_not_matter(four: Planted, by_default: Segmented):
    order = np.random.default_rng(1).permutation(400)
    people = tuple(four.matrix.people[row] for row in order)
    mixed = found(four.matrix._replace(people=people, values=four.matrix.values[order]))
    assert mixed.placing.segment.tolist() == by_default.placing.segment[order].tolist()
    assert mixed.placing.confidence == pytest.approx(by_default.placing.confidence[order])


def test_others_are_placed_on_the_scale_of_those_the_groups_were_found_in(by_default: Segmented):
    later = plant(FOUR, 400, seed=3, window=1)
    assert adjusted_rand(by_default.groups.place(later.matrix).segment, later.group) > 0.8
    again = by_default.groups.place(by_default.matrix)
    assert again.segment.tolist() == by_default.placing.segment.tolist()


def test_no_groups_are_found_in_shuffled_features(four: Planted):
    is_one(found(shuffled(four.matrix, seed=1)))


@pytest.mark.slow
@pytest.mark.parametrize("spread", [0.2, 0.5, 1.0])
def test_no_groups_are_found_in_a_crowd_of_people_who_do_more_or_less_of_the_same(spread: float):
    is_one(found(crowd(400, seed=5, spread=spread).matrix))


def is_one(none: Segmented) -> None:
    assert none.k == 1
    assert set(none.placing.segment) == {1}
    assert set(none.placing.confidence) == {1.0}


@pytest.mark.slow
def test_what_is_asked_for_is_done(four: Planted):
    asked = found(four.matrix, k=3, algorithm="hierarchical", features=("use.a", "use.c"))
    assert (asked.k, asked.algorithm, set(asked.placing.segment)) == (3, "hierarchical", {1, 2, 3})
    dense = found(four.matrix, algorithm="hdbscan")
    assert dense.algorithm == "hdbscan"


def test_too_few_people_and_unknown_features_are_refused(four: Planted):
    few = four.matrix._replace(people=four.matrix.people[:59], values=four.matrix.values[:59])
    with pytest.raises(TooFewPosts, match="Found 59 people, and at least 60"):
        found(few)
    with pytest.raises(UnknownName, match=r"'use\.a'"):
        found(four.matrix, features=("use.aa",))


@pytest.mark.slow
def test_unknown_values_and_constant_features_do_no_harm(four: Planted):
    values = np.column_stack([four.matrix.values, np.full(400, 3.0), np.full(400, np.nan)])
    values[::7, 1] = np.nan
    more = (*four.matrix.features, *(four.matrix.features[0]._replace(name=name) for name in ("same", "unknown")))
    names = tuple(feature.name for feature in more)
    assert found(four.matrix._replace(features=more, values=values), features=names).k >= 3
