"""Doubts: each reason against a reading is said, and only then."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.reader.doubts import doubts
from tools.reader.grams import tokens
from tools.reader.language import Languages, Spoken


@pytest.mark.parametrize(
    ("language", "text", "reasons"),
    [
        (Spoken("en"), "the new app is great", ()),
        ("en", "the new app is great", ()),
        (Spoken("en"), "great", ("1 word, and at least 3 are needed",)),
        (Spoken("es"), "no funciona nada", ("the language is es, and this reader knows en only",)),
        (Spoken("en", "es"), "great update pero no funciona", ("part of it is in es, and this reader knows en only",)),
        (Spoken("en"), "zxcvb qwrtp the asdfghjkl", ("most of its words are none",)),
        (Spoken("und"), "😀", ("0 words, and at least 3 are needed", "the language cannot be told")),
    ],
)
def test_reasons(language: Spoken | str, text: str, reasons: tuple[str, ...]) -> None:
    assert doubts(language, tokens(text)) == reasons


@pytest.mark.parametrize(
    "text", ["hmm why not", "schlechte Strychnin Rhythmen", "the sky tries my hymn", "HTML and CSS are fine"]
)
def test_words_that_look_odd_are_words(text: str) -> None:
    assert doubts("en", tokens(text)) == ()


@settings(max_examples=60, deadline=None)
@given(st.text())
def test_any_text_is_legal(text: str) -> None:
    words = tokens(text)
    assert isinstance(doubts(LANGUAGES.spoken(words), words), tuple)


LANGUAGES = Languages()
