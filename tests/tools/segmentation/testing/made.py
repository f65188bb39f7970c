"""Made: tests on people whose numbers can be held in the head."""

from __future__ import annotations

import numpy as np

from tests.tools.conftest import Row
from tools.base import Period
from tools.errors import TooFewPosts
from tools.segmentation.asked import Definition
from tools.segmentation.matrix import Feature, Matrix
from tools.segmentation.segmented import Segmented

START, AFTER, EARLIER = "2026-10-01T10:00:00+00:00", "2026-10-05T09:00:00+00:00", "2026-09-20T09:00:00+00:00"


def assigned(arm: str, people: range, *, segment: str | None = None, experiment: str = "mail") -> list[Row]:
    """Assignments of people, by number."""
    return [
        {"user_id": f"u_{i:04}", "experiment": experiment, "arm": arm, "segment": segment, "at": START} for i in people
    ]


def came(people: range, *, kind: str = "converted", at: str = AFTER, value: float | None = None) -> list[Row]:
    """Outcomes of people, by number."""
    return [{"user_id": f"u_{i:04}", "kind": kind, "at": at, "value": value} for i in people]


class Fake:
    """A segmenter that knows one feature of some people, or nobody."""

    def __init__(self, values: dict[str, float] | None = None) -> None:
        self.values, self.asked = values, list[Definition]()

    def matrix(self, definition: Definition) -> Matrix:
        """Give the one feature."""
        self.asked.append(definition)
        if self.values is None:
            raise TooFewPosts(found=0, needed=60, what="people")
        people = tuple(sorted(self.values))
        values = np.array([[self.values[person]] for person in people])
        period = definition.period or Period.model_validate({"start": "2026-09-01", "end": "2026-09-30"})
        return Matrix(people, (Feature("login", "logins a week", "per week"),), values, period)

    def segmented(self, definition: Definition) -> Segmented:
        """Find nobody: where segments matter they are recorded."""
        self.asked.append(definition)
        raise TooFewPosts(found=0, needed=60, what="people")
