"""Bots: whether a question leaves suspected bots out, looks at them alone, or lets them in; a filter can do each."""

# ruff: noqa: E501 - a pattern reads better unbroken

from __future__ import annotations

import re
from typing import Literal, NamedTuple

Wish = Literal["exclude", "include", "only"]

_BOTS = r"(?:(?:the|any|all|those|these|suspected|likely|possible|obvious)\s+)*(?:bots?|fake[- ]accounts?|fakes|automated accounts?|spam ?bots?|suspicious accounts?)(?: posts)?\b"
_WISHES: tuple[tuple[Wish, re.Pattern[str]], ...] = (
    ("include", re.compile(rf"\bnot (?:without|excluding) {_BOTS}")),
    ("exclude", re.compile(rf"\b(?:once|when|after|if) {_BOTS}\s+(?:are|were|is)\s+(?:left out|taken out|removed|excluded|gone|filtered out|dropped)\b")),
    ("exclude", re.compile(rf"\b(?:leav(?:e|ing)|tak(?:e|ing)|filter(?:ing)?|strip(?:ping)?) {_BOTS}\s+out\b")),
    (
        "exclude",
        re.compile(
            rf"\b(?:without|w/o|excluding|excludes?|leav(?:e|ing) out|leav(?:e|ing) aside|minus|less|ignor(?:e|ing)|no|not counting|not including|"
            rf"except(?: for)?|apart from|aside from|other than|besides|remov(?:e|ing)|filter(?:ing)? out|drop(?:ping)?|strip(?:ping)? out|taking out|take out)\s+{_BOTS}(?:\s+(?:out|excluded|removed)\b)?|"
            rf"\b(?:if (?:we|you|i) (?:leave out|exclude|ignore|remove|drop|take out|filter out))\s+{_BOTS}|"
            rf"\bonly (?:real|genuine) (?:people|accounts|users)\b|\b{_BOTS}\s+(?:excluded|removed|left out|aside|filtered out)\b|\bnon[- ]bot (?:posts|accounts)?"
        ),
    ),
    (
        "only",
        re.compile(
            rf"\b(?:only|just)\s+(?:from |by |among |posts (?:from|by) )?{_BOTS}|\b{_BOTS} (?:only|alone)\b|\b(?:(?:posted|written|said|made)\s+)?(?:from|by|among)\s+{_BOTS}|"
            rf"\b(?<=what do )(?:the )?bots(?= (?:say|talk|post|push))"
        ),
    ),
    ("include", re.compile(rf"\b(?:with|including|include|counting|keep(?:ing)?|put back|bring back)\s+{_BOTS}(?:\s+(?:in|included|again|back))*|\b{_BOTS}\s+included\b")),
)  # fmt: skip
_ABOUT_THEM = re.compile(
    rf"\bwith (?:and|or|vs\.?|versus|against) without\b|\bwithout (?:and|or|vs\.?|versus) with\b|"
    rf"\b(?:chang\w*|differ\w*|matters?|shift\w*|distort\w*|skew\w*|inflat\w*)\b[^.?!]*\b(?:with|without|by|from|because of|if)\b[^.?!]*{_BOTS}|"
    rf"\b(?:how (?:many|much)|what (?:share|part|portion|percent\w*|proportion)|which (?:accounts|authors|users))\b[^.?!]*\b(?:from|by)\s+{_BOTS}"
)
"""Questions about the bots themselves, or about what they change: a tool answers those, and no filter."""


class Bots(NamedTuple):
    """What a question wants of suspected bots, and where it says so."""

    wish: Wish
    start: int
    end: int


def find_bots(text: str) -> Bots | None:
    """Return what the (lower-case) text wants of suspected bots; none if it says nothing, or asks about the bots."""
    if _ABOUT_THEM.search(text):
        return None
    for wish, pattern in _WISHES:
        if match := pattern.search(text):
            return Bots(wish, *match.span())
    return None
