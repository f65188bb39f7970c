"""Tribes: planted circles are found, random graphs hold none, and nobody is told of who could be singled out."""

from __future__ import annotations

import json
from functools import cache
from itertools import combinations

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from knowledge.samples import Launch, generate
from tests.tools.conftest import Row, borne_out, make_tables, read_posts
from tools.errors import MissingData, TooFewPosts
from tools.inputs import Tables
from tools.segmentation.tribes.finding import communities
from tools.segmentation.tribes.ties import ties
from tools.segmentation.tribes.tribes import TribesQuery, TribesResult, tribes


def person(number: int) -> str:
    return f"u_{number:03}"


def circles(*sizes: int, bridges: int = 0, seed: int = 3) -> list[Row]:
    """Follows in circles, each follows six of its own; the first `bridges` people also follow six of each other one."""
    random, rows, start = np.random.default_rng(seed), set(), 0
    homes = []
    for size in sizes:
        homes.append(range(start, start + size))
        start += size
    for home in homes:
        for one in home:
            rows |= {(one, int(other)) for other in random.choice(home, 6, replace=False) if other != one}
            away = int(random.integers(start))
            rows |= {(one, away)} - {(one, one)}
    for one in range(bridges):
        for home in homes[1:]:
            rows |= {(one, int(other)) for other in random.choice(home, 6, replace=False)}
    return [{"from_id": person(a), "to_id": person(b)} for a, b in sorted(rows)]


def ask(tables: Tables, **query: object) -> TribesResult:
    asked = TribesQuery.model_validate({"dataset": "demo"} | query)
    result = tribes.run(asked, tables)
    borne_out(tribes, asked, result)
    assert isinstance(result, TribesResult)
    return result


@cache
def sample() -> Launch:
    return generate(seed=7)


def sample_tables() -> Tables:
    follows = [row._asdict() for row in sample().follows]
    members = [{"author_id": who, "attributes": attributes} for who, attributes in _attributes().items()]
    return make_tables(follows=follows, authors=members)


def _attributes() -> dict[str, str | None]:
    return {author.author_id: author.attributes for author in sample().authors}


def test_circles_are_told_of_from_the_largest_with_what_stays_inside():
    result = ask(make_tables(follows=circles(60, 40, 50)))
    assert result.beyond_chance
    assert [tribe.number for tribe in result.tribes] == [1, 2, 3]
    sizes = [result.figure(f"people.{tribe.key}").value for tribe in result.tribes]
    assert all(abs(size - true) < 10 for size, true in zip(sizes, (60, 50, 40), strict=True))
    assert all(size % 5 == 0 for size in sizes)
    # Six ties of seven stay inside, and one falls anywhere: a third of those inside too.
    assert result.figure("inside.tribe_1").value == pytest.approx(6 / 7 + 1 / 7 / 3, abs=0.06)
    assert result.figure("agreement").value > 0.8
    assert all(tribe.holds for tribe in result.tribes)


@pytest.mark.slow
def test_the_sample_gives_back_its_planted_communities():
    tables = sample_tables()
    graph = ties(TribesQuery(dataset="demo"), tables, None)
    found = communities(graph, resolution=1, seed=0)
    truth = [sample().truth.communities[who] for who in graph.people]
    assert adjusted_rand_score(truth, found.labels) > 0.95
    assert len(found.sizes) == 4
    result = ask(tables)
    told = {trait for tribe in result.tribes for trait in tribe.traits}
    assert {"interests: design", "interests: wellbeing", "interests: marketing"} <= told


def test_what_one_wants_to_make_tribes_of_may_be_random():
    random = np.random.default_rng(5)
    for people, n in ((100, 300), (200, 1500)):
        pairs = {(int(a), int(b)) for a, b in random.integers(0, people, (n, 2)) if a != b}
        result = ask(make_tables(follows=[{"from_id": person(a), "to_id": person(b)} for a, b in sorted(pairs)]))
        assert not result.beyond_chance
        assert result.tribes == ()
        said = tribes.say(TribesQuery(dataset="demo"), result)[0].text
        assert "fall into no tribes" in said


def test_people_with_ties_everywhere_are_counted_as_bridges_if_they_are_enough():
    none = ask(make_tables(follows=circles(60, 60, 60, 60)))
    with pytest.raises(KeyError):
        none.figure("bridges")
    some = ask(make_tables(follows=circles(100, 60, 60, 60, bridges=40)))
    assert 20 <= some.figure("bridges").value <= 45


def test_a_small_circle_is_not_told_of_nor_given_away_by_the_others():
    result = ask(make_tables(follows=circles(80, 60, 40, 12)))
    # The twelve are under the floor, and would be the whole less the others: the forty are left out with them.
    assert len(result.tribes) == 2
    assert result.left_out in (0, 5)


def test_words_and_declared_interests_set_tribes_apart_but_never_what_the_law_protects():
    rows = circles(60, 60)
    interest = ["sailing", "chess"]
    authors = [
        {
            "author_id": person(i),
            "attributes": json.dumps({"interests": [interest[i // 60]], "gender": interest[i // 60]}),
        }
        for i in range(120)
    ]
    posts = [
        {
            "author_id": person(i),
            "text": f"We talked about {'harbours' if i < 60 else 'openings'} for hours number {i}",
            "label": "positive" if i % 3 else "negative",
            "platform": "reddit",
        }
        for i in range(120)
    ]
    result = ask(read_posts(posts, follows=rows, authors=authors))
    assert {tribe.words for tribe in result.tribes} == {("harbours",), ("openings",)}
    assert {tribe.traits for tribe in result.tribes} == {("interests: sailing",), ("interests: chess",)}
    one = result.tribes[0]
    assert result.figure(f"trait.1.{one.key}").value == 1
    # Two thirds of its posts are positive and one third negative.
    assert result.figure(f"net.{one.key}").value == pytest.approx(1 / 3, abs=0.02)
    assert {post.role for post in result.posts} == {"representative", "contrary"}
    assert result.figure("net.apart.tribe_1").value == pytest.approx(0, abs=0.03)
    assert any(
        "No tribe feels better or worse" in said.text for said in tribes.say(TribesQuery(dataset="demo"), result)
    )
    assert all(
        sum(post.group == {"tribe": f"tribe {tribe.number}"} for post in result.posts) <= 3 for tribe in result.tribes
    )


def test_a_tribe_that_feels_unlike_the_others_is_named_by_its_number():
    posts = [
        {"author_id": person(i), "text": f"number {i} was here", "label": "negative" if i < 60 else "positive"}
        for i in range(120)
    ]
    result = ask(read_posts(posts, follows=circles(60, 60)))
    apart = sorted(result.figure(f"net.apart.{tribe.key}").value for tribe in result.tribes)
    assert apart == pytest.approx([-2, 2], abs=0.1)


def test_answers_tie_people_where_nobody_follows():
    random = np.random.default_rng(4)
    posts: list[Row] = []
    for home in (range(40), range(40, 80)):
        posts += [{"post_id": f"a_{i}", "author_id": person(i), "text": "hello all"} for i in home]
        posts += [
            {"post_id": f"b_{i}_{j}", "author_id": person(i), "reply_to": f"a_{j}", "text": "and to you"}
            for i, j in combinations(home, 2)
            if random.random() < 0.2
        ]
    result = ask(make_tables(posts=posts))
    assert result.ties == "talk"
    assert len(result.tribes) == 2
    assert result.figure("inside.tribe_1").value == 1


def test_the_order_of_rows_changes_nothing():
    rows = circles(50, 40)
    assert ask(make_tables(follows=rows)) == ask(make_tables(follows=rows[::-1]))


def test_what_is_missing_or_too_little_is_said():
    with pytest.raises(TooFewPosts, match="people with a tie"):
        ask(make_tables(follows=circles(20, 20)))
    with pytest.raises(MissingData, match="--table follows"):
        ask(make_tables(posts=[{"author_id": "u"}]), ties="follows")
    with pytest.raises(ValueError, match="single people out"):
        TribesQuery.model_validate({"dataset": "demo", "filter": {"author_ids": ["u_1"]}})


def test_no_member_is_named():
    result = ask(make_tables(follows=circles(60, 40)))
    assert "u_0" not in result.model_dump_json()
