"""Hashtags: the tags of posts, each with the topic that most of its posts belong to."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection
from typing import TYPE_CHECKING, NamedTuple

from tools.listening.topics.found import Found
from tools.statistics.keyness import chance, discoveries

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]

_TAG = re.compile(r"(?<![\w#＃])[#＃]([^\W_]\w*)")
FEWEST, _AUTHORS = 10, 3


class Tagged(NamedTuple):
    """A hashtag in lower case: posts with it, its leading topic (none where it is in no topic more than the other
    posts are, beyond chance), and how many of its posts are in that one."""

    tag: str
    posts: int
    topic: int | None
    inside: int


def hashtags(found: Found, later: Flags, *, without: Collection[str]) -> list[Tagged]:
    """Return the tags of ten posts and three authors or more among some posts, the most used first.

    `without` are words of brands. The leading topic is tested by the log-likelihood ratio (Dunning 1993), with false
    discoveries over all tags held to 5 %.
    """
    labels, n = found.partition.labels.tolist(), int(later.sum())
    sizes = Counter(found.partition.labels[later].tolist())
    led: list[Tagged] = []
    for tag, rows in _rows(found, later).items():
        if tag not in without and _enough(found, rows):
            counts = Counter(labels[row] for row in rows if labels[row] >= 0)
            topic, inside = max(counts.items(), key=lambda pair: (pair[1], -pair[0]), default=(None, 0))
            led.append(Tagged(tag, len(rows), topic, inside))
    stands = discoveries([_by_chance(tag, sizes, n) for tag in led])
    kept = [tag if beyond else tag._replace(topic=None) for tag, beyond in zip(led, stands, strict=True)]
    return sorted(kept, key=lambda tag: (-tag.posts, tag.tag))


def _by_chance(tag: Tagged, sizes: Counter[int], n: int) -> float:
    """Chance that so many of its posts are in a topic; 1 where it is no more of them than of the others."""
    if tag.topic is None or tag.inside * n <= sizes[tag.topic] * tag.posts:
        return 1.0
    return chance(tag.inside, tag.posts, sizes[tag.topic] - tag.inside, n - tag.posts)


def _rows(found: Found, later: Flags) -> dict[str, list[int]]:
    held: defaultdict[str, list[int]] = defaultdict(list)
    for row in later.nonzero()[0].tolist():
        for tag in _tags(found.posts.texts[row]):
            held[tag].append(row)
    return {tag: held[tag] for tag in sorted(held)}


def _tags(text: str) -> set[str]:
    return {match.lower() for match in _TAG.findall(text)} if "#" in text or "＃" in text else set()


def _enough(found: Found, held: list[int]) -> bool:
    return len(held) >= FEWEST and len({int(found.posts.who[row]) for row in held}) >= _AUTHORS
