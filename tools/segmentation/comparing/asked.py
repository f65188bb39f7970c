"""Asked: how segments compare, and what comes back."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from tools.base import Model, Result
from tools.segmentation.asked import SegmentsQuery
from tools.segmentation.comparing.slices import By

METHOD = "compare_segments"
NAMES = (
    "value, purchased, converted, churned, lead, survey, csat, activity, use.NAME, posts, posted, reach, engagement "
    "and sentiment"
)


class CompareSegmentsQuery(SegmentsQuery):
    """How do segments compare? All with the rest, or two with one another (`segment` and `against`)."""

    segment: int | None = Field(None, ge=1, description="A segment to look at, and why it stands where it does.")
    against: int | None = Field(None, ge=1, description="The segment to compare it with; none: all other people.")
    metric: str | None = Field(None, description=f"Only this measure: {NAMES}; none for all that the data tell.")
    by: By | None = Field(None, description="What a difference is explained by; none: whichever explains most.")

    @model_validator(mode="after")
    def _two_segments(self) -> CompareSegmentsQuery:
        if self.against is not None and self.segment is None:
            raise ValueError("`against` needs a `segment` to be compared with it")
        if self.against is not None and self.against == self.segment:
            raise ValueError(f"segment {self.segment} cannot be compared with itself: name another one in `against`")
        return self


class Measured(Model):
    """A measure, and the segments that stand apart in it; figures are `name.segment_2`, `less.name.segment_2` ..."""

    name: str
    label: str
    above: tuple[int, ...] = Field((), description="Segments above what they are compared with, beyond chance.")
    below: tuple[int, ...] = Field((), description="Segments below it, beyond chance.")
    told: tuple[int, ...] = Field((), description="Segments that it is told of; for others it rests on too few.")


class Explained(Model):
    """Why a segment stands above or below: figures are `why.whole`, `why.mix`, `why.rate`, `why.size` ..."""

    metric: str
    by: By
    mainly: Literal["mix", "rate", "both", "unclear"] = Field(
        description="mix: other kinds of people; rate: people alike do otherwise; unclear: chance could make it."
    )


class CompareSegmentsResult(Result):
    """Measures of segments side by side, and which differences chance does not explain."""

    measures: tuple[Measured, ...] = Field((), description="What was compared, one measure after the other.")
    segments: tuple[int, ...] = Field((), description="Segments compared.")
    against: int | None = Field(None, description="What they are compared with; none: all other people.")
    looked_at: int = Field(0, description="Differences looked at, over which false discoveries are held to 5 %.")
    why: Explained | None = Field(None, description="What makes the difference of the segment asked about.")
