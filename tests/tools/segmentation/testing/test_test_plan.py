"""Test plans, with sizes worked by hand."""

from __future__ import annotations

import pytest

from tests.tools.conftest import Row, borne_out, make_tables
from tests.tools.segmentation.testing.made import AFTER, START, Fake, assigned, came
from tools.errors import BadRequest, MissingData, TooFewPosts, UnknownName
from tools.segmentation.testing.planning.asked import TestPlan, TestPlanQuery
from tools.segmentation.testing.test_plan import test_plan as tool

PEOPLE = [*assigned("control", range(300), segment="north"), *assigned("control", range(300, 400), segment="south")]
CHURN = [*came(range(150), kind="churned"), *came(range(300, 302), kind="churned")]


def ask(segmenter: Fake | None = None, *, rows: dict[str, list[Row]] | None = None, **query: object) -> TestPlan:
    asked = TestPlanQuery.model_validate({"dataset": "demo"} | query)
    tables = {"assignments": PEOPLE, "outcomes": CHURN} if rows is None else rows
    result = tool.run(asked, make_tables(**tables), segmenter=segmenter or Fake())
    assert isinstance(result, TestPlan)
    borne_out(tool, asked, result)
    return result


def said(result: TestPlan) -> str:
    return " ".join(sentence.text for sentence in tool.say(TestPlanQuery(dataset="demo"), result))


def test_two_points_from_fourteen_percent_take_ten_thousand_people():
    # (1.95996 + 0.84162)^2 = 7.8489; x (0.14 x 0.86 + 0.16 x 0.84) / 0.02^2 = 4999.7, so 5,000 in either arm.
    result = ask(base=0.14, lift=0.02)
    assert result.figure("people.needed").value == 10_000
    assert result.figure("people.needed.control").value == 5_000
    assert result.enough is False
    assert said(result).startswith("To see +2.0 points on “churned” from a base of 14.0 % a test needs 10,000 people")


def test_the_base_comes_from_people_left_alone_and_its_interval_makes_a_range():
    treated = assigned("mailed", range(400, 800))
    result = ask(
        rows={"assignments": [*PEOPLE, *treated], "outcomes": [*CHURN, *came(range(400, 800), kind="churned")]}
    )
    base, needed = result.figure("base"), result.figure("people.needed")
    assert (base.value, base.n) == (0.38, 400)  # 152 of 400
    assert needed.low is not None
    assert needed.high is not None
    assert needed.low < needed.value < needed.high


@pytest.mark.slow
def test_what_happens_once_is_not_awaited_from_those_who_had_it():
    early = [*came(range(200), kind="churned", at="2026-08-01T00:00:00+00:00"), *came(range(200, 250), kind="churned")]
    result = ask(rows={"assignments": PEOPLE, "outcomes": early})
    # Of 400 people 200 had left long ago; 50 of the other 200 left in the last fortnight.
    assert (result.figure("base").value, result.figure("base").n) == (0.25, 200)


@pytest.mark.slow
def test_means_are_planned_by_their_spread():
    bought = [*came(range(200), kind="purchased", value=20.0)]
    result = ask(rows={"assignments": PEOPLE, "outcomes": bought}, measure="value", lift=2.0)
    # Half buy for 20: mean 10, standard deviation 10.0125, told as 10; 7.8489 x 2 x 100 / 4 = 392.4 an arm.
    assert (result.figure("base").value, result.figure("sd").value) == (10.0, 10.0)
    assert result.figure("people.needed.control").value == 393


def test_segments_are_split_by_size_times_spread():
    result = ask(people=200, at_least=0, lift=0.05)
    north, south = result.figure("people.test.north").value, result.figure("people.test.south").value
    # Spreads: 150 of 300 is 0.5; 2 of 100, with two of four added, is 4 / 104: 0.1923. 300 x 0.5 : 100 x 0.1923.
    assert (north, south) == (pytest.approx(200 * 150 / 169.23, abs=1), pytest.approx(200 * 19.23 / 169.23, abs=1))
    assert north + south <= 200
    # (0.75 x 0.25 + 0.25 x 0.037) / (0.75 x 0.5 + 0.25 x 0.1923)^2
    assert result.figure("gain").value == 1.1
    assert ask(people=200, at_least=60, lift=0.05).figure("people.test.south").value == 60


@pytest.mark.slow
def test_a_dearer_segment_gets_fewer():
    spend = [
        {"at": START, "channel": "mail", "segment": s, "amount": a} for s, a in (("north", 2700.0), ("south", 100.0))
    ]
    result = ask(rows={"assignments": PEOPLE, "outcomes": CHURN, "spend": spend}, people=150, at_least=0, lift=0.05)
    # 9 a head against 1: the north is drawn a third as much as it would be, 50 to 19.23.
    ratio = result.figure("people.test.north").value / result.figure("people.test.south").value
    assert ratio == pytest.approx(50 / 19.23, rel=0.05)


def test_a_holdout_is_the_smallest_that_shows_the_lift():
    result = ask(base=0.14, lift=0.2)
    holdout = int(result.figure("holdout").value)

    def shows(n: int) -> bool:
        return 2.80158**2 * (0.14 * 0.86 / n + 0.34 * 0.66 / (400 - n)) <= 0.2**2

    assert shows(holdout)
    assert not shows(holdout - 1)


def test_people_who_came_by_say_how_long_it_takes():
    events = [{"user_id": f"u_{i:04}", "at": f"2026-10-{20 - i // 20:02}T12:00:00+00:00"} for i in range(400)]
    result = ask(rows={"assignments": PEOPLE, "outcomes": CHURN, "events": events}, base=0.1, lift=0.25)
    # Twenty people a day counting back; 7.8489 x (0.09 + 0.2275) / 0.25^2 = 39.9 an arm, so the fourth day.
    assert result.figure("people.needed").value == 80
    assert result.figure("days.reach").value == 4


@pytest.mark.slow
def test_contamination_is_foreseen_from_ties_and_other_tests():
    follows = [{"from_id": f"u_{i:04}", "to_id": f"u_{i + 1:04}"} for i in range(0, 100, 2)]
    result = ask(rows={"assignments": PEOPLE, "outcomes": CHURN, "follows": follows})
    assert result.figure("share.tied").value == 0.25
    assert result.figure("share.tested").value == 1.0
    assert "word may pass between arms" in said(result)


def test_sizes_alone_are_told_where_there_are_no_people():
    result = ask(rows={"posts": []}, base=0.1, lift=0.05)
    assert (result.enough, result.segments, result.figure("people.needed").value) == (None, (), 1366)


def test_small_segments_are_not_told_of():
    rows = [*PEOPLE, *assigned("control", range(400, 410), segment="west")]
    result = ask(rows={"assignments": rows, "outcomes": CHURN})
    assert "west" not in result.model_dump_json()
    assert [one.segment for one in result.segments] == ["north"]


@pytest.mark.slow
def test_what_cannot_be_planned_is_refused():
    with pytest.raises(BadRequest, match="cannot change by"):
        ask(base=0.9, lift=0.2)
    with pytest.raises(UnknownName, match="churned"):
        ask(outcome="churn")
    with pytest.raises(MissingData, match="outcomes"):
        ask(rows={"assignments": PEOPLE})
    with pytest.raises(TooFewPosts, match="people to test on"):
        ask(rows={"assignments": PEOPLE[:40], "outcomes": CHURN})
    with pytest.raises(BadRequest, match="at_least"):
        ask(people=50, at_least=60)
    with pytest.raises(ValueError, match="one of them"):
        ask(lift=0.1, relative_lift=0.1)
    with pytest.raises(ValueError, match="difference of 0"):
        ask(lift=0)
    with pytest.raises(ValueError, match="single people out"):
        ask(filter={"text": "jane"})


@pytest.mark.slow
def test_the_order_of_rows_makes_no_difference():
    assert ask() == ask(rows={"assignments": PEOPLE[::-1], "outcomes": CHURN[::-1]})
    assert AFTER > START


@pytest.mark.slow
def test_a_segment_that_matters_more_gets_more():
    south = ask(people=200, at_least=0, lift=0.05, priority=["south=3"]).figure("people.test.south").value
    # 150 : 19.23 x 3, so 55.6 of 200.
    assert south == pytest.approx(200 * 57.69 / 207.69, abs=1)
    with pytest.raises(UnknownName, match="south"):
        ask(priority=["suoth=3"])
    with pytest.raises(BadRequest, match="priority"):
        ask(priority=["south"])
