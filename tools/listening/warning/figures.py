"""Figures of an early warning: severity and points, what the day held beside what is usual, and what is left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import inf
from typing import Any, NamedTuple

from tools.figure import Figure, Unit
from tools.groups import slugs
from tools.listening.warning.components import Day, Part, Scored, allowed, needed
from tools.listening.warning.course import Course
from tools.listening.warning.severity import Chance, Judged, Sensitivity
from tools.listening.warning.usual import Usual
from tools.listening.warning.window import Window
from tools.statistics.proportion import wilson
from tools.statistics.surprise import usual_counts

METHOD = "early_warning"
WORDS: Mapping[Part, str] = {
    "volume": "how many complain",
    "share": "their share of those heard",
    "velocity": "how fast it grows",
    "gravity": "words of safety, ethics and law",
    "influence": "influential voices",
    "spread": "platforms and reshares",
}


class Assessed(NamedTuple):
    """One day, judged: what it held, what is usual, its score and severity, and how far these may be trusted."""

    day: Day
    due: Usual
    found: Scored
    judged: Judged
    chance: Chance
    others: Sensitivity
    everybody: Judged


def figures(one: Assessed, course: Course, window: Window, severities: Mapping[str, Judged]) -> Iterator[Figure]:
    """Yield every number that an answer may quote; the day is the last of the course."""
    yield from _severity(one)
    yield from _voices(one)
    yield from _growth(one)
    yield from _gravity(one, window)
    yield from _reach(one)
    yield from _left_out(course)
    voices = {day.isoformat(): n for day, n in zip(course.days, course.voices, strict=True)}
    for day, judged in severities.items():
        name, about = f"severity.{day}", {"day": day}
        yield _figure(name, f"severity as of {day}", judged.severity, "score", voices[day], group=about)


def _figure(name: str, label: str, value: float, unit: Unit, n: float, **more: Any) -> Figure:  # noqa: ANN401 (fields of a Figure)
    return Figure(name=name, label=label, value=value, unit=unit, n=int(n), method=METHOD, **more)


def _severity(one: Assessed) -> Iterator[Figure]:
    n, judged, chance = one.day.voices, one.judged, one.chance
    low, high = min(chance.severity.low, judged.severity), max(chance.severity.high, judged.severity)
    yield _figure("severity", "severity, one to five", judged.severity, "score", n, low=low, high=high)
    low, high = min(chance.points.low, judged.points), max(chance.points.high, judged.points)
    ends = {"low": round(low, 1), "high": round(high, 1)}
    yield _figure("points", "points, of a hundred", round(judged.points, 1), "score", n, **ends)
    for part, points in judged.parts.items():
        shown, group = round(points, 1), {"component": part}
        yield _figure(f"points.{part}", f"points for {WORDS[part]}", shown, "score", n, group=group)
    tried = one.others.tried
    yield _figure("severity.least", "least severity under other weights", one.others.least, "score", tried)
    yield _figure("severity.most", "greatest severity under other weights", one.others.most, "score", tried)
    yield _figure(
        "share.weights", "other weights that give the same severity", one.others.alike / tried, "share", tried
    )
    label = "severity, were every negative post of every account a voice"
    yield _figure("severity.everybody", label, one.everybody.severity, "score", n)


def _voices(one: Assessed) -> Iterator[Figure]:
    day, due = one.day, allowed(one.due.day, one.day.praise, one.due.per_praise)
    low, high = usual_counts(due.voices, due.dispersion)
    yield _figure("voices", "people who complained", day.voices, "authors", day.heard)
    yield _figure(
        "voices.usual", "people expected to complain, with the range that chance allows",
        min(max(due.voices, low), high), "authors", day.heard, low=low, high=high,
    )  # fmt: skip
    label = "people who would have to complain to be beyond what is usual"
    yield _figure("voices.needed", label, needed(due), "authors", day.heard)
    yield _figure("ratio", "people who complained over those expected", day.voices / due.voices, "ratio", day.voices)
    if day.heard:
        share = wilson(day.voices, day.heard)._asdict()
        yield _figure(
            "share", "share of the people heard who complained", day.voices / day.heard, "share", day.heard, **share
        )
    yield _figure("share.usual", "share of the people heard who usually complain", due.share, "share", day.heard)
    if one.due.week:
        week = allowed(one.due.week, day.week_praise, one.due.per_praise)
        yield _figure("week.voices", "voices of the other days of the week", day.week_voices, "authors", day.week_heard)
        low, high = usual_counts(week.voices, week.dispersion)
        yield _figure(
            "week.usual", "voices expected on the other days of the week, with the range that chance allows",
            min(max(week.voices, low), high), "authors", day.week_heard, low=low, high=high,
        )  # fmt: skip
        yield _figure(
            "week.ratio", "voices of the week over those expected", day.week_voices / week.voices, "ratio",
            day.week_voices,
        )  # fmt: skip


def _growth(one: Assessed) -> Iterator[Figure]:
    pace = one.found.growth
    if pace is None or pace.doubles_in == inf or pace.interval.low <= 0:
        return
    hours = pace.doubles_in < 3
    times = 24 if hours else 1
    low, high = pace.doubling
    yield _figure(
        "doubling", "time in which the people who complain double", pace.doubles_in * times,
        "hours" if hours else "days", one.day.voices, low=low * times, high=high * times,
    )  # fmt: skip


def _gravity(one: Assessed, window: Window) -> Iterator[Figure]:
    day = one.day
    if not day.voices:
        return
    label = "of those who complained, share who speak of safety, ethics or law"
    share = wilson(day.grave, day.voices)._asdict()
    yield _figure("grave", "people who speak of safety, ethics or law", day.grave, "authors", day.voices)
    yield _figure("grave.share", label, day.grave / day.voices, "share", day.voices, **share)
    yield _figure("grave.usual", f"{label}, usually", one.due.grave, "share", day.voices)
    for subject, slug in slugs(sorted(window.subjects)).items():
        yield _figure(
            f"grave.{slug}", f"people who speak of {subject.replace('_', ' ')}", window.subjects[subject], "authors",
            window.looked_at, group={"subject": subject.replace("_", " ")},
        )  # fmt: skip


def _reach(one: Assessed) -> Iterator[Figure]:
    day, due = one.day, one.due
    yield _figure("platforms", "platforms on which it rose", len(one.found.risen), "score", len(day.platforms))
    label = "times that the day's complaints were shared on"
    yield _figure("reshares", label, day.reshares, "interactions", day.voices)
    usual = due.reshares * due.day.voices
    label = "times that a day's complaints are usually shared on"
    yield _figure("reshares.usual", label, usual, "per_post", day.voices)
    if day.loud is not None:
        yield _figure("influential", "influential people who complained", day.loud, "authors", day.voices)
        label = "influential people who usually complain in a day"
        yield _figure("influential.usual", label, due.loud, "per_post", day.voices)


def _left_out(course: Course) -> Iterator[Figure]:
    posts = course.posts[-1]
    yield _figure("posts", "negative posts, whoever wrote them", posts, "posts", posts)
    yield _figure("posts.suspected", "negative posts by suspected bots", course.by_bots[-1], "posts", posts)
    yield _figure("posts.copies", "negative posts that repeat another's words", course.copies[-1], "posts", posts)
    yield _figure("posts.loudest", "negative posts of the loudest person", course.most[-1], "posts", posts)
