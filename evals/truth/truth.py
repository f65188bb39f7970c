"""Truth: totals by dotted path, posts to measure, and the days that they span."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from evals.truth.measures import MEASURES
from evals.truth.posts import Selection, TruePost
from tools.errors import UnknownName


@dataclass(frozen=True)
class Truth:
    """The planted truth, and what was read of it."""

    totals: Mapping[str, Any] = field(default_factory=dict)
    posts: Sequence[TruePost] = ()
    first: date = date.min
    last: date = date.max

    @cached_property
    def _by_id(self) -> Mapping[str, TruePost]:
        return {post.post_id: post for post in self.posts}

    def post(self, post_id: str) -> TruePost | None:
        """Return the planted post of that id; none if there is none."""
        return self._by_id.get(post_id)

    def total(self, path: str) -> float:
        """Return the number at a dotted path, as the sample's manifest states it; UnknownName if there is none."""
        value: Any = self.totals
        for part in path.split("."):
            if not isinstance(value, Mapping) or part not in value:
                raise UnknownName("planted total", path, value if isinstance(value, Mapping) else ())
            value = value[part]
        return float(value)

    def measure(self, name: str, where: Selection) -> float:
        """Measure the selected posts; UnknownName for a measure there is not, TooFewPosts where none is selected."""
        if name not in MEASURES:
            raise UnknownName("measure", name, MEASURES)
        return MEASURES[name](self.posts, where)
