"""Asked: what associations can be asked for, and what comes back."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from tools.base import Model, Query, Result
from tools.statistics.association import Agreement

Unit = Literal["posts", "authors"]

METHOD = "associations"
MINIMUM, MINIMUM_AUTHORS, MINIMUM_OUTCOMES = 30, 20, 10
"""Observations and authors that either side needs, and outcomes in all."""

EXPOSURES = (
    "`mentions: a phrase`, `feature: a name`, `platform: x`, `region: US`, `format: video`, `tenure: new customers`, "
    "`suspected_bot`, `event: use`, `event: use summaries`"
)
OUTCOMES = (
    "`negative`, `positive`, `intent: complaint`, `emotion: frustration`, or `outcome: churned`, a kind of the table "
    "'outcomes'"
)


class AssociationsQuery(Query):
    """How much likelier is an outcome where something else holds? Without a pair, the strongest ones are looked for."""

    exposure: str | None = Field(
        None, description=f"What may make a difference: {EXPOSURES}; a bare name is looked up. None to try them all."
    )
    outcome: str | None = Field(
        None, description=f"What it may make a difference to: {OUTCOMES}. None to try those of posts."
    )
    unit: Unit = Field(
        "posts",
        description="posts: posts that mention X are so much likelier to complain; authors: people who ever mention X "
        "are. Outcomes of the table 'outcomes' are always counted by people.",
    )
    limit: int = Field(5, ge=1, le=20, description="Associations to return, at most, where several are looked at.")


class Pair(Model):
    """An exposure and an outcome, with what can be said of them. Their figures end in `key`."""

    exposure: str = Field(description="As it can be asked for again.")
    outcome: str = Field(description="As it can be asked for again.")
    key: str
    stands: bool = Field(description="Whether chance does not explain it among all pairs looked at.")
    agreement: Agreement = Field(description="What becomes of the crude ratio within strata.")


class AssociationsResult(Result):
    """Associations, those that stand first, the strongest before the weaker."""

    pairs: tuple[Pair, ...] = Field((), description="The pair asked for, or the strongest of those looked at.")
    looked_at: int = Field(
        0, description="How many pairs were looked at, over which false discoveries are held to 5 %."
    )
    unit: Unit = Field("posts", description="What was counted.")
    n: int = Field(0, description="How many of these.")
    strata: tuple[str, ...] = Field((), description="What was held fixed in the adjusted ratio.")
    after: str | None = Field(
        None, description="Outcomes of people: the day from which outcomes count; exposures before."
    )
