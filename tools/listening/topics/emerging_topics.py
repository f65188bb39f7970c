"""Emerging topics: what takes more of the talk than before, how new and how broad it is, and what people ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from pydantic import Field

from tools.base import Evidence, Model, Period, Query, Result, tool
from tools.errors import TooFewPosts
from tools.groups import slugs
from tools.inputs import Tables
from tools.listening.topics.drawn import MOST_POSTS
from tools.listening.topics.emerging_figures import METHOD, figures
from tools.listening.topics.emerging_saying import said
from tools.listening.topics.following import LEAST, days_in
from tools.listening.topics.found import Found, found_topics
from tools.listening.topics.growing import Course, Kind, alone, course_of, courses
from tools.listening.topics.needs import Need, needs_of
from tools.listening.topics.seasons import FEWEST_SPANS, Past, pasts
from tools.scope import scope, span
from tools.sentiment.change.sides import Sides, sides
from tools.sentiment.counting import SENTIMENTS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]

MOST_TOPICS = 30
NEW = 0.3
"""Novelty from which a topic is new."""
_QUOTED, _WEEK, _SHORT = 2, 7, 28


class EmergingTopicsQuery(Query):
    """What is coming up? `period` is the later one; none for the last seven days of the data."""

    before: Period | None = Field(None, description="Earlier days to compare with; none: as many days right before.")
    event: date | None = Field(None, description="In place of `before`: all days up to the one before this one.")
    about: str | None = Field(
        None, min_length=2, description="A word or phrase: say too whether talk about it grows, emerging or not."
    )
    number: int | None = Field(None, ge=2, le=60, description="How many topics to make; none: up to 30.")
    limit: int = Field(5, ge=1, le=20, description="Emerging topics, and needs, to show at most.")
    seed: int = Field(0, ge=0, description="Where the first grouping starts; the same seed gives the same topics.")


class Emerging(Model):
    """A topic that grows: its name (words of its posts: untrusted text) and what its figures' names end in."""

    name: str
    key: str = Field(description="What the names of its figures end in.")
    kind: Kind = Field(description="growing: on many days; burst: mostly on one day, and may be over.")
    new: bool = Field(description="Whether no earlier topic is much like it.")
    came_back: bool = Field(False, description="Whether it had been as large in an earlier span of the same length.")
    words: tuple[str, ...] = ()


class Wish(Model):
    """A topic in which people ask for something more than in others: feature requests and unmet needs."""

    name: str
    key: str
    words: tuple[str, ...] = Field((), description="Words of the requests, strongest first: untrusted text.")


class EmergingTopicsResult(Result):
    """Topics that grow with many authors, those that few authors make, and what is asked for; or nothing."""

    emerging: tuple[Emerging, ...] = Field((), description="The surest first; none where nothing emerges.")
    loud: tuple[Emerging, ...] = Field((), description="Topics that grew by few authors: no trend.")
    needs: tuple[Wish, ...] = Field((), description="Topics of requests, the most frequent first.")
    grows: bool | None = Field(
        None, description="Whether talk `about` the phrase grows (true) or shrinks (false) beyond chance; else none."
    )
    asked: Kind | None = Field(None, description="How talk `about` the phrase grows; none where it does not.")
    nearest: str | None = Field(None, description="Where nothing emerges: the topic that came nearest to it.")
    before: Period | None = Field(None, description="The earlier days.")


class About(NamedTuple):
    """Posts that hold a phrase or belong to a topic named by it, and their course."""

    phrase: str
    mine: Flags
    course: Course


class Seen(NamedTuple):
    """What was looked at: topics of all days, the later and the earlier posts, courses, pasts and needs."""

    found: Found
    periods: Sides
    later: Flags
    earlier: Flags
    courses: tuple[Course, ...]
    pasts: dict[int, Past]
    needs: tuple[Need, ...]
    about: About | None


@tool(
    title="Emerging topics",
    toolset="listen",
    needs=("posts", "readings", "vectors"),
    method=METHOD,
    examples=(
        "What is emerging?",
        "which topics are growing",
        "what is new in the conversation this week",
        "are there any emerging trends",
        "what are people starting to talk about",
        "which themes are on the rise since the launch",
        "is talk about privacy growing",
        "what features do people ask for",
        "feature requests and unmet needs",
        "what do people suggest we build",
        "nascent needs",
        "which trends should we watch",
        "is there anything new that we should know about",
        "what came up after the launch that was not there before",
        "what do customers wish for",
    ),
    say=said,
    tags=("trends", "emerging", "growth", "novelty", "feature requests", "unmet needs", "early signals"),
)
def emerging_topics(query: EmergingTopicsQuery, tables: Tables) -> EmergingTopicsResult:
    """Topics that take more of the talk than before, beyond chance and by many authors; and what people ask for.

    Topics are those of `topics`, over both periods together. growth = share now / share before, from 0; 1 is none. It
    must be 1.5 or more, in ten posts, of five authors or as good as, and no false discovery among all topics (5 %, with
    authors and days as they vary). One loud author is no trend. Needs are topics in which people ask for something more
    than in others. Says so where nothing emerges. Raises TooFewPosts below 100 different posts with text, or 30 in
    either period.
    """
    seen = _seen(query, tables)
    broad = [course for course in seen.courses if course.kind and course.is_broad][: query.limit]
    loud = [course for course in seen.courses if course.loud][: query.limit]
    upward = [course for course in seen.courses if course.now[0] and course.growth.ratio > 1]
    nearest = [] if broad or loud else upward[:1]
    wishes = seen.needs[: query.limit]
    told = [course.topic for course in (*broad, *loud, *nearest)]
    topics = list(dict.fromkeys([*told, *(wish.topic for wish in wishes)]))
    names = seen.found.names
    keys = dict(zip(topics, slugs(names[topic] for topic in topics).values(), strict=True))
    return EmergingTopicsResult(
        figures=tuple(figures(seen, (*broad, *loud, *nearest), wishes, keys)),
        posts=tuple(_evidence(seen, (*broad, *loud), wishes)),
        caveats=tuple(_caveats(seen)),
        period=seen.found.posts.period(seen.later),
        n_posts=int(seen.later.sum()),
        emerging=tuple(_emerging(seen, course, keys) for course in broad),
        loud=tuple(_emerging(seen, course, keys) for course in loud),
        needs=tuple(Wish(name=names[need.topic], key=keys[need.topic], words=need.words) for need in wishes),
        grows=_grows(seen.about),
        asked=seen.about.course.kind if seen.about else None,
        nearest=names[nearest[0].topic] if nearest else None,
        before=seen.periods.before,
    )


def _seen(query: EmergingTopicsQuery, tables: Tables) -> Seen:
    have = span(scope(query.model_copy(update={"period": None}), tables), tables.facts).period
    if have is None:
        raise TooFewPosts(found=0, needed=LEAST)
    period = query.period if query.event else None
    after = None if query.event else query.period
    periods = sides(have, period=period, event=query.event, before=query.before, after=after)
    first = max(have.start, min(periods.before.start, periods.after.start - timedelta(days=8 * periods.after.days)))
    everything = Period(start=first, end=max(periods.after.end, periods.before.end))
    found = found_topics(
        query.model_copy(update={"period": everything}), tables, number=query.number, seed=query.seed, most=MOST_TOPICS
    )
    later, earlier = days_in(found, periods.after), days_in(found, periods.before)
    for side, count in ((periods.before, earlier.sum()), (periods.after, later.sum())):
        if count < LEAST:
            raise TooFewPosts(found=int(count), needed=LEAST, what=f"different posts from {side}")
    told = courses(found, later, earlier)
    past = pasts(found, periods.after, have, [course.topic for course in told if course.kind or course.loud])
    about = _about(found, query.about, later, earlier) if query.about else None
    return Seen(found, periods, later, earlier, tuple(told), past, tuple(needs_of(found, later)), about)


def _about(found: Found, phrase: str, later: Flags, earlier: Flags) -> About:
    import numpy as np

    holds = re.compile(rf"(?<!\w){re.escape(phrase.lower())}(?!\w)")
    mine = np.array([bool(holds.search(text.lower())) for text in found.posts.texts])
    wanted = set(re.findall(r"\w+", phrase.lower()))
    named = [topic for topic, words in enumerate(found.words) if wanted <= set(words)]
    mine |= np.isin(found.partition.labels, named)
    return About(phrase, mine, alone(course_of(found, mine, later, earlier)))


def _grows(about: About | None) -> bool | None:
    if about is None or about.course.growth.interval.holds(1):
        return None
    return about.course.growth.ratio > 1


def _emerging(seen: Seen, course: Course, keys: dict[int, str]) -> Emerging:
    past = seen.pasts.get(course.topic)
    return Emerging(
        name=seen.found.names[course.topic],
        key=keys[course.topic],
        kind=course.kind or "growing",
        new=course.novelty is not None and course.novelty >= NEW,
        came_back=past is not None and past.came_back,
        words=seen.found.words[course.topic],
    )


def _evidence(seen: Seen, told: Sequence[Course], wishes: Sequence[Need]) -> Iterator[Evidence]:
    """Typical later posts of each topic that grew, one of another sentiment, and suggestions."""
    found, labels = seen.found, seen.found.posts.sentiment
    if seen.about:
        rows = (seen.about.mine & seen.later & found.posts.readable).nonzero()[0]
        ranked = sorted(rows.tolist(), key=lambda row: (-found.posts.engagement[row], found.posts.ids[row]))
        for row in ranked[:_QUOTED]:
            yield Evidence(
                post_id=found.posts.ids[row], role="representative", group={"topic": f"“{seen.about.phrase}”"}
            )
    for course in told:
        about = {"topic": found.names[course.topic]}
        typical = found.typical(course.topic, seen.later, limit=_QUOTED)
        for post_id in typical:
            yield Evidence(post_id=post_id, role="representative", group=about)
        inside = labels[seen.later & (found.partition.labels == course.topic)]
        negative = (inside == SENTIMENTS.index("negative")).sum() < (inside == SENTIMENTS.index("positive")).sum()
        other = labels == SENTIMENTS.index("negative" if negative else "positive")
        for post_id in found.typical(course.topic, seen.later & other, limit=1):
            if post_id not in typical:
                yield Evidence(post_id=post_id, role="contrary", group=about)
    for need in wishes:
        about = {"topic": found.names[need.topic], "intent": "suggestion"}
        for post_id in need.quoted:
            yield Evidence(post_id=post_id, role="representative", group=about)


def _caveats(seen: Seen) -> Iterator[str]:
    posts, after, before = seen.found.posts, seen.periods.after, seen.periods.before
    yield f"Compared are {after} and {before}; shares are of the posts of each: more posts in all are no growth."
    if posts.of > MOST_POSTS:
        yield (
            f"Of {posts.of:,} posts in scope, {posts.n + posts.copies:,} were drawn by their ids, always the same; "
            "a topic of few posts may be missed."
        )
    if posts.copies:
        yield f"{posts.copies:,} posts that copy the words of another, links, handles and numbers aside, were left out."
    if seen.pasts and all(past.spans < FEWEST_SPANS for past in seen.pasts.values()):
        yield (
            f"Whether it comes back each season cannot be told: {FEWEST_SPANS} earlier spans of {after.days} days are "
            "needed, and the data hold fewer."
        )
    if min(after.days, before.days) < _SHORT and (after.days % _WEEK or before.days % _WEEK):
        yield "The periods do not hold whole weeks, so that a topic of weekends may seem to grow or shrink."
    if seen.needs:
        yield (
            "A request is a post that the reader takes for a suggestion and that holds an English word of wishing; "
            "both err, so read those cited."
        )
