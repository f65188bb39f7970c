"""Explain change: a change between two periods split into mix and rate, and the slices of posts where it lies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Literal

from pydantic import Field

from tools.base import Model, Period, Query, Result, tool
from tools.errors import MissingData, TooFewPosts
from tools.figure import Figure
from tools.inputs import Tables
from tools.scope import scope, span
from tools.sentiment.change.causes import NEGATIVE, causes_of, measured
from tools.sentiment.change.facets import Dimension
from tools.sentiment.change.figures import METHOD, Maker, Measure
from tools.sentiment.change.parts import Dissected, Estimate, dissected, estimate
from tools.sentiment.change.posts import Posts, posts_of
from tools.sentiment.change.resampled import ALL, Answers, Rates, Resampled
from tools.sentiment.change.saying import say
from tools.sentiment.change.sides import Sides, sides
from tools.sentiment.change.typical import Wanted, typical_posts
from tools.sentiment.correction import NET
from tools.statistics.slices import Found, Slice
from tools.wording import listed

MINIMUM, FEWEST_AUTHORS = 50, 10
"""Posts read reliably, and authors, that each period needs."""
_POSTS_OF_SLICES = 3
_MOST = 2 / 3
_WEIGHTS: Mapping[Measure, tuple[float, ...]] = {"net": NET, "negative": NEGATIVE}


class ExplainChangeQuery(Query):
    """Why did it change? Give an event, or the periods before and after; with neither the last week is compared.

    `period` alone is the later period, compared with as many days before it; with an event it bounds both.
    """

    event: date | None = Field(None, description="First day of something; what lies before is compared with the rest.")
    before: Period | None = Field(None, description="First period; none: as many days right before the second.")
    after: Period | None = Field(None, description="Second period; none: as many days right after the first.")
    measure: Measure = Field("net", description="What changed: net sentiment, or the share of negative posts.")
    by: Dimension | None = Field(None, description="Split over this dimension alone; none for each of them.")
    seed: int = Field(0, ge=0, description="Seed of the resampling behind the intervals.")


class SliceFound(Model):
    """A part of the posts that changed more than the rest, and whether for the worse; figures are `slice.1.*` ..."""

    conditions: dict[str, str] = Field(description="What its posts have in common: {'platform': 'reddit'}.")
    worse: bool = Field(description="True where its share of negative posts rose against the rest.")
    chance: float = Field(ge=0, le=1, description="p-value, before any correction for how many slices were looked at.")
    new: bool = Field(description="True where the first period cannot tell: it is compared in the later one alone.")


class ExplainChangeResult(Result):
    """The change, its parts over each dimension, and the slices where it lies."""

    before: Period | None = Field(None, description="First period.")
    after: Period | None = Field(None, description="Second period.")
    changed: bool = Field(False, description="False where the change is not distinguishable from noise.")
    dimensions: tuple[Dimension, ...] = Field((), description="Dimensions it was split over.")
    leading: Dimension | None = Field(None, description="The one over which the mix explains most, or that was asked.")
    mainly: Literal["mix", "rate", "both", "unclear"] = Field(
        "unclear", description="What makes most of the change over that dimension; unclear where chance could make it."
    )
    groups: tuple[str, ...] = Field((), description="Groups of that dimension, the largest first.")
    slices: tuple[SliceFound, ...] = Field((), description="Where it lies, the surest first; none: nowhere for sure.")
    looks: int = Field(0, ge=0, description="How many slices were looked at; their chances are corrected for that.")


@tool(
    title="Explain a change",
    toolset="listen",
    needs=("posts", "readings"),
    method=METHOD,
    version=2,
    examples=(
        "Why did sentiment fall after the launch?",
        "what is driving the drop in sentiment",
        "Which feature is driving it?",
        "why are people more negative this week than last week",
        "what changed between march and april",
        "Is it what people talk about or how they judge it?",
        "is it the mix or the mood",
        "where did the negativity come from",
        "who is behind the drop, new voices or the old ones?",
        "explain the change in sentiment",
        "root cause of the rise in complaints",
        "what explains the decline",
        "which audience became more negative",
        "why has the mood turned since the launch",
        "did new customers or long-time customers get angrier",
        "break the drop down by platform",
        "what is behind the improvement since the update",
    ),
    say=say,
    tags=("why", "root cause", "driver", "decomposition", "mix", "contribution", "segments", "slices"),
)
def explain_change(query: ExplainChangeQuery, tables: Tables) -> ExplainChangeResult:
    """Why sentiment changed between two periods: mix, rate, and the slices of posts where it lies.

    mix = what changed because other features, brands, places or people are talked about or talk, rate = what changed
    because the same are judged otherwise; over each dimension both add up to the whole change (Kitagawa 1955, the
    interaction split evenly), corrected for the reader's error, with intervals over authors resampled in blocks. Slices
    of one or two conditions whose negative share changed more than the rest's are tested by authors, with
    Benjamini-Hochberg over all that were looked at. Association, not cause. Raises TooFewPosts below 50 posts read
    reliably by 10 authors in a period; BadRequest for periods that overlap or an event that leaves a side empty.
    """
    have = _days(query, tables)
    two = sides(have, period=query.period, event=query.event, before=query.before, after=query.after)
    posts = posts_of(query, tables, two)
    _refuse_few(posts, two)
    dimensions = _dimensions(query, posts, tables)
    resampled = _resampled(posts, dimensions, seed=query.seed)
    found = causes_of(posts, resampled)
    answers = resampled.corrected(tables.facts)
    whole = answers.rates(ALL, _WEIGHTS[query.measure])
    change = _change(whole)
    split = {
        name: dissected(answers.cells[name], answers.rates(name, _WEIGHTS[query.measure]), whole) for name in dimensions
    }
    leading = max(split, key=lambda name: abs(split[name].mix.value), default=None)
    make = Maker(query.measure, done=answers.corrected.done)
    return ExplainChangeResult(
        figures=(
            *make.whole(_side(whole, 0), _side(whole, 1), change, posts.sizes, two),
            *_split_figures(make, split, leading, posts, answers),
            *_cause_figures(make, found, answers, posts),
        ),
        posts=typical_posts(query, tables, two, _wanted(found, change, query.measure)),
        caveats=(*answers.corrected.caveats, *_caveats(found, dimensions)),
        period=_covered(two, have),
        n_posts=sum(posts.sizes),
        before=two.before,
        after=two.after,
        changed=change.is_settled,
        dimensions=dimensions,
        leading=leading,
        mainly=_mainly(split[leading], change) if leading else "unclear",
        groups=posts.facets[leading].groups if leading else (),
        slices=tuple(_slice(one) for one in found.slices),
        looks=found.looks,
    )


def _days(query: ExplainChangeQuery, tables: Tables) -> Period:
    """Return the days that there are, whatever period is asked for."""
    have = span(scope(query.model_copy(update={"period": None}), tables), tables.facts).period
    if have is None:  # cannot be: span refuses an empty scope
        raise TooFewPosts(found=0, needed=MINIMUM)
    return have


def _refuse_few(posts: Posts, two: Sides) -> None:
    for found, authors, period in zip(posts.sizes, posts.blocks, two, strict=True):
        if found < MINIMUM:
            raise TooFewPosts(found=found, needed=MINIMUM, what=f"posts that were read reliably from {period}")
        if authors < FEWEST_AUTHORS:
            raise TooFewPosts(found=authors, needed=FEWEST_AUTHORS, what=f"authors of the posts from {period}")


def _dimensions(query: ExplainChangeQuery, posts: Posts, tables: Tables) -> tuple[Dimension, ...]:
    """Return the dimensions to split over: the one asked for, or all of which there are several groups."""
    if query.by is None:
        return tuple(posts.facets)
    if query.by in posts.facets:
        return (query.by,)
    if query.by == "tenure" and "authors" not in tables:
        raise MissingData(
            f"Tenure needs to know since when people are customers: dataset {tables.facts.dataset!r} has no table "
            "'authors' with a column customer_since. Import one with --table authors, or split by something else."
        )
    raise MissingData(
        f"All posts of both periods are in one group by {query.by}: there is nothing to split. "
        f"They can be split by {listed(posts.facets) or 'nothing at all'}."
    )


def _resampled(posts: Posts, dimensions: Sequence[Dimension], *, seed: int) -> Resampled:
    import numpy as np

    resampled = Resampled(posts, seed=seed)
    resampled.add(ALL, np.zeros(len(posts.n), dtype=np.intp), 1)
    for name in dimensions:
        facet = posts.facets[name]
        resampled.add(name, facet.codes, len(facet.groups), rows=facet.rows, among=facet.among)
    return resampled


def _side(whole: Rates, side: int) -> Estimate:
    return estimate(float(whole.value[0, side]), whole.draws[:, 0, side], float(whole.raw[0, side]))


def _change(whole: Rates) -> Estimate:
    value, raw = (float(each[0, 1] - each[0, 0]) for each in (whole.value, whole.raw))
    return estimate(value, whole.draws[:, 0, 1] - whole.draws[:, 0, 0], raw)


def _split_figures(
    make: Maker, split: Mapping[Dimension, Dissected], leading: Dimension | None, posts: Posts, answers: Answers
) -> Iterator[Figure]:
    for name, found in split.items():
        yield from make.parts(name, found, sum(posts.sizes))
    if leading:
        yield from make.groups(leading, posts.facets[leading].groups, split[leading], answers.cells[leading].sizes)


def _cause_figures(make: Maker, found: Found, answers: Answers, posts: Posts) -> Iterator[Figure]:
    for place, cause in enumerate(measured(found, answers), start=1):
        yield from make.cause(place, cause, posts.sizes[1])


def _mainly(found: Dissected, change: Estimate) -> Literal["mix", "rate", "both", "unclear"]:
    """Which part makes at least two thirds of a settled change, and is settled itself."""
    if not change.is_settled:
        return "unclear"
    parts: dict[Literal["mix", "rate"], Estimate] = {"mix": found.mix, "rate": found.rate}
    for name, part in parts.items():
        if part.is_settled and part.value / change.value >= _MOST:
            return name
    return "both" if all(part.is_settled for part in parts.values()) else "unclear"


def _slice(one: Slice) -> SliceFound:
    return SliceFound(conditions=dict(one.conditions), worse=one.excess > 0, chance=one.chance, new=not one.known)


def _wanted(found: Found, change: Estimate, measure: Measure) -> list[Wanted]:
    """What posts to show: of the leading slices, or of all where there are none, on the side that grew."""
    if found.slices:
        leading = found.slices[:_POSTS_OF_SLICES]
        return [Wanted(one.conditions, "negative" if one.excess > 0 else "positive") for one in leading]
    worse = change.value < 0 if measure == "net" else change.value > 0
    return [Wanted((), "negative" if worse else "positive")]


def _covered(two: Sides, have: Period) -> Period:
    start, end = min(side.start for side in two), max(side.end for side in two)
    return Period(start=max(start, have.start), end=min(end, have.end))


def _caveats(found: Found, dimensions: Sequence[Dimension]) -> Iterator[str]:
    yield "Mix, rate and slices show where the change lies, which is association; they do not prove what caused it."
    yield (
        f"{found.looks:,} slices of one or two conditions were looked at; their chances are corrected for that, so "
        "that of those named 5 % at most are expected to be chance."
    )
    if len(dimensions) > 1:
        yield "Each dimension splits the same change anew: the parts of one add up to it, those of several do not."
    if "aspect" in dimensions:
        yield (
            "A post is about a feature if it holds its name, or the last word of it; one about several counts for each "
            "in equal parts, and is judged as a whole."
        )
