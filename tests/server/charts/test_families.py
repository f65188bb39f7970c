"""Families: which figures of a result belong in one picture."""

from __future__ import annotations

from server.charts.families import PART, families, merged
from tests.server.charts.conftest import figure, platforms, shares, weeks


def test_figures_of_one_measure_over_groups_are_a_family_and_their_whole_goes_with_them():
    (family,) = families(platforms())
    assert (family.measure, family.keys, family.unit) == ("net", ("platform",), "net")
    assert [row.groups for row in family.rows] == [("x",), ("reddit",), ("linkedin",)]
    assert family.whole is not None
    assert family.whole.n == 1100
    assert family.time is None


def test_a_series_says_that_its_key_is_a_time():
    (family,) = families(weeks(0.1, 0.2))
    assert family.time == "week"


def test_names_of_groups_may_hold_anything_and_the_measure_is_what_is_left():
    slugs = {
        "check-in_and_badges": "Check-in and badges",
        "ai_summaries": "AI  Summaries!",
        "group": "…",
        "group_2": "..",
    }
    made = [figure(f"share.negative.{slug}", 0.1, unit="share", aspect=name) for slug, name in slugs.items()]
    (family,) = families(made)
    assert family.measure == "share.negative"
    assert len(family.rows) == 4


def test_one_figure_alone_is_no_family():
    assert families([figure("net", 0.1), figure("net.x", 0.1, platform="x"), figure("slope", 0.1)]) == ()


def test_a_group_that_all_share_is_no_key_but_is_kept():
    made = [figure(f"share.2026-03-19.word.{w}", 0.1, unit="share", day="2026-03-19", word=w) for w in ("a", "b")]
    (family,) = families(made)
    assert family.keys == ("word",)
    assert family.fixed == {"day": "2026-03-19"}


def test_shares_without_a_group_belong_together_only_where_they_have_one_denominator():
    made = [figure("share.negative", 0.2, unit="share"), figure("share.positive", 0.5, unit="share"),
            figure("share.read", 0.9, unit="share", n=120)]  # fmt: skip
    (family,) = families(made)
    assert family.keys == (PART,)
    assert [row.groups for row in family.rows] == [("negative",), ("positive",)]


def test_counts_without_a_group_are_not_compared():
    assert families([figure("authors.suspected", 3, unit="authors"), figure("authors.judged", 9, unit="authors")]) == ()


def test_three_keys_are_more_than_a_picture_holds():
    made = [figure(f"net.{a}.{b}.{c}", 0.1, brand=a, platform=b, week=c) for a in "ab" for b in "cd" for c in "ef"]
    assert families(made) == ()


def test_families_of_one_stem_can_be_put_together():
    together = merged("share", families(shares()))
    assert together is not None
    assert together.keys == ("platform", PART)
    assert [row.groups for row in together.rows] == [
        ("x", "negative"), ("reddit", "negative"), ("x", "positive"), ("reddit", "positive"),
    ]  # fmt: skip
    assert merged("net", families(shares())) is None


def test_names_that_do_not_spell_their_groups_out_are_a_family_by_what_stands_before_the_last_word():
    made = [figure(f"size.t{n}", n, topic=f"a topic, number {n}") for n in (1, 2)]
    (family,) = families(made)
    assert (family.measure, family.keys) == ("size", ("topic",))
