"""Topics, as they are measured: purity by hand, and false alarms of dates that mean nothing or everything."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from evals.topics import false_alarms, main, purity
from tests.tools.listening.topics.planted import tables, talk
from tools.base import Query
from tools.listening.topics.found import found_topics


def test_purity_is_the_share_of_the_commonest_gold_topic_of_each_group():
    # Two of three in the first group, one of one in the second.
    assert purity(np.array([0, 0, 0, 1]), np.array([0, 0, 1, 1])) == 0.75


def test_data_that_are_not_there_are_named(capsys: pytest.CaptureFixture[str]):
    assert main(["--data", "nowhere"]) == 1
    assert "stc_searchsnippets" in capsys.readouterr().err


@pytest.mark.slow
def test_dates_that_mean_nothing_raise_no_more_alarms_than_five_in_a_hundred():
    rows = [row for day in range(14) for topic in ("agenda", "privacy") for row in talk(topic, 8, day=day)]
    found = found_topics(Query(dataset="demo"), tables(rows), number=2, seed=0)
    second_week = ((date(2026, 9, 14), 7),)

    assert false_alarms(found, runs=100, whole_authors=False, splits=second_week) <= 0.08
    assert false_alarms(found, runs=100, whole_authors=True, splits=second_week) <= 0.08
