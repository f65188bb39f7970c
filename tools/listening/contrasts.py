"""Contrasts: two sets of posts side by side, and the words that tell one from the other beyond chance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import Literal, NamedTuple

from tools.listening.vocabulary import SIDES, Vocabulary
from tools.statistics.keyness import chance, discoveries, log_odds_z

Side = Literal["negative", "positive"]

FEWEST = 5
"""Posts of its own set that a word needs."""


class Contrast(NamedTuple):
    """A set of posts against another: their sizes, and how many posts of each hold a word."""

    group: str
    side: Side | None
    n_here: int
    n_there: int
    here: Counter[str]
    there: Counter[str]

    @property
    def smaller(self) -> int:
        """Posts on the smaller side."""
        return min(self.n_here, self.n_there)


class Word(NamedTuple):
    """A word that sets `contrast.here` apart, and how far from chance."""

    word: str
    z: float
    contrast: Contrast


def between_sentiments(vocabulary: Vocabulary, groups: Sequence[str], sides: Sequence[Side]) -> Iterator[Contrast]:
    """Set the posts of each side against those of the other, within each group."""
    for group in groups:
        for side in sides:
            here, there = (group, side), (group, SIDES[1 - SIDES.index(side)])
            sizes = vocabulary.sizes[here], vocabulary.sizes[there]
            yield Contrast(group, side, *sizes, vocabulary.usage[here], vocabulary.usage[there])


def between_groups(vocabulary: Vocabulary, groups: Sequence[str]) -> Iterator[Contrast]:
    """Set the posts of each group against those of all others together."""
    for group in groups:
        here: Counter[str] = Counter()
        there: Counter[str] = Counter()
        for (other, _), words in vocabulary.usage.items():
            (here if other == group else there).update(words)
        n_here = sum(n for (other, _), n in vocabulary.sizes.items() if other == group)
        yield Contrast(group, None, n_here, sum(vocabulary.sizes.values()) - n_here, here, there)


def beyond_chance(contrast: Contrast, *, without: Collection[str], limit: int) -> list[Word]:
    """Return the words that set `here` apart, strongest first: those that chance does not explain, of all compared."""
    words = sorted((contrast.here.keys() | contrast.there.keys()) - set(without))
    counts = [(contrast.here[word], contrast.n_here, contrast.there[word], contrast.n_there) for word in words]
    found = [
        Word(word, log_odds_z(*count), contrast)
        for word, count, stands in zip(words, counts, discoveries([chance(*count) for count in counts]), strict=True)
        if stands and count[0] >= FEWEST
    ]
    found = [word for word in found if word.z > 0]
    return sorted(found, key=lambda word: (-word.z, word.word))[:limit]
