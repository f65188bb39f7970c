"""World: a few dozen people whose days are written out, so that rates can be counted by hand."""

from __future__ import annotations

from collections.abc import Iterable

from tests.tools.conftest import Row

DAYS = 28
START = "2026-06-01"


def at(day: int, minute: int = 0) -> str:
    """An instant of a day of June 2026, from 0."""
    return f"2026-06-{day + 1:02d}T09:{minute % 60:02d}:{minute // 60:02d}+00:00"


def event(user: str, day: int, kind: str = "use", object_: str | None = "summaries", minute: int = 0) -> Row:
    """One thing done."""
    return {"user_id": user, "at": at(day, minute), "kind": kind, "object": object_}


def crowd(n: int = 60, *, days: Iterable[int] = range(DAYS)) -> list[Row]:
    """Each of `n` people logs in once a day, and person i uses summaries on every day that i + 1 divides."""
    rows = []
    for i in range(n):
        for day in days:
            rows.append(event(f"u{i:03d}", day, "login", "app"))
            if day % (i % 7 + 1) == 0:
                rows.append(event(f"u{i:03d}", day, minute=5))
    return rows
