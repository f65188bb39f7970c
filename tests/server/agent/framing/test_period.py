from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.agent.framing.period import find_event, find_period
from server.agent.framing.spans import Covered

COVERED = Covered(date(2026, 3, 1), date(2026, 4, 9))  # a Sunday to a Thursday


@pytest.mark.parametrize(
    ("said", "start", "end"),
    [
        ("sentiment last week", "2026-03-30", "2026-04-05"),
        ("this week so far", "2026-04-06", "2026-04-12"),
        ("in the last 7 days", "2026-04-03", "2026-04-09"),
        ("past two weeks", "2026-03-27", "2026-04-09"),
        ("yesterday", "2026-04-08", "2026-04-08"),
        ("last month", "2026-03-01", "2026-03-31"),
        ("in march", "2026-03-01", "2026-03-31"),
        ("in may", "2025-05-01", "2025-05-31"),
        ("feb 2026", "2026-02-01", "2026-02-28"),
        ("in 2025", "2025-01-01", "2025-12-31"),
        ("q1 2026", "2026-01-01", "2026-03-31"),
        ("between 3 and 10 march", "2026-03-03", "2026-03-10"),
        ("march 3-10", "2026-03-03", "2026-03-10"),
        ("from march 3 to april 2", "2026-03-03", "2026-04-02"),
        ("on 5 march", "2026-03-05", "2026-03-05"),
        ("on the 1st of april", "2026-04-01", "2026-04-01"),
        ("on monday", "2026-04-06", "2026-04-06"),
        ("since launch", "2026-03-01", "2026-04-09"),
        ("since 2026-03-20", "2026-03-20", "2026-04-09"),
        ("after april 1st", "2026-04-02", "2026-04-09"),
        ("before march 10", "2026-03-01", "2026-03-09"),
        ("first week", "2026-03-01", "2026-03-07"),
        ("in week 3", "2026-03-15", "2026-03-21"),
        ("on day 30", "2026-03-30", "2026-03-30"),
        ("2 weeks ago", "2026-03-26", "2026-04-01"),
        ("last week vs the week before", "2026-03-23", "2026-04-05"),
        ("first week of march", "2026-03-01", "2026-03-07"),
        ("the second half of march", "2026-03-16", "2026-03-31"),
        ("in the last week of march 2026", "2026-03-25", "2026-03-31"),
        ("since the launch on 11 march", "2026-03-11", "2026-04-09"),
        ("better than last week", "2026-03-30", "2026-04-09"),
        ("lately", "2026-04-03", "2026-04-09"),
        ("at the end of march", "2026-03-21", "2026-03-31"),
        ("in early april", "2026-04-01", "2026-04-10"),
        ("before 2025", "2024-12-31", "2024-12-31"),
        ("sentiment 2024", "2024-01-01", "2024-12-31"),
        ("mid-march", "2026-03-11", "2026-03-20"),
        ("since the beginning of april", "2026-04-01", "2026-04-09"),
        ("the first half of march", "2026-03-01", "2026-03-15"),
    ],
)
def test_periods_are_read_as_people_mean_them(said: str, start: str, end: str) -> None:
    found = find_period(said, COVERED)
    assert found is not None
    assert (found.period.start.isoformat(), found.period.end.isoformat()) == (start, end)


@pytest.mark.parametrize(
    "said",
    ["how do people feel", "may i ask something", "people march in the street", "a second chance", "week by week"],
)
def test_words_that_only_look_like_time_are_no_period(said: str) -> None:
    assert find_period(said, COVERED) is None


@pytest.mark.parametrize("said", ["last week", "since launch", "lately", "3/4", "first week"])
def test_what_can_be_read_two_ways_is_said(said: str) -> None:
    found = find_period(said, COVERED)
    assert found is not None
    assert found.note


def test_before_and_after_a_day_is_an_event() -> None:
    found = find_event("sentiment before and after 20 march", COVERED)
    assert found is not None
    assert found.event == date(2026, 3, 20)


@given(st.text(max_size=80))
def test_any_text_is_read_without_an_error(text: str) -> None:
    found = find_period(text.lower(), COVERED)
    assert found is None or found.period.start <= found.period.end


@given(st.dates(date(2026, 3, 1), date(2026, 4, 9)))
def test_an_iso_day_is_read_as_itself(day: date) -> None:
    found = find_period(f"on {day}", COVERED)
    assert found is not None
    assert found.period.start == found.period.end == day


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("how did sentiment change with the outage on 27 march?", "with the outage on 27 march"),
        ("why did the mood fall after the article of 27 march", "after the article of 27 march"),
        ("what did the outage of 27 march do to sentiment about us", "the outage of 27 march"),
        ("is the mood better now than before 27 march?", "now than before 27 march"),
        ("sentiment before 27 march versus after it", "before 27 march versus after it"),
        ("is the feeling the same as it was ahead of 27 march?", "as it was ahead of 27 march"),
    ],
)
def test_what_happened_on_a_day_is_what_before_and_after_turn_on(asked: str, words: str) -> None:
    found = find_event(asked, COVERED)
    assert found is not None
    assert (found.event, found.words) == (date(2026, 3, 27), words)
