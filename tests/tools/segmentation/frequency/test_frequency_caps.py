"""Frequency caps, on people whose messages can be counted by hand."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from tests.tools.conftest import FACTS, Row, borne_out, make_tables
from tools.errors import MissingData, TooFewPosts
from tools.segmentation.frequency.asked import FrequencyCapsQuery, FrequencyCapsResult
from tools.segmentation.frequency.frequency_caps import frequency_caps

MONDAY, NEXT = "2026-10-05T09:00:00+00:00", "2026-10-12T09:00:00+00:00"


def shown(people: range, items: Iterable[str], at: str = MONDAY) -> list[Row]:
    """Items shown to people at one time, in order."""
    return [
        {"user_id": f"u_{i:04}", "at": at, "rank": rank, "item_id": item}
        for i in people
        for rank, item in enumerate(items, start=1)
    ]


def placed(people: range, segment: str, experiment: str = "mail") -> list[Row]:
    """Assignments that record a segment."""
    return [
        {"user_id": f"u_{i:04}", "experiment": experiment, "arm": "a", "segment": segment, "at": MONDAY} for i in people
    ]


def ask(rows: Iterable[Row], assignments: Iterable[Row] | None = None, **query: object) -> FrequencyCapsResult:
    asked = FrequencyCapsQuery.model_validate({"dataset": "demo"} | query)
    others = {} if assignments is None else {"assignments": assignments}
    result = frequency_caps.run(asked, make_tables(exposures=rows, **others))
    assert isinstance(result, FrequencyCapsResult)
    borne_out(frequency_caps, asked, result)
    return result


def said(result: FrequencyCapsResult) -> str:
    return " ".join(sentence.text for sentence in frequency_caps.say(FrequencyCapsQuery(dataset="demo"), result))


def test_people_over_the_cap_are_those_with_more_in_any_one_week():
    # A hundred people get 3 in one week and 1 in the next, three hundred get 1 in either.
    rows = [*shown(range(100), "abc"), *shown(range(100, 400), "a"), *shown(range(400), "d", NEXT)]
    result = ask(rows, cap=2)
    assert result.figure("share.over").value == 0.25
    assert result.breached
    # (3 + 1) x 100 + (1 + 1) x 300 messages in 800 weeks.
    assert result.figure("messages.weekly").value == 1.25
    assert result.figure("busiest.1").value == 300
    assert result.figure("busiest.2_to_3").value == 100
    assert said(result).startswith("25.0 % of 400 people reached got more than 2 messages in a week at least once.")
    assert ask(rows, cap=3).figure("cap").value == 3
    assert not ask(rows, cap=3).breached


@pytest.mark.slow
def test_weeks_are_those_of_the_datasets_time_zone():
    zone = FACTS.model_copy(update={"time_zone": "America/New_York"})
    rows = [*shown(range(40), "ab", "2026-10-05T02:00:00+00:00"), *shown(range(40), "cd", "2026-10-05T12:00:00+00:00")]
    result = frequency_caps.run(FrequencyCapsQuery(dataset="demo", cap=3), make_tables(facts=zone, exposures=rows))
    # It was Sunday still in New York: two weeks of two.
    assert result.figure("messages.weekly").value == 2


@pytest.mark.slow
def test_occasions_count_once_whatever_was_shown():
    assert ask(shown(range(40), "abcd"), counting="occasions").figure("messages.weekly").value == 1


@pytest.mark.slow
def test_a_handful_of_people_over_the_cap_is_not_told_of():
    result = ask([*shown(range(10), "abcdefgh"), *shown(range(10, 400), "a")])
    assert not result.breached
    assert "share.over" not in {figure.name for figure in result.figures}
    assert "None or hardly any" in said(result)
    assert "Nearly all" in said(ask([*shown(range(10), "a"), *shown(range(10, 400), "abcdefgh")]))


def test_a_segment_sees_so_many_distinct_messages_and_people_hear_from_several_sides():
    rows = [*shown(range(200), "ab"), *shown(range(200, 400), "bcd")]
    recorded = [*placed(range(200), "north"), *placed(range(200, 400), "south")]
    recorded += [row | {"at": "2026-09-01T00:00:00+00:00"} for row in placed(range(100), "south", "earlier")]
    result = ask(rows, recorded)
    assert [one.segment for one in result.segments] == ["north", "south"]
    assert result.figure("messages.distinct.north").value == 2
    assert result.figure("messages.distinct.south").value == 3
    assert result.figure("messages.distinct").value == 4
    assert result.figure("messages.per_thousand").value == 10
    assert result.figure("share.several").value == 0.25


@pytest.mark.slow
def test_small_segments_are_not_told_of():
    recorded = [*placed(range(300), "north"), *placed(range(300, 390), "south"), *placed(range(390, 400), "west")]
    assert [one.segment for one in ask(shown(range(400), "ab"), recorded).segments] == ["north"]


def test_messages_for_a_handful_of_people_are_counted_and_not_named():
    result = ask([*shown(range(100), "ab"), *shown(range(3), ["only for three"], NEXT)])
    assert (result.thin, result.figure("messages.distinct").value) == (1, 3)
    assert "1 of 3 messages reached too few people" in said(result)
    assert "only for three" not in result.model_dump_json()


def test_tests_are_counted_where_nothing_shown_is_logged():
    tables = make_tables(assignments=placed(range(40), "north"))
    result = frequency_caps.run(FrequencyCapsQuery(dataset="demo"), tables)
    assert isinstance(result, FrequencyCapsResult)
    assert (result.log, result.figure("messages.weekly").value) == ("assignments", 1)


@pytest.mark.slow
def test_the_order_of_rows_makes_no_difference():
    rows = [*shown(range(100), "abc"), *shown(range(100, 400), "a")]
    assert ask(rows) == ask(rows[::-1])


def test_too_few_people_and_no_log_are_refused():
    with pytest.raises(TooFewPosts, match="people in exposures"):
        ask(shown(range(29), "a"))
    with pytest.raises(TooFewPosts):
        ask(shown(range(100), "a"), period={"start": "2026-01-01", "end": "2026-01-31"})
    with pytest.raises(MissingData, match="exposures"):
        frequency_caps.run(FrequencyCapsQuery(dataset="demo"), make_tables(posts=[]))
