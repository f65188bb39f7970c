"""Found: the topics of a query's posts, with the words that name each and the posts that stand for it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.base import Query
from tools.errors import TooFewPosts
from tools.inputs import Tables
from tools.listening.topics.drawn import Drawn, drawn
from tools.listening.topics.partition import MOST_TOPICS, Partition, partition
from tools.listening.topics.space import about, topic_space
from tools.listening.topics.terms import Terms, naming_words, terms
from tools.listening.vocabulary import words_of_names, words_without_content
from tools.statistics.clustered import ClusteredShare
from tools.statistics.grouping import centres_of, unit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]
    Places = NDArray[np.intp]
    Flags = NDArray[np.bool_]

MINIMUM = 100
"""Posts, copies left out, below which no topics are looked for."""
WORDS, SAID_WORDS = 8, 3
_NAMELESS = "topic without words of its own"
_SUBTOPIC = 10
"""Posts that a subtopic needs to be named."""


class Found(NamedTuple):
    """Posts, `meaning` (n, d) without brands, where they lie (n, 100), the partition, and each topic's words."""

    posts: Drawn
    meaning: Array
    points: Array
    terms: Terms
    partition: Partition
    words: tuple[tuple[str, ...], ...]

    @property
    def names(self) -> tuple[str, ...]:
        """What each topic is called: its three strongest words, and a fourth where another is called so already."""
        return named(self.words, {})

    def centres(self) -> Array:
        """Return the mean meaning of each topic, at length 1."""
        inside = self.partition.labels >= 0
        return unit(centres_of(self.meaning[inside], self.partition.labels[inside], self.partition.topics))

    def subtopics(self, topic: int) -> tuple[tuple[str, ...], ...]:
        """Return the words of each part of a topic that has ten posts, largest first; none where it has one part."""
        import numpy as np

        inside = self.partition.labels == topic
        parts, sizes = np.unique(self.partition.finer[inside], return_counts=True)
        chosen = [int(parts[i]) for i in np.argsort(-sizes, kind="stable") if sizes[i] >= _SUBTOPIC]
        if len(chosen) < 2:
            return ()
        places = np.full(int(self.partition.finer.max()) + 1, -1, dtype=np.intp)
        places[chosen] = np.arange(len(chosen))
        labels = np.where(inside, places[self.partition.finer], -1)
        return tuple(filter(None, naming_words(self.terms, labels, len(chosen), limit=SAID_WORDS)))

    def typical(self, topic: int, among: Flags, *, limit: int) -> list[str]:
        """Return ids of readable posts of a topic that hold most of its words, next to its middle, one an author."""
        import numpy as np

        inside = self.partition.labels == topic
        rows = np.flatnonzero(inside & among & self.posts.readable)
        names = [self.terms.words.index(word) for word in self.words[topic]]
        held = np.asarray(self.terms.held[rows][:, names].sum(axis=1)).ravel()
        near = (self.points[rows] @ self.points[inside].mean(axis=0)).round(9)
        chosen: dict[int, str] = {}
        for place in np.lexsort((-near, -np.minimum(held, SAID_WORDS))):
            row = int(rows[place])
            chosen.setdefault(int(self.posts.who[row]), self.posts.ids[row])
            if len(chosen) == limit:
                break
        return list(chosen.values())

    def share(self, of: Flags, among: Flags) -> ClusteredShare:
        """Return the share of some posts among others, with what its interval by author needs."""
        import numpy as np

        count = int(self.posts.who.max()) + 1 if self.posts.n else 0
        n = np.bincount(self.posts.who[among], minlength=count).astype(float)
        x = np.bincount(self.posts.who[of & among], minlength=count).astype(float)
        return ClusteredShare(int((n > 0).sum()), n.sum(), x.sum(), float(x @ x), float(x @ n), float(n @ n))


def found_topics(query: Query, tables: Tables, *, number: int | None, seed: int, most: int = MOST_TOPICS) -> Found:
    """Find the topics of the posts in scope. Raises TooFewPosts below 100 of them, copies left out."""
    posts = drawn(query, tables)
    if posts.n < max(MINIMUM, number or 0):
        raise TooFewPosts(found=posts.n, needed=max(MINIMUM, number or 0), what="different posts with text")
    without = words_without_content() | words_of_names(tables.facts, query.filter.text)
    held = terms(posts.words, posts.who, without=without)
    meaning = about(posts.vectors, posts.whose)
    points = topic_space(meaning, held, seed=seed)
    parts = partition(points, number=number, seed=seed, most=most)
    words = naming_words(held, parts.labels, parts.topics, limit=WORDS)
    return Found(posts, meaning, points, held, parts, tuple(words))


def named(words: Sequence[tuple[str, ...]], given: Mapping[int, str]) -> tuple[str, ...]:
    """Return distinct names of topics: those `given` by place, else the first three words, more where it is taken."""
    taken, names = set(given.values()), []
    for place, held in enumerate(words):
        name = given.get(place) or _untaken(held, taken)
        taken.add(name)
        names.append(name)
    return tuple(names)


def _untaken(words: tuple[str, ...], taken: Collection[str]) -> str:
    choices = [", ".join(words[:count]) for count in range(min(SAID_WORDS, len(words)), len(words) + 1) if count]
    fresh = [name for name in choices if name not in taken]
    count = 1
    while not fresh:
        fresh = [name for name in (f"{_NAMELESS} {count}",) if name not in taken]
        count += 1
    return fresh[0]
