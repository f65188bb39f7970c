"""Language: common ones are told apart in short posts, and no words is no language."""

from __future__ import annotations

import pytest

from tools.reader.grams import tokens
from tools.reader.language import Languages


@pytest.fixture(scope="module")
def languages() -> Languages:
    return Languages()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("the app keeps crashing on my phone", "en"),
        ("no me gusta nada la nueva aplicación", "es"),
        ("ce produit est vraiment nul", "fr"),
        ("das neue Update ist leider sehr schlecht", "de"),
        ("obrigado pela ajuda de vocês", "pt"),
        ("この商品は最高です", "ja"),
        ("спасибо большое за помощь", "ru"),
        ("सेवा बहुत खराब है", "hi"),
    ],
)
def test_a_short_post_has_its_language(languages: Languages, text: str, code: str) -> None:
    assert languages.tell(tokens(text)) == code


@pytest.mark.parametrize("text", ["", "🔥🔥🔥", "!!!", "@name https://t.co/x", "ok"])
def test_a_text_without_enough_words_has_none(languages: Languages, text: str) -> None:
    assert languages.tell(tokens(text)) == "und"


@pytest.mark.parametrize(
    "text",
    [
        "Same error message",
        "Yes I did",
        "wtf is dis",
        "omg yasss queen",
        "Omg so true",
        "THIS IS BROKEN AGAIN",
        "Good luck!",
    ],
)
def test_short_english_is_english(languages: Languages, text: str) -> None:
    assert languages.tell(tokens(text)) == "en"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("no funciona nada", "es"),
        ("das geht so nicht", "de"),
        ("muito obrigado", "pt"),
        ("GRAZIE MILLE", "it"),
        ("merci bien", "fr"),
    ],
)
def test_short_texts_in_other_languages_stay_theirs(languages: Languages, text: str, code: str) -> None:
    assert languages.tell(tokens(text)) == code


def test_half_of_a_text_may_be_in_another_language(languages: Languages) -> None:
    mixed = "the new update looks great but I am sorry to say que la aplicación ya no funciona en mi teléfono"
    found = languages.spoken(tokens(mixed))
    assert {found.code, found.beside} == {"en", "es"}
    assert languages.spoken(tokens("the new update looks great but the app no longer works on my phone")).beside is None
