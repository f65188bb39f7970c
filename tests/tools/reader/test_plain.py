"""Plain: users, links, hashtags, emoji and repeats are spelled alike, and every character is found again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.reader.plain import ANY_NAME, MAX_CHARACTERS, given_names, plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@bob see https://t.co/x1", "@user see http"),
        ("mail me@home.org", "mail me@home.org"),
        ("#BestDayEver2016 ok", "Best Day Ever 2016 ok"),
        ("sooooo good!!!!", "soo good!!"),
        ("wait... 1000000", "wait.. 1000000"),
        ("a &amp; b", "a & b"),
        ("I ❤️ it", "I  red heart  it"),
        ("😡", " pouting "),
        ("ok👍🏽", "ok thumbs up sign "),
        ("zero\u200bwidth", "zerowidth"),
        ("Darnell and Yusuf's phone", "Emily and Emily's phone"),
        ("Grace, Apple and Jordan in Paris", "Grace, Apple and Jordan in Paris"),
        ("darnell, DARNELL, @Darnell, Darnellville, Mac-Darnell", "darnell, DARNELL, @user, Darnellville, Mac-Darnell"),
        ("", ""),
    ],
)
def test_a_text_is_rewritten(text: str, expected: str) -> None:
    assert plain(text).text == expected


def test_a_row_of_one_emoji_is_spelled_twice() -> None:
    assert plain("😂😂😂😂").text.split() == ["tears", "of", "joy"] * 2


def test_what_follows_a_rewritten_piece_is_found_where_it_went() -> None:
    text = "@somebody loves #NewPhone 😍😍😍 but the battery is bad"
    rewritten = plain(text)
    for word in ("loves", "battery", "bad"):
        start = text.index(word)
        assert rewritten.text[rewritten.place(start) : rewritten.place(start + len(word))] == word


def test_a_long_text_is_cut() -> None:
    assert len(plain("ab " * 50_000).text) == MAX_CHARACTERS


@given(st.text(alphabet=st.characters(), max_size=120))
def test_any_text_is_rewritten_and_its_places_run_forward_and_stay_inside(text: str) -> None:
    rewritten = plain(text)
    places = [rewritten.place(index) for index in range(len(text) + 1)]

    assert places == sorted(places)
    assert places[0] >= 0
    assert places[-1] <= len(rewritten.text)
    assert plain(text) == rewritten


def test_names_that_are_read_alike_are_many_and_single_words() -> None:
    assert len(given_names()) >= 800
    assert ANY_NAME in given_names()
    assert all(plain(f"so {name} said").text == f"so {ANY_NAME} said" for name in given_names())
    assert plain("so Darnell said", names_alike=False).text == "so Darnell said"


def test_what_follows_a_name_is_found_where_it_went() -> None:
    rewritten = plain("Oluwaseun broke my phone")
    assert rewritten.text[rewritten.place(16) : rewritten.place(24)] == "my phone"
