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
