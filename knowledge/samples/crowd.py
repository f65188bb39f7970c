"""Crowd: who writes a post, drawn among those whose part, segment and brand fit it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate
from random import Random

from knowledge.samples.people import Person
from knowledge.samples.story import OWN, Sentiment

_PART_FIT: dict[str, dict[str, float]] = {
    "advocate": {"positive": 1.0, "neutral": 0.12, "negative": 0.0},
    "detractor": {"positive": 0.0, "neutral": 0.12, "negative": 1.6},
    "churner": {"positive": 0.15, "neutral": 0.4, "negative": 1.5},
    "innovator": {"positive": 0.5, "neutral": 4.0, "negative": 0.25},
    "bot": {},
}
_SEGMENT_FIT: dict[str, dict[str, float]] = {
    "A": {"positive": 1.3, "neutral": 0.9, "negative": 0.5},
    "B": {"positive": 1.0, "neutral": 1.0, "negative": 0.9},
    "C": {"positive": 0.6, "neutral": 1.0, "negative": 2.2},
    "D": {"positive": 0.7, "neutral": 2.0, "negative": 0.5},
}


class Crowd:
    """Draws the author of a post among the people whose part, segment and brand fit it."""

    def __init__(self, people: Sequence[Person]) -> None:
        self._people = people
        self._pools: dict[tuple[str, str, str], tuple[list[Person], list[float]]] = {}

    def draw(self, rng: Random, platform: str, brand: str, sentiment: Sentiment) -> Person:
        """Draw an author; heavier posters come up more often."""
        key = (platform, brand, sentiment)
        if key not in self._pools:
            fitting = [(p, self._weight(p, brand, sentiment)) for p in self._people if p.platform == platform]
            pool = [(p, weight) for p, weight in fitting if weight > 0]
            self._pools[key] = [p for p, _ in pool], list(accumulate(weight for _, weight in pool))
        people, totals = self._pools[key]
        return people[bisect_left(totals, rng.random() * totals[-1])]

    @staticmethod
    def _weight(person: Person, brand: str, sentiment: Sentiment) -> float:
        fit = _PART_FIT.get(person.part, {}).get(sentiment, 0.0 if person.part == "bot" else 1.0)
        if brand == OWN:
            fit *= _SEGMENT_FIT.get(person.segment, {}).get(sentiment, 0.8)
        return person.activity * person.brand_pull.get(brand, 0.0) * fit
