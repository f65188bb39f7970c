"""Needs: topics in which people ask for something more than in others, with the posts that do."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tools.listening.topics.found import SAID_WORDS, Found
from tools.listening.topics.terms import naming_words
from tools.statistics.keyness import chance, discoveries

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]

FEWEST, _AUTHORS = 5, 3
LIKELY = 0.5
"""Probability from which the reader takes a post for a suggestion more likely than not."""
WISHING = frozenset(
    {
        *("add", "adding", "allow", "could", "hope", "hoping", "improve", "lacking", "lacks", "let", "missing", "miss"),
        *("need", "needed", "needs", "please", "prefer", "request", "requests", "should", "suggest", "suggestion"),
        *("want", "wanted", "wants", "wish", "wishing", "would"),
    }
)
"""Words that requests are made in, after Maalej & Nabil, Requirements Engineering Conference 2015, section II."""


class Need(NamedTuple):
    """A topic with its requests: how many, by how many authors, of how many posts, their words, and posts to quote."""

    topic: int
    requests: int
    authors: int
    posts: int
    words: tuple[str, ...]
    quoted: tuple[str, ...]


def requests_in(found: Found) -> Flags:
    """Return which posts ask for something: the reader takes them for a suggestion and they hold a word of wishing."""
    import numpy as np

    wishing = np.array([not WISHING.isdisjoint(words) for words in found.posts.words], dtype=bool)
    asking: Flags = wishing & (found.posts.suggests >= LIKELY)
    return asking


def needs_of(found: Found, later: Flags) -> list[Need]:
    """Return the topics where people ask for something in five posts or more, by three authors, the most first.

    In each they do so more than in all others beyond chance (log-likelihood ratio, Dunning 1993; false discoveries over
    all topics held to 5 %).
    """
    import numpy as np

    asking = requests_in(found) & later
    labels, count = found.partition.labels, found.partition.topics
    words = naming_words(found.terms, np.where(asking, labels, -1), count, limit=SAID_WORDS)
    told, chances = [], []
    for topic in range(count):
        mine = later & (labels == topic)
        requests, posts = int((asking & mine).sum()), int(mine.sum())
        chances.append(_by_chance(requests, posts, int(asking.sum()), int(later.sum())))
        authors = len(np.unique(found.posts.who[asking & mine]))
        told.append(Need(topic, requests, authors, posts, words[topic], _quoted(found, asking & mine)))
    stands = discoveries(chances)
    kept = [need for need, more in zip(told, stands, strict=True) if more and need.requests >= FEWEST]
    return sorted((need for need in kept if need.authors >= _AUTHORS), key=lambda need: (-need.requests, need.topic))


def _by_chance(requests: int, posts: int, every: int, n: int) -> float:
    """Chance of so many requests in a topic; 1 where they are no more of its posts than of the others."""
    if not requests or requests * n <= every * posts or posts == n:
        return 1.0
    return chance(requests, posts, every - requests, n - posts)


def _quoted(found: Found, asking: Flags) -> tuple[str, ...]:
    """Ids of the two that ask most clearly, one an author."""
    posts = found.posts
    rows = sorted(
        (asking & posts.readable).nonzero()[0].tolist(), key=lambda row: (-posts.suggests[row], posts.ids[row])
    )
    chosen: dict[int, str] = {}
    for row in rows:
        chosen.setdefault(int(posts.who[row]), posts.ids[row])
    return tuple(chosen.values())[:2]
