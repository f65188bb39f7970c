"""Sentiment trend: where net sentiment is heading, when its level changed, and what an event changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Literal

from pydantic import Field

from tools.base import Evidence, Period, Query, Result, tool
from tools.errors import BadRequest, TooFewPosts
from tools.figure import Figure
from tools.inputs import Tables
from tools.scope import covered
from tools.sentiment.about import about, feature_named, negative_by_feature
from tools.sentiment.correction import NET
from tools.sentiment.counting import Counts, counted, total
from tools.sentiment.course import Course
from tools.sentiment.differences import Difference, difference
from tools.sentiment.event import before_and_after
from tools.sentiment.periods import MINIMUM, Bucket, Buckets, Every, bucketed
from tools.sentiment.sarcasm import DESCRIPTION, HINT, Sarcasm, noted, without_sarcasm
from tools.sentiment.trend_figures import SHOWN, series_figures, slope_figures, swing_figures, turn_figures
from tools.sentiment.trend_said import said
from tools.sentiment.trend_sarcasm import with_sarcasm
from tools.sentiment.velocity import Velocity, negative_by_day, velocity
from tools.sentiment.velocity import figures as velocity_figures

FEWEST_PERIODS = 3
_METHOD = "sentiment_trend"
_PERIODS: Mapping[Every, str] = {"day": "days", "week": "weeks"}


class SentimentTrendQuery(Query):
    """Where is the mood heading?"""

    every: Every | None = Field(None, description="Length of a period; none: days where they hold enough, else weeks.")
    event: date | None = Field(None, description="First day of something whose before and after are compared.")
    aspect: str | None = Field(None, description="Only posts about this feature of the product; none: all posts.")
    by: Literal["aspect"] | None = Field(None, description="How fast negative talk grows for each feature too.")
    control: str | None = Field(
        None, description="Competitor, or feature, whose change at the event is taken off: difference in differences."
    )
    sarcasm: Sarcasm = Field("include", description=DESCRIPTION)
    seed: int = Field(0, ge=0, description="Seed of the simulation and the shuffles.")


class SentimentTrendResult(Result):
    """A series, its slope, changes of level, and before against after."""

    every: Every = Field("day", description="Length of a period.")
    direction: Literal["rising", "falling", "unclear"] = Field(
        "unclear", description="Sign of the slope where its interval leaves 0 out."
    )
    turns: tuple[date, ...] = Field((), description="First days of new levels that chance does not explain.")
    swing: tuple[date, date] | None = Field(
        None, description="First days of the two weeks between which it changed most; none where none differ."
    )
    event_changed: bool | None = Field(None, description="Whether before and after differ; none without an event.")
    difference_settled: bool | None = Field(
        None, description="Whether the change differs from the control's beyond chance; none without a control."
    )
    apart_before: bool | None = Field(None, description="Whether the two moved apart before the event already.")


@tool(
    title="Sentiment trend",
    toolset="listen",
    needs=("posts", "readings"),
    method=_METHOD,
    version=6,
    examples=(
        "Is the mood getting worse since launch?",
        "How has sentiment changed over time?",
        "did people like us more after the update",
        "sentiment week by week",
        "When did the mood turn?",
        "are opinions improving or declining",
        "Show the sentiment trend for the last three months",
        "did the announcement on 12 October change how people feel",
        "before and after the price rise",
        "is negativity going up",
        "daily net sentiment",
        "when did things start to go wrong",
        "how did opinion move from week to week",
        "when did opinion of us turn",
        "was there a turning point in opinion",
        "when did it go sour",
        "are people warming up to us",
        "is sentiment recovering",
        "mood from day to day",
        "did the mood tip at some point",
        "has the mood shifted",
        "is it getting better",
        "has it become worse over the weeks",
        "how did feelings develop",
        "when did people stop liking it",
        "are we losing goodwill",
        "how fast are complaints growing",
        "doubling time of negative posts",
        "which feature's complaints grow fastest",
        "did the outage hurt us more than it moved our competitor",
        "net sentiment by week without sarcasm",
    ),
    say=said,
    tags=("time series", "trajectory", "change", "event", "over time"),
)
def sentiment_trend(query: SentimentTrendQuery, tables: Tables) -> SentimentTrendResult:
    """Net sentiment by day or week: its slope, changes of level, and before against after an event.

    net = positive share - negative share, -1 to 1, corrected for the reader's error; the slope is its change a week by
    weighted least squares, 0 for a steady mood, with errors that allow for memory (Newey & West 1987) and for the
    reader. Turns are breaks that shuffling does not reproduce; the swing is the largest change between two weeks that
    is beyond chance, of all pairs. Velocity is the growth of negative posts, as many times
    a week, and the days in which they double; by feature where asked. A control takes what changed elsewhere off the
    event's change. Raises TooFewPosts below 3 periods of 30 posts read reliably, or 30 on a side of the event;
    BadRequest for an event that leaves one side empty, or a control without an event.
    """
    everything = without_sarcasm(tables) if query.sarcasm == "exclude" else tables
    with_it, tables = tables, _about(query, everything)
    days = _days(query, tables)
    everyone = total(days.values())
    buckets = bucketed(days, every=query.every, event=query.event)
    if len(buckets.kept) < FEWEST_PERIODS:
        raise TooFewPosts(
            found=len(buckets.kept),
            needed=FEWEST_PERIODS,
            what=f"{_PERIODS[buckets.every]} with {MINIMUM} posts that were read reliably",
        )
    course = Course(buckets, tables.facts, seed=query.seed)
    slope, turns = course.slope(), course.turns()
    weekly = course if buckets.every == "week" else _weekly(query, days, tables)
    swing = weekly.swing() if weekly else None
    event = before_and_after(query.event, course, days, tables.facts) if query.event else None
    against = _against(query, everything, days) if query.control else None
    paces = _velocities(query, tables, days)
    figures = (
        *series_figures(course),
        *slope_figures(course, slope),
        *turn_figures(course, turns),
        *(swing_figures(weekly, swing) if weekly and swing else ()),
        *(event.figures if event else ()),
        *(against.figures if against else ()),
        *velocity_figures(paces),
    )
    if query.sarcasm == "exclude":
        figures = (*map(noted, figures), *_effect(query, with_it, everyone, buckets.every))
    return SentimentTrendResult(
        figures=figures,
        posts=_evidence(query, tables, course, days),
        caveats=(*course.caveats, *_caveats(buckets, query)),
        period=covered(everyone.first, everyone.last, tables.facts),
        n_posts=everyone.n_read,
        every=buckets.every,
        direction="unclear" if not slope.is_settled else "rising" if slope.value > 0 else "falling",
        turns=tuple(turns),
        swing=(swing.start, swing.end) if swing else None,
        event_changed=event.changed if event else None,
        difference_settled=against.settled if against else None,
        apart_before=against.apart_before if against else None,
    )


def _effect(query: SentimentTrendQuery, with_it: Tables, plain: Counts, every: Every) -> Iterator[Figure]:
    days = _days(query, _about(query, with_it))
    return with_sarcasm(days, plain, with_it.facts, every=every, event=query.event, seed=query.seed)


def _about(query: SentimentTrendQuery, tables: Tables) -> Tables:
    return about(feature_named(query.aspect, tables.facts), tables) if query.aspect else tables


def _against(query: SentimentTrendQuery, tables: Tables, days: Mapping[date, Counts]) -> Difference:
    """Take the control's change off, a competitor's under the same filter, or a feature's."""
    if query.event is None or query.control is None:
        raise BadRequest(f"A control ({query.control!r}) needs an event: give the day whose before and after count.")
    if brand := tables.facts.brand_named(query.control):
        if query.filter.brands in ((), (brand.name,)):
            raise BadRequest(
                f"{brand.name!r} can be the control of another brand only: name that one in filter.brands."
            )
        name = brand.name
        others = query.filter.model_copy(update={"brands": (name,)})
        control = _days(query.model_copy(update={"filter": others}), tables)
    else:
        name = feature_named(query.control, tables.facts)
        if query.aspect is None or name == feature_named(query.aspect, tables.facts):
            raise BadRequest(f"{name!r} can be the control of another feature only: name that one as `aspect`.")
        control = _days(query, about(name, tables))
    return difference(
        days, control, event=query.event, every=query.every, name=name, facts=tables.facts, seed=query.seed
    )


def _velocities(query: SentimentTrendQuery, tables: Tables, days: Mapping[date, Counts]) -> dict[str, Velocity]:
    """Return the velocity of negative talk, of all posts and of features the fastest first, where enough is there."""
    whole = velocity(negative_by_day(days))
    found = {"": whole} if whole else {}
    if query.by:
        series = negative_by_feature(query, tables)
        each = {name: velocity(counts, comparisons=len(series)) for name, counts in series.items()}
        known = [(name, pace) for name, pace in each.items() if pace]
        found |= dict(sorted(known, key=lambda item: (-item[1].posts.interval.low, item[0])))
    return found


def _days(query: SentimentTrendQuery, tables: Tables) -> dict[date, Counts]:
    return {
        date.fromisoformat(day): counts for day, counts in counted(query, tables, "day", typical=False).items() if day
    }


def _weekly(query: SentimentTrendQuery, days: Mapping[date, Counts], tables: Tables) -> Course | None:
    """The same days by week, whose levels are what a swing is told of; none where under two weeks hold enough."""
    weeks = bucketed(days, every="week", event=query.event)
    return Course(weeks, tables.facts, seed=query.seed) if len(weeks.kept) > 1 else None


def _evidence(query: Query, tables: Tables, course: Course, days: Mapping[date, Counts]) -> tuple[Evidence, ...]:
    """A typical post of each side from the last period; the one against the direction of travel is contrary."""
    buckets = course.buckets
    first, last = buckets.kept[0], buckets.kept[-1]
    rising = course.shares[last.key].value @ NET >= course.shares[first.key].value @ NET
    typical = counted(query.model_copy(update={"period": _largest_day(last, buckets.every, days)}), tables, None)[""]
    sides = {"positive": typical.positive_post, "negative": typical.negative_post}
    finding = "positive" if rising else "negative"
    return tuple(
        Evidence(
            post_id=post_id,
            role="representative" if side == finding else "contrary",
            group={buckets.every: last.key, "sentiment": side},
        )
        for side, post_id in sorted(sides.items(), key=lambda item: item[0] != finding)
        if post_id
    )


def _largest_day(bucket: Bucket, every: Every, days: Mapping[date, Counts]) -> Period:
    """Return the day of most posts in a period, the first of equal ones."""
    inside = [bucket.start + timedelta(days=i) for i in range(1 if every == "day" else 7)]
    day = max((day for day in inside if day in days), key=lambda day: days[day].n_read)
    return Period(start=day, end=day)


def _caveats(buckets: Buckets, query: SentimentTrendQuery) -> Iterator[str]:
    if buckets.thin:
        are = (
            f"{buckets.every} with under {MINIMUM} posts read reliably is"
            if buckets.thin == 1
            else f"{_PERIODS[buckets.every]} with under {MINIMUM} posts read reliably are"
        )
        yield f"{buckets.thin} {are} left out."
    if len(buckets.kept) > SHOWN:
        yield f"The last {SHOWN} {_PERIODS[buckets.every]} are listed; the slope rests on all {len(buckets.kept)}."
    if query.sarcasm == "exclude":
        yield HINT
    if query.event:
        yield "A change after an event is not proof that the event caused it: look for what else happened then."
