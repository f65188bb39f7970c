"""Search posts: the count is exact, the hits keep to the scope."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from tests.tools.conftest import Row, borne_out, make_tables
from tools.errors import BadRequest
from tools.inputs import Tables
from tools.listening import search_posts as module
from tools.listening.search_posts import SearchPostsQuery, SearchPostsResult, search_posts
from tools.services import Hit

ROWS: list[Row] = [
    {"text": "the login problem again", "brand": "Acme"},
    {"text": "a problem with the Login page", "brand": "Acme"},
    {"text": "LOGIN problem!!", "brand": "Bolt"},
    {"text": "all fine", "brand": "Bolt"},
    {"text": None},
]


class Index:
    """A search that finds all posts in order of id, and notes what it was asked."""

    words = ""

    def __init__(self, tables: Tables) -> None:
        self.ids = sorted(tables["posts"].to_pyarrow()["post_id"].to_pylist())
        self.asked: list[tuple[int, frozenset[str] | None]] = []

    def search(self, words: str, *, limit: int, among: Collection[str] | None = None) -> list[Hit]:
        self.words = words
        self.asked.append((limit, None if among is None else frozenset(among)))
        ids = [post_id for post_id in self.ids if among is None or post_id in among]
        return [Hit(post_id, 1 / (1 + rank), ("words",)) for rank, post_id in enumerate(ids[:limit])]


def ask(rows: list[Row], **query: object) -> tuple[SearchPostsResult, Index]:
    asked = SearchPostsQuery.model_validate({"dataset": "demo"} | query)
    tables = make_tables(posts=rows)
    index = Index(tables)
    result = search_posts.run(asked, tables, search=index)
    borne_out(search_posts, asked, result)
    assert isinstance(result, SearchPostsResult)
    return result, index


def test_it_counts_posts_with_the_phrase_and_with_every_word():
    result, _ = ask(ROWS, query="Login  problem")
    assert result.figure("posts.phrase").value == 2
    assert result.figure("posts.all_words").value == 3
    assert result.figure("share.all_words").value == pytest.approx(3 / 4)
    assert result.figure("share.all_words").n == 4  # posts with text


def test_words_are_counted_whole_as_a_filter_of_text_counts_them():
    rows: list[Row] = [{"text": text} for text in ("my blog", "login", "log in!", "#log", "the logs", "LOG")]
    result, _ = ask(rows, query="log")
    within, _ = ask(rows, query="in", filter={"text": "log"})
    assert result.figure("posts.phrase").value == within.n_posts == 3


def test_one_word_is_counted_once():
    result, _ = ask(ROWS, query="fine")
    assert [figure.name for figure in result.figures] == ["posts.phrase", "share.phrase"]


def test_hits_are_ids_with_scores_and_no_text():
    result, _ = ask(ROWS, query="login", limit=2)
    assert [hit.post_id for hit in result.hits] == ["p_0", "p_1"]
    assert {post.role for post in result.posts} == {"match"}
    assert "problem again" not in result.model_dump_json()


def test_without_a_restriction_all_posts_are_searched():
    _, index = ask(ROWS, query="login")
    assert (index.words, index.asked) == ("login", [(10, None)])


def test_a_filter_is_handed_to_the_search_as_ids():
    result, index = ask(ROWS, query="login", filter={"brands": ["Bolt"]})
    assert index.asked == [(10, frozenset({"p_2", "p_3"}))]
    assert {hit.post_id for hit in result.hits} == {"p_2", "p_3"}


def test_a_scope_of_most_posts_sifts_the_hits_until_there_are_enough(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "_LISTED", 0)
    rows = [{"post_id": f"p_{i:02}", "text": "login", "is_own": i < 9} for i in range(30)]
    result, index = ask(rows, query="login", limit=5)
    assert [hit.post_id for hit in result.hits] == [f"p_{i:02}" for i in range(9, 14)]
    assert [limit for limit, _ in index.asked] == [10, 20]


def test_nothing_in_scope_finds_nothing_and_counts_nothing():
    result, index = ask(ROWS, query="login", period={"start": "2020-01-01", "end": "2020-01-02"})
    assert (result.hits, result.figure("posts.phrase").value, index.asked) == ((), 0, [])


@pytest.mark.parametrize("words", ["?!", "🙂"])
def test_a_query_without_a_word_is_refused(words: str):
    with pytest.raises(BadRequest, match="holds no word"):
        ask(ROWS, query=words)
