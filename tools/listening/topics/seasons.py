"""Pasts: how large a topic was in earlier spans of the same length, so that what comes back is not called new."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import NamedTuple

from tools.base import Period
from tools.listening.topics.following import LEAST, days_in
from tools.listening.topics.found import Found

MOST_SPANS, FEWEST_SPANS = 8, 3
_AS_LARGE, _POSTS = 0.8, 5


class Past(NamedTuple):
    """Earlier spans looked at, the one where the topic had its highest share, that share, and of how many posts."""

    spans: int
    highest: Period | None
    share: float
    n: int
    came_back: bool


def pasts(found: Found, now: Period, have: Period, topics: Iterable[int]) -> dict[int, Past]:
    """Return the past of topics, over at most eight spans before `now`, whole and of 30 posts or more.

    A topic came back where one of three spans or more held four fifths of its share now, in five posts.
    """
    spans = list(_spans(found, now, have))
    return {topic: _past(found, now, spans, topic) for topic in topics}


def _spans(found: Found, now: Period, have: Period) -> Iterator[Period]:
    length = timedelta(days=now.days)
    for back in range(1, MOST_SPANS + 1):
        span = Period(start=now.start - back * length, end=now.end - back * length)
        if span.start >= have.start and days_in(found, span).sum() >= LEAST:
            yield span


def _past(found: Found, now: Period, spans: list[Period], topic: int) -> Past:
    mine = found.partition.labels == topic
    held = [(int((mine & days_in(found, span)).sum()), int(days_in(found, span).sum()), span) for span in (now, *spans)]
    (x, n, _), earlier = held[0], held[1:]
    if not earlier:
        return Past(0, None, 0.0, 0, came_back=False)
    most, of, highest = max(earlier, key=lambda one: (one[0] / one[1], one[2].start))
    back = len(spans) >= FEWEST_SPANS and most >= _POSTS and most / of >= _AS_LARGE * x / n
    return Past(len(spans), highest, most / of, of, came_back=back)
