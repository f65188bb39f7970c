"""Naming: what a picture says it measures."""

from __future__ import annotations

import pytest

from server.charts.families import families, merged
from server.charts.naming import measured
from tests.server.charts.conftest import figure, platforms, shares, weeks
from tools.figure import Figure


def named(*figures: Figure) -> str:
    return measured(families(figures)[0])


@pytest.mark.parametrize(
    ("label", "key", "said"),
    [
        ("net sentiment in the week from {}", "week", "Net sentiment in each week"),
        ("share of posts with the emotion {}", "emotion", "Share of posts with each emotion"),
        ("posts in language {}", "lang", "Posts in each language"),
        ("share of posts that name {} and speak ill of it", "aspect",
         "Share of posts that name each aspect and speak ill of it"),
        ("share of posts that hold “{}”", "word", "Share of posts that hold each word"),
    ],
)  # fmt: skip
def test_groups_give_way_to_each_of_their_kind(label: str, key: str, said: str):
    made = [figure(f"m.{g}", 0.1, label=label.format(g), **{key: g}) for g in ("a", "b")]
    assert named(*made) == said


def test_parts_are_listed_where_they_are_short():
    together = merged("share", families(shares()))
    assert together is not None
    assert measured(together) == "Share of negative and positive posts on each platform"


def test_what_labels_have_in_common_serves_where_they_name_no_group():
    made = [figure("net.before", 0.1, label="net sentiment, 1 to 7 March"),
            figure("net.after", 0.1, label="net sentiment, 8 to 14 March")]  # fmt: skip
    assert named(*made) == "Net sentiment"


def test_labels_with_nothing_in_common_leave_the_measures_own_name():
    assert named(figure("best_of.a", 1, label="one"), figure("best_of.b", 1, label="two")) == "Best of"


def test_names_with_signs_of_patterns_are_taken_as_they_are():
    made = [
        figure(f"net.{n}", 0.1, label=f"net sentiment about {g}", brand=g) for n, g in (("a_b", "a(b"), ("c", "c+"))
    ]
    assert named(*made) == "Net sentiment about each brand"


def test_fixtures_read_well():
    assert named(*platforms()) == "Net sentiment of posts on each platform"
    assert named(*weeks(0.1, 0.2)) == "Net sentiment in each week"
