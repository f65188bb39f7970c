"""Describing: what tells a segment's people from others, in words, and what speaks against a name for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from tools.segmentation.naming.lint import Flag

if TYPE_CHECKING:
    from knowledge.dataset import Dataset
    from tools.segmentation.asked import Definition
    from tools.segmentation.segmented import Segmenter


class Described(NamedTuple):
    """What the description of a segment says of its sensitivity and of its name."""

    words: tuple[str, ...]
    """Rules that tell its people, and what they do, write of and express more than others."""
    neutral: str
    """A name made of what its people do."""
    flags: tuple[Flag, ...]
    """What speaks against the name that was asked for, gravest first."""


class Describe(Protocol):
    """Describes a segment of a dataset version."""

    def __call__(
        self, dataset: Dataset, definition: Definition, segment: int, *, name: str, segmenter: Segmenter
    ) -> Described: ...


def described(dataset: Dataset, definition: Definition, segment: int, *, name: str, segmenter: Segmenter) -> Described:
    """Describe a segment as `describe_segment` does."""
    from tools.segmentation.describing.asked import DescribeSegmentQuery, DescribeSegmentResult
    from tools.segmentation.describing.describe_segment import describe_segment

    query = DescribeSegmentQuery(**dict(definition), segment=segment, label=name)
    result = describe_segment.run(query, dataset.tables(), segmenter=segmenter)
    assert isinstance(result, DescribeSegmentResult)  # noqa: S101 - the tool's own result
    portrait = result.segments[0]
    words = (*portrait.rules, *portrait.over, *portrait.talks_of, *portrait.expresses)
    return Described(words, portrait.label, result.flags)
