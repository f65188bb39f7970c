"""Asked: which segment is to be described, and what comes back."""

from __future__ import annotations

from pydantic import Field

from tools.base import Model, Result
from tools.segmentation.asked import Algorithm, SegmentsQuery
from tools.segmentation.naming.lint import Flag

METHOD = "describe_segment"


class DescribeSegmentQuery(SegmentsQuery):
    """What sets a segment apart from everybody asked about? The segmentation is that of all the other fields."""

    segment: int | None = Field(
        None, ge=1, le=20, description="Which one; 1 is the largest. None: every segment, in two lines each."
    )
    label: str | None = Field(
        None, max_length=80, description="A name you have in mind for it, to be checked; a neutral one is proposed."
    )


class Portrait(Model):
    """One segment, in words; its figures have it as the group `segment`."""

    segment: int = Field(description="Its number; 1 is the largest.")
    name: str = Field(description="How figures call it: segment 1.")
    label: str = Field(description="Neutral name, made of what its people do.")
    over: tuple[str, ...] = Field((), description="Features that it has more of than everybody, the clearest first.")
    under: tuple[str, ...] = Field((), description="Features that it has less of, the clearest first.")
    rules: tuple[str, ...] = Field((), description="Plain rules that tell its people from others, as far as they do.")
    holds: bool | None = Field(None, description="Whether those rules tell enough people right to be relied on.")
    nearest: str | None = Field(None, description="The segment that it is most like.")
    talks_of: tuple[str, ...] = Field((), description="What its people write of more often than others, if anything.")
    expresses: tuple[str, ...] = Field((), description="Emotions and intents read more often in what they write.")
    stands: tuple[str, ...] = Field((), description="Topics, emotions, intents, platforms whose share differs.")
    brief: tuple[str, ...] = Field((), description="What a message to them may build on, for a person to write.")
    card: str | None = Field(None, description="The persona card as Markdown; none where several are told of.")
    not_told: tuple[str, ...] = Field((), description="What could not be said of it, and why.")


class DescribeSegmentResult(Result):
    """Segments described, each by what sets it apart."""

    segments: tuple[Portrait, ...] = Field((), description="The segment asked for, or all, from the largest down.")
    k: int = Field(0, description="How many segments there are; 1 where the people show no groups.")
    algorithm: Algorithm | None = Field(None, description="How the segments were found.")
    definition: str = Field("", description="Hash of the segmentation's definition.")
    left_out: int = Field(0, description="Segments not told of, since too few people are in them.")
    flags: tuple[Flag, ...] = Field((), description="What speaks against the label that was asked about.")
