"""Spans: the days that each way of naming a period comes to.

A rule takes the match of its pattern and the days that the data cover; it returns first day, last day and a note for
the reader where the words can be read in two ways, or nothing where they are no period after all.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from server.agent.framing.days import MONTH, a_day, month_number, month_span, number


class Covered(NamedTuple):
    """First and last day of a dataset; the last is what `now` means."""

    first: date
    last: date


Span = tuple[date, date, str]
"""First day, last day, and a note; the note is empty where only one reading is likely."""


def between(match: re.Match[str], covered: Covered) -> Span | None:
    """From one day or month to another."""
    first, second = match["one"], match["two"]
    # "between 3 and 10 March": the month is said once.
    if re.fullmatch(r"\d{1,2}(?:st|nd|rd|th)?", first) and (said := re.search(MONTH, second)):
        first = f"{first} {said[0]}"
    if first.isdigit() and "/" in second:  # 11-17/3
        last = a_day(second, covered.last)
        return (last.replace(day=int(first)), last, "") if last and 0 < int(first) <= last.day else None
    if re.fullmatch(r"\d{1,2}(?:st|nd|rd|th)?", second) and (said := re.search(MONTH, first)):
        year = re.search(r"\b\d{4}$", first)
        second = f"{said[0]} {second}{' ' + year[0] if year else ''}"
    said_year = match.groupdict().get("year")
    first, second = _with_year_of(second, first), f"{second} {said_year}" if said_year else second
    first = f"{first} {said_year}" if said_year else first
    if "the start" in first or "launch" in first:
        start: date | None = covered.first
    else:
        start = a_day(first, covered.last) or _month_edge(first, covered, last=False)
    end = covered.last if second in ("now", "today") else a_day(second, covered.last)
    end = end or _month_edge(second, covered, last=True)
    return (start, end, "") if start and end else None


def _with_year_of(second: str, first: str) -> str:
    """`between 3 March and 5 May 2024`: the year is said once, and holds for both."""
    year, month, until = re.search(r"[a-z.,] (\d{4})$", second), re.search(MONTH, first), re.search(MONTH, second)
    if not (year and month and until) or re.search(r"\d{4}", first):
        return first
    # From November to March 2026: November is of the year before.
    return f"{first} {int(year[1]) - (month_number(month[0]) > month_number(until[0]))}"


def since(match: re.Match[str], covered: Covered) -> Span | None:
    """From a day, a month or the launch on."""
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


def until(match: re.Match[str], covered: Covered) -> Span | None:
    """Up to a day or a month."""
    end = a_day(match["day"], covered.last) or _month_edge(match["day"], covered, last=match["word"] != "before")
    if end is None:
        return None
    if match["word"] in ("before", "prior to"):
        end -= timedelta(days=1)
    return min(covered.first, end), end, ""


def trailing(match: re.Match[str], covered: Covered) -> Span:
    """The last so many days, weeks or months of the data."""
    count, unit = number(match["count"]), match["unit"]
    days = {"hour": 0, "day": 1, "night": 1, "week": 7, "fortnight": 14, "month": 30, "quarter": 91, "year": 365}[unit]
    length = max(1, count * days) if unit != "hour" else max(1, -(-count // 24))
    return covered.last - timedelta(days=length - 1), covered.last, ""


def relative(match: re.Match[str], covered: Covered) -> Span:
    """This or the last week, weekend, month, quarter or year."""
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


def since_last_week(_match: re.Match[str], covered: Covered) -> Span:
    """The week before that of the newest post, and that week."""
    return covered.last - timedelta(days=covered.last.weekday() + 7), covered.last, ""


def two_weeks(match: re.Match[str], covered: Covered) -> Span:
    """A week and the one before."""
    monday = covered.last - timedelta(days=covered.last.weekday() + (7 if match["which"] == "last" else 0))
    return monday - timedelta(days=7), monday + timedelta(days=6), ""


def opening(match: re.Match[str], covered: Covered) -> Span:
    """The first days, weeks or months of the data."""
    days = number(match["count"] or "one") * {"day": 1, "week": 7, "month": 30}[match["unit"]]
    return (
        covered.first,
        covered.first + timedelta(days=days - 1),
        f"Counted from the first day of the data, {covered.first}.",
    )


def closing(match: re.Match[str], covered: Covered) -> Span:
    """The final ones."""
    days = number(match["count"] or "one") * {"day": 1, "week": 7, "month": 30}[match["unit"]]
    return covered.last - timedelta(days=days - 1), covered.last, ""


def numbered(match: re.Match[str], covered: Covered) -> Span:
    """Week 3, or days 1 to 10, of the data."""
    length = 7 if match["unit"] == "week" else 1
    nth, until = number(match["nth"]), number(match["until"] or match["nth"])
    start = covered.first + timedelta(days=length * (nth - 1))
    end = covered.first + timedelta(days=length * until - 1)
    return start, end, f"Counted from the first day of the data, {covered.first}."


def ago(match: re.Match[str], covered: Covered) -> Span:
    """So many days, weeks or months before the newest post."""
    days = {"day": 1, "week": 7, "month": 30, "year": 365, "hour": 0, "night": 1, "fortnight": 14, "quarter": 91}
    day = covered.last - timedelta(days=number(match["count"]) * days[match["unit"]])
    return (day, day + timedelta(days=6), "") if match["unit"] == "week" else (day, day, "")


def part_of_month(match: re.Match[str], covered: Covered) -> Span:
    """The first week, second half or last day of a month."""
    month = month_number(match["month"])
    year = int(match["year"]) if match["year"] else _year_of(month, covered)
    first, last = month_span(year, month)
    which = {"first": 1, "1st": 1, "opening": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
    if match["unit"] == "half":
        middle = first + timedelta(days=14)
        return (first, middle, "") if which.get(match["which"]) == 1 else (middle + timedelta(days=1), last, "")
    length = 7 if match["unit"] == "week" else 1
    if match["which"] in ("last", "final"):
        return last - timedelta(days=length - 1), last, ""
    start = first + timedelta(days=length * (which[match["which"]] - 1))
    return start, min(last, start + timedelta(days=length - 1)), ""


def third_of_month(match: re.Match[str], covered: Covered) -> Span:
    """The start, middle or end of a month: its first ten days, the next ten, the rest; or all days from there on."""
    month = month_number(match["month"])
    first, last = month_span(int(match["year"]) if match["year"] else _year_of(month, covered), month)
    tenth, twentieth = first + timedelta(days=9), first + timedelta(days=19)
    start, end = {
        "start": (first, tenth), "beginning": (first, tenth), "early": (first, tenth),
        "middle": (tenth + timedelta(days=1), twentieth), "mid": (tenth + timedelta(days=1), twentieth),
    }.get(match["part"], (twentieth + timedelta(days=1), last))  # fmt: skip
    if match.groupdict().get("word"):
        return start, max(start, covered.last), ""
    return start, end, f"I took {match[0].strip()!r} to be {start} to {end}."


def named_day(match: re.Match[str], covered: Covered) -> Span:
    """Today, yesterday, the day before."""
    back = {"today": 0, "yesterday": 1}.get(match[0].strip(), 2)
    day = covered.last - timedelta(days=back)
    return day, day, ""


def quarter(match: re.Match[str], covered: Covered) -> Span:
    """A quarter of a year."""
    first = 3 * (int(match["nth"]) - 1) + 1
    year = int(match["year"]) if match["year"] else _year_of(first, covered)
    return date(year, first, 1), month_span(year, first + 2)[1], ""


def in_month(match: re.Match[str], covered: Covered) -> Span | None:
    """A month."""
    month = month_number(match["month"])
    year = int(match["year"]) if match["year"] else _year_of(month, covered)
    return (*month_span(year, month), "")


def in_year(match: re.Match[str], _covered: Covered) -> Span:
    """A year."""
    year = int(match["year"] or match["bare"])
    return date(year, 1, 1), date(year, 12, 31), ""


def on_day(match: re.Match[str], covered: Covered) -> Span | None:
    """One day."""
    day = a_day(match["day"], covered.last)
    if day is None:
        return None
    note = ""
    if slashed := re.fullmatch(r"(\d{1,2})/(\d{1,2})(?:/\d{2,4})?", match["day"]):
        one, two = int(slashed[1]), int(slashed[2])
        if one <= 12 and two <= 12 and one != two:
            order = "the month before the day" if day.month == one else "the day before the month"
            note = f"I read {match['day']!r} as {day}, {order}."
    return day, day, note


def recently(match: re.Match[str], covered: Covered) -> Span:
    """The last seven days."""
    note = f"I took {match[0].strip()!r} to be the last 7 days of the data."
    return covered.last - timedelta(days=6), covered.last, note


def _month_edge(said: str, covered: Covered, *, last: bool) -> date | None:
    if year := re.fullmatch(r"(?:19|20)\d\d", said.strip()):
        return date(int(year[0]), 12, 31) if last else date(int(year[0]), 1, 1)
    match = re.fullmatch(rf"(?:the )?(?:start of |end of )?(?P<month>{MONTH})(?: (?P<year>\d{{4}}))?", said.strip())
    read = in_month(match, covered) if match else None
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
