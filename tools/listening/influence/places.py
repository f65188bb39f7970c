"""Places: the ranks a brand may hold, given every weighting and what chance could do to each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from tools.base import Model
from tools.listening.influence.weightings import Weighting
from tools.statistics.interval import Interval
from tools.statistics.weighted import Part


class Place(Model):
    """The best and the worst rank, from 1, that a brand may hold; the same where its place is settled."""

    brand: str
    best: int
    worst: int


class Lead(NamedTuple):
    """One brand's share less another's, by a weighting."""

    value: float
    interval: Interval


class Order:
    """Brands compared pair by pair under every weighting; `parts` holds a share for each brand, at all pairs' level."""

    def __init__(self, brands: Sequence[str], parts: Mapping[Weighting, Sequence[Part]]) -> None:
        self.brands = tuple(brands)
        self._leads = {
            (self.brands[i], self.brands[j]): {
                weighting: Lead(shares[i].value - shares[j].value, shares[i].less(shares[j]))
                for weighting, shares in parts.items()
            }
            for i, j in combinations(range(len(brands)), 2)
        }

    def leads(self, one: str, other: str) -> Mapping[Weighting, Lead]:
        """Return the lead of a brand over one that is listed after it, by weighting."""
        return self._leads[one, other]

    def ahead(self, one: str, other: str) -> bool:
        """Tell whether every weighting puts one brand ahead of the other, beyond chance."""
        if (one, other) in self._leads:
            return all(lead.interval.low > 0 for lead in self._leads[one, other].values())
        return all(lead.interval.high < 0 for lead in self._leads[other, one].values())

    def flips(self, one: str, other: str) -> tuple[Weighting, ...]:
        """Return the weightings that put the later brand ahead of the earlier one, be it by chance."""
        return tuple(weighting for weighting, lead in self._leads[one, other].items() if lead.value < 0)

    def doubts(self, one: str) -> tuple[Weighting, ...]:
        """Return the weightings that do not put a brand ahead of every other beyond chance."""
        weightings = dict.fromkeys(weighting for leads in self._leads.values() for weighting in leads)
        return tuple(
            weighting
            for weighting in weightings
            if not all(
                (leads[weighting].interval.low > 0 if first == one else leads[weighting].interval.high < 0)
                for (first, second), leads in self._leads.items()
                if one in (first, second)
            )
        )

    def places(self) -> tuple[Place, ...]:
        """Return what places each brand may hold, in the order listed."""
        return tuple(
            Place(
                brand=brand,
                best=1 + sum(self.ahead(other, brand) for other in self.brands if other != brand),
                worst=len(self.brands) - sum(self.ahead(brand, other) for other in self.brands if other != brand),
            )
            for brand in self.brands
        )
