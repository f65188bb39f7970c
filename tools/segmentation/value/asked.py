"""Asked: what can be asked of value tiers, and what comes back."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from tools.base import Model, Query, Result
from tools.segmentation.asked import picks_nobody_out

METHOD = "value_tiers"
Measure = Literal["value", "margin"]
Tiers = Literal["top", "quintiles", "deciles"]

CUTS: dict[Tiers, tuple[float, ...]] = {
    "top": (0.2, 0.3, 0.5),
    "quintiles": (0.2,) * 5,
    "deciles": (0.1,) * 10,
}
"""Shares of the people in each tier, from those who bring most."""


class ValueTiersQuery(Query):
    """How is what people bring in divided between them, and who comes back? Nobody is named."""

    kinds: tuple[str, ...] = Field(
        (), description="Kinds of outcomes (or of events) that bring value, such as purchased; by default all that do."
    )
    measure: Measure = Field("value", description="value: what was paid; margin: what was left of it.")
    tiers: Tiers = Field(
        "top", description="top: the top fifth, the next 30 %, the other half; or quintiles or deciles of people."
    )
    ahead_days: int | None = Field(
        None, ge=7, le=730, description="Also forecast what they bring in so many days after the period; none: do not."
    )
    seed: int = Field(0, ge=0, description="Seed of everything that is drawn at random.")

    @model_validator(mode="after")
    def _picks_nobody_out(self) -> ValueTiersQuery:
        return picks_nobody_out(self)


class Tier(Model):
    """A tier of people by value. Its figures end in `key`."""

    name: str
    key: str


class ValueTiersResult(Result):
    """Tiers from those who bring most, and groups by when and how often people bought."""

    measure: Measure = Field("value", description="What was summed.")
    kinds: tuple[str, ...] = Field((), description="Kinds of outcomes or events that were summed.")
    tiers: tuple[Tier, ...] = Field((), description="Tiers that may be told of, from the top.")
    habits: tuple[Tier, ...] = Field((), description="Groups by recency and frequency that may be told of.")
    ahead_days: int | None = Field(None, description="Days forecast; none where it was not asked for or cannot be.")
    moved: bool = Field(False, description="Whether movement between the halves of the period could be told.")
