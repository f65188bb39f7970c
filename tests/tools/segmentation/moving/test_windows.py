from datetime import date

import pytest

from tools.base import Period
from tools.errors import BadRequest
from tools.segmentation.moving.windows import TwoWindows, windows

HAVE = Period(start=date(2026, 3, 1), end=date(2026, 4, 9))
LAUNCH = {"launch": date(2026, 3, 11)}


def days(start: str, end: str) -> Period:
    return Period(start=date.fromisoformat(start), end=date.fromisoformat(end))


def asked(**fields: object) -> TwoWindows:
    return TwoWindows.model_validate({"dataset": "demo"} | fields)


def test_with_nothing_given_the_halves_of_the_days_are_compared():
    assert windows(asked(), HAVE, {})[:2] == (days("2026-03-01", "2026-03-20"), days("2026-03-21", "2026-04-09"))


def test_days_before_a_milestone_are_left_out():
    found = windows(asked(), HAVE, LAUNCH)
    assert found == (days("2026-03-11", "2026-03-25"), days("2026-03-26", "2026-04-09"), "launch")


def test_a_period_that_is_asked_for_is_halved_whatever_happened_in_it():
    assert windows(asked(period=HAVE), HAVE, LAUNCH).milestone is None


def test_an_odd_day_at_the_start_is_left_out():
    found = windows(asked(period=days("2026-03-01", "2026-03-15")), HAVE, {})
    assert found[:2] == (days("2026-03-02", "2026-03-08"), days("2026-03-09", "2026-03-15"))


def test_a_split_compares_as_many_days_on_either_side():
    found = windows(asked(split="2026-03-11"), HAVE, LAUNCH)
    assert found[:2] == (days("2026-03-01", "2026-03-10"), days("2026-03-11", "2026-03-20"))


def test_one_window_given_the_other_lies_next_to_it():
    after = days("2026-03-20", "2026-03-29")
    assert windows(asked(after=after), HAVE, {}).before == days("2026-03-10", "2026-03-19")
    assert windows(asked(before=after), HAVE, {}).after == days("2026-03-30", "2026-04-08")


def test_windows_of_unlike_length_are_known_to_be():
    assert not windows(
        asked(before=days("2026-03-01", "2026-03-20"), after=days("2026-03-21", "2026-03-31")), HAVE, {}
    ).alike


@pytest.mark.parametrize(
    "fields",
    [
        {"split": "2026-03-04"},
        {"split": "2026-05-01"},
        {"split": "2026-03-20", "after": {"start": "2026-03-20", "end": "2026-03-30"}},
        {
            "before": {"start": "2026-03-01", "end": "2026-03-20"},
            "after": {"start": "2026-03-20", "end": "2026-03-31"},
        },
        {"before": {"start": "2026-01-01", "end": "2026-01-20"}},
    ],
)  # fmt: skip
def test_windows_that_overlap_are_too_short_or_hold_nothing_are_refused(fields: dict[str, object]):
    with pytest.raises(BadRequest):
        windows(asked(**fields), HAVE, {})
