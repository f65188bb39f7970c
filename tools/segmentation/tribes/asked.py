"""Asked: what can be asked of tribes, and what comes back."""

from __future__ import annotations

from pydantic import Field, model_validator

from tools.base import Model, Query, Result
from tools.segmentation.asked import picks_nobody_out
from tools.segmentation.tribes.ties import Kind

METHOD = "tribes"


class TribesQuery(Query):
    """Which groups hang together, going by who follows, answers or mentions whom? Nobody is named."""

    ties: Kind | None = Field(
        None,
        description="follows: who follows whom; talk: who answers and mentions whom in posts. None: follows, if any.",
    )
    resolution: float = Field(
        1.0, ge=0.2, le=5, description="Above 1 for more and smaller tribes, below for fewer and larger ones."
    )
    seed: int = Field(0, ge=0, description="Seed of everything that is drawn at random.")
    limit: int = Field(8, ge=1, le=20, description="Tribes to tell of, at most, from the largest.")

    @model_validator(mode="after")
    def _picks_nobody_out(self) -> TribesQuery:
        return picks_nobody_out(self)


class Tribe(Model):
    """A tribe: its number, and what sets it apart. Its figures end in `key`."""

    number: int = Field(ge=1, description="From 1 for the largest.")
    key: str
    words: tuple[str, ...] = Field((), description="Words that more of its members use than of the others.")
    traits: tuple[str, ...] = Field(
        (), description="Where they write and what they declared, as `kind: value`, more than the others."
    )
    holds: bool = Field(description="Whether it comes out again where a fifth of the ties lacks.")
    nearest: int | None = Field(None, description="The tribe with which it has most ties for their sizes.")


class TribesResult(Result):
    """Tribes from the largest down; none where the ties hold together no more than chance would have it."""

    ties: Kind = Field("follows", description="What ties people.")
    beyond_chance: bool = Field(
        False, description="Whether groups are tighter than in graphs whose ties were exchanged at random."
    )
    tribes: tuple[Tribe, ...] = Field((), description="Those that may be told of, from the largest.")
    left_out: int = Field(0, description="Groups that are too small to be told of, rounded to five.")
