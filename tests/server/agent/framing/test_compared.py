from __future__ import annotations

from datetime import date

import pytest

from server.agent.framing.compared import find_compared
from server.agent.framing.spans import Covered

COVERED = Covered(date(2026, 3, 1), date(2026, 4, 9))


@pytest.mark.parametrize(
    ("said", "earlier", "later"),
    [
        ("was it better in april than march", "2026-03-01", "2026-04-01"),
        ("march vs april", "2026-03-01", "2026-04-01"),
        ("how did april compare to march for us", "2026-03-01", "2026-04-01"),
        ("compare march 2025 with march 2026", "2025-03-01", "2026-03-01"),
        ("compare from 2026-03-11 to 2026-03-17 with the week after", "2026-03-11", "2026-03-18"),
        ("was week 2 better than week 5", "2026-03-08", "2026-03-29"),
    ],
)
def test_two_times_are_set_against_each_other(said: str, earlier: str, later: str) -> None:
    found = find_compared(said, COVERED)
    assert found is not None
    assert (found.earlier.start.isoformat(), found.later.start.isoformat()) == (earlier, later)


@pytest.mark.parametrize(
    "said", ["sentiment between march and april", "from march to april", "mood in march", "acme vs bolt in march"]
)
def test_one_stretch_of_time_is_no_comparison(said: str) -> None:
    assert find_compared(said, COVERED) is None


def test_two_stretches_of_days_joined_by_and_or_with_are_set_apart() -> None:
    for text in ("compare 11-17 march with 1-7 april", "what moved between 11-17 march and 1-7 april"):
        found = find_compared(text, Covered(date(2026, 3, 1), date(2026, 4, 9)))
        assert found is not None
        assert (found.earlier.start, found.earlier.end) == (date(2026, 3, 11), date(2026, 3, 17))
        assert (found.later.start, found.later.end) == (date(2026, 4, 1), date(2026, 4, 7))
