"""Find, asked: which group was not there before, and what comes back."""

from __future__ import annotations

from pydantic import Field

from tools.base import Model, Period, Result
from tools.segmentation.moving.emerged import Ended
from tools.segmentation.moving.windows import TwoWindows

METHOD = "find_emerging_segment"


class FindEmergingSegmentQuery(TwoWindows):
    """Which segment is new, and is it big enough to bother?"""

    detect: float = Field(
        0.1, gt=0, lt=1, description="Rise of a share, of who buys say, that a test in the group must be able to show."
    )
    outcome: str | None = Field(
        None, description="The outcome of that test, a kind of the table 'outcomes'; none: converted, else purchased."
    )


class NewSegment(Model):
    """A group that was not there before; its figures end in `key`."""

    key: str
    trait: str = Field(description="What sets its people apart from all other later people most, in plain words.")
    nearest: int | None = Field(None, description="The segment that its people would fall into; none if there is none.")
    moved: int | None = Field(None, description="A segment most of whose people went there together: it moved.")
    large_enough: bool = Field(False, description="Whether a test among its people can show the rise asked for.")


class FindEmergingSegmentResult(Result):
    """Groups of the later days that were not there before; none where nothing is new beyond chance."""

    before: Period | None = Field(None, description="Earlier days.")
    after: Period | None = Field(None, description="Later days.")
    segments: tuple[NewSegment, ...] = Field((), description="The surest first.")
    ended: Ended = Field(
        "chance", description="Why no more were found: chance makes the next, it has too few people, or is unsteady."
    )
    outcome: str | None = Field(None, description="The outcome by whose share the least size was worked out.")
