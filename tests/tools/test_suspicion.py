"""Suspicion, by accounts whose points can be added by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import ibis
import pyarrow as pa
import pytest

from tests.tools.conftest import Row, make_tables
from tools.base import PostFilter, Query
from tools.scope import scope
from tools.statistics.proportion import wilson
from tools.suspicion import MOST, SIGNS, SUSPECTED, judged, surely, suspects

START = datetime(2026, 10, 1, 8, tzinfo=UTC)
LINES = [
    "The train was late again and the coffee cold.",
    "My neighbour plants tomatoes between roses every spring.",
    "Nobody told me that this museum closes on Mondays.",
    "We walked along the river until our shoes were wet.",
    "A grey cat has moved into the bakery next door.",
    "Their third record is better than either before it.",
    "Rain all week, so the children built a paper city.",
    "He repaired an old radio with parts from a toaster.",
]


def posts(author: str, texts: list[str], *, apart: timedelta = timedelta(hours=7), **columns: object) -> list[Row]:
    """Posts of an account at uneven times."""
    rng = Random(author)  # noqa: S311 (times, not secrets)
    at, rows = START, []
    for i, text in enumerate(texts):
        at += apart * (0.2 + 2 * rng.random())
        rows.append(
            {"post_id": f"{author}_{i}", "author_id": author, "text": text, "created_at": at.isoformat()} | columns
        )
    return rows


def crew(accounts: int, each: int) -> list[Row]:
    """Accounts that all post one slogan, with other codes."""
    slogan = "Best app of the year, get your discount today with code GO{}"
    return [row for a in range(accounts) for row in posts(f"crew{a}", [slogan.format(10 * a + i) for i in range(each)])]


def account(rows: list[Row], author: str, **tables: Any) -> dict[str, Any]:  # noqa: ANN401 (rows of further tables)
    """What is held on an account; empty where it has under two points."""
    found = judged(make_tables(posts=rows, **tables)).to_pyarrow().to_pylist()
    return next((row for row in found if row["author_id"] == author), {})


def points(found: dict[str, Any]) -> dict[str, int]:
    return {sign.kind: found[f"{sign.kind}_points"] for sign in SIGNS if found[f"{sign.kind}_points"]}


def test_a_crew_that_posts_one_slogan_is_suspected_and_a_person_is_not():
    tables = make_tables(posts=crew(3, 6) + posts("ada", LINES))
    assert sorted(suspects(tables).to_pyarrow()["author_id"].to_pylist()) == ["crew0", "crew1", "crew2"]
    found = account(crew(3, 6), "crew0")
    assert points(found) == {"copied": 2, "repeated": 2, "narrow": 1}
    assert found["score"] == 4, "repeating and few words are one habit: 2 + min(2 + 1, 2)"


def test_three_copies_count_less_than_four():
    few, more = (account(crew(3, each), "crew1") for each in (3, 4))
    assert points(few)["copied"] == 1
    assert points(more)["copied"] == 2
    assert account(crew(3, 2), "crew1") == {}, "two posts are too few to judge"


def test_a_text_that_one_other_account_posted_is_no_copy():
    assert "copied" not in points(account(crew(2, 6), "crew0"))


def test_saying_thank_you_or_reposting_is_no_copying():
    thanks = [row for a in range(5) for row in posts(f"fan{a}", ["thank you so much!"] * 6)]
    reposts = [
        row for a in range(5) for row in posts(f"fan{a}", ["RT @acme: our new app is out today, come and see"] * 6)
    ]
    assert account(thanks, "fan0") == {}
    assert account(reposts, "fan0") == {}


def test_somebody_who_only_repeats_a_complaint_is_not_suspected():
    found = account(posts("ada", ["I cannot log in to my account since yesterday"] * 20), "ada")
    assert points(found) == {"repeated": 2, "narrow": 1}
    assert found["score"] == 2


def test_a_clock_is_regular_and_days_alone_are_no_clock():
    texts = LINES * 2
    hourly = [
        row | {"created_at": (START + timedelta(hours=i)).isoformat()} for i, row in enumerate(posts("tick", texts))
    ]
    daily = [row | {"created_at": f"2026-10-{1 + i:02}T00:00:00+00:00"} for i, row in enumerate(posts("tick", texts))]
    assert account(hourly, "tick")["burstiness"] == -1
    assert points(account(hourly, "tick"))["regular"] == 2
    assert account(daily, "tick")["burstiness"] is None


def test_pace_and_rest_need_many_posts():
    busy = posts("busy", LINES * 20, apart=timedelta(minutes=8))
    found = account(busy, "busy")
    assert found["posts"] == 160
    assert points(found)["pace"] == 1, "160 posts on two days"
    assert points(found)["sleepless"] == 1


def test_a_young_account_that_follows_thousands_has_two_points_and_no_more():
    profile = {"author_id": "ada", "created_at": "2026-09-20T00:00:00", "followers": 20, "following": 2000}
    found = account(posts("ada", LINES), "ada", authors=[profile])
    assert points(found) == {"young": 1, "follows": 1}
    assert found["following_ratio"] == 100
    assert found["age_days"] == pytest.approx(11.9, abs=0.1)
    assert account(posts("ada", LINES), "ada", authors=[profile | {"created_at": "2020-01-01T00:00:00"}]) == {}


def test_the_brands_own_posts_and_posts_without_author_are_never_judged():
    rows = [row | {"is_own": True} for row in crew(3, 6)] + [row | {"author_id": None} for row in posts("x", LINES)]
    assert suspects(make_tables(posts=rows)).count().to_pyarrow().as_py() == 0


def test_the_order_of_posts_changes_nothing():
    rows = crew(4, 7) + posts("ada", LINES * 8)
    mixed = Random(1).sample(rows, len(rows))  # noqa: S311 (an order, not a secret)
    one, other = (
        sorted(judged(make_tables(posts=each)).to_pyarrow().to_pylist(), key=lambda row: row["author_id"])
        for each in (rows, mixed)
    )
    assert one == other


def test_no_sign_alone_nor_a_profile_nor_copying_makes_anybody_suspected():
    most = {sign.kind: len(sign.limits) for sign in SIGNS}
    assert max(most.values()) < SUSPECTED
    assert most["young"] + most["follows"] < SUSPECTED
    assert sum(most.values()) - 1 == MOST


def test_shares_count_with_the_lower_end_of_wilsons_interval():
    pairs = [(3, 3), (4, 4), (1, 7), (0, 5), (40, 90)]
    table = ibis.memtable(pa.table({"k": [k for k, _ in pairs], "n": [n for _, n in pairs]}))
    found = table.mutate(low=surely(table.k, table.n)).to_pyarrow().to_pylist()
    expected = {pair: wilson(*pair).low for pair in pairs}
    assert {(row["k"], row["n"]): row["low"] for row in found} == pytest.approx(expected)


def test_every_query_can_leave_the_suspected_out_or_take_them_alone():
    rows = crew(3, 6) + posts("ada", LINES) + [{"post_id": "nobody", "text": "hello"}]
    rows += [row | {"is_own": True} for row in posts("acme", LINES[:2])]
    tables = make_tables(posts=rows)

    def counted(**wanted: str) -> int:
        query = Query.model_validate({"dataset": "demo", "filter": wanted})
        return int(scope(query, tables).count().to_pyarrow().as_py())

    assert counted() == 18 + 8 + 1
    assert counted(suspected_bots="exclude") == 8 + 1
    assert counted(suspected_bots="exclude", own="include") == 8 + 1 + 2
    assert counted(suspected_bots="only") == 18
    assert counted(suspected_bots="only", text="hello") == 0
    assert str(PostFilter(suspected_bots="exclude")) == "without suspected bots"


def test_accounts_are_judged_by_all_their_posts_whatever_the_filter():
    rows = [row | {"platform": "x" if i % 3 else "reddit"} for i, row in enumerate(crew(3, 6) + posts("ada", LINES))]
    query = Query(dataset="demo", filter=PostFilter(platforms=("reddit",), suspected_bots="only"))
    found = scope(query, make_tables(posts=rows)).to_pyarrow()["author_id"].to_pylist()
    assert sorted(found) == ["crew0", "crew0", "crew1", "crew1", "crew2", "crew2"]
