"""Lookalikes: what can be told apart is, what cannot is not, and a stand-in for what the law protects is warned of."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tools.conftest import Row, borne_out, make_tables
from tools.base import Period
from tools.errors import BadRequest, MissingData, TooFewPosts, UnknownName
from tools.inputs import Tables
from tools.segmentation.asked import Definition
from tools.segmentation.lookalikes.gain import area, knee, largest, share_interval
from tools.segmentation.lookalikes.lookalikes import LookalikesQuery, LookalikesResult, lookalikes
from tools.segmentation.matrix import Family, Feature, Matrix
from tools.segmentation.segmented import Placing, Segmented

N = 600
_DAYS = Period(start=date(2026, 9, 1), end=date(2026, 10, 30))
_RANDOM = np.random.default_rng(11)
_SEGMENT = np.repeat([1, 2, 3], [300, 180, 120])
_CHANCE = _RANDOM.normal(size=N)


def person(number: int) -> str:
    return f"u_{number:03}"


def matrix(**columns: tuple[Family, Sequence[float]]) -> Matrix:
    features = tuple(Feature(name, f"{name} a week", "share", family) for name, (family, _) in columns.items())
    values = np.column_stack([np.asarray(values, dtype=float) for _, values in columns.values()])
    return Matrix(tuple(person(i) for i in range(N)), features, values, _DAYS)


class Nowhere:
    """Groups that place nobody: these tests place people by hand."""

    def place(self, matrix: Matrix) -> Placing:
        raise NotImplementedError

    def points(self, matrix: Matrix) -> np.ndarray:
        raise NotImplementedError


class ByHand:
    """A segmenter of people measured and placed by hand."""

    def __init__(self, measured: Matrix) -> None:
        self._measured = measured

    def matrix(self, definition: Definition) -> Matrix:  # noqa: ARG002 (the Protocol's)
        return self._measured

    def segmented(self, definition: Definition) -> Segmented:
        return Segmented(definition, self._measured, Placing(_SEGMENT, np.ones(N)), Nowhere(), "kmeans", 3)


def ask(measured: Matrix, tables: Tables | None = None, **query: object) -> LookalikesResult:
    asked = LookalikesQuery.model_validate({"dataset": "demo"} | query)
    given = tables or make_tables(outcomes=[{"user_id": "x", "at": "2026-10-10", "kind": "surveyed"}])
    result = lookalikes.run(asked, given, segmenter=ByHand(measured))
    borne_out(lookalikes, asked, result)
    assert isinstance(result, LookalikesResult)
    return result


def told_apart() -> Matrix:
    """Segment 3 writes more than others by two standard deviations; use formed it."""
    use = _SEGMENT + _RANDOM.normal(0, 0.1, N)
    return matrix(
        use=("use", use),
        other_use=("use", -use),
        length=("content", 2.0 * (_SEGMENT == 3) + _CHANCE),
        tone=("feeling", _RANDOM.normal(size=N)),
    )


def test_precision_falls_with_size_and_lift_is_against_all_people():
    result = ask(told_apart(), segment=3, features=["use", "other_use"], sizes=[0.05, 0.2, 0.5])
    assert result.beyond_chance
    assert not result.circular
    small, large = result.figure("precision.5_percent"), result.figure("precision.50_percent")
    assert small.value > 0.75 > large.value
    assert result.figure("base").value == pytest.approx(0.2)
    assert result.figure("lift.5_percent").value == pytest.approx(small.value / 0.2)
    # All 120 lie among the 300 most alike but for the few that chance put far down.
    assert result.figure("reach.50_percent").value > 0.9
    # Two normals two standard deviations apart: AUC is Phi(2 / sqrt 2) = .92.
    assert result.figure("auc").value == pytest.approx(0.92, abs=0.03)
    assert result.marks[0] == "more length a week"


def test_a_size_to_take_is_found_by_what_the_next_people_bring_or_as_precise_as_asked_for():
    free = ask(told_apart(), segment=3, features=["use", "other_use"])
    assert free.recommended is not None
    assert 10 <= int(free.recommended.split("_")[0]) <= 30
    precise = ask(told_apart(), segment=3, features=["use", "other_use"], precision_at_least=0.8)
    assert precise.recommended is not None
    assert int(precise.recommended.split("_")[0]) < int(free.recommended.split("_")[0])
    never = ask(told_apart(), segment=3, features=["use", "other_use"], precision_at_least=0.999)
    assert never.recommended is None


def test_who_cannot_be_told_apart_is_not():
    chance = matrix(
        use=("use", _SEGMENT), more=("use", -_SEGMENT), length=("content", _CHANCE), tone=("feeling", _CHANCE[::-1])
    )
    result = ask(chance, segment=2, features=["use", "more"])
    assert not result.beyond_chance
    assert result.recommended is None
    assert "cannot be told from others" in lookalikes.say(LookalikesQuery(dataset="demo"), result)[0].text


def test_ranking_by_what_formed_the_segment_is_said_to_go_in_a_circle():
    result = ask(told_apart(), segment=3, features=["length", "tone"], rank_by=["length"])
    assert result.circular
    assert any("formed by features that the ranking goes by" in caveat for caveat in result.caveats)


def test_people_in_the_middle_of_a_scale_are_found_too():
    middle = matrix(
        use=("use", _SEGMENT),
        more=("use", -_SEGMENT),
        length=("content", np.where(_SEGMENT == 2, 0.3, 1.5) * _CHANCE),
        tone=("feeling", _CHANCE[::-1]),
    )
    assert ask(middle, segment=2, features=["use", "more"]).figure("auc").low > 0.65


def _gendered(who: Sequence[int]) -> Tables:
    authors: list[Row] = [
        {"author_id": person(i), "attributes": json.dumps({"gender": "woman" if i in set(who) else "man"})}
        for i in range(N)
    ]
    return make_tables(authors=authors)


def test_a_ranking_that_stands_for_a_protected_attribute_is_warned_of():
    long = np.argsort(-told_apart().column("length"))
    asked = {"segment": 3, "features": ["use", "other_use"]}
    warned = ask(told_apart(), _gendered(long[:300].tolist()), **asked)
    assert [(proxy.value, proxy.favoured) for proxy in warned.proxies] == [("woman", True)]
    assert warned.figure("proxy.gender_woman").value > 0.9
    fair = ask(told_apart(), _gendered(range(0, N, 2)), **asked)
    assert fair.proxies == ()
    assert fair.checked == ("gender",)
    unknown = ask(told_apart(), **asked)
    assert any("could not be checked" in caveat for caveat in unknown.caveats)


def test_outcomes_count_in_the_second_half_without_who_had_them_before():
    apart = told_apart()
    later = [{"user_id": person(i), "at": "2026-10-10", "kind": "converted"} for i in range(480, 600)]
    before = [{"user_id": person(i), "at": "2026-09-10", "kind": "converted"} for i in range(480, 500)]
    result = ask(apart, make_tables(outcomes=later + before), outcome="converted")
    assert result.after == "2026-10-01"
    assert result.figure("seeds").value == 100
    assert result.figure("people").value == 580


def test_with_nothing_named_it_is_the_fifth_that_bring_most():
    rows = [
        {"user_id": person(i), "at": "2026-10-10", "kind": "purchased", "value": 90.0 if i >= 480 else 10.0}
        for i in range(N)
    ]
    result = ask(told_apart(), make_tables(outcomes=rows))
    assert result.figure("seeds").value == 120
    assert "people of the fifth that bring most" in result.seeds


def test_sizes_under_the_floor_are_not_told_of_nor_is_anybody_named():
    result = ask(told_apart(), segment=3, features=["use", "other_use"], sizes=[0.01, 0.1])
    assert "precision.1_percent" not in {figure.name for figure in result.figures}
    assert any("Not told for 1 %" in caveat for caveat in result.caveats)
    assert "u_" not in result.model_dump_json()


def test_what_is_missing_unknown_or_too_little_is_said():
    with pytest.raises(BadRequest, match="no segment 4"):
        ask(told_apart(), segment=4)
    with pytest.raises(UnknownName, match="feature 'lenght'"):
        ask(told_apart(), segment=3, features=["use"], rank_by=["lenght"])
    few = make_tables(outcomes=[{"user_id": person(i), "at": "2026-10-10", "kind": "converted"} for i in range(37)])
    with pytest.raises(TooFewPosts, match="Found 30 people to resemble"):
        ask(told_apart(), few, outcome="converted")
    with pytest.raises(UnknownName, match="converted"):
        ask(told_apart(), few, outcome="convertd")
    with pytest.raises(MissingData, match="carries a value"):
        ask(told_apart(), few)
    with pytest.raises(BadRequest, match="--table outcomes"):
        ask(told_apart(), make_tables(posts=[{"author_id": "u"}]))
    for wrong in ({"segment": 1, "outcome": "x"}, {"sizes": [0.9]}, {"filter": {"author_ids": ["u_1"]}}):
        with pytest.raises(ValueError, match=r"not both|shares of all people|single people out"):
            LookalikesQuery.model_validate({"dataset": "demo"} | wrong)


def test_area_by_hand_and_by_chance():
    chosen = np.array([True, True, False, False])
    assert area(np.array([4.0, 3, 2, 1]), chosen).value == 1
    assert area(np.array([4.0, 1, 3, 2]), chosen).value == 0.5
    assert area(np.array([1.0, 1, 1, 1]), chosen).value == 0.5


@given(st.integers(0, 200), st.integers(20, 200))
def test_intervals_of_told_shares_hold_them_and_are_wider_than_of_plain_counts(x: int, n: int):
    found = share_interval(min(x, n), n)
    assert found.low <= min(x, n) / n <= found.high
    assert 0 <= found.low <= found.high <= 1


def test_sizes_by_hand():
    chances = np.linspace(1, 0, 1000)
    chosen = np.zeros(1000, dtype=bool)
    chosen[:200] = np.arange(200) % 2 == 0  # every other one of the first fifth: 10 % of all
    assert knee(chances, chosen) == pytest.approx(0.2)
    assert largest(chances, chosen, precision=0.3) == pytest.approx(0.28, abs=0.02)
    assert largest(chances, chosen, precision=0.6) is None
    assert knee(chances, np.arange(1000) % 10 == 0) is None
