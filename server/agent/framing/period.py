"""Period: the days a question speaks of, read against the days that the dataset covers.

"Now" is the dataset's newest post, never the clock: last week is the week before the week of that post.
"""

# ruff: noqa: E501 - a pattern reads better unbroken

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from server.agent.framing import spans
from server.agent.framing.days import DAY, MONTH, a_day
from server.agent.framing.spans import Covered
from tools.base import Period

_COUNT = r"(?P<count>\d{1,3}|a|one|two|three|four|five|six|seven|eight|nine|ten|twelve|couple of|few)"
_UNIT = r"(?P<unit>hour|day|night|week|fortnight|month|quarter|year)s?"


class Found(NamedTuple):
    """A period as found: its days, the asker's words for it, where, and a note if it was ambiguous."""

    period: Period
    words: str
    start: int
    end: int
    note: str = ""
    event: date | None = None


Rule = Callable[[re.Match[str], Covered], spans.Span | None]


def find_period(text: str, covered: Covered) -> Found | None:
    """Return the first period that the (lower-case) text speaks of; none if it speaks of none.

    The period may lie outside what is covered: the caller says so.
    """
    for pattern, rule in _RULES:
        if (match := pattern.search(text)) and (read := rule(match, covered)):
            start, end, note = read
            period = Period(start=min(start, end), end=max(start, end))
            return Found(period, match[0].strip(), match.start(), match.end(), note)
    return None


def find_event(text: str, covered: Covered) -> Found | None:
    """Return the day that `before and after X` turns on; none if the text asks for no such comparison."""
    match = re.search(
        rf"\bbefore (?:and|vs\.?|versus|or|to) after\s+(?:(?:\w+ ){{1,4}}on )?(?P<day>{DAY}|the launch|launch)", text
    )
    turns = (_THAN_BEFORE, _AGAINST_BEFORE, _BOTH_SIDES, _HAPPENED, _DID, _AHEAD)
    match = match or next((found for pattern in turns if (found := pattern.search(text))), None)
    if match is None:
        return None
    day = covered.first if "launch" in match["day"] else a_day(match["day"], covered.last)
    if day is None:
        return None
    whole = Period(start=covered.first, end=covered.last)
    place = "at" if "at" in match.re.groupindex else 0
    return Found(whole, match[place], match.start(place), match.end(place), event=day)


_THAN_BEFORE = re.compile(
    rf"\b(?:after|since|from) (?:the )?(?P<day>{DAY}|launch)(?: [a-z]+){{0,3}}?,? (?:than|vs\.?|versus|against|compared (?:to|with)) "
    r"(?:(?:everything|all|what (?:was|came)|the (?:time|days|posts|period|weeks)|it was) )?(?:before|prior|earlier|until then)(?: (?:it|that|then))?\b"
)
_AGAINST_BEFORE = re.compile(
    rf"\b(?P<at>(?:now |today |since )?than (?:it was |they were |they did |we were )?before (?P<day>{DAY}))"
)
_BOTH_SIDES = re.compile(
    rf"\b(?P<at>before (?P<day>{DAY}) (?:and|vs\.?|versus|or|to|against|compared (?:to|with)) after(?: it| that| then)?)"
)
_TURNED = r"(?:chang|shift|mov|differ|affect|ris|rose|fall|fell|drop|improv|worsen|react)\w*"
_WHAT = r"(?:the |that |this |an? )?(?:[a-z][a-z'’-]+ ){1,4}"
_HAPPENED = re.compile(
    rf"\b{_TURNED}\b.*\b(?P<at>(?:with|at|after|following|since|around|because of)\s+{_WHAT}(?:on|of|from) (?:the )?(?P<day>{DAY}))"
)
_AHEAD = re.compile(rf"\bsame (?P<at>as (?:it was )?(?:ahead of|before|prior to) (?P<day>{DAY}))")
_DID = re.compile(rf"\bwhat did (?P<at>{_WHAT}(?:on|of|from) (?:the )?(?P<day>{DAY})) do to\b")
"""What happened on a day, around which a change is asked for; its own words are no subject of posts."""
_START = r"(?:the )?(?:launch|start|beginning)(?: of the data)?"
_EDGE = rf"(?:{DAY}|{_START}|now|today|\d{{1,2}}(?:st|nd|rd|th)?|{MONTH}(?: \d{{4}})?)"
_PART = rf"(?P<part>end|close|start|beginning|middle|mid|early|late)(?:[\s-]+of)?[\s-]+(?P<month>{MONTH})(?:,? (?P<year>\d{{4}}))?"
_RULES: tuple[tuple[re.Pattern[str], Rule], ...] = tuple(
    (re.compile(pattern), rule)
    for pattern, rule in (
        (rf"\b(?:between|from)\s+(?P<one>{_EDGE})\s*(?:and|to|until|till|through|-|–)\s*(?P<two>{_EDGE})\b", spans.between),
        (rf"\b(?P<one>{DAY}|\d{{1,2}})\s*(?:to|until|through|-|–)\s*(?P<two>{DAY})\b", spans.between),
        (rf"\b(?P<one>{MONTH} \d{{1,2}})\s*(?:to|-|–)\s*(?P<two>\d{{1,2}}(?:st|nd|rd|th)?)\b", spans.between),
        (rf"\b(?:in|during|over|for|of)\s+(?P<one>{MONTH}(?: \d{{4}})?)\s*(?:and|or|to|until|through|-|–)\s*(?P<two>{MONTH}(?: \d{{4}})?)",
         spans.between),
        (rf"\b(?P<word>since|from|starting)\s+(?:the )?{_PART}", spans.third_of_month),
        (rf"\b(?:in |at |by |over |during |around |towards? |for )?(?:the )?(?:very )?{_PART}", spans.third_of_month),
        (rf"\b(?P<word>since|after|starting|from)\s+(?:the (?:launch|release|update|announcement|start) (?:on|of) )?"
         rf"(?P<day>{DAY}|{_START}|{MONTH}(?: \d{{4}})?|(?:19|20)\d\d)(?: on| onwards?)?\b",
         spans.since),
        (rf"\b(?P<word>until|till|before|up to|prior to)\s+(?P<day>{DAY}|{MONTH}(?: \d{{4}})?|(?:19|20)\d\d)\b", spans.until),
        (r"\b(?:in |over |during |for )?(?:the )?"
         r"(?P<which>first|1st|opening|second|2nd|third|3rd|fourth|4th|last|final) "
         rf"(?P<unit>week|day|half) (?:of|in) (?P<month>{MONTH})(?:,? (?P<year>\d{{4}}))?", spans.part_of_month),
        (r"\b(?P<which>last|this) week\s*(?:vs\.?|versus|against|and|or|compared (?:to|with)|than)\s*(?:the )?"
         r"(?:week before|previous week|prior week|last week|one before)(?: that)?\b", spans.two_weeks),
        (r"\b(?:than|vs\.?|versus|compared (?:to|with)) (?:the )?last week\b", spans.since_last_week),
        (rf"\b(?:in |over |during |for )?(?:the )?(?:last|past|previous|recent)\s+{_COUNT}\s+{_UNIT}\b", spans.trailing),
        (rf"\b{_COUNT}\s+{_UNIT}\s+ago\b", spans.ago),
        (r"\b(?:in |over |during )?(?:the )?(?P<which>last|past|previous|this|current)\s*"
         r"(?P<unit>weekend|week|month|quarter|year)\b", spans.relative),
        (r"\b(?:in |over |during )?(?:the )?(?:first|opening)\s+(?:(?P<count>\d{1,3}|two|three|four|five|six) )?"
         r"(?P<unit>day|week|month)s?\b", spans.opening),
        (r"\b(?:in |over |during )?(?:the )?(?:final|closing)\s+(?:(?P<count>\d{1,3}|two|three|four|five|six) )?"
         r"(?P<unit>day|week|month)s?\b", spans.closing),
        (r"\b(?:in |on |during )?(?P<unit>week|day) (?P<nth>\d{1,3}|one|two|three|four|five|six)"
         r"(?:\s*(?:to|-|–)\s*(?P<until>\d{1,3}))?\b", spans.numbered),
        (r"\b(?:the )?day before yesterday\b|\byesterday\b|\btoday\b", spans.named_day),
        (r"\bq(?P<nth>[1-4])(?: (?P<year>\d{4}))?\b", spans.quarter),
        (rf"\b(?:on |at |around )?(?:the )?(?P<day>{DAY})\b", spans.on_day),
        (rf"\b(?:in |during |for |of )(?:the month of )?(?P<month>{MONTH})(?:,? (?P<year>\d{{4}}))?\b", spans.in_month),
        (rf"\b(?P<month>{MONTH}),? (?P<year>\d{{4}})\b", spans.in_month),
        (r"\b(?:in|during|for|of) (?P<year>(?:19|20)\d\d)\b|(?<=\s)(?P<bare>20\d\d)(?=\W*$)", spans.in_year),
        (r"\b(?:recently|lately|these days|of late|right now|at the moment)\b", spans.recently),
    )
)  # fmt: skip
