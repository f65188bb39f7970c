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
