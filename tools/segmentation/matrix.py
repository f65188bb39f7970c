"""Matrix: what was measured of each person."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tools.base import Period

Family = Literal["use", "activity", "value", "content", "engagement", "feeling", "interest", "tenure"]
"""use: what they do with the product; activity: how much, how varied, how lately; value: what they pay; content: what
their posts are like; engagement: what posts get; feeling: how posts sound and what they are for; interest: what posts
are about; tenure: since when."""

ORDINARY = "ordinary"


class Feature(NamedTuple):
    """A feature: its name, what it says in plain words, and what it is counted in."""

    name: str
    """Dotted, `use.summaries` or `posts`."""
    label: str
    """Plain words that follow "more": `uses of summaries a week`."""
    unit: str
    """per week, share, hours, days, net, amount, percentile or things."""
    family: Family = "activity"
    sensitivity: str = ORDINARY
    """`ordinary`, or the class of data that the law or decency protects: health, beliefs, distress ..."""


class Matrix(NamedTuple):
    """People by features. Rows are in order of the people's ids, which no tool ever shows."""

    people: tuple[str, ...]
    features: tuple[Feature, ...]
    values: NDArray[np.float64]
    """Shape (people, features); NaN where it is not known of a person."""
    period: Period
    """The days that were measured."""
    begun: Mapping[str, int] = MappingProxyType({})
    """Features that say nothing of the first days, and the day of the period, from 0, on which each began."""

    def column(self, name: str) -> NDArray[np.float64]:
        """Return one feature of all people; ValueError if there is none of that name."""
        return self.values[:, [feature.name for feature in self.features].index(name)]
