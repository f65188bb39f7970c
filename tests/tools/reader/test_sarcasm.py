"""Sarcasm: what is meant, if it is not what is said."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.reader import Reading, Sentiment
from tools.reader.sarcasm import allowing_for_sarcasm, if_sarcastic, meant_if_sarcastic

PRAISE = Sentiment(negative=0.0, neutral=0.0, positive=1.0)


def reading(said: Sentiment, sarcasm: float) -> Reading:
    return Reading(sentiment=said, emotions={}, sarcasm=sarcasm, language="en", reliable=True)


def test_sarcastic_praise_mostly_means_the_opposite() -> None:
    meant = meant_if_sarcastic(PRAISE)
    assert (meant.negative, meant.neutral, meant.positive) == pytest.approx((0.651, 0.177, 0.172))
    assert meant.label == "negative"


def test_sarcastic_complaints_stand() -> None:
    assert meant_if_sarcastic(Sentiment(negative=0.9, neutral=0.1, positive=0.0)).label == "negative"


def test_only_likely_sarcasm_gets_another_sentiment() -> None:
    assert if_sarcastic(reading(PRAISE, 0.49)) is None
    assert if_sarcastic(reading(PRAISE, 0.5)) == meant_if_sarcastic(PRAISE)


def test_sarcasm_is_weighed_in_by_its_probability() -> None:
    assert allowing_for_sarcasm(reading(PRAISE, 0.0)) == PRAISE
    assert allowing_for_sarcasm(reading(PRAISE, 0.2)).positive == pytest.approx(0.8 + 0.2 * 0.172)


@settings(max_examples=60, deadline=None)
@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_what_is_meant_is_a_distribution(one: float, other: float, sarcasm: float) -> None:
    low, high = sorted((one, other))
    found = allowing_for_sarcasm(reading(Sentiment(negative=low, neutral=high - low, positive=1 - high), sarcasm))
    assert found.negative + found.neutral + found.positive == pytest.approx(1)
