"""Asked: what can be asked of a test that is planned, and what comes back."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from tools.base import Model, Result
from tools.segmentation.asked import SegmentsQuery
from tools.segmentation.testing.asked import Measure
from tools.segmentation.testing.membership import Source

METHOD = "test_plan"
MINIMUM = 60
"""People that there must be to test anything on."""
LEAST = 60
"""People of a segment that a plan puts into a test, unless it has fewer or told otherwise."""


class TestPlanQuery(SegmentsQuery):
    """How many people does a test need, or what can it show with those that there are?"""

    __test__ = False

    outcome: str | None = Field(
        None, description="Kind of outcome that decides (converted, purchased, churned ...); none: the commonest."
    )
    measure: Measure | None = Field(
        None, description="share: people with the outcome; value: mean of its values. None: by what the outcome is."
    )
    base: float | None = Field(
        None, ge=0, le=1, description="Share with the outcome in the control, if known; none: told from the dataset."
    )
    lift: float | None = Field(
        None,
        description="Difference to be seen, 0.02 for two points; values in their own unit. None: 5 points or 10 %.",
    )
    relative_lift: float | None = Field(
        None, description="The same in proportion: 0.1 for a tenth more; not with lift."
    )
    power: float = Field(0.8, ge=0.5, lt=1, description="How often a test finds such a difference if it is there.")
    alpha: float = Field(0.05, gt=0, le=0.2, description="How often a test finds one that is not there.")
    treated_share: float = Field(0.5, gt=0, lt=1, description="Share of the people who get the treatment.")
    within_days: int = Field(14, ge=1, description="Days after each assignment over which outcomes count.")
    people: int | None = Field(
        None, ge=1, description="People that the test may take, to be split over segments; none: as many as it needs."
    )
    at_least: int = Field(LEAST, ge=0, description="People of each segment that the split takes at least.")
    priority: tuple[str, ...] = Field(
        (), description="How much a segment's answer matters, `name=2` for twice as much as others; 1 unless given."
    )
    segments: Source | None = Field(
        None, description="recorded: as recorded with assignments; found: by what people do. None: recorded, if any."
    )

    @model_validator(mode="after")
    def _asks_for_one_lift(self) -> TestPlanQuery:
        if self.lift is not None and self.relative_lift is not None:
            raise ValueError("lift and relative_lift say the same twice: give one of them")
        if 0 in (self.lift, self.relative_lift):
            raise ValueError("no test of any size shows a difference of 0: give the smallest that is worth acting on")
        return self


class Allotted(Model):
    """A segment in the plan. Figures end in `key`."""

    segment: str
    key: str
    enough: bool = Field(description="Whether the segment by itself has people enough to show the lift.")


class TestPlan(Result):
    """How large a test must be, what it can show with the people there are, and how to split them."""

    __test__ = False

    outcome: str | None = Field(None, description="Kind of outcome planned for; none where only a base was given.")
    measure: Measure = Field("share", description="What is made of it.")
    enough: bool | None = Field(None, description="Whether there are people enough; none: people are not known.")
    source: Source | None = Field(None, description="Where segments come from; none without any.")
    segments: tuple[Allotted, ...] = Field((), description="Segments that may be told of, the largest first.")
    sequential: Literal["Thompson sampling"] = Field(
        "Thompson sampling", description="The alternative that learns as it goes; described, not simulated."
    )
