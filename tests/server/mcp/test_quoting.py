"""Quoting: text of strangers does nothing where it is shown."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from server.mcp.quoting import block, code, inert, short, visible


def test_hidden_characters_are_spelled_out_and_lines_are_joined():
    assert visible("a\u202eb\u200bc\nd") == "a[U+202E RIGHT-TO-LEFT OVERRIDE]b[U+200B ZERO WIDTH SPACE]c ⏎ d"


def test_emoji_stay_whole():
    assert visible("👩\u200d💻 ok") == "👩\u200d💻 ok"


def test_a_code_span_outlasts_the_ticks_inside_it():
    assert code("a `b` ``c``") == "``` a `b` ``c`` ```"


@given(st.text())
def test_no_text_closes_its_code_span_early(text: str):
    shown = code(text)
    fence = shown[: len(shown) - len(shown.lstrip("`"))]
    inside = shown[len(fence) : len(shown) - len(fence)]
    assert shown.endswith(fence)
    assert fence not in inside
    assert "\n" not in shown


@given(st.text())
def test_no_text_closes_its_code_block_early(text: str):
    fence, *lines, last = block(text).split("\n")
    assert fence == last
    assert all(fence not in line for line in lines)


def test_prose_cannot_become_a_link_an_image_or_html():
    said = inert("see ![x](https://evil.example/a.png) and <img src=x> and `code`")
    assert said == r"see !\[x\](https[:]//evil.example/a.png) and \<img src=x\> and `code`"


def test_a_backslash_in_a_post_does_not_undo_the_escaping():
    assert inert("\\[x](y)") == "\\\\\\[x\\](y)"


def test_a_long_text_is_cut_with_an_ellipsis():
    assert short("word " * 100, limit=10) == "word word…"
    assert short("short", limit=10) == "short"
