"""The measure of early warning, on plantings counted by hand."""

from __future__ import annotations

from collections import Counter

import pytest

from evals.crises import CALM, CASES, Calm, Seen, calm_to_markdown, cases_to_markdown, planted
from evals.outbursts import Plan, tables


def test_a_row_says_who_was_warned_how_severely_and_when():
    seen = [Seen(5, 0, 2), Seen(3, 1, 9), Seen(2, None, None), Seen(4, 0, None)]
    text = cases_to_markdown([(CASES[1], seen)])
    assert (
        "75.0% (30.1% to 95.4%, 3 of 4) | 2 of 4 (4 or more) | 2: 1, 3: 1, 4: 1, 5: 1 | 0 (0 to 1) | 5.5 (2 to 9) |"
        in text
    )


def test_what_is_no_crisis_deserves_nothing():
    (none,) = (case for case in CASES if case.name.startswith("feast"))
    assert cases_to_markdown([(none, [Seen(1, None, None)])]).splitlines()[-1].endswith("| 1: 1 |  |  |")


def test_false_warnings_are_counted_by_the_week():
    text = calm_to_markdown([(CALM[1], Calm(140, Counter({1: 130, 2: 8, 3: 1, 4: 1})))])
    assert "| 60 posts a day | 0.100 | 1.4% (0.4% to 5.1%, 2 of 140) | 1: 130, 2: 8, 3: 1, 4: 1 |" in text


@pytest.mark.slow
def test_the_same_seed_makes_the_same_talk_and_a_planted_outage_is_seen():
    plan = Plan(days=30, onset=28, shape="outage", size=12)
    first, again = (tables(plan, 3)["posts"].order_by("post_id").to_pyarrow() for _ in range(2))
    assert first.equals(again)
    assert planted(CASES[2]._replace(plan=plan), 3, hours=True).severity >= 4
