"""Tests of server.agent.framing.shorthand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.agent.framing.shorthand import plainly


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("whats our NSS", "whats our net sentiment"),
        ("ER by reach for us", "engagement rate by reach for us"),
        ("need share of noise for the board deck", "need share of voice "),
        ("has our sentiment recovered since", "has our sentiment improved since"),
        ("SOV cleaned of bots", "SOV without bots"),
        ("the handles that smell automated", "the accounts that look like bots"),
        ("direction of travel in april", "trend in april"),
        ("women compared w/ the men", "women compared with the men"),
    ],
)
def test_shorthand_of_the_trade_is_put_plainly(typed: str, plain: str) -> None:
    assert plainly(typed) == plain


@pytest.mark.parametrize(
    "typed",
    ["posts by @nss", "posts about recovered accounts", "complaints about the temperature", "the slide deck", "better"],
)
def test_words_that_only_look_like_shorthand_stay(typed: str) -> None:
    assert plainly(typed) == typed


def test_quoted_words_stay_as_they_are() -> None:
    assert plainly('find posts with "nss tanked"') == 'find posts with "nss tanked"'


@given(st.text(alphabet="abc “”\"' ", max_size=40))
def test_text_without_shorthand_is_unchanged(text: str) -> None:
    assert plainly(text) == text
