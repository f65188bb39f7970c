"""Which periods are compared."""

from datetime import date

import pytest

from tools.base import Period
from tools.errors import BadRequest
from tools.sentiment.change.sides import Sides, sides

MARCH = Period(start=date(2026, 3, 1), end=date(2026, 3, 31))


def days(first: int, last: int) -> Period:
    return Period(start=date(2026, 3, first), end=date(2026, 3, last))


def asked(**given: object) -> Sides:
    return sides(MARCH, **({"period": None, "event": None, "before": None, "after": None} | given))  # type: ignore[arg-type]


def test_with_nothing_given_the_last_week_is_compared_with_the_one_before():
    assert asked() == Sides(days(18, 24), days(25, 31))


def test_an_event_parts_all_days_or_those_of_the_period():
    assert asked(event=date(2026, 3, 11)) == Sides(days(1, 10), days(11, 31))
    assert asked(event=date(2026, 3, 11), period=days(9, 12)) == Sides(days(9, 10), days(11, 12))


def test_one_period_is_compared_with_as_many_days_next_to_it():
    assert asked(period=days(11, 15)) == asked(after=days(11, 15)) == Sides(days(6, 10), days(11, 15))
    assert asked(before=days(6, 10)) == Sides(days(6, 10), days(11, 15))


def test_two_periods_are_taken_as_given_even_backwards():
    assert asked(before=days(20, 25), after=days(1, 5)) == Sides(days(20, 25), days(1, 5))


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"before": days(1, 10), "after": days(10, 12)}, "overlap"),
        ({"event": date(2026, 3, 1)}, "no days on one side"),
        ({"event": date(2026, 4, 2)}, "from 2026-03-01 to 2026-03-31"),
        ({"event": date(2026, 3, 9), "after": days(1, 2)}, "either an event or"),
        ({"period": days(1, 2), "after": days(1, 2)}, "without it"),
    ],
)
def test_what_cannot_be_compared_is_refused(given: dict[str, object], why: str):
    with pytest.raises(BadRequest, match=why):
        asked(**given)
