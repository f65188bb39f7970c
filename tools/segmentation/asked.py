"""Asked: whose features are measured over which days, and what defines a segmentation of them."""

from __future__ import annotations

import hashlib
from typing import Literal, TypeVar

from pydantic import Field, model_validator

from tools.base import Model, Query
from tools.segmentation.disclosure import FLOOR

Population = Literal["members", "authors"]
Algorithm = Literal["kmeans", "gaussian_mixture", "hdbscan", "hierarchical"]

SINGLING = ("author_ids", "post_ids", "text")
"""Parts of a post filter that could pick out somebody: never allowed where people are counted or grouped."""


class Audience(Model):
    """Which features of people are measured, beside the query's period and filter."""

    population: Population | None = Field(
        None,
        description="members: who did something (table events); authors: who wrote a post. None: members, if any.",
    )
    half_life_days: float | None = Field(
        None, gt=0, description="What was done this many days before the last day counts half; none: all days alike."
    )


class Cut(Audience):
    """What defines a segmentation of an audience: by which features, how, and into how many groups."""

    features: tuple[str, ...] = Field(
        (), description="Features by name, as `audience_features` lists them; all by default."
    )
    algorithm: Algorithm | None = Field(None, description="None: compared, and the one that holds best is chosen.")
    k: int | None = Field(None, ge=2, le=20, description="How many groups; none: chosen from the data.")
    capacity: int = Field(8, ge=2, le=20, description="The most groups that you can serve with something of their own.")
    seed: int = Field(0, ge=0, description="Seed of everything that is drawn at random.")


class AudienceQuery(Query, Audience):
    """A question about people: over which days, by which posts, and which people."""

    @model_validator(mode="after")
    def _picks_nobody_out(self) -> AudienceQuery:
        return picks_nobody_out(self)


class SegmentsQuery(Query, Cut):
    """A question about a segmentation: its definition is all of these fields together."""

    @model_validator(mode="after")
    def _picks_nobody_out(self) -> SegmentsQuery:
        return picks_nobody_out(self)

    @property
    def definition(self) -> Definition:
        """What the segmentation depends on, without what else is asked about it."""
        return Definition.model_validate({name: getattr(self, name) for name in Definition.model_fields})


class Definition(SegmentsQuery):
    """A segmentation, whole: with a dataset version it gives the same members again, whoever asks."""

    @property
    def hash(self) -> str:
        """`d_` + 16 hex digits of the SHA-256 of its canonical JSON."""
        return "d_" + hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:16]


_Asked = TypeVar("_Asked", bound=Query)


def picks_nobody_out(query: _Asked) -> _Asked:
    """Return a query about people; ValueError where its filter could pick somebody out."""
    if given := [name for name in SINGLING if getattr(query.filter, name)]:
        raise ValueError(
            f"{' and '.join(given)} could single people out: groups of people are only formed by platform, region, "
            f"language, brand, campaign and days, and shown from {FLOOR} people on"
        )
    return query
