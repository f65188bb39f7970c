"""Suspected bots, by numbers worked by hand and by what is planted in the sample."""

from __future__ import annotations

import pytest

from knowledge.samples.launch import Launch, generate
from tests.tools.conftest import Row, borne_out, make_tables, read_posts
from tests.tools.test_suspicion import LINES, crew, posts
from tools.errors import TooFewPosts
from tools.inputs import Tables
from tools.listening.suspected_bots import SuspectedBotsQuery, SuspectedBotsResult, suspected_bots
from tools.suspicion import suspects
from tools.tables import TABLES

PEOPLE = [
    row for a in range(5) for row in posts(f"person{a}", [f"{line} {'abcde'[a]}" for line in LINES[a:] + LINES[:a]])
]
CREW = crew(3, 6)


def ask(tables: Tables, **query: object) -> SuspectedBotsResult:
    asked = SuspectedBotsQuery.model_validate({"dataset": "demo"} | query)
    result = suspected_bots.run(asked, tables)
    borne_out(suspected_bots, asked, result)
    assert isinstance(result, SuspectedBotsResult)
    return result


def scattered(rows: list[Row]) -> list[Row]:
    """Rows whose texts no two accounts share."""
    return [row | {"text": f"{row['author_id']} {'xyzuvw'[i % 6]} {row['text']}"} for i, row in enumerate(rows)]


def test_a_crew_of_three_among_five_people_wrote_eighteen_of_fifty_eight_posts():
    rows = [row | {"likes": 1} for row in CREW] + [row | {"likes": 9} for row in scattered(PEOPLE)]
    result = ask(make_tables(posts=rows))
    figures = {name: result.figure(name).value for name in ("authors.suspected", "authors.judged", "posts.suspected")}
    assert figures == {"authors.suspected": 3, "authors.judged": 8, "posts.suspected": 18}
    assert result.figure("share.posts").value == pytest.approx(18 / 58)
    assert result.figure("share.posts").n == 58
    assert result.figure("share.interactions").value == pytest.approx(18 / (18 + 40 * 9))
    assert result.figure("per_post").value == pytest.approx(378 / 58)
    assert result.figure("per_post.without").value == pytest.approx(9)
    assert [account.author_id for account in result.accounts] == ["crew0", "crew1", "crew2"]
    assert result.accounts[0].score == 4
    assert result.accounts[0].reasons[0] == "100.0 % of its posts have the words of at least two other accounts"
    assert {post.role for post in result.posts} == {"representative", "contrary"}


def test_the_share_is_shown_at_three_thresholds():
    result = ask(make_tables(posts=CREW + scattered(PEOPLE)))
    shares = [result.figure(f"share.posts{part}").value for part in (".looser", "", ".stricter")]
    assert shares == pytest.approx([18 / 58, 18 / 58, 0])
    stricter = ask(make_tables(posts=CREW + scattered(PEOPLE)), threshold=5)
    assert stricter.figure("share.posts").value == 0
    assert stricter.figure("share.posts.looser").value == pytest.approx(18 / 58)


def test_net_sentiment_is_given_with_and_without_them():
    rows = [row | {"label": "negative"} for row in CREW] + [row | {"label": "positive"} for row in scattered(PEOPLE)]
    result = ask(read_posts(rows))
    assert result.figure("net").value == pytest.approx((40 - 18) / 58, abs=0.01)
    assert result.figure("net.without").value == pytest.approx(1, abs=0.01)
    assert result.figure("net.without").n == 40


def test_a_scope_counts_its_own_posts_but_judges_by_all():
    rows = CREW + [row | {"platform": "reddit"} for row in scattered(PEOPLE)] + posts("crew0", LINES[:4])
    rows += [
        row | {"post_id": f"r_{i}", "platform": "reddit"} for i, row in enumerate(CREW) if row["author_id"] == "crew1"
    ]
    result = ask(
        make_tables(posts=[row | {"post_id": f"n_{i}"} for i, row in enumerate(rows)]), filter={"platforms": ["reddit"]}
    )
    assert [(account.author_id, account.posts) for account in result.accounts] == [("crew1", 6)]
    assert result.figure("share.posts").value == pytest.approx(6 / 46)


def test_nobody_is_suspected_among_people():
    result = ask(make_tables(posts=scattered(PEOPLE)))
    assert result.accounts == ()
    said = suspected_bots.say(SuspectedBotsQuery(dataset="demo"), result)
    assert [sentence.text for sentence in said] == [
        "None of the 5 accounts that could be judged shows enough signs to be suspected."
    ]


def test_nothing_says_that_somebody_is_a_bot():
    result = ask(make_tables(posts=CREW + scattered(PEOPLE)))
    said = " ".join(sentence.text for sentence in suspected_bots.say(SuspectedBotsQuery(dataset="demo"), result))
    assert "suspected" in said
    assert "bot" not in said.lower()


def test_few_posts_and_accounts_of_few_posts_are_refused():
    with pytest.raises(TooFewPosts, match="Found 18 posts, and at least 30"):
        ask(make_tables(posts=CREW))
    singles = [row for a in range(40) for row in posts(f"one{a}", LINES[:1])]
    with pytest.raises(TooFewPosts, match="Found 1 posts by one account at most, and at least 3"):
        ask(make_tables(posts=singles))


@pytest.fixture(scope="module")
def launch() -> Launch:
    return generate(seed=7)


def test_planted_bots_are_found_and_nobody_else(launch: Launch):
    tables = sample(launch)
    result = ask(tables)
    found = set(suspects(tables).to_pyarrow()["author_id"].to_pylist())
    planted = set(launch.truth.bots)
    assert found <= planted
    assert len(found) == result.figure("authors.suspected").value
    assert len(found) / len(planted) > 0.6


def sample(launch: Launch) -> Tables:
    authors = [
        {key: value for key, value in row._asdict().items() if key in TABLES["authors"].columns}
        for row in launch.authors
    ]
    return make_tables(posts=[row._asdict() for row in launch.posts], authors=authors)
