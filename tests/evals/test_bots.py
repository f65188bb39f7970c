"""The measure of suspicion, by accounts counted by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals.bots import Found, Profile, auc, planted_to_markdown, profiles_to_markdown, read_profiles


def test_auc_is_the_share_of_pairs_in_the_right_order_with_ties_as_half():
    assert auc([3, 2, 1, 1], [True, False, True, False]) == pytest.approx((1 + 1 + 0 + 0.5) / 4)
    assert auc([1, 1], [True, False]) == 0.5
    assert auc([2, 1], [True, False]) == 1


def test_a_profile_has_a_point_for_youth_and_one_for_following():
    assert Profile(True, 10, 20, 2000).points == 2
    assert Profile(True, 900, 20, 400).points == 0, "it follows fewer than 500"
    assert Profile(False, None, 0, 500).points == 1


def test_dates_of_every_shape_are_read_and_names_are_not(tmp_path: Path):
    rows = [
        {"created_at": "Sun Mar 05 00:00:00 +0000 2017", "followers_count": "5", "friends_count": "7", "bot": "1"},
        {"created_at": "3/5/2017 0:00", "followers_count": "5", "friends_count": "7", "bot": "0"},
        {"created_at": "never", "followers_count": "", "friends_count": "7", "bot": "0"},
    ]
    (tmp_path / "list.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    found = read_profiles(tmp_path)
    assert found == [Profile(True, 10, 5, 7), Profile(False, 10, 5, 7)]
    assert "| points of the profile | 0.500 | 2 |" in profiles_to_markdown(found)


def test_rates_carry_their_interval_and_n():
    text = planted_to_markdown([Found(4, 10, 10, 20, 25)])
    assert "| 4 | 100.0% (72.2% to 100.0%, 10 of 10) | 50.0% (29.9% to 70.1%, 10 of 20) | 40.0% (" in text
