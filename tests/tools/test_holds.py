from __future__ import annotations

import ibis
import pytest

from tools.scope import holds


@pytest.mark.parametrize(
    ("text", "phrase", "held"),
    [
        ("I am happy", "app", False),
        ("The App!", "app", True),
        ("#app", "app", True),
        ("two apps", "app", False),
        ("my_app", "app", False),
        ("é-mail", "é", True),
        ("caféapp", "app", False),
        ("costs 5$ (net)", "5$", True),
        ("a.b", "a.b", True),
        ("axb", "a.b", False),
        (None, "app", False),
    ],
)
def test_a_phrase_is_held_as_whole_words(text: str | None, phrase: str, held: object) -> None:
    posts = ibis.memtable({"text": [text]}, schema={"text": "string"})
    assert posts.select(held=holds(posts, phrase)).to_pyarrow()["held"].to_pylist() == [held]
