"""Asked: how an audience is to be segmented, and what comes back."""

from __future__ import annotations

from pydantic import Field

from tools.base import Model, Result
from tools.segmentation.asked import Algorithm, SegmentsQuery

METHOD = "segment_audience"


class SegmentAudienceQuery(SegmentsQuery):
    """Who are our people, how many groups do they form, and how sure is that?"""

    detect: float = Field(
        0.1,
        gt=0,
        lt=1,
        description="Smallest rise of a share of responses that a test within a segment should show: .1 is ten "
        "points. From it follows how many people a segment needs.",
    )
    base: float = Field(0.1, gt=0, lt=1, description="Share that responds as things are.")
    against: str | None = Field(
        None,
        description="Compare with groups that are known: `segment` (as recorded in the table assignments) or the name "
        "of an attribute that people declared (table authors).",
    )


class Segment(Model):
    """One segment; its figures have its name as their group `segment`."""

    segment: int = Field(description="Its number; 1 is the largest.")
    name: str = Field(description="How figures call it: segment 1.")
    label: str = Field(description="Neutral name, made of what its people do.")
    over: tuple[str, ...] = Field((), description="Features that it has most more of than everybody.")
    under: tuple[str, ...] = Field((), description="Features that it has most less of than everybody.")


class Option(Model):
    """A number of groups that was tried; its figures have it as their group `groups`."""

    groups: int
    holds: bool = Field(description="Whether it meets every condition.")
    lacks: tuple[str, ...] = Field((), description="Which conditions it fails.")


class Merge(Model):
    """Two segments that may be better off as one."""

    segments: tuple[str, str]
    reason: str = Field(description="Why, and for what, in a whole sentence.")


class SegmentAudienceResult(Result):
    """Segments from the largest down, and what speaks for their number."""

    k: int = Field(0, description="How many segments; 1 where the people show no groups.")
    algorithm: Algorithm | None = Field(None, description="The algorithm that was chosen.")
    definition: str = Field("", description="Hash of the segmentation's definition.")
    features: tuple[str, ...] = Field((), description="Names of the features that people were grouped by.")
    reason: tuple[str, ...] = Field((), description="Why this number and this algorithm, in whole sentences.")
    segments: tuple[Segment, ...] = Field((), description="Those that may be told of.")
    left_out: int = Field(0, description="Segments not told of, since too few people are in them.")
    tried: tuple[Option, ...] = Field((), description="Numbers of groups that were tried.")
    merges: tuple[Merge, ...] = Field((), description="Pairs of segments that are proposed to be merged.")
    against: str | None = Field(None, description="What the segments were compared with.")
