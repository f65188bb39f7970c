"""Asked: what can be asked of lookalikes, and what comes back."""

from __future__ import annotations

from pydantic import Field, model_validator

from tools.base import Model, Result
from tools.segmentation.asked import SegmentsQuery

METHOD = "lookalikes"
FEWEST_SEEDS, FEWEST_OTHERS = 40, 60
"""People to be resembled, and people to be compared with, below which nothing is said."""


class LookalikesQuery(SegmentsQuery):
    """How many people resemble a segment, or those with an outcome, and how far down does that hold?"""

    segment: int | None = Field(
        None, ge=1, description="Whom to resemble: this segment of the segmentation, 1 for the largest."
    )
    outcome: str | None = Field(
        None,
        description="Or those with this kind of outcome (converted, purchased) in the second half of the period, as "
        "they were in its first half. With neither: the fifth that bring most in the second half.",
    )
    rank_by: tuple[str, ...] = Field(
        (),
        description="Features to rank by; by default all but those that formed the segment, or what people pay.",
    )
    sizes: tuple[float, ...] = Field(
        (0.01, 0.02, 0.05, 0.1, 0.2), max_length=10, description="Sizes to look at, as shares of all people, 0 to 0.5."
    )
    precision_at_least: float | None = Field(
        None, gt=0, lt=1, description="Recommend the largest size of which at least this share is right, 0 to 1."
    )

    @model_validator(mode="after")
    def _asks_one_thing(self) -> LookalikesQuery:
        if self.segment is not None and self.outcome is not None:
            raise ValueError("name a segment or an outcome to resemble, not both")
        if not self.sizes or not all(0 < size <= 0.5 for size in self.sizes):
            raise ValueError("sizes are shares of all people, above 0 and up to 0.5: 0.1 for a tenth")
        return self


class Proxy(Model):
    """A protected attribute that the ranking gives away, though it was not told of it."""

    attribute: str
    value: str
    key: str
    favoured: bool = Field(description="Whether people with it rank high, or low.")


class LookalikesResult(Result):
    """How precision falls as an audience of lookalikes grows, and which size to take."""

    seeds: str = Field("", description="Whom to resemble, in words.")
    beyond_chance: bool = Field(False, description="Whether the ranking finds them better than chance.")
    circular: bool = Field(
        False, description="Whether it ranks by the very features that formed the segment, and so flatters itself."
    )
    sizes: tuple[str, ...] = Field((), description="Keys of the sizes that could be looked at, from the smallest.")
    recommended: str | None = Field(None, description="Key of the size to take; none where none does.")
    marks: tuple[str, ...] = Field((), description="What sets them apart most, in words.")
    proxies: tuple[Proxy, ...] = Field((), description="Protected attributes that the ranking goes along with.")
    checked: tuple[str, ...] = Field((), description="Protected attributes that people declared, and were checked.")
    after: str | None = Field(None, description="The day from which outcomes count; features are measured before it.")
