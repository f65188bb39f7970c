"""Quantification: corrected shares, by hand, by law and by simulation."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.statistics.quantification import Shares, borrowed_rates, corrected_shares, rates, solve

Row = tuple[int, int, int]
Matrix = tuple[Row, Row, Row]

PERFECT = ((100, 0, 0), (0, 100, 0), (0, 0, 100))
# A third of the negative is called neutral, a third of the positive too; the neutral are never missed.
TIMID = ((200, 100, 0), (0, 300, 0), (0, 100, 200))

counts = st.lists(st.integers(0, 500), min_size=3, max_size=3).filter(lambda row: sum(row) > 0)
rows = st.tuples(*[st.integers(1, 100)] * 3)


def shares_of(group: Row, confusion: Matrix = TIMID) -> Shares:
    return corrected_shares({"all": group}, rates(confusion), seed=1)["all"]


def test_it_gives_back_what_a_timid_reader_hid():
    # True 60 negative, 0 neutral, 30 positive are read as 40, 20 + 10, 20.
    assert shares_of((40, 30, 20)).value == pytest.approx([2 / 3, 0, 1 / 3])


def test_a_reader_without_error_changes_nothing():
    shares = shares_of((10, 20, 70), PERFECT)
    assert shares.value == pytest.approx(shares.raw)


def test_what_no_mixture_explains_is_pulled_to_the_nearest_one():
    # All read as negative: more than the 2/3 that even an all-negative crowd would give.
    assert shares_of((90, 0, 0)).value == pytest.approx([1, 0, 0])


@given(counts, rows, rows, rows)
def test_corrected_shares_are_shares(group: list[int], one: Row, two: Row, three: Row):
    errors = rates((one, two, three))
    shares = corrected_shares({"all": group}, errors, seed=0, draws=50)["all"]
    for values in (shares.value[None], shares.draws):
        assert values.min() >= -1e-9
        assert values.sum(axis=1) == pytest.approx(1)


@given(counts)
def test_the_nearest_point_is_no_farther_than_any_other(group: list[int]):
    counted = np.array(group, dtype=float) / sum(group)
    matrix = np.array(TIMID) / 300
    found = solve(counted[None], matrix[None])[0]
    others = np.random.default_rng(0).dirichlet([1, 1, 1], size=200)
    best = np.linalg.norm(counted - found @ matrix)
    assert best <= np.linalg.norm(counted - others @ matrix, axis=1).min() + 1e-9


def test_a_group_does_not_depend_on_the_others():
    errors = rates(TIMID)
    alone = corrected_shares({"a": (10, 20, 30)}, errors, seed=3)["a"]
    beside = corrected_shares({"b": (5, 5, 90), "a": (10, 20, 30)}, errors, seed=3)["a"]
    assert np.array_equal(alone.draws, beside.draws)


def test_groups_with_the_same_counts_are_drawn_apart():
    both = corrected_shares({"a": (10, 20, 30), "b": (10, 20, 30)}, rates(PERFECT), seed=3)
    assert (both["a"].draws - both["b"].draws).std() > 0.03


def test_few_labelled_posts_widen_the_interval():
    few = tuple(tuple(count // 15 for count in row) for row in TIMID)
    surely, hardly = (
        corrected_shares({"all": (400, 300, 300)}, rates(confusion), seed=0)["all"].interval((-1, 0, 1))
        for confusion in (TIMID, few)
    )
    assert hardly.high - hardly.low > 1.5 * (surely.high - surely.low)


# A reader that sees opinion everywhere, and one that sees it nowhere.
BOLD = ((300, 30, 30), (100, 100, 100), (30, 30, 300))


def test_a_borrowed_matrix_leaves_more_doubt_than_the_datasets_own():
    own = corrected_shares({"all": (400, 300, 300)}, rates(TIMID), seed=0)["all"].interval((-1, 0, 1))
    lent = corrected_shares({"all": (400, 300, 300)}, borrowed_rates([TIMID]), seed=0)["all"].interval((-1, 0, 1))
    assert lent.high - lent.low > 1.5 * (own.high - own.low)


def test_sources_that_disagree_widen_a_borrowed_interval():
    group = {"all": (200, 600, 200)}
    one = corrected_shares(group, borrowed_rates([BOLD]), seed=0)["all"].interval((0, 1, 0))
    two = corrected_shares(group, borrowed_rates([BOLD, TIMID]), seed=0)["all"].interval((0, 1, 0))
    assert two.high - two.low > one.high - one.low


def test_borrowed_rates_that_cannot_explain_the_counts_are_left_out():
    # BOLD would read 28 % of the neutral as negative; only 2 % of these posts were. So it cannot be the reader here,
    # and the shares must not be claimed to be exactly zero.
    shares = corrected_shares({"all": (20, 900, 80)}, borrowed_rates([BOLD, TIMID]), seed=0)["all"]
    low, high = shares.interval((1, 0, 0))
    assert 0 < shares.value[0] < 0.1
    assert high > 0.02 > low


@given(counts, rows, rows, rows)
def test_borrowed_shares_are_shares(group: list[int], one: Row, two: Row, three: Row):
    errors = borrowed_rates([(one, two, three), TIMID])
    shares = corrected_shares({"all": group}, errors, seed=0, draws=50)["all"]
    for values in (shares.value[None], shares.draws):
        assert values.min() >= -1e-9
        assert values.sum(axis=1) == pytest.approx(1)


@pytest.mark.parametrize(
    "confusion",
    [((5, 0, 0), (0, 100, 0), (0, 0, 100)), ((50, 50, 50), (50, 50, 50), (50, 50, 50))],
    ids=["a class labelled 5 times", "predictions that do not depend on the truth"],
)
def test_a_matrix_that_says_nothing_is_not_used(confusion: Matrix):
    assert rates(confusion) is None


@pytest.mark.slow
@pytest.mark.parametrize("truth", [(0.2, 0.5, 0.3), (0.05, 0.9, 0.05), (0.6, 0.1, 0.3)])
def test_the_interval_covers_the_truth_in_about_95_of_100_datasets(truth: tuple[float, ...]):
    random = np.random.default_rng(7)
    matrix = np.array([[0.75, 0.2, 0.05], [0.2, 0.6, 0.2], [0.05, 0.2, 0.75]])
    covered = []
    for _ in range(400):
        labelled = [random.multinomial(70, row).tolist() for row in matrix]
        group = random.multinomial(600, np.array(truth) @ matrix).tolist()
        low, high = corrected_shares({"all": group}, rates(labelled), seed=0, draws=400)["all"].interval((-1, 0, 1))
        covered.append(low <= truth[2] - truth[0] <= high)
    assert np.mean(covered) >= 0.92
