"""Moderation: what rules flag, and what they leave alone. Made up for the test."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.service.moderation import hints


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("this is bullshit", "profanity"), ("SH1T update", "profanity"), ("ｆｕｃｋ this", "profanity"),
        ("vaya mierda de app", "profanity"), ("you're all such idiots", "insult"), ("your a total moron", "insult"),
        ("they are crooks", "insult"), ("shut the hell up", "insult"), ("I will find you", "threat"),
        ("you deserve to rot", "threat"), ("deport all those immigrants", "hate"), ("women are all parasites", "hate"),
        ("my onlyfans is up", "sexual"),
    ],
)  # fmt: skip
def test_offences_are_named_by_category(text: str, category: str) -> None:
    assert category in hints(text).offensive


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("https://a.test https://b.test https://c.test www.d.test https://e.test", "links"),
        ("#win #cash #free #now #go #top sale", "hashtags"), ("@a @b @c @d @e @f look", "mentions"),
        ("buy buy buy buy buy this", "repeated words"), ("Free iPhone! Click the link in my bio", "known phrase"),
        ("earn $5,000 a week from home", "known phrase"), ("bitcoin giveaway today", "known phrase"),
        ("fr\u200be\u200be st\u200buff", "scrambled"),
    ],
)  # fmt: skip
def test_signs_of_spam_are_named(text: str, sign: str) -> None:
    assert sign in hints(text).spam


@pytest.mark.parametrize(
    "text",
    [
        "", "Love the new agenda!", "your stupid app ate my playlist", "what a class act", "Scunthorpe and Essex",
        "how do I get more followers?", "please follow up", "https://a.test and https://b.test show the bug",
        "I work from my home office", "kill the background process", "no no no", "\U0001f600" * 30,
        "I make 3 talks a day work",
        "he is a trans activist", "#keynote #acme great talk by the whole team today", "family 👨\u200d👩\u200d👧 plan",
    ],
)  # fmt: skip
def test_everyday_posts_are_left_alone(text: str) -> None:
    assert hints(text) == ((), ())


@settings(max_examples=100, deadline=None)
@given(st.text())
def test_any_text_is_legal_and_case_does_not_matter(text: str) -> None:
    assert set(hints(text).offensive) <= {"profanity", "insult", "threat", "hate", "sexual"}
    if text.isascii():
        assert hints(text) == hints(text.upper())
