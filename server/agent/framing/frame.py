"""Frame: what a question asks, as data. The plan is made from it, and from nothing else."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import Field

from tools.base import Model, Period

Ask = str
"""What is asked: a word of the rules (`feel`, `trend`, `why` ...), or a tool's name where no rule knows it."""
Refused = Literal[
    "private", "forecast", "causal", "advice", "outside", "unmeasured", "untracked", "not_held", "no_period",
    "no_thread", "empty",
]  # fmt: skip
Dimension = Literal["brand", "platform", "lang", "region", "campaign", "format", "tenure", "day", "week"]


class Refusal(Model):
    """Why a question cannot be answered: what is missing, and the nearest question that can be."""

    kind: Refused
    reason: str = Field(description="What is missing, in whole sentences.")
    closest: str = Field("", description="The nearest question that can be answered; empty if there is none.")


class Frame(Model):
    """A question, read. Names are the dataset's own spellings, never the asker's."""

    question: str = Field(description="As asked.")
    text: str = Field(description="As read: lower case, typing errors in common words mended.")
    plain: str = Field(
        "", description="As examples put questions: no period, brands as `us`, other names as their kind."
    )
    asks: tuple[Ask, ...] = Field((), description="What is asked for, most important first; none where no rule knew.")
    parts: tuple[tuple[Ask, ...], ...] = Field(
        (), description="What each of several questions in one asks; empty where it asks one."
    )
    apart: tuple[Frame, ...] = Field(
        (), description="Several questions in one that look at different posts, each read by itself; empty otherwise."
    )
    brands: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    langs: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    campaigns: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    topic: str | None = Field(None, description="What it is about beside the tracked names; none if nothing.")
    phrase: str | None = Field(None, description="Words that counted posts must hold; none for no such filter.")
    phrases: tuple[str, ...] = Field((), description="Such words of several things that are compared; empty for one.")
    period: Period | None = Field(None, description="Days asked for; none for all.")
    spans: tuple[Period, ...] = Field((), description="Two stretches of days set against each other; empty for none.")
    period_words: str | None = Field(None, description="How the asker put the period; none where not at all.")
    event: date | None = Field(None, description="A day that before and after are compared around; none if not asked.")
    run_up: Period | None = Field(None, description="Days over which before and after are compared; none for all.")
    group_by: Dimension | None = Field(None, description="What it is asked by; none for one figure overall.")
    every: Literal["day", "week", "month"] | None = Field(None, description="Length of a step of a series, if asked.")
    per: Literal["reach", "impressions", "followers", "views", "post"] | None = Field(
        None, description="What engagement is to be divided by; none if not said."
    )
    limit: int | None = Field(None, ge=1, description="How many are asked for; none if not said.")
    own: Literal["exclude", "include", "only"] = "exclude"
    suspected_bots: Literal["unsaid", "exclude", "include", "only"] = Field(
        "unsaid", description="What is wanted of suspected bots; unsaid, they count as the question before had it."
    )
    presumes: Literal["fall", "rise"] | None = Field(
        None, description="Which way it takes for granted that mood went, where it asks why; none for neither."
    )
    polarity: Literal["negative", "positive"] | None = Field(None, description="Only such posts; none for all.")
    follows: bool = Field(False, description="It was read as a follow-up of the thread's last question.")
    sarcasm: Literal["include", "exclude"] = Field("include", description="What is wanted of likely sarcasm.")
    draw: bool = Field(False, description="The answer is wanted as a picture too.")
    segments: tuple[int, ...] = Field((), description="Numbers of the segments of people that it speaks of.")
    cut: dict[str, Any] = Field(
        default_factory=dict, description="What it says of how people are put into segments, as arguments of a tool."
    )
    heard: str = Field("", description="The questions before in the thread, where it follows them; else empty.")
    last: bool = Field(False, description="It asks for the posts behind the last answer.")
    notes: tuple[str, ...] = Field((), description="How ambiguous words were read; said in the answer.")
    unread: tuple[str, ...] = Field((), description="Words with weight that nothing above holds and no note says.")
    refusal: Refusal | None = Field(None, description="Why no plan can be made; none where one can.")

    def names(self) -> tuple[str, ...]:
        """All names of the dataset that the question speaks of."""
        return (*self.brands, *self.platforms, *self.langs, *self.regions, *self.campaigns, *self.features)
