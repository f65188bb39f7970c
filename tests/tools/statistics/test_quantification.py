"""Quantification: corrected shares, by hand, by law and by simulation."""

from importlib import import_module

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.statistics.quantification import Labelled, Shares, borrowed, corrected_shares, labelled, solve
from tools.statistics.quantification.borrowed import _resampled
from tools.statistics.quantification.solving import dirichlet_rows

Row = tuple[int, int, int]
Matrix = tuple[Row, Row, Row]

PERFECT = ((100, 0, 0), (0, 100, 0), (0, 0, 100))
# A third of the negative is called neutral, a third of the positive too; the neutral are never missed.
TIMID = ((200, 100, 0), (0, 300, 0), (0, 100, 200))
TIMID_READS = (200, 500, 200)
# A reader that sees opinion everywhere.
BOLD = ((300, 30, 30), (100, 100, 100), (30, 30, 300))

counts = st.lists(st.integers(0, 500), min_size=3, max_size=3).filter(lambda row: sum(row) > 0)
rows = st.tuples(*[st.integers(1, 100)] * 3)


def times(factor: int, row: Row) -> list[int]:
    return [factor * count for count in row]


def own(confusion: Matrix = TIMID, *, factor: int = 1, population: Row | None = None) -> Labelled:
    made = labelled([times(factor, row) for row in confusion], population or np.sum(confusion, axis=0).tolist())
    assert made is not None
    return made


def shares_of(group: Row, errors: Labelled) -> Shares:
    return corrected_shares({"all": group}, errors, seed=1)["all"]


def test_the_whole_dataset_is_post_stratified():
    # 500 posts were read as neutral, and of the labelled ones read so 1/5, 3/5 and 1/5 are truly negative, neutral,
    # positive: 200 + 100 negative, 300 neutral, 100 + 200 positive.
    assert shares_of(TIMID_READS, own(factor=1000)).value == pytest.approx([1 / 3, 1 / 3, 1 / 3], abs=2e-3)


def test_a_part_lies_between_its_two_readings():
    # 60 negative and 30 positive are read as 40, 20 + 10, 20. If the truth is read as in the whole, the shares are
    # 2/3, 0, 1/3; if a reading means what it means in the whole, (40 + 6)/90, 18/90, (20 + 6)/90. The mean of both
    # is .589, .100, .311. The population is large, the labels are many, and only the looseness of a part blurs it.
    shares = shares_of((4000, 3000, 2000), own(factor=1000, population=(2 * 10**6, 5 * 10**6, 2 * 10**6)))
    assert shares.value == pytest.approx([0.589, 0.100, 0.311], abs=0.03)
    low, high = shares.interval((1, 0, 0))
    assert low < 46 / 90
    assert high > 60 / 90


def test_the_draws_of_a_part_lie_most_at_its_two_readings(monkeypatch: pytest.MonkeyPatch):
    # The same part, read exactly as the whole: negative .667 at one end, .511 at the other. By the arcsine law
    # 1 - 2 asin(sqrt(.9)) / pi = .205 of all draws lie in the tenth next to either end.
    monkeypatch.setattr(import_module("tools.statistics.quantification.labelled"), "SLICE_WORTH", 10**7)
    errors = own(factor=10**5, population=(2 * 10**8, 5 * 10**8, 2 * 10**8))
    lean = (shares_of((400_000, 300_000, 200_000), errors).draws[:, 0] - 46 / 90) / (60 - 46) * 90
    assert (lean > 0.9).mean() == pytest.approx(0.205, abs=0.03)
    assert (lean < 0.1).mean() == pytest.approx(0.205, abs=0.03)


def test_a_reader_without_error_changes_nothing():
    shares = shares_of((100, 200, 700), own(PERFECT, factor=1000, population=(1000, 2000, 7000)))
    assert shares.value == pytest.approx(shares.raw, abs=2e-2)


def test_counts_that_nothing_explains_are_pulled_to_the_nearest_shares():
    # All read as negative: more than the 2/3 that even an all-negative crowd would give.
    assert solve(np.array([[1.0, 0, 0]]), np.array([TIMID]) / 300)[0] == pytest.approx([1, 0, 0])


@given(counts, rows, rows, rows)
def test_corrected_shares_are_shares(group: list[int], one: Row, two: Row, three: Row):
    for errors in (labelled((one, two, three), (50, 60, 70)), borrowed([(one, two, three), TIMID])):
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
    alone = corrected_shares({"a": (10, 20, 30)}, own(), seed=3)["a"]
    beside = corrected_shares({"b": (5, 5, 90), "a": (10, 20, 30)}, own(), seed=3)["a"]
    assert np.array_equal(alone.draws, beside.draws)


def test_times_of_one_scope_are_read_nearly_alike():
    # Two weeks alike: how the scope strays from the whole moves both, so it hardly moves the change between them.
    weeks = {"one": (2000, 3000, 2000), "two": (2000, 3000, 2000)}
    errors = own(factor=1000, population=(10**6, 10**6, 10**6))
    apart, alike = (
        corrected_shares(weeks, errors, seed=3, scopes=scopes) for scopes in ({}, dict.fromkeys(weeks, "brand"))
    )
    spread_apart, spread_alike = (float((both["two"].draws - both["one"].draws)[:, 0].std()) for both in (apart, alike))
    assert spread_alike < 0.7 * spread_apart
    # The level is as uncertain as before.
    level = [float(both["one"].draws[:, 0].std()) for both in (apart, alike)]
    assert level[1] > 0.9 * level[0]


def test_groups_with_the_same_counts_are_drawn_apart():
    both = corrected_shares({"a": (10, 20, 30), "b": (10, 20, 30)}, own(PERFECT), seed=3)
    assert (both["a"].draws - both["b"].draws).std() > 0.03


def test_few_labelled_posts_widen_the_interval():
    few = tuple(tuple(count // 15 for count in row) for row in TIMID)
    surely, hardly = (
        shares_of((2000, 5000, 2000), own(confusion, population=(2000, 5000, 2000))).interval((-1, 0, 1))  # type: ignore[arg-type]
        for confusion in (TIMID, few)
    )
    assert hardly.high - hardly.low > 2 * (surely.high - surely.low)


def test_a_borrowed_matrix_leaves_more_doubt_than_the_datasets_own():
    mine = shares_of((400, 300, 300), own(population=(4000, 3000, 3000))).interval((-1, 0, 1))
    lent = corrected_shares({"all": (400, 300, 300)}, borrowed([TIMID]), seed=0)["all"].interval((-1, 0, 1))
    assert lent.high - lent.low > 1.2 * (mine.high - mine.low)


def test_sources_that_disagree_widen_a_borrowed_interval():
    group = {"all": (200, 600, 200)}
    alike, apart = (
        corrected_shares(group, borrowed([BOLD, other] * 2), seed=0)["all"].interval((0, 1, 0))
        for other in (BOLD, TIMID)
    )
    assert apart.high - apart.low > alike.high - alike.low


def test_more_sources_that_agree_narrow_a_borrowed_interval():
    group = {"all": (400, 300, 300)}
    one, few, many = (
        corrected_shares(group, borrowed([TIMID] * sources), seed=0)["all"].interval((-1, 0, 1))
        for sources in (1, 3, 12)
    )
    assert one.high - one.low > few.high - few.low > many.high - many.low


def test_the_spread_of_sources_is_what_sampling_leaves_unexplained():
    # In each row the rates are .9 and .7 (.1 and .3): mean .8, variance .02 a cell, .04 a row. Of 2 * .8 * .2 = .32 the
    # mean's own error took .04 / 2, so .34; sampling 100 posts explains .34 / 100. (.04 - .0034) / (.34 * .99) = .1087,
    # and with the guess of 12 posts, 1/13 = .0769, as good as this one comparison: .0928.
    lent = borrowed([[[90, 10], [10, 90]], [[70, 30], [30, 70]]])
    assert lent is not None
    assert lent.rates.tolist() == [[pytest.approx(0.8), pytest.approx(0.2)], [pytest.approx(0.2), pytest.approx(0.8)]]
    assert lent.noise == pytest.approx([0.01, 0.01])
    assert lent.spread == pytest.approx(0.0928, abs=1e-4)


def test_sources_that_differ_by_no_more_than_sampling_show_no_spread():
    # The same rates twice: only the guess is left, 1/13 as good as one comparison of two.
    lent = borrowed([TIMID, TIMID])
    assert lent is not None
    assert lent.spread == pytest.approx(1 / 26)


def test_one_source_leaves_the_spread_to_the_guess():
    lent = borrowed([TIMID])
    assert lent is not None
    assert lent.spread == pytest.approx(1 / 13)


def test_rates_that_blur_the_classes_weigh_more():
    # Determinants 1 and 1/4: of 1,000 draws four in five are the second.
    sharp, blurred = np.eye(3), np.array([[0.5, 0.5, 0], [0, 0.5, 0.5], [0, 0, 1]])
    drawn = _resampled(np.array([sharp, blurred]), np.random.default_rng(0), 1000)
    assert drawn[:, 0, 0].mean() == pytest.approx(0.2 * 1 + 0.8 * 0.5, abs=1e-3)


def test_borrowed_rates_that_cannot_explain_the_counts_are_left_out():
    # BOLD would read a third of the neutral as negative; only 2 % of these posts were. So it cannot be the reader
    # here, and the share of negative posts must not be claimed to be exactly zero.
    shares = corrected_shares({"all": (20, 900, 80)}, borrowed([BOLD, TIMID]), seed=0)["all"]
    low, high = shares.interval((1, 0, 0))
    assert 0 < shares.value[0] < 0.1
    assert high > 0.02 > low


@pytest.mark.parametrize(
    "confusion",
    [((5, 0, 0), (0, 100, 0), (0, 0, 100)), ((50, 50, 50), (50, 50, 50), (50, 50, 50))],
    ids=["a class labelled 5 times", "predictions that do not depend on the truth"],
)
def test_a_matrix_that_says_nothing_is_not_used(confusion: Matrix):
    assert labelled(confusion, (100, 100, 100)) is None
    assert borrowed([confusion]) is None


@pytest.mark.slow
@pytest.mark.parametrize("truth", [(0.2, 0.5, 0.3), (0.05, 0.9, 0.05), (0.6, 0.1, 0.3)])
def test_the_interval_covers_the_truth_of_the_whole_in_about_95_of_100_datasets(truth: tuple[float, ...]):
    random = np.random.default_rng(7)
    matrix = np.array([[0.75, 0.2, 0.05], [0.2, 0.6, 0.2], [0.05, 0.2, 0.75]])
    covered = []
    for _ in range(400):
        true = random.choice(3, size=5000, p=truth)
        read = (matrix[true].cumsum(axis=1) > random.random((5000, 1))).argmax(axis=1)
        some = random.choice(5000, size=400, replace=False)
        confusion = [[int(((true[some] == i) & (read[some] == j)).sum()) for j in range(3)] for i in range(3)]
        everyone = np.bincount(read, minlength=3).tolist()
        low, high = corrected_shares({"all": everyone}, labelled(confusion, everyone), seed=0, draws=400)[
            "all"
        ].interval((-1, 0, 1))
        shares = np.bincount(true, minlength=3) / 5000
        covered.append(low <= shares[2] - shares[0] <= high)
    assert np.mean(covered) >= 0.92


@pytest.mark.slow
def test_a_borrowed_interval_covers_the_truth_of_a_new_source_in_about_95_of_100():
    # Four sources and the posts at hand all draw their rates around the same ones, a row worth 15 posts.
    random = np.random.default_rng(3)
    centre = np.array([[0.7, 0.2, 0.1], [0.15, 0.7, 0.15], [0.05, 0.2, 0.75]])
    covered = []
    for _ in range(300):
        rates = dirichlet_rows(random, np.tile(centre * 15, (5, 1, 1)))
        sources = [[random.multinomial(300, row).tolist() for row in source] for source in rates[:4]]
        truth = random.dirichlet([1, 1, 1])
        counted = random.multinomial(2000, truth @ rates[4]).tolist()
        shares = corrected_shares({"all": counted}, borrowed(sources), seed=0, draws=400)["all"]
        low, high = np.percentile(shares.draws, [2.5, 97.5], axis=0)
        covered.append(((low <= truth) & (truth <= high)).mean())
    assert 0.92 <= np.mean(covered) <= 0.99
