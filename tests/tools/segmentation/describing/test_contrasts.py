"""Contrasts: indices worked by hand, and nothing told that chance makes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tools.segmentation.describing.conftest import AGENDA, NAMES, NET, SUMMARIES, segmented, two_groups
from tools.segmentation.describing.contrasts import contrasts, distinct

PAIR = (SUMMARIES, AGENDA)
RATINGS = SUMMARIES._replace(name="rate.summaries", label="ratings of summaries a week")


def test_an_index_is_the_mean_as_a_percentage_of_everybodys():
    # 40 people with 3 and 60 with 1: everybody 1.8, so 3 is 167 and 1 is 56.
    values = np.array([[3.0]] * 40 + [[1.0]] * 60) + np.tile([[0.1], [-0.1]], (50, 1))
    found = contrasts(segmented([1] * 40 + [2] * 60, values, [SUMMARIES]), NAMES, seed=0)
    assert found[1][0].index == pytest.approx(100 * 3 / 1.8)
    assert found[2][0].index == pytest.approx(100 * 1 / 1.8)
    assert found[1][0].stands
    assert found[1][0].interval.low > 100 > found[2][0].interval.high
    assert found[1][0].interval.holds(found[1][0].index)


def test_a_feature_that_can_be_below_nothing_has_no_index_but_a_difference():
    values = np.array([[0.5]] * 50 + [[-0.5]] * 50) + np.tile([[0.1], [-0.1]], (50, 1))
    one = contrasts(segmented([1] * 50 + [2] * 50, values, [NET]), NAMES, seed=0)[1][0]
    assert one.index is None
    assert one.difference == pytest.approx(0.5)
    assert one.interval.low > 0


def test_what_is_known_of_under_twenty_people_is_not_compared():
    values = np.array([[1.0, 1.0]] * 60 + [[2.0, 2.0]] * 60)
    values[19:60, 1] = np.nan
    found = contrasts(segmented([1] * 60 + [2] * 60, values), NAMES, seed=0)
    assert [one.feature for one in found[1]] == [SUMMARIES]
    values[:20, 1] = 1.0
    assert {one.feature for one in contrasts(segmented([1] * 60 + [2] * 60, values), NAMES, seed=0)[1]} == {
        SUMMARIES,
        AGENDA,
    }


def test_of_features_that_chance_made_hardly_any_stands():
    random = np.random.default_rng(1)
    features = [SUMMARIES._replace(name=f"use.f{i}") for i in range(40)]
    standing = 0
    for _ in range(5):
        values = random.poisson(2.0, (300, 40)).astype(float)
        found = contrasts(segmented([1] * 100 + [2] * 200, values, features), NAMES, seed=0)
        standing += sum(one.stands for one in found[1])
    # 200 features that differ by nothing: at most one round in twenty may tell of any.
    assert standing <= 2


def test_unknown_values_are_left_out_of_means():
    values = np.array([[4.0]] * 30 + [[np.nan]] * 30 + [[2.0]] * 60)
    one = contrasts(segmented([1] * 60 + [2] * 60, values, [SUMMARIES]), NAMES, seed=0)[1][0]
    assert (one.mean, one.base) == (4.0, pytest.approx(240 / 90))


@settings(max_examples=6, deadline=None)
@given(st.floats(0.001, 1000), st.integers(0, 3))
def test_indices_do_not_depend_on_what_a_feature_is_counted_in(times: float, seed: int):
    plain = two_groups(120, seed=seed)
    scaled = plain._replace(matrix=plain.matrix._replace(values=plain.matrix.values * times))
    one, two = contrasts(plain, NAMES, seed=0), contrasts(scaled, NAMES, seed=0)
    for mine, theirs in zip(one[1], two[1], strict=True):
        assert mine.index == pytest.approx(theirs.index)
        assert mine.interval.low == pytest.approx(theirs.interval.low)
        assert mine.stands == theirs.stands


def test_segments_weighted_by_size_average_a_hundred():
    made = two_groups(200)
    found = contrasts(made, NAMES, seed=0)
    for place, feature in enumerate((SUMMARIES, AGENDA)):
        index = {n: next(one.index for one in found[n] if one.feature == feature) for n in (1, 2)}
        assert 0.6 * index[1] + 0.4 * index[2] == pytest.approx(100), place


def test_what_says_the_same_is_told_once():
    made = two_groups(120)
    ratings = made.matrix.values[:, :1] * 0.5
    twice = segmented(made.placing.segment, np.hstack([made.matrix.values, ratings]), (*PAIR, RATINGS))
    found = contrasts(twice, NAMES, seed=0)[1]
    assert all(one.stands for one in found)
    assert len(found) == 3
    told = {one.feature.name for one in distinct(twice, found)}
    assert AGENDA.name in told
    assert len(told & {SUMMARIES.name, RATINGS.name}) == 1


def test_what_touches_protected_data_is_not_told():
    made = two_groups(120)
    features = (SUMMARIES, AGENDA._replace(sensitivity="health"))
    found = contrasts(segmented(made.placing.segment, made.matrix.values, features), NAMES, seed=0)
    assert {one.feature for one in found[1]} == {SUMMARIES}
