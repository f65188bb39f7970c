"""Milestones: `since the launch`, `the week before the outage`, put as the days that the dataset gives them."""

# ruff: noqa: E501 - a pattern reads better unbroken

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from server.agent.framing.days import DAY, number

_COUNT = r"(?P<count>\d{1,3}|one|two|three|four|five|six|seven|ten|couple of|few)"
_SPAN = r"(?P<unit>day|week|fortnight|month)s?"
_UNIT = {"day": 1, "week": 7, "fortnight": 14, "month": 30}
_QUOTED = re.compile(r"[\"“«][^\"“”«»]*[\"”»]")


class Dated(NamedTuple):
    """A question with its milestones put as days, what is said of them, and the day that before and after turn on."""

    text: str
    notes: tuple[str, ...] = ()
    event: date | None = None


def dated(text: str, milestones: Mapping[str, date], *, last: date | None = None) -> Dated:
    """Put milestones as days where a question names them as a time; `how did the launch go` names none.

    The day of a milestone belongs to the time after it. What stands in quotation marks stays as it is.
    """
    notes, event = [], None
    text = _LAUNCHED.sub(r"\1 the launch", text) if "launch" in milestones else text
    text = _WENT_LIVE.sub(r"\1", text)
    text, first_week = _after_first_week(text, milestones, last)
    notes += first_week
    for name in sorted(milestones, key=len, reverse=True):
        day, called = milestones[name], _called(name)
        put = text
        for pattern, days in _RULES:
            put = _replaced(put, pattern.replace("CALLED", called), days, day)
        if put != text:
            # "the week after the launch" is that week, "since the launch" a time with one before it.
            event = day if re.search(rf"\bsince {day}\b", put) else event
            notes.append(f"I took the {_plain(name)} to be on {day}, as the dataset's milestones have it.")
        text = put
    return Dated(text, tuple(notes), event)


_LAUNCHED = re.compile(
    r"\b(since|after|before)\s+(?:[\w'’-]+\s+){1,3}?(?:(?:was|got|were) )?(?:launched|went live|gone live|came out|released|shipped)\b",
    re.IGNORECASE,
)
"""The launch, said of what was launched: `since AI Assist launched`."""
_WENT_LIVE = re.compile(
    rf"({DAY}),? when (?:[\w'’-]+ ){{1,3}}?(?:(?:was|got|were) )?(?:launched|went live|came out|released|shipped)\b",
    re.IGNORECASE,
)
"""What happened on a day that is named beside it."""


def _after_first_week(text: str, milestones: Mapping[str, date], last: date | None) -> tuple[str, list[str]]:
    """Set the days after a milestone's first week against that week: `why did it fall after the launch week`."""
    for name in sorted(milestones, key=len, reverse=True):
        day, called = milestones[name], _called(name)
        rest = day + timedelta(days=7)
        match = next(
            (
                found
                for each in _AFTER_WEEKS
                if (found := re.search(each.replace("CALLED", called), text, re.IGNORECASE))
            ),
            None,
        )
        if match and last and last > rest:
            put = f"from {rest} to {last} compared with from {day} to {rest - timedelta(days=1)}"
            note = f"I took the first week to be {day} to {rest - timedelta(days=1)}, from the {_plain(name)} on, and set the days since against it."
            return f"{text[: match.start()]}{put}{text[match.end() :]}", [note]
    return text, []


_AFTER_WEEK = (
    r"\b(?:after|since|following|once) (?:the |that |its |our )?"
    r"(?:(?:first )?CALLED(?:['’]s)? (?:first |opening )?week|week of CALLED|(?:very |good |happy |initial )?(?:first|opening) week"
    r"(?: (?:of|after|from|since) (?:CALLED|it)| with \w+(?: \w+)?(?=\W*$|,))?)\b"
    r"(?! (?:of|before|after|in|with)\b)(?: (?:was over|ended|passed|went by))?"
)


_AFTER_WEEKS = (
    _AFTER_WEEK,
    r"\b(?:in|during) (?:the |that |its |our )?CALLED week(?=\b.{0,40}\b(?:afterwards?|and then|then|after that|since)\b)",
    r"\bthe (?:very )?(?:first|opening) week (?:of|with) (?:[\w'’-]+ ){1,3}?(?:went by|passed|was over|ended)\b",
)
"""Ways to speak of the days after a milestone's first week."""


def _replaced(text: str, pattern: str, days: Days, day: date) -> str:
    quoted = [match.span() for match in _QUOTED.finditer(text)]

    def instead(match: re.Match[str]) -> str:
        return match[0] if any(start <= match.start() < end for start, end in quoted) else days(match, day)

    return re.sub(pattern, instead, text, flags=re.IGNORECASE)


def _called(name: str) -> str:
    words = r"[\s_-]".join(map(re.escape, _plain(name).split()))
    # "the launch on 11 March" says its day itself, "the launch video" is another thing.
    other = rf"['’]s|\s+(?:on|of)\s+(?:the )?{DAY}|\s+(?:event|party|posts?|video|price|campaign|date)\b"
    return rf"(?:(?:the|our|its|their|product|big|new)\s+)*(?:(?:the|our) (?:[a-z-]+ ){{1,2}}?)?{words}\b(?!{other})"


def _plain(name: str) -> str:
    return re.sub(r"[\s_-]+", " ", name.strip().lower())


def _length(match: re.Match[str]) -> int:
    count = match.groupdict().get("count") or "one"
    return number(count.lower()) * _UNIT[match["unit"].lower()]


def _from_it(match: re.Match[str], day: date) -> str:
    return f"from {day} to {day + timedelta(days=_length(match) - 1)}"


def _up_to_it(match: re.Match[str], day: date) -> str:
    return f"from {day - timedelta(days=_length(match))} to {day - timedelta(days=1)}"


def _around(_match: re.Match[str], day: date) -> str:
    return f"from {day - timedelta(days=3)} to {day + timedelta(days=3)}"


Days = Callable[[re.Match[str], date], str]
_RULES: tuple[tuple[str, Days], ...] = (
    (rf"\b(?:(?:in|during|over) )?(?:the )?(?:first )?(?:{_COUNT} )?{_SPAN} (?:after|since|following|of|from) CALLED", _from_it),
    (rf"\b(?:(?:in|during|over) )?(?:the )?(?:last )?(?:{_COUNT} )?{_SPAN} (?:before|prior to|leading up to) CALLED", _up_to_it),
    (r"\bbefore (?:and|vs\.?|versus|or|to) after CALLED", lambda _, day: f"before and after {day}"),
    (r"\b(?:(?:ever )?since|after|following|post)[\s-]+CALLED(?: day)?", lambda _, day: f"since {day}"),
    (r"\b(?:before|prior to|until|till|up to|pre)[\s-]+CALLED(?: day)?", lambda _, day: f"before {day}"),
    (r"\b(?:(?:on|in|during) )?CALLED[\s-]?(?P<unit>day|week|month)\b", _from_it),
    (r"\baround CALLED", _around),
    (r"\b(?P<word>from|between|between [^.?!]{1,20} and|from [^.?!]{1,20} to) CALLED(?= (?:to|until|and|on|onwards?)\b|\W*$)",
     lambda match, day: f"{match['word']} {day}"),
    (r"\bdid CALLED (?=change|shift|turn|move)", lambda _, day: f"did what happened on {day} "),
)  # fmt: skip
"""Ways to name a time by a milestone, CALLED, and how the same is said with a day."""
