"""Budget: what is cut, what is said about it, and that nothing exceeds it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from server.mcp.budget import LeftOut, Section, fitted, kept, page, tokens
from tools.base import Model


class Listing(Model):
    first: tuple[str, ...] = ()
    second: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


def test_a_token_is_four_bytes_rounded_up():
    assert [tokens(text) for text in ("", "a", "four", "fiver", "é" * 4)] == [0, 1, 1, 2, 2]


def test_the_costliest_list_is_cut_first_from_its_end():
    # 10 + 30 + 9 = 49 over 40: the list of thirty loses its last ten.
    assert kept({"big": [10, 10, 10], "small": [3, 3, 3]}, fixed=10, budget=40) == {"big": 2, "small": 3}


def test_one_entry_of_each_list_always_stays():
    assert kept({"a": [50, 50], "b": [50]}, fixed=0, budget=10) == {"a": 1, "b": 1}


def test_a_model_that_fits_is_left_as_it_is():
    listing = Listing(first=("x",), second=("y",))
    assert fitted(listing, {"first": "ask", "second": "ask"}, 500) == listing


def test_a_cut_model_says_how_many_entries_are_missing_and_how_to_get_them():
    listing = Listing(first=tuple("word " * 20 for _ in range(50)), second=("y",))
    cut = fitted(listing, {"first": "ask again", "second": "never"}, 500)
    assert len(cut.first) + cut.left_out[0].n == 50
    assert cut.left_out == (LeftOut(what="first", n=50 - len(cut.first), how="ask again"),)
    assert tokens(cut.model_dump_json()) <= 500


@given(
    st.lists(st.text(max_size=60), max_size=60),
    st.lists(st.text(max_size=200), max_size=60),
    st.integers(min_value=400, max_value=3000),
)
def test_no_cut_model_or_page_exceeds_its_budget(first: list[str], second: list[str], budget: int):
    listing = Listing(first=tuple(first), second=tuple(second))
    assert tokens(fitted(listing, {"first": "a", "second": "b"}, budget).model_dump_json()) <= budget
    sections = [Section("First:", first, "more"), Section("Second:", second, "more")]
    assert tokens(page(["head"], sections, budget)) <= budget


def test_a_page_says_how_many_lines_are_missing():
    text = page(["head"], [Section("Lines:", ["x" * 400] * 10, "Ask again.")], 500)
    shown = text.count("x" * 400)
    assert 0 < shown < 10
    assert text.endswith(f"... and {10 - shown} more. Ask again.")


def test_sections_without_lines_are_not_shown():
    assert page(["head"], [Section("Nothing:", [])], 500) == "head"
