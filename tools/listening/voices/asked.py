"""Asked: what can be asked about voices, and the result that all kinds of voices share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from tools.base import Model, Query, Result
from tools.facts import Facts

Kind = Literal["advocates", "detractors", "influencers", "rising"]
Measure = Literal["interactions", "posts"]

METHOD = "voices"
FEWEST = 3
"""Posts below which nobody is judged: one furious post makes no detractor."""


class VoicesQuery(Query):
    """Whose voices matter? `filter.brands` names whom they speak of; without it, it is the dataset's own brand."""

    kind: Kind = Field(
        "advocates",
        description="advocates, detractors: who speaks well, or ill, of it more than others do; influencers: who is "
        "heard, organically; rising: whose part of the talk grew from the first half of the period to the second.",
    )
    at_least: int = Field(FEWEST, ge=FEWEST, le=100, description="Posts that an author needs to be judged.")
    certainty: float = Field(
        0.9, ge=0.8, le=0.99, description="Advocates and detractors: how certain it must be of each of them."
    )
    measure: Measure = Field("interactions", description="Rising: grow in interactions drawn, or in posts written.")
    limit: int = Field(10, ge=1, le=20, description="Authors to return, at most.")


class Voice(Model):
    """An author: the id as in posts, and why they are here. Handles are looked up when a post is shown."""

    author_id: str
    posts: int = Field(ge=1, description="Posts in scope, an author's copies of their own words once.")
    certain: bool = Field(True, description="False for the likeliest where nobody, or hardly anybody, is certain.")
    best_place: int | None = Field(None, description="Influencers: the best place that weightings and chance allow.")
    last_place: int | None = Field(None, description="Influencers: the last such place. Ranges that overlap are ties.")
    reasons: tuple[str, ...] = Field((), description="What they praise or blame, or what their place rests on.")
    flags: tuple[str, ...] = Field((), description="What to look at before anybody writes to them.")


class VoicesResult(Result):
    """Voices of one kind, with what sets them apart."""

    kind: Kind = Field("advocates", description="The kind that was asked for.")
    about: tuple[str, ...] = Field((), description="Brands that they speak of; none for all posts.")
    voices: tuple[Voice, ...] = Field((), description="Authors, from the surest or strongest down.")
    named: bool = Field(True, description="False where the dataset's purposes do not allow to say who they are.")
    topics: tuple[str, ...] = Field((), description="Features that they praise or blame, most often named first.")
    words: tuple[str, ...] = Field((), description="Words that set their posts apart from those of others.")


def brands_of(query: VoicesQuery, facts: Facts) -> tuple[str, ...]:
    """Return the brands that are spoken of: those asked for, else the dataset's own; none where it tracks none."""
    return query.filter.brands or tuple(brand.name for brand in facts.brands if brand.is_own)


def scoped(query: VoicesQuery, **update: object) -> Query:
    """Return the query's scope with other values in its filter."""
    return Query(dataset=query.dataset, period=query.period, filter=query.filter.model_copy(update=dict(update)))


WORDS: Mapping[str, tuple[str, str]] = {"advocates": ("positive", "well"), "detractors": ("negative", "ill")}
"""By kind, the sentiment of which they have more than others, and how that is said."""
