"""Timing: the days of a question, held against the days that the data cover."""

# ruff: noqa: E501 - a pattern reads better unbroken

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta

from server.agent.framing.compared import Compared
from server.agent.framing.frame import Ask, Frame, Refusal
from server.agent.framing.marking import Marked
from server.agent.framing.period import Found
from server.agent.framing.spans import Covered
from tools.base import Period

_CHANGED = re.compile(
    r"\b(?:did|has|have)\b.*\b(?:changed?|shift(?:ed)?|turn(?:ed)?|moved?)\b.*\b(?:feel|feelings?|sentiment|mood|opinions?|think|see)\b"
)
_OPEN = re.compile(r"(?:since|after|from|starting)\b")
"""How days begin that are set against all before them."""

_AROUND = re.compile(
    r"\bbefore (?:and|vs\.?|versus|or|to|against) after (?P<what>(?:the |our )?(?!(?:it|that|this|them)\s*(?:[?.!,;]|$))\w[^?.!,;]{2,60})"
)
_ANY_TIME = (("search",), ("count",), ("describe",))
"""Asks that look for a milestone's name like for any other word."""


def timed(frame: Frame, marked: Marked, covered: Covered, milestones: Mapping[str, date]) -> Frame:
    """Put the days asked for; a trend since a milestone is a comparison with the time before it.

    Days that the data do not cover are refused, where they cover some it says which. A milestone that is named as a
    thing, not as a time (`how did the launch go`), stands for the days since.
    """
    if marked.compared:
        return _set_against(frame, marked.compared, covered)
    if marked.found and marked.found.period.days == 1 and _CHANGED.search(frame.text):
        return _around(frame, marked.found, covered)
    if marked.found is None and marked.milestone is None and (happened := _AROUND.search(marked.question.lower())):
        return _undated(frame, happened["what"], covered)
    frame = _in_days(frame, marked.found, covered)
    if frame.period is None and frame.event is None and not marked.notes:
        frame = _since_named(frame, marked, covered, milestones)
    if marked.milestone and covered.first < marked.milestone <= covered.last and {"trend", "change"} & set(frame.asks):
        return frame.model_copy(update={"event": marked.milestone})
    if frame.asks[:1] in (("why",), ("change",)):
        return _why(frame, covered)
    return frame


def _since_named(frame: Frame, marked: Marked, covered: Covered, milestones: Mapping[str, date]) -> Frame:
    for name, day in milestones.items():
        said = re.search(rf"\b{re.escape(name.replace('_', ' ').lower())}\b", frame.text)
        if said and covered.first < day <= covered.last and frame.asks[:1] not in _ANY_TIME and not marked.quoted:
            note = f"I took the {said[0]} to stand for the days since {day}, as the dataset's milestones have it."
            change = {"period": Period(start=day, end=covered.last), "period_words": said[0]}
            return frame.model_copy(update={**change, "notes": (*frame.notes, note)})
    return frame


def _set_against(frame: Frame, compared: Compared, covered: Covered) -> Frame:
    """Set two stretches of time against each other; where they adjoin, their border is a before and after."""
    sides = [_within(period, covered) for period in (compared.earlier, compared.later)]
    for period, side in zip((compared.earlier, compared.later), sides, strict=True):
        if side is None:
            return _uncovered(frame, str(period), period, covered)
    whole = _span(Period(start=covered.first, end=covered.last))
    notes = tuple(
        f"The data cover {whole}, so {period} came down to {_span(side)}."
        for period, side in zip((compared.earlier, compared.later), sides, strict=True)
        if side and side != period
    )
    earlier, later = (side for side in sides if side)
    adjoin = earlier.end + timedelta(days=1) == later.start
    change: dict[str, object] = {"spans": (earlier, later), "period_words": compared.words}
    change |= {"notes": (*frame.notes, *notes), "group_by": None if frame.group_by == "week" else frame.group_by}
    if adjoin:
        change |= {"event": later.start, "run_up": Period(start=earlier.start, end=later.end)}
    return frame.model_copy(update=change)


def _within(period: Period, covered: Covered) -> Period | None:
    start, end = max(period.start, covered.first), min(period.end, covered.last)
    return Period(start=start, end=end) if start <= end else None


def _around(frame: Frame, found: Found, covered: Covered) -> Frame:
    """Compare before and after the day of something: `did the outage on 27 March change how people feel`."""
    checked = _in_days(frame, found, covered)
    if checked.refusal:
        return checked
    note = "Before and after can differ for other reasons than what happened that day."
    asks: tuple[Ask, ...] = ("trend", *(ask for ask in frame.asks if ask != "trend"))
    change = {"event": found.period.start, "asks": asks, "period_words": found.words, "notes": (*frame.notes, note)}
    return frame.model_copy(update=change)


def _why(frame: Frame, covered: Covered) -> Frame:
    """Say that what goes together is no cause; set the days asked for against those before them."""
    frame = frame.model_copy(update={"notes": (*frame.notes, "It shows what went with it, not what caused it.")})
    changed = {"trend", "change"} & set(frame.asks)
    if changed and frame.period is None and frame.event is None:
        note = "It names no days to compare, so I took the last seven days of the data and the seven before."
        return frame.model_copy(update={"notes": (*frame.notes, note)})
    if frame.period is None or frame.event or not covered.first < frame.period.start or not changed:
        return frame
    start = covered.first
    if not _OPEN.match(frame.period_words or ""):  # a week is set against the week before it
        start = max(covered.first, frame.period.start - timedelta(days=frame.period.days))
    run_up = Period(start=start, end=frame.period.end)
    return frame.model_copy(update={"event": frame.period.start, "run_up": run_up})


def _in_days(frame: Frame, found: Found | None, covered: Covered) -> Frame:
    if found is None and frame.asks[:1] == ("brief",) and frame.every == "week" and frame.period is None:
        last = Period(start=max(covered.first, covered.last - timedelta(days=6)), end=covered.last)
        return frame.model_copy(update={"period": last, "period_words": "last 7 days"})
    if found is None:
        return frame
    whole, asked = Period(start=covered.first, end=covered.last), found.period
    if _within(asked, covered) is None:
        return _uncovered(frame, found.words, asked, covered)
    notes = list(frame.notes) + ([found.note] if found.note else [])
    if asked.start < covered.first or asked.end > covered.last:
        asked = Period(start=max(asked.start, covered.first), end=min(asked.end, covered.last))
        notes.append(f"The data cover {_span(whole)}, so {found.words!r} came down to {_span(asked)}.")
    event = {"event": found.event} if found.event else {"period": asked}
    return frame.model_copy(update={**event, "period_words": found.words, "notes": tuple(notes)})


def _undated(frame: Frame, what: str, covered: Covered) -> Frame:
    """Refuse a before and after of something whose day neither the question nor a milestone says."""
    whole = _span(Period(start=covered.first, end=covered.last))
    unknown = f"It compares before and after {what.strip()!r}, and no date of that is known here."
    reason = f"{unknown} Give the day, within {whole}."
    refusal = Refusal(kind="no_period", reason=reason, closest="How has sentiment changed over time?")
    return frame.model_copy(update={"refusal": refusal})


def _uncovered(frame: Frame, words: str, asked: Period, covered: Covered) -> Frame:
    reason = f"{words!r} is {_span(asked)}, and the data cover {_span(Period(start=covered.first, end=covered.last))}."
    closest = f"How do people feel from {covered.first} to {covered.last}?"
    return frame.model_copy(update={"refusal": Refusal(kind="no_period", reason=reason, closest=closest)})


def _span(period: Period) -> str:
    return str(period.start) if period.start == period.end else str(period)
