"""Figures of emerging topics: growth, shares, who carries it, how new it is, and what is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from tools.figure import Figure
from tools.groups import dotted
from tools.listening.topics.growing import Course
from tools.listening.topics.making import made
from tools.listening.topics.needs import Need, requests_in
from tools.statistics.proportion import wilson

if TYPE_CHECKING:
    from tools.listening.topics.emerging_topics import Seen

METHOD = "emerging_topics"
_figure = partial(made, METHOD)
ABOUT = "asked"
"""What the names of the figures of the words asked about end in."""


def figures(seen: Seen, told: Sequence[Course], wishes: Sequence[Need], keys: Mapping[int, str]) -> Iterator[Figure]:
    """Yield how many topics were looked at, then each course and each need."""
    n = int(seen.later.sum())
    yield _figure("looked_at", "topics looked at", seen.found.partition.topics, "score", seen.found.posts.n)
    if seen.about:
        yield from _course(seen, seen.about.course, ABOUT, f"“{seen.about.phrase}”", seen.about.mine)
    for course in told:
        mine = seen.found.partition.labels == course.topic
        yield from _course(seen, course, keys[course.topic], seen.found.names[course.topic], mine)
    asks = seen.found.share(requests_in(seen.found), seen.later)
    yield _figure("share.needs", "share of posts that ask for something", asks.value, "share", n, asks)
    for need in wishes:
        yield from _need(seen, need, keys[need.topic])


def _course(seen: Seen, course: Course, key: str, name: str, mine: Any) -> Iterator[Figure]:  # noqa: ANN401 (flags)
    about = {"topic": name}
    sizes = (("", seen.later, "now"), ("before", seen.earlier, "before"))
    for part, side, when in sizes:
        share = seen.found.share(mine, side)
        label = f"share of posts that are on {name} {when}"
        yield _figure(dotted("share", part, key), label, share.value, "share", int(share.n), share, group=about)
        yield _figure(
            dotted("posts", part, key), f"posts on {name} {when}", share.x, "posts", int(share.n), group=about
        )
    grown = course.growth
    yield _figure(
        dotted("growth", key), f"share of posts that are on {name} now over that before", grown.ratio, "ratio",
        course.now[0] + course.before[0], interval=grown.interval._asdict(), group=about,
    )  # fmt: skip
    n = course.now[0]
    if not n:
        return
    label = f"authors on {name} now, as many as would write as evenly"
    yield _figure(dotted("authors", key), label, course.authors, "authors", n, group=about)
    label = f"share of the loudest author in the posts on {name} now"
    yield _figure(dotted("loudest", key), label, course.loudest, "share", n, group=about)
    label = f"share of the fullest day in the posts on {name} now"
    yield _figure(dotted("fullest_day", key), label, course.day_share, "share", n, group=about)
    if course.novelty is not None:
        label = f"how unlike earlier topics {name} is now (0 the same, 1 nothing in common)"
        yield _figure(dotted("novelty", key), label, course.novelty, "ratio", n, group=about)
    past = seen.pasts.get(course.topic)
    if past and past.highest:
        label = f"highest share of {name} in {past.spans} earlier spans: {past.highest}"
        yield _figure(dotted("highest", key), label, past.share, "share", past.n, group=about)


def _need(seen: Seen, need: Need, key: str) -> Iterator[Figure]:
    name = seen.found.names[need.topic]
    about = {"topic": name}
    yield _figure(
        dotted("needs", key), f"posts on {name} that ask for something", need.requests, "posts", need.posts,
        group=about,
    )  # fmt: skip
    yield _figure(
        dotted("share.needs", key), f"share of the posts on {name} that ask for something",
        need.requests / need.posts, "share", need.posts, interval=wilson(need.requests, need.posts)._asdict(),
        group=about,
    )  # fmt: skip
    yield _figure(
        dotted("needs.authors", key), f"authors who ask for something on {name}", need.authors, "authors", need.posts,
        group=about,
    )  # fmt: skip
