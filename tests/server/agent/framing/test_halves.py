from __future__ import annotations

import pytest

from server.agent.framing.halves import halves


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        (
            "How do people feel about us, and is it getting worse?",
            ("How do people feel about us", "is it getting worse?"),
        ),
        ("who wrote the worst one, where does she live?", ("who wrote the worst one", "where does she live?")),
        ("how do people feel and why", ("how do people feel and why",)),
        ("who is talked about most, us or them", ("who is talked about most, us or them",)),
        ('find posts that say "a and what is b"', ('find posts that say "a and what is b"',)),
    ],
)
def test_a_text_is_cut_between_questions_and_nowhere_else(text: str, asked: tuple[str, ...]) -> None:
    assert halves(text) == asked
