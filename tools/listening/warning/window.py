"""Window: the complaints of the day that is judged, what they speak of, and the posts that show it."""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

from tools.listening.warning.course import SHORTEST, Moment, Told
from tools.listening.warning.grave import subjects

MOST_POSTS = 2_000
"""Complaints of a day in which subjects are looked for, the most engaged first."""
_SHOWN = 3


class Window(NamedTuple):
    """Voices by subject, of those looked through; posts that show the day, those of influential voices, one against."""

    subjects: Counter[str]
    looked_at: int
    typical: tuple[str, ...]
    loud: tuple[str, ...]
    contrary: str | None


def window(told: Told, moment: Moment) -> Window:
    """Read the complaints of the moment's day, copies and suspected bots aside."""
    rows = _complaints(told, moment)
    voices: dict[str, set[str]] = {}
    for row in rows:
        voices.setdefault(row["who"], set()).update(subjects(row["text"] or ""))
    shown = [row for row in rows if len(row["text"] or "") >= SHORTEST]
    return Window(
        Counter(subject for spoken in voices.values() for subject in spoken),
        len(voices),
        # Sorting keeps the order of equals: engagement decides among the grave, and among the others.
        _one_each(sorted(shown, key=lambda row: not row["grave"])),
        _one_each([row for row in rows if told.audience is not None and (row["audience"] or 0) >= told.audience]),
        next((row["praise_post"] for row in told.by_day if row["day"] == moment.day), None),
    )


def _complaints(told: Told, moment: Moment) -> list[dict[str, Any]]:
    import ibis

    posts = told.complaints
    today = posts.filter(posts.day == ibis.literal(moment.day), ~posts.copy, ~posts.bot)
    first = today.order_by(ibis.desc("drawn"), "post_id").limit(MOST_POSTS)
    kept = first.select("post_id", "who", "text", "grave", "audience", "drawn").to_pyarrow().to_pylist()
    return sorted(kept, key=lambda row: (-row["drawn"], row["post_id"]))


def _one_each(rows: list[dict[str, Any]]) -> tuple[str, ...]:
    """Return the first posts, one of each author."""
    firsts: dict[str, str] = {}
    for row in rows:
        firsts.setdefault(row["who"], row["post_id"])
    return tuple(firsts.values())[:_SHOWN]
