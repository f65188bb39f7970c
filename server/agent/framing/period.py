"""Period: the days a question speaks of, read against the days that the dataset covers.

"Now" is the dataset's newest post, never the clock: last week is the week before the week of that post.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from server.agent.framing.days import DAY, MONTH, a_day, month_number, month_span, number
from tools.base import Period

_COUNT = r"(?P<count>\d{1,3}|a|one|two|three|four|five|six|seven|eight|nine|ten|twelve|couple of|few)"
_UNIT = r"(?P<unit>hour|day|night|week|fortnight|month|quarter|year)s?"


class Covered(NamedTuple):
    """First and last day of a dataset; the last is what `now` means."""

    first: date
    last: date


class Found(NamedTuple):
    """A period as found: its days, the asker's words for it, where, and a note if it was ambiguous."""

    period: Period
    words: str
    start: int
    end: int
    note: str = ""
    event: date | None = None


Rule = Callable[[re.Match[str], Covered], tuple[date, date, str] | None]


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
    match = re.search(rf"\bbefore (?:and|vs\.?|versus|or|to) after\s+(?P<day>{DAY}|the launch|launch)", text)
    if match is None:
        return None
    day = covered.first if "launch" in match["day"] else a_day(match["day"], covered.last)
    if day is None:
        return None
    whole = Period(start=covered.first, end=covered.last)
    return Found(whole, match[0], match.start(), match.end(), event=day)


def _between(match: re.Match[str], covered: Covered) -> tuple[date, date, str] | None:
    first, second = match["one"], match["two"]
    # "between 3 and 10 March": the month is said once.
    if re.fullmatch(r"\d{1,2}(?:st|nd|rd|th)?", first) and (said := re.search(MONTH, second)):
        first = f"{first} {said[0]}"
    if re.fullmatch(r"\d{1,2}(?:st|nd|rd|th)?", second) and (said := re.search(MONTH, first)):
        second = f"{said[0]} {second}"
    if "the start" in first or "launch" in first:
        start: date | None = covered.first
    else:
        start = a_day(first, covered.last) or _month_edge(first, covered, last=False)
    end = covered.last if second in ("now", "today") else a_day(second, covered.last)
    end = end or _month_edge(second, covered, last=True)
    return (start, end, "") if start and end else None


def _since(match: re.Match[str], covered: Covered) -> tuple[date, date, str] | None:
    said = match["day"]
    if "launch" in said or "start" in said or "beginning" in said:
        note = "" if "launch" not in said else f"I took the launch to be the first day of the data, {covered.first}."
        return covered.first, covered.last, note
    start = a_day(said, covered.last) or _month_edge(said, covered, last=False)
    if start is None:
        return None
    if match["word"] == "after":
        start += timedelta(days=1)
    return start, max(start, covered.last), ""


def _until(match: re.Match[str], covered: Covered) -> tuple[date, date, str] | None:
    end = a_day(match["day"], covered.last) or _month_edge(match["day"], covered, last=match["word"] != "before")
    if end is None:
        return None
    if match["word"] in ("before", "prior to"):
        end -= timedelta(days=1)
    return min(covered.first, end), end, ""


def _trailing(match: re.Match[str], covered: Covered) -> tuple[date, date, str]:
    count, unit = number(match["count"]), match["unit"]
    days = {"hour": 0, "day": 1, "night": 1, "week": 7, "fortnight": 14, "month": 30, "quarter": 91, "year": 365}[unit]
    length = max(1, count * days) if unit != "hour" else max(1, -(-count // 24))
    return covered.last - timedelta(days=length - 1), covered.last, ""


def _relative(match: re.Match[str], covered: Covered) -> tuple[date, date, str]:
    which, unit, now = match["which"], match["unit"], covered.last
    back = 0 if which in ("this", "current") else 1
    note = ""
    if unit == "week":
        start = now - timedelta(days=now.weekday() + 7 * back)
        if back:
            note = f"{match[0].strip()!r} can mean the seven days to {now} too; I took the calendar week before."
        return start, start + timedelta(days=6), note
    if unit == "weekend":
        saturday = now - timedelta(days=(now.weekday() - 5) % 7)
        if back and saturday + timedelta(days=1) >= now:
            saturday -= timedelta(days=7)
        return saturday, saturday + timedelta(days=1), note
    if unit == "month":
        year, month = (now.year, now.month) if not back else _months_before(now, 1)
        return (*month_span(year, month), note)
    if unit == "quarter":
        year, month = _months_before(now, (now.month - 1) % 3 + 3 * back)
        return date(year, month, 1), month_span(*_months_after(year, month, 2))[1], note
    return date(now.year - back, 1, 1), date(now.year - back, 12, 31), note


def _since_last_week(_match: re.Match[str], covered: Covered) -> tuple[date, date, str]:
    return covered.last - timedelta(days=covered.last.weekday() + 7), covered.last, ""


def _two_weeks(match: re.Match[str], covered: Covered) -> tuple[date, date, str]:
    monday = covered.last - timedelta(days=covered.last.weekday() + (7 if match["which"] == "last" else 0))
    return monday - timedelta(days=7), monday + timedelta(days=6), ""


def _opening(match: re.Match[str], covered: Covered) -> tuple[date, date, str]:
    days = number(match["count"] or "one") * {"day": 1, "week": 7, "month": 30}[match["unit"]]
    return (
        covered.first,
        covered.first + timedelta(days=days - 1),
        f"Counted from the first day of the data, {covered.first}.",
    )


def _closing(match: re.Match[str], covered: Covered) -> tuple[date, date, str]:
    days = number(match["count"] or "one") * {"day": 1, "week": 7, "month": 30}[match["unit"]]
    return covered.last - timedelta(days=days - 1), covered.last, ""


def _numbered(match: re.Match[str], covered: Covered) -> tuple[date, date, str]:
    length = 7 if match["unit"] == "week" else 1
    nth, until = number(match["nth"]), number(match["until"] or match["nth"])
    start = covered.first + timedelta(days=length * (nth - 1))
    end = covered.first + timedelta(days=length * until - 1)
    return start, end, f"Counted from the first day of the data, {covered.first}."


def _ago(match: re.Match[str], covered: Covered) -> tuple[date, date, str]:
    days = {"day": 1, "week": 7, "month": 30, "year": 365, "hour": 0, "night": 1, "fortnight": 14, "quarter": 91}
    day = covered.last - timedelta(days=number(match["count"]) * days[match["unit"]])
    return (day, day + timedelta(days=6), "") if match["unit"] == "week" else (day, day, "")


def _named_day(match: re.Match[str], covered: Covered) -> tuple[date, date, str]:
    back = {"today": 0, "yesterday": 1}.get(match[0].strip(), 2)
    day = covered.last - timedelta(days=back)
    return day, day, ""


def _quarter(match: re.Match[str], covered: Covered) -> tuple[date, date, str]:
    first = 3 * (int(match["nth"]) - 1) + 1
    year = int(match["year"]) if match["year"] else _year_of(first, covered)
    return date(year, first, 1), month_span(year, first + 2)[1], ""


def _in_month(match: re.Match[str], covered: Covered) -> tuple[date, date, str] | None:
    month = month_number(match["month"])
    year = int(match["year"]) if match["year"] else _year_of(month, covered)
    return (*month_span(year, month), "")


def _in_year(match: re.Match[str], _covered: Covered) -> tuple[date, date, str]:
    year = int(match["year"])
    return date(year, 1, 1), date(year, 12, 31), ""


def _on_day(match: re.Match[str], covered: Covered) -> tuple[date, date, str] | None:
    day = a_day(match["day"], covered.last)
    if day is None:
        return None
    note = ""
    if slashed := re.fullmatch(r"(\d{1,2})/(\d{1,2})(?:/\d{2,4})?", match["day"]):
        one, two = int(slashed[1]), int(slashed[2])
        if one <= 12 and two <= 12 and one != two:
            note = f"I read {match['day']!r} as {day}, the month before the day."
    return day, day, note


def _recently(match: re.Match[str], covered: Covered) -> tuple[date, date, str]:
    note = f"I took {match[0].strip()!r} to be the last 7 days of the data."
    return covered.last - timedelta(days=6), covered.last, note


def _month_edge(said: str, covered: Covered, *, last: bool) -> date | None:
    match = re.fullmatch(rf"(?:the )?(?:start of |end of )?(?P<month>{MONTH})(?: (?P<year>\d{{4}}))?", said.strip())
    read = _in_month(match, covered) if match else None
    if read is None:
        return None
    start, end, _ = read
    return end if last else start


def _year_of(month: int, covered: Covered) -> int:
    """The latest year in which that month is not after the data's end."""
    return covered.last.year if (covered.last.month >= month) else covered.last.year - 1


def _months_before(day: date, months: int) -> tuple[int, int]:
    index = day.year * 12 + day.month - 1 - months
    return index // 12, index % 12 + 1


def _months_after(year: int, month: int, months: int) -> tuple[int, int]:
    return _months_before(date(year, month, 1), -months)


_START = r"(?:the )?(?:launch|start|beginning)(?: of the data)?"
_EDGE = rf"(?:{DAY}|{_START}|now|today|\d{{1,2}}(?:st|nd|rd|th)?|{MONTH}(?: \d{{4}})?)"
_RULES: tuple[tuple[re.Pattern[str], Rule], ...] = tuple(
    (re.compile(pattern), rule)
    for pattern, rule in (
        (rf"\b(?:between|from)\s+(?P<one>{_EDGE})\s*(?:and|to|until|till|through|-|–)\s*(?P<two>{_EDGE})\b", _between),
        (rf"\b(?P<one>{DAY}|\d{{1,2}})\s*(?:to|until|through|-|–)\s*(?P<two>{DAY})\b", _between),
        (rf"\b(?P<one>{MONTH} \d{{1,2}})\s*(?:to|-|–)\s*(?P<two>\d{{1,2}}(?:st|nd|rd|th)?)\b", _between),
        (rf"\b(?P<word>since|after|starting|from)\s+(?P<day>{DAY}|{_START}|{MONTH}(?: \d{{4}})?)(?: on| onwards?)?\b",
         _since),
        (rf"\b(?P<word>until|till|before|up to|prior to)\s+(?P<day>{DAY}|{MONTH}(?: \d{{4}})?)\b", _until),
        (r"\b(?P<which>last|this) week\s*(?:vs\.?|versus|against|and|or|compared (?:to|with)|than)\s*(?:the )?"
         r"(?:week before|previous week|prior week|last week|one before)(?: that)?\b", _two_weeks),
        (r"\b(?:than|vs\.?|versus|compared (?:to|with)) (?:the )?last week\b", _since_last_week),
        (rf"\b(?:in |over |during |for )?(?:the )?(?:last|past|previous|recent)\s+{_COUNT}\s+{_UNIT}\b", _trailing),
        (rf"\b{_COUNT}\s+{_UNIT}\s+ago\b", _ago),
        (r"\b(?:in |over |during )?(?:the )?(?P<which>last|past|previous|this|current)\s*"
         r"(?P<unit>weekend|week|month|quarter|year)\b", _relative),
        (r"\b(?:in |over |during )?(?:the )?(?:first|opening)\s+(?:(?P<count>\d{1,3}|two|three|four|five|six) )?"
         r"(?P<unit>day|week|month)s?\b", _opening),
        (r"\b(?:in |over |during )?(?:the )?(?:final|closing)\s+(?:(?P<count>\d{1,3}|two|three|four|five|six) )?"
         r"(?P<unit>day|week|month)s?\b", _closing),
        (r"\b(?:in |on |during )?(?P<unit>week|day) (?P<nth>\d{1,3}|one|two|three|four|five|six)"
         r"(?:\s*(?:to|-|–)\s*(?P<until>\d{1,3}))?\b", _numbered),
        (r"\b(?:the )?day before yesterday\b|\byesterday\b|\btoday\b", _named_day),
        (r"\bq(?P<nth>[1-4])(?: (?P<year>\d{4}))?\b", _quarter),
        (rf"\b(?:on |at |around )?(?:the )?(?P<day>{DAY})\b", _on_day),
        (rf"\b(?:in |during |for |of )(?:the month of )?(?P<month>{MONTH})(?:,? (?P<year>\d{{4}}))?\b", _in_month),
        (rf"\b(?P<month>{MONTH}),? (?P<year>\d{{4}})\b", _in_month),
        (r"\b(?:in|during|for|of) (?P<year>20\d\d)\b", _in_year),
        (r"\b(?:recently|lately|these days|of late|right now|at the moment)\b", _recently),
    )
)  # fmt: skip
