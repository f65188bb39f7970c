from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from server.desk.visible import escaped, hidden, one_line


def test_hidden_characters_are_spelled_out() -> None:
    assert escaped("a\u202eb") == "a[U+202E RIGHT-TO-LEFT OVERRIDE]b"
    assert escaped("a\u200bb") == "a[U+200B ZERO WIDTH SPACE]b"
    assert escaped("\x1b[2J") == "[U+001B][2J"
    assert escaped("\U000e0041") == "[U+E0041 TAG LATIN CAPITAL LETTER A]"


def test_what_can_be_seen_stays_as_it_is() -> None:
    for text in ("Grüße, Zoë!\nबहुत", "👩‍💻 ❤️ 👍🏽", "…—“”"):
        assert escaped(text) == text
        assert hidden(text) == []


def test_a_joiner_outside_an_emoji_is_hidden() -> None:
    assert hidden("a\u200db") == ["\u200d"]
    assert hidden("x\ufe0f\ufe0f") == ["\ufe0f"]


@given(st.text())
def test_nothing_escaped_commands_a_terminal_or_hides(text: str) -> None:
    assert hidden(escaped(text)) == []


@given(st.text(), st.integers(2, 100))
def test_one_line_is_one_line_of_that_width(text: str, width: int) -> None:
    line = one_line(text, width)
    assert "\n" not in line
    assert len(line) <= width
