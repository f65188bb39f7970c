"""Needles: a faster way to the same matches."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tools.service.test_distress import CALM, DISGUISED, LANGUAGES, SIGNS
from tools.service.danger import SPACED
from tools.service.needles import Haystack, sift
from tools.service.wording import plain


@pytest.mark.parametrize(
    ("pattern", "needles"),
    [
        (r"\bsuicid\w*", ("suicid",)),
        (r"\b(?:kill|hurting) (?:\w+ )?me\b", ("kill", "hurting")),
        (r"\b(?:the|my) (?:last )?goodbye\b", ("goodbye",)),
        (r"(?:abc)?d", ()),
        (r"abcd|e", ()),
        (r"(?:abc){2,}", ("abc",)),
        (r"colou?r", ("colo",)),
        (r"[ab]c(?!defg)", ()),
    ],
)
def test_needles_are_what_a_match_cannot_be_without(pattern: str, needles: tuple[str, ...]) -> None:
    assert sift(pattern).needles == needles


@settings(max_examples=40, deadline=None)
@given(
    st.data(),
    st.sampled_from([r"\b(?:kill|hurting) (?:me|my \w+)\b", r"(?:ab|cd)+efgh?", r"x(?:yz|w)*abc", r"a.{0,3}bcd"]),
)
def test_every_match_holds_a_needle(data: st.DataObject, pattern: str) -> None:
    text = data.draw(st.from_regex(pattern))
    needles = sift(pattern).needles
    assert needles
    assert any(needle in text for needle in needles)
    assert [match[0] for match in Haystack([pattern]).search(text)] == [re.search(pattern, text)[0]]  # type: ignore[index]


def test_sifting_changes_no_match() -> None:
    haystack = Haystack(SPACED)
    for text in map(plain, (*SIGNS, *DISGUISED, *LANGUAGES, *CALM)):
        slow = [match[0] for pattern in SPACED if (match := re.search(pattern, text))]
        assert [match[0] for match in haystack.search(text)] == slow
