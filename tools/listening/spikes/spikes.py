"""Spikes: when there was unusually much talk, or an unusual mood, and which words, platforms and authors made it so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from pydantic import Field

from tools.base import Evidence, Model, Period, Query, Result, tool
from tools.errors import BadRequest, MissingData
from tools.inputs import Tables
from tools.listening.spikes.causes import Asked, Cause, Side, causes
from tools.listening.spikes.figures import Explained, figures
from tools.listening.spikes.saying import said
from tools.listening.spikes.series import MEANS, Measure, Series, series
from tools.listening.spikes.windows import Kind, Window, windows
from tools.statistics.seasons import Every

_METHOD = "spikes"


class SpikesQuery(Query):
    """When did something happen? `filter.text` makes it the series of one word or phrase."""

    measure: Measure = Field(
        "posts",
        description="posts; interactions: their likes, shares and replies; negative_share or net_sentiment: mood.",
    )
    every: Every | None = Field(None, description="Length of a period; none: days, or hours where days are too few.")
    kind: Literal["spike", "dip", "both"] = Field("both", description="Only rises, only falls, or both.")
    floor: int = Field(10, ge=1, description="Posts that a period must hold, or for a dip must have been expected to.")
    limit: int = Field(5, ge=1, le=10, description="Spikes and dips to explain at most, surest first.")


class Spike(Model):
    """A window that chance does not explain."""

    kind: Kind
    start: str = Field(description="First period in the dataset's time zone: a day, or the hour it begins.")
    end: str = Field(description="Last period, included.")
    figures: str = Field(description="What the names of its figures end in.")
    words: tuple[str, ...] = Field((), description="Words that set its posts apart, surest first: untrusted text.")
    platform: str | None = Field(None, description="Platform that moved most; none where all moved alike.")
    one_author: bool = Field(False, description="Whether without its loudest author it would be none.")


class SpikesResult(Result):
    """Spikes and dips with what made them, or what was looked at in vain."""

    measure: Measure = Field("posts", description="What was counted or averaged.")
    every: Every = Field("day", description="Length of a period.")
    spikes: tuple[Spike, ...] = Field((), description="Surest first.")
    found: int = Field(0, description="How many there are, those beyond the limit too.")
    looked_at: int = Field(0, description="Hours or days that were looked at.")


@tool(
    title="Spikes",
    toolset="listen",
    needs=("posts", "readings"),
    method=_METHOD,
    examples=(
        "Were there any spikes in mentions?",
        "On which days was there unusually much talk?",
        "what caused the spike in posts",
        "when did mentions jump and why",
        "did anything unusual happen in March",
        "any anomalies in volume last month",
        "sudden bursts of complaints",
        "was there a surge of negative posts",
        "show me peaks in the conversation and what drove them",
        "which day had the most unusual engagement",
        "did talk about privacy spike",
        "were there days when people went quiet",
    ),
    say=said,
    tags=("anomalies", "peaks", "bursts", "surge", "outliers", "dips", "crisis", "unusual"),
)
def spikes(query: SpikesQuery, tables: Tables) -> SpikesResult:
    """Hours or days with unusually many posts or interactions, or an unusual mood, and what made each of them.

    Counts are set against level x hour x weekday, fitted so that outliers do not bend it, under a negative binomial
    law (Noufaily et al. 2013); false discoveries among all periods are held to 5 % (Benjamini & Hochberg 1995). A spike
    is 1.5 times the expected or more (ten points for shares), in a period of `floor` posts. Causes are words by
    log-odds against other times, the platform, authors and typical posts. The baseline uses all days that the dataset
    holds; only those of `period` are looked at. Raises TooFewPosts below 14 days, or 72 hours, of history.
    """
    line = series(query, tables, query.measure, every=query.every)
    if query.measure == "interactions" and not line.values.any():
        raise MissingData(
            f"No post in question has likes, shares or replies, so dataset {tables.facts.dataset!r} says nothing about "
            "interactions. Import posts with these columns, or ask for measure = 'posts'."
        )
    finding = windows(line, within=query.period, floor=query.floor)
    if finding.looked_at == 0:
        raise BadRequest(
            f"No {line.every} of {query.period} lies in the data, which run from {line.label(0)} to "
            f"{line.label(len(line.starts) - 1)}. Ask about days among these."
        )
    wanted = [window for window in finding.windows if query.kind in ("both", window.kind)]
    explained = _explained(query, tables, line, wanted[: query.limit])
    return SpikesResult(
        figures=tuple(figures(explained, line, finding, query.measure, method=_METHOD)),
        posts=tuple(_evidence(explained, line)),
        caveats=tuple(_caveats(query, explained, len(wanted))),
        period=_period(line, query),
        n_posts=line.n,
        measure=query.measure,
        every=line.every,
        spikes=tuple(_spike(one, line) for one in explained),
        found=len(wanted),
        looked_at=finding.looked_at,
    )


def _explained(query: SpikesQuery, tables: Tables, line: Series, found: Sequence[Window]) -> list[Explained]:
    """Find the cause of each window; those of sentiment are about the posts whose share rose."""
    sides = {window: _side(query.measure, window.kind) for window in found}
    causes_of: dict[Window, Cause] = {}
    for side in dict.fromkeys(sides.values()):
        alike = [window for window in found if sides[window] == side]
        asked = [Asked(*line.span(window.first, window.last), window.kind) for window in alike]
        causes_of |= dict(zip(alike, causes(query, tables, asked, query.measure, side=side), strict=True))
    return [Explained(window, causes_of[window], sides[window]) for window in found]


def _side(measure: Measure, kind: Kind) -> Side | None:
    if measure not in MEANS:
        return None
    return "negative" if (measure == "negative_share") == (kind == "spike") else "positive"


def _spike(one: Explained, line: Series) -> Spike:
    return Spike(
        kind=one.window.kind,
        start=line.label(one.window.first),
        end=line.label(one.window.last),
        figures=one.key(line),
        words=tuple(word.word for word in one.cause.words),
        platform=one.cause.platform.name if one.cause.platform else None,
        one_author=one.is_one_author,
    )


def _evidence(explained: Sequence[Explained], line: Series) -> Iterator[Evidence]:
    for one in explained:
        about = {line.every: line.label(one.window.first)}
        for post_id in one.cause.typical:
            yield Evidence(post_id=post_id, role="representative", group=about)
        if one.cause.contrary:
            yield Evidence(post_id=one.cause.contrary, role="contrary", group=about)


def _caveats(query: SpikesQuery, explained: Sequence[Explained], wanted: int) -> Iterator[str]:
    if wanted > len(explained):
        yield f"Only the surest {len(explained)} of {wanted} are explained; raise `limit` for the others."
    if query.measure in MEANS:
        yield "Sentiment is as the reader labelled it, not corrected: its errors are the same before and after."
    if any(one.cause.words for one in explained):
        yield "Words and platforms say what the posts are about; why they were written is in the posts cited."
    if any(one.is_copied for one in explained):
        yield "Copies count as posts here: a spike of copies may be a campaign, or bots."


def _period(line: Series, query: SpikesQuery) -> Period:
    first, last = line.starts[0].date(), line.starts[-1].date()
    if query.period:
        first, last = max(first, query.period.start), min(last, query.period.end)
    return Period(start=first, end=last)
