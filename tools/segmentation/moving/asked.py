"""Asked: how segments moved, and what comes back."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from tools.base import Model, Period, Result
from tools.segmentation.moving.drift import Verdict
from tools.segmentation.moving.windows import TwoWindows

METHOD = "segment_drift"
Overall = Literal["stable", "drifting", "dissolving", "unsteady", "no groups"]
Cause = Literal["came", "left", "moved in", "moved out", "behaviour"]


class SegmentDriftQuery(TwoWindows):
    """Would you find the same groups next month? The people of an earlier window are grouped, and followed."""


class Alert(Model):
    """A change that chance does not explain: of a segment's size, with what made it, or of what its people do."""

    segment: int
    what: Literal["grew", "shrank", "does more", "does less"]
    cause: Cause = Field(description="Where most of a change of size comes from; behaviour: what people do changed.")
    other: int | None = Field(None, description="The segment that most people moved from or to, if many did.")
    feature: str | None = Field(None, description="What changed most of those who moved, or of the segment's people.")
    figure: str = Field(description="Name of the figure that holds the change.")


class SegmentCourse(Model):
    """What became of a segment of the earlier window; its figures end in its number."""

    segment: int
    verdict: Verdict
    trait: str = Field(description="What sets its people apart from all others most, in plain words.")
    found_again: bool = Field(description="Whether the later people, grouped by themselves, have a group like it.")


class SegmentDriftResult(Result):
    """What became of each segment, what moved, and when to group people anew."""

    before: Period | None = Field(None, description="Days whose people were grouped.")
    after: Period | None = Field(None, description="Days that they were followed into.")
    verdict: Overall = Field("no groups", description="The worst of the segments' verdicts.")
    segments: tuple[SegmentCourse, ...] = Field((), description="By number, the largest of the earlier days first.")
    alerts: tuple[Alert, ...] = Field((), description="Changes beyond chance, of sizes first.")
    renew: bool = Field(False, description="Whether to group people anew now.")
    reasons: tuple[str, ...] = Field((), description="Why now, or why not yet.")
    next_look: date | None = Field(None, description="The day by which to ask this again.")
