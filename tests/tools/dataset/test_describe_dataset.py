"""Describe dataset, on a dataset of a few posts."""

from __future__ import annotations

from datetime import date

from tests.tools.conftest import FACTS, borne_out, make_tables, read_posts
from tools.base import Period
from tools.dataset.describe_dataset import DescribeDatasetQuery, describe_dataset, runs_without

ROWS = [
    {
        "label": "positive",
        "author_id": "a",
        "created_at": "2026-10-01T10:00:00",
        "text": "fine",
        "lang": "en",
        "brand": "Acme",
    },
    {
        "label": "negative",
        "author_id": "b",
        "created_at": "2026-10-02T10:00:00",
        "text": "bad",
        "lang": "en",
        "reliable": False,
    },
    {"author_id": "a", "created_at": "2026-10-06T10:00:00", "text": None, "platform": "reddit", "lang": "de"},
    {
        "label": "neutral",
        "author_id": "own",
        "created_at": "2026-10-06T11:00:00",
        "text": "we are live",
        "is_own": True,
    },
]
QUERY = DescribeDatasetQuery(dataset="demo")


def test_it_counts_posts_authors_text_and_what_was_read():
    result = describe_dataset.run(QUERY, read_posts(ROWS))
    values = {figure.name: figure.value for figure in result.figures}
    assert values["posts"] == 4
    assert values["authors"] == 3
    assert values["posts.own"] == 1
    assert values["share.with_text"] == 0.75
    assert values["share.read"] == 0.5
    assert values["posts.platform.x"] == 3
    assert values["posts.brand.acme"] == 1
    assert values["posts.lang.en"] == 2
    assert result.period == Period(start=date(2026, 10, 1), end=date(2026, 10, 6))
    borne_out(describe_dataset, QUERY, result)


def test_days_without_posts_are_a_gap():
    result = describe_dataset.run(QUERY, read_posts(ROWS))
    assert result.gaps == (Period(start=date(2026, 10, 3), end=date(2026, 10, 5)),)
    assert result.figure("days.without_posts").value == 3
    assert "the longest gap from 2026-10-03 to 2026-10-05" in describe_dataset.say(QUERY, result)[-1].text


def test_gaps_lie_between_days_only():
    days = [date(2026, 10, day) for day in (1, 2, 4, 9)]
    assert [(gap.start.day, gap.end.day) for gap in runs_without(days)] == [(3, 3), (5, 8)]
    assert runs_without([]) == runs_without(days[:1]) == []


def test_it_says_which_tables_are_there_and_which_are_missing():
    result = describe_dataset.run(QUERY, read_posts(ROWS, authors=[{"author_id": "a"}]))
    assert result.tables == ("posts", "readings", "authors")
    assert "outcomes" in result.missing
    assert "vectors" not in result.missing  # nobody imports these


def test_it_passes_on_what_the_dataset_knows_of_itself():
    result = describe_dataset.run(QUERY, read_posts(ROWS))
    assert result.brands == FACTS.brands
    assert result.reader is not None
    assert (result.reader.id, result.reader.labelled_posts, result.reader.borrowed) == ("test", 3_000_000, False)


def test_an_empty_dataset_is_described_not_refused():
    result = describe_dataset.run(QUERY, make_tables(posts=[]))
    assert result.n_posts == 0
    assert result.period is None
    assert borne_out(describe_dataset, QUERY, result) == ["Dataset demo holds 0 posts."]


def test_the_order_of_rows_does_not_matter():
    rows = [{"post_id": f"p_{i}"} | row for i, row in enumerate(ROWS)]
    assert describe_dataset.run(QUERY, read_posts(rows)) == describe_dataset.run(QUERY, read_posts(rows[::-1]))


def test_only_brands_that_were_counted_are_named():
    query = DescribeDatasetQuery(dataset="demo", filter={"brands": ["Acme"]})
    result = describe_dataset.run(query, read_posts([{"brand": "Acme"}, {"brand": "Bolt"}]))
    first = borne_out(describe_dataset, query, result)[0]
    assert "Acme" in first
    assert "Bolt" not in first
