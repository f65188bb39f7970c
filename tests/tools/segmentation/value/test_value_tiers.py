"""Value tiers, by numbers worked by hand: who brings how much, and what of it may be told."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tools.conftest import Row, borne_out, make_tables
from tools.errors import MissingData, TooFewPosts, UnknownName
from tools.inputs import Tables
from tools.segmentation.value.amounts import step_above, told_sum
from tools.segmentation.value.concentration import measured
from tools.segmentation.value.habits import fifths
from tools.segmentation.value.moving import tiers_of
from tools.segmentation.value.value_tiers import ValueTiersQuery, ValueTiersResult, value_tiers

_FIRST = date(2026, 9, 1)


def bought(person: int, day: int, value: float, **more: object) -> Row:
    at = (_FIRST + timedelta(days=day)).isoformat()
    return {"user_id": f"u_{person:03}", "at": f"{at}T12:00:00", "kind": "purchased", "value": value} | more


def ask(tables: Tables, **query: object) -> ValueTiersResult:
    asked = ValueTiersQuery.model_validate({"dataset": "demo"} | query)
    result = value_tiers.run(asked, tables)
    borne_out(value_tiers, asked, result)
    assert isinstance(result, ValueTiersResult)
    return result


def four_to_one() -> list[Row]:
    """Two hundred people: a fifth of them bring 80 each, the others 5: together 3,200 and 800."""
    return [bought(i, i % 60, 80.0 if i < 40 else 5.0) for i in range(200)]


def test_a_fifth_of_the_people_bring_four_fifths():
    result = ask(make_tables(outcomes=four_to_one()))
    assert result.figure("share.top_fifth").value == pytest.approx(0.8)
    assert result.figure("share.next_three_tenths").value == pytest.approx(0.075, abs=0.006)  # 60 people of 5
    assert result.figure("share.other_half").value == pytest.approx(0.125, abs=0.006)  # 100 people of 5
    # Mean difference of pairs: 2 * .2 * .8 * 75 = 24; over twice the mean of 20 it is .6.
    assert result.figure("gini").value == pytest.approx(0.6)
    share = result.figure("share.top_fifth")
    assert share.low is not None
    assert share.high is not None
    assert share.low <= 0.78 < 0.8 <= share.high
    assert result.figure("people").value == 200
    assert result.figure("total").value == 4000  # in steps of 100, above the 80 of any one
    assert result.kinds == ("purchased",)


def test_deciles_and_quintiles_add_up():
    for tiers, n in (("deciles", 10), ("quintiles", 5)):
        result = ask(make_tables(outcomes=four_to_one()), tiers=tiers)
        assert len(result.tiers) == n
        assert sum(result.figure(f"share.{tier.key}").value for tier in result.tiers) == pytest.approx(1, abs=0.05)


def test_margin_is_what_was_left_and_is_asked_for_by_name():
    rows = [bought(i, 0, 10.0, margin=1.0 if i < 100 else 3.0) for i in range(200)]
    assert ask(make_tables(outcomes=rows), measure="margin").figure("total").value == 400
    with pytest.raises(MissingData, match="margin"):
        ask(make_tables(outcomes=four_to_one()), measure="margin")


def test_events_called_purchases_do_where_there_are_no_outcomes():
    rows = [{"user_id": f"u_{i:03}", "at": "2026-09-01", "kind": "purchase", "value": 2.0} for i in range(150)]
    rows += [{"user_id": f"u_{i:03}", "at": "2026-09-01", "kind": "rate", "value": 5.0} for i in range(150)]
    assert ask(make_tables(events=rows)).figure("total").value == 300


def test_answers_to_surveys_are_no_money():
    surveys = [bought(i, 1, 9.0, kind="surveyed") for i in range(200)]
    assert ask(make_tables(outcomes=four_to_one() + surveys)).figure("total").value == 4000


def test_the_top_of_one_half_may_buy_nothing_in_the_other():
    # Fifty people bring 100 early; 25 of them again late. Two hundred bring 10 early and late.
    rows = [bought(i, 3, 100.0) for i in range(50)] + [bought(i, 40, 100.0) for i in range(25)]
    rows += [bought(i, day, 10.0) for i in range(50, 250) for day in (3, 40)]
    result = ask(make_tables(outcomes=rows))
    assert result.figure("moved.nothing.top_fifth").value == pytest.approx(0.5, abs=0.1)
    assert result.figure("moved.same.top_fifth").value == pytest.approx(0.5, abs=0.1)
    short = ask(make_tables(outcomes=[row for row in rows if row["at"] < "2026-09-10"]))
    assert not short.moved


def test_habits_go_by_when_and_how_often_and_call_nobody_names():
    rows = [bought(i, day, 10.0) for i in range(100) for day in (1, 50, 58)]  # lately and often
    rows += [bought(i, 2, 10.0) for i in range(100, 200)]  # neither
    result = ask(make_tables(outcomes=rows))
    assert [habit.key for habit in result.habits] == ["recent_regular", "quiet_seldom"]
    assert result.figure("part.recent_regular").value == pytest.approx(0.5)
    assert result.figure("share.recent_regular").value == pytest.approx(0.75)


def test_a_person_who_brings_most_of_it_is_not_told_of():
    rows = [bought(i, i % 60, 1.0) for i in range(200)] + [bought(0, 1, 100_000.0)]
    names = {figure.name for figure in ask(make_tables(outcomes=rows)).figures}
    assert not {"total", "mean", "total.top_fifth"} & names


def test_what_is_missing_or_too_little_is_said():
    with pytest.raises(TooFewPosts, match="people with a purchase"):
        ask(make_tables(outcomes=four_to_one()[:90]))
    with pytest.raises(MissingData, match="have a value of 0"):
        ask(make_tables(outcomes=[bought(i, 0, 0.0) for i in range(150)]))
    with pytest.raises(UnknownName, match="purchased"):
        ask(make_tables(outcomes=four_to_one()), kinds=["purchases"])
    with pytest.raises(ValueError, match="single people out"):
        ValueTiersQuery.model_validate({"dataset": "demo", "filter": {"author_ids": ["u_1"]}})


def test_the_order_of_rows_changes_nothing_and_nobody_is_named():
    rows = four_to_one()
    result = ask(make_tables(outcomes=rows))
    assert result == ask(make_tables(outcomes=rows[::-1]))
    assert "u_0" not in result.model_dump_json()


@settings(max_examples=40)
@given(st.lists(st.integers(0, 10**6), min_size=20, max_size=60), st.floats(0.5, 100))
def test_concentration_does_not_depend_on_the_currency(amounts: list[int], rate: float):
    ordered = np.sort(np.array(amounts, dtype=float))
    one, other = measured(ordered, (0.2, 0.8)), measured(ordered * rate, (0.2, 0.8))
    assert one == pytest.approx(other, abs=1e-9)
    assert -1e-9 <= one[0] <= 1
    assert one[1:].sum() == pytest.approx(1 if sum(amounts) > 0 else 0)


@settings(max_examples=40)
@given(st.lists(st.floats(0.01, 1e6), min_size=3, max_size=40))
def test_a_sum_is_told_in_steps_above_any_part_of_it(parts: list[float]):
    total = told_sum(np.array(parts))
    largest = max(parts)
    if total is None:
        assert largest >= sum(parts) / 2
    else:
        step = step_above(largest)
        assert step >= largest * (1 - 1e-9)
        assert step <= 2.5 * largest * (1 + 1e-9)
        assert abs(total - sum(parts)) <= step / 2 * (1 + 1e-9)


def test_fifths_share_the_middle_of_ties():
    assert fifths(np.arange(10.0)).tolist() == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    assert fifths(np.zeros(7)).tolist() == [3] * 7
    # Six of ten bought once: their middle rank is 3.5, the second fifth.
    assert fifths(np.array([1.0] * 6 + [2, 3, 4, 5])).tolist() == [2] * 6 + [4, 4, 5, 5]


def test_tiers_leave_out_who_brought_nothing():
    assert tiers_of(np.array([5.0, 0, 9, 1, 0, 7]), (0.5, 0.5)).tolist() == [2, 0, 1, 2, 0, 1]


def coming_back(people: int, days: int) -> list[Row]:
    """People who buy for 20 every ten days or so."""
    random = np.random.default_rng(9)
    return [
        bought(i, day, float(random.gamma(8, 20 / 8)))
        for i in range(people)
        for day in range(int(random.integers(20)), days, 10)
        if random.random() < 0.8
    ]


def test_what_may_follow_is_forecast_and_held_to_what_came():
    result = ask(make_tables(outcomes=coming_back(150, 180)), ahead_days=60)
    # .8 purchases of 20 in ten days: 150 x 6 x .8 x 20 = 14,400 in sixty days.
    ahead = result.figure("ahead")
    assert ahead.low is not None
    assert ahead.high is not None
    assert ahead.low <= 14_400 <= ahead.high
    assert ahead.value == pytest.approx(14_400, rel=0.15)
    assert result.figure("check").value == pytest.approx(1, abs=0.15)
    assert result.ahead_days == 60


def test_no_forecast_where_nobody_comes_back():
    result = ask(make_tables(outcomes=four_to_one()), ahead_days=60)
    assert result.ahead_days is None
    assert any(caveat.startswith("No forecast") for caveat in result.caveats)
    assert "ahead" not in {figure.name for figure in result.figures}
