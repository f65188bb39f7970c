"""Groups: which are shown, and how they are named."""

from datetime import date

from tools.groups import dotted, monday, phrase, slugs, split


def test_large_groups_come_from_the_largest_down_and_small_ones_are_named():
    chosen = split({"b": 40, "a": 40, "c": 90, "d": 7, None: 12}, "brand", at_least=30)
    assert chosen.shown == ("c", "a", "b")
    assert chosen.left_out == (
        "Left out for having under 30 posts: d (7).",
        "12 posts have no brand and are in no group.",
    )


def test_times_come_in_order_and_only_the_last_forty():
    chosen = split({f"2026-{day // 28 + 1:02}-{day % 28 + 1:02}": 50 for day in range(50)}, "day", at_least=30)
    assert list(chosen.shown) == sorted(chosen.shown)
    assert (len(chosen.shown), chosen.shown[-1]) == (40, "2026-02-22")
    assert chosen.left_out == ("Only 40 of 50 groups are shown; a filter shows the others.",)


def test_many_small_groups_are_not_all_listed():
    (said,) = split({f"g{i}": 1 for i in range(9)}, "region", at_least=30).left_out
    assert said.endswith("g3 (1), g4 (1) and 4 more.")


def test_without_a_split_there_are_no_groups():
    assert split({"": 100}, None, at_least=30) == ((), ())


def test_names_of_figures_are_distinct_and_plain():
    assert slugs(["Acme Cloud", "acme-cloud", "ACME CLOUD", "東京", "!!"]) == {
        "Acme Cloud": "acme_cloud",
        "acme-cloud": "acme-cloud",
        "ACME CLOUD": "acme_cloud_2",
        "東京": "東京",
        "!!": "group",
    }
    assert dotted("share", "", "acme") == "share.acme"


def test_groups_are_spoken_of_as_people_do():
    assert phrase("platform", "reddit") == " on reddit"
    assert phrase(None, "") == ""


def test_a_week_is_named_by_its_monday():
    assert {monday(date(2026, 10, day)) for day in range(5, 12)} == {date(2026, 10, 5)}
