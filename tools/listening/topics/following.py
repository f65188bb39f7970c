"""Following: topics of two periods found together, called what they were called before, and what became of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from tools.base import Period, Query
from tools.errors import BadRequest, TooFewPosts
from tools.inputs import Tables
from tools.listening.topics.drawn import EPOCH
from tools.listening.topics.found import SAID_WORDS, Found, found_topics, named
from tools.statistics.grouping import jaccards, matched

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]
    Flags = NDArray[np.bool_]

Since = Literal["same", "part", "new"]

SHARED, ALIKE = 0.3, 0.6
"""To be the same topic: share of the earlier posts of either that both hold (Jaccard), cosine of their mean vectors."""
FEW = 5
"""Posts below which a topic is not there."""
LEAST = 30
"""Posts that either period needs."""


class Following(NamedTuple):
    """Topics of both periods: which posts are of the later one, each topic's name and history, and what is gone.

    `was` is the earlier topic it is, or that holds most of its earlier posts. `gone` are topics without later posts.
    """

    found: Found
    later: Flags
    names: tuple[str, ...]
    since: tuple[Since, ...]
    was: tuple[str | None, ...]
    gone: tuple[str, ...]


def followed(query: Query, tables: Tables, before: Period, *, number: int | None, seed: int) -> Following:
    """Find the topics of `query.period` and the days `before` together, and match them with those of `before` alone.

    The latter are what the same question gave when it was asked of `before`: a topic that holds the same earlier posts
    keeps its name, unless none of the name's words is among its strongest any more. Pairs are those of the largest sum
    of Jaccard indices, each at least 0.3, of mean vectors with a cosine of 0.6 or more. A topic of fewer than five
    earlier posts is new, one of fewer than five later ones gone. Raises BadRequest where the periods overlap or the
    later one is not given, TooFewPosts where either has too few posts.
    """
    if query.period is None or before.end >= query.period.start:
        raise BadRequest(
            f"Topics are followed from `before` ({before}) to a later `period` ({query.period or 'none given'}); "
            "give two that share no day, the earlier one as `before`."
        )
    both = query.model_copy(update={"period": Period(start=before.start, end=query.period.end)})
    found = found_topics(both, tables, number=number, seed=seed)
    later, earlier = days_in(found, query.period), days_in(found, before)
    for period, count in ((before, earlier.sum()), (query.period, later.sum())):
        if count < LEAST:
            raise TooFewPosts(found=int(count), needed=LEAST, what=f"different posts from {period}")
    alone = found_topics(query.model_copy(update={"period": before}), tables, number=number, seed=seed)
    return _history(found, later, earlier, alone)


def _history(found: Found, later: Flags, earlier: Flags, alone: Found) -> Following:
    import numpy as np

    shared = _shared(found, alone)
    alike = found.centres() @ alone.centres().T >= ALIKE
    pairs = dict(matched(np.where(alike, shared, 0.0), floor=SHARED))
    old, new = (_sizes(found, side) for side in (earlier, later))
    since: list[Since] = []
    was: list[str | None] = []
    for topic, row in enumerate(shared):
        fresh = old[topic] < FEW
        since.append("new" if fresh else "same" if topic in pairs else "part")
        was.append(None if fresh or not row.any() else alone.names[pairs.get(topic, int(row.argmax()))])
    kept = {
        topic: near for topic, near in pairs.items() if set(alone.words[near][:SAID_WORDS]) & set(found.words[topic])
    }
    names = named(found.words, {topic: alone.names[near] for topic, near in kept.items()})
    gone = tuple(name for topic, name in enumerate(names) if new[topic] < FEW <= old[topic])
    return Following(found, later, names, tuple(since), tuple(was), gone)


def days_in(found: Found, period: Period) -> Flags:
    """Return which posts are of a period."""
    first, last = (day.toordinal() - EPOCH for day in (period.start, period.end))
    inside: Flags = (found.posts.day >= first) & (found.posts.day <= last)
    return inside


def _sizes(found: Found, side: Flags) -> list[int]:
    import numpy as np

    labels = found.partition.labels[side & (found.partition.labels >= 0)]
    sizes: list[int] = np.bincount(labels, minlength=found.partition.topics).tolist()
    return sizes


def _shared(found: Found, alone: Found) -> Array:
    """Jaccard index of each topic with each of `alone`, over the posts that both hold; none is a group of its own."""
    import numpy as np

    places = {post_id: row for row, post_id in enumerate(found.posts.ids)}
    rows = [(places[post_id], row) for row, post_id in enumerate(alone.posts.ids) if post_id in places]
    one, other = (np.array(side, dtype=np.intp) for side in zip(*rows, strict=True))
    tops = found.partition.topics, alone.partition.topics
    labels = [
        np.append(np.where(held < 0, top, held), top)
        for held, top in zip((found.partition.labels[one], alone.partition.labels[other]), tops, strict=True)
    ]
    return np.asarray(jaccards(*labels)[:-1, :-1])
