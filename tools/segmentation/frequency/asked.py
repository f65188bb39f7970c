"""Asked: what can be asked of how often people are written to, and what comes back."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from tools.base import Model, Query, Result
from tools.segmentation.asked import picks_nobody_out

Log = Literal["exposures", "assignments"]
Counting = Literal["messages", "occasions"]

METHOD = "frequency_caps"
MINIMUM = 30
"""People that must have been reached."""
CAP = 7


class FrequencyCapsQuery(Query):
    """Who gets how many messages a week, from how many segments, and how many people get too many?"""

    cap: int = Field(CAP, ge=1, description="Most messages that a person should get in a week.")
    log: Log | None = Field(
        None, description="exposures: what people were shown; assignments: tests they are in. None: exposures, if any."
    )
    counting: Counting = Field(
        "messages", description="messages: everything shown counts; occasions: what was shown at one time counts once."
    )

    @model_validator(mode="after")
    def _picks_nobody_out(self) -> FrequencyCapsQuery:
        return picks_nobody_out(self)


class Reached(Model):
    """A segment that was reached. Its figures end in `key`."""

    segment: str
    key: str


class FrequencyCapsResult(Result):
    """How often people were reached, and how many of them above the cap."""

    log: Log = Field("exposures", description="What was counted.")
    counting: Counting = Field("messages", description="Whether each message or each occasion counted.")
    cap: int = Field(CAP, description="Most messages a week.")
    breached: bool = Field(False, description="Whether people were reached above the cap, as far as may be told.")
    segments: tuple[Reached, ...] = Field((), description="Recorded segments that may be told of, the largest first.")
    thin: int = Field(
        0, description="Messages that reached fewer people than may be told of: targeted too narrowly to be kept."
    )
