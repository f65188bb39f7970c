"""Mentions: names as whole words, whatever the case."""

import pytest

from tests.tools.conftest import make_tables
from tools.facts import Brand
from tools.listening.mentions import mention_of

ACME = Brand(name="Acme", aliases=("@acme", "acme cloud", "A.C.M.E"))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("I like Acme", True),
        ("ACME!", True),
        ("@acme why", True),
        ("#acme", True),
        ("acme's prices", True),
        ("(acme)", True),
        ("the acmes", False),
        ("macme", False),
        ("acme_store", False),
        ("größacme", False),
        ("acmeß", False),
        ("a.c.m.e is down", True),
        ("abcxmxe", False),
        ("", False),
        (None, False),
    ],
)
def test_a_name_is_found_as_a_whole_word(text: str | None, named: bool):  # noqa: FBT001 (an expectation, not a flag)
    posts = make_tables(posts=[{"text": text}])["posts"]
    assert posts.select(found=mention_of(ACME, posts).named).to_pyarrow()["found"].to_pylist() == [named]


def test_a_tag_counts_without_any_text():
    posts = make_tables(posts=[{"text": None, "brand": "Acme"}, {"text": None, "brand": "Bolt"}])["posts"]
    match = mention_of(ACME, posts)
    row = posts.select(tagged=match.tagged, either=match.either).to_pyarrow().to_pydict()
    assert row == {"tagged": [True, False], "either": [True, False]}
