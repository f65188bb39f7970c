"""Figure: a number a person may quote, with its denominator, interval and method."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Unit = Literal[
    "posts",  # a count of posts; other counts follow
    "authors",
    "people",  # customers, members or authors, rounded so that nobody is singled out
    "mentions",
    "interactions",
    "days",
    "hours",
    "share",  # 0 to 1, shown as a percentage
    "rate",  # from 0, usually small, shown as a percentage with two decimals
    "share_change",  # -1 to 1, shown in percentage points
    "net",  # -1 to 1, (positive - negative) / all
    "net_per_week",
    "per_post",
    "ratio",
    "minutes",
    "score",  # points, shown as they are
    "index",  # 100 is the base: all people asked about
    "amount",  # in the dataset's currency
    "per_week",
]
_COUNTS: tuple[Unit, ...] = ("posts", "authors", "people", "mentions", "interactions", "days", "hours")


class Figure(BaseModel):
    """One quotable number.

    A change or a ratio between two figures is itself a figure, computed by the tool: nothing
    downstream does arithmetic. `low` and `high` bound a 95 % interval and are absent where the
    value is a plain count of what was imported.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(description="Unique within its result, dotted: `share.positive.apple`.")
    label: str = Field(description="What it is, in plain words: `share of positive posts about apple`.")
    value: float
    unit: Unit
    n: int = Field(ge=0, description="The denominator: how many observations it rests on.")
    low: float | None = Field(None, description="Lower end of the 95 % interval; none for a plain count.")
    high: float | None = Field(None, description="Upper end of the 95 % interval; none for a plain count.")
    raw: float | None = Field(None, description="Before correction for the reader's error; none if not corrected.")
    method: str = Field(description="The method page that defines it.")
    group: dict[str, str] = Field(default_factory=dict, description="What it is about: {'brand': 'apple'}.")

    @model_validator(mode="after")
    def _interval_is_whole(self) -> Figure:
        if (self.low is None) != (self.high is None):
            raise ValueError(f"Figure {self.name!r} has one end of an interval; give both or neither.")
        return self

    @property
    def shown(self) -> str:
        """The value as it is written in every answer."""
        return show(self.value, self.unit)

    @property
    def shown_interval(self) -> str | None:
        """`61.0 % to 65.2 %`, or none where there is no interval."""
        if self.low is None or self.high is None:
            return None
        return f"{show(self.low, self.unit)} to {show(self.high, self.unit)}"

    @property
    def shown_full(self) -> str:
        """Value, interval and n: `63.1 % (95 % interval 61.0 % to 65.2 %, n = 1,934)`."""
        interval = f"95 % interval {self.shown_interval}, " if self.shown_interval else ""
        return f"{self.shown} ({interval}n = {self.n:,})" if interval or self.unit not in _COUNTS else self.shown


def show(value: float, unit: Unit) -> str:
    """Write a value as a person reads it; the one place where figures are rounded."""
    if unit in ("share", "rate", "share_change"):
        value *= 100
    return _WRITTEN.get(unit, "{:,.2f}").format(value)


_WRITTEN: Mapping[Unit, str] = {
    **dict.fromkeys(_COUNTS, "{:z,.0f}"),
    "share": "{:.1f} %",
    "rate": "{:.2f} %",
    "share_change": "{:+z.1f} points",
    "net": "{:+z.2f}",
    "net_per_week": "{:+z.3f} a week",
    "per_week": "{:,.2f} a week",
    "minutes": "{:,.0f} min",
    "score": "{:,.4g}",
    "index": "{:,.0f}",
}
"""How a unit is written; with two decimals where it is not named here."""
