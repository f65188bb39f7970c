"""Topics: what posts are about, in how many of them, and how each topic is judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from pydantic import Field

from tools.base import Evidence, Model, Period, Query, Result, tool
from tools.groups import slugs
from tools.inputs import Tables
from tools.listening.topics.drawn import MOST_POSTS
from tools.listening.topics.figures import (
    METHOD,
    change_figures,
    sentiment_caveats,
    tag_figures,
    topic_figures,
    whole_figures,
)
from tools.listening.topics.following import Following, Since, followed
from tools.listening.topics.found import Found, found_topics
from tools.listening.topics.hashtags import Tagged, hashtags
from tools.listening.topics.partition import RUNS, STEADY
from tools.listening.topics.saying import said
from tools.listening.vocabulary import words_of_names
from tools.sentiment.counting import SENTIMENTS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]

_QUOTED, _TAGS = 2, 8


class TopicsQuery(Query):
    """What do people talk about?"""

    number: int | None = Field(
        None, ge=2, le=60, description="How many topics to make; none: as many as are found again from other starts."
    )
    before: Period | None = Field(
        None, description="Earlier days to follow topics from, with a later `period`: which are new, gone, grown."
    )
    limit: int = Field(12, ge=1, le=60, description="Topics to show at most, largest first.")
    seed: int = Field(0, ge=0, description="Where the first grouping starts; the same seed gives the same topics.")


class Topic(Model):
    """A topic: its name (three words of its posts: untrusted text), what its figures' names end in, and its parts."""

    name: str
    key: str = Field(description="What the names of its figures end in.")
    words: tuple[str, ...] = Field(description="Words that name it, strongest first.")
    subtopics: tuple[str, ...] = Field((), description="Its parts, largest first, where it has several.")
    since: Since | None = Field(None, description="same, part of an earlier topic, or new; none without `before`.")
    was: str | None = Field(None, description="The earlier topic that it is, or is a part of.")


class Hashtag(Model):
    """A hashtag with the topic that its posts belong to more than others do."""

    tag: str
    topic: str | None = Field(description="Name of the topic; none where chance could have put them there.")
    posts: int


class TopicsResult(Result):
    """Topics with their shares and sentiment, subtopics and hashtags, and how far to trust the grouping."""

    topics: tuple[Topic, ...] = Field((), description="Largest first.")
    gone: tuple[str, ...] = Field((), description="Topics of `before` with hardly a post any more.")
    hashtags: tuple[Hashtag, ...] = Field((), description="The most used first.")


class _Seen(NamedTuple):
    """Topics to show: `later` are the posts of the period asked for, `course` what they were before."""

    found: Found
    later: Flags
    names: tuple[str, ...]
    shown: tuple[int, ...]
    course: Following | None


@tool(
    title="Topics",
    toolset="listen",
    needs=("posts", "readings", "vectors"),
    method=METHOD,
    examples=(
        "What are the main topics?",
        "what do people talk about",
        "which themes come up in the conversation",
        "what are the key conversation themes",
        "what is everybody talking about this week",
        "cluster the posts into topics",
        "topic modelling",
        "what subjects dominate the discussion on reddit",
        "main themes and subthemes with examples",
        "which topics are negative and which are positive",
        "what did people talk about before the launch and what now",
        "which hashtags belong to which topic",
        "what are the top hashtags about",
        "give me ten themes with quotes",
        "what is the talk about Bolt about",
    ),
    say=said,
    tags=("themes", "topic modelling", "clusters", "subtopics", "hashtags", "conversation themes"),
)
def topics(query: TopicsQuery, tables: Tables) -> TopicsResult:
    """Topics of posts, named by their words, with share, sentiment, subtopics and hashtags, and how steady they are.

    Posts are grouped by their stored vectors and words, brands taken out: k-means on the sphere, merged by Ward's
    criterion, from five starts. A post that half of the other starts put elsewhere belongs to none. Names are the three
    strongest words by c-TF-IDF (Grootendorst 2022). share = posts of the topic / posts looked at, copies once, 0 to 1.
    Of more than 10,000 posts that many are drawn. Raises TooFewPosts below 100 different posts with text.
    """
    seen = _seen(query, tables)
    found = seen.found
    keys = dict(zip(seen.shown, slugs(seen.names[topic] for topic in seen.shown).values(), strict=True))
    tags = hashtags(found, seen.later, without=words_of_names(tables.facts, None))
    told = [tag for tag in tags if tag.topic is not None][:_TAGS]
    return TopicsResult(
        figures=(
            *whole_figures(found, seen.later),
            *topic_figures(found, seen.later, seen.shown, keys, seen.names, tables.facts),
            *(change_figures(seen.course, seen.shown, keys) if seen.course else ()),
            *tag_figures(told, seen.names, slugs(tag.tag for tag in told)),
        ),
        posts=tuple(_evidence(seen)),
        caveats=tuple(_caveats(tables, seen)),
        period=found.posts.period(seen.later),
        n_posts=int(seen.later.sum()),
        topics=tuple(_topic(seen, topic, keys[topic]) for topic in seen.shown),
        gone=seen.course.gone if seen.course else (),
        hashtags=tuple(_hashtag(tag, seen.names) for tag in tags[: 2 * _TAGS]),
    )


def _seen(query: TopicsQuery, tables: Tables) -> _Seen:
    import numpy as np

    if query.before:
        course = followed(query, tables, query.before, number=query.number, seed=query.seed)
        found, later, names = course.found, course.later, course.names
    else:
        course, found = None, found_topics(query, tables, number=query.number, seed=query.seed)
        later, names = np.ones(found.posts.n, dtype=bool), found.names
    sizes = np.bincount(found.partition.labels[later & (found.partition.labels >= 0)], minlength=len(names))
    order = sorted(range(len(names)), key=lambda topic: (-sizes[topic], topic))
    return _Seen(found, later, names, tuple(order[: query.limit]), course)


def _topic(seen: _Seen, topic: int, key: str) -> Topic:
    return Topic(
        name=seen.names[topic],
        key=key,
        words=seen.found.words[topic],
        subtopics=tuple(", ".join(words) for words in seen.found.subtopics(topic)),
        since=seen.course.since[topic] if seen.course else None,
        was=seen.course.was[topic] if seen.course else None,
    )


def _hashtag(tag: Tagged, names: Sequence[str]) -> Hashtag:
    return Hashtag(tag=tag.tag, topic=None if tag.topic is None else names[tag.topic], posts=tag.posts)


def _evidence(seen: _Seen) -> Iterator[Evidence]:
    """Two posts from the middle of each topic, and one that judges it the other way than most of its posts."""
    found = seen.found
    for topic in seen.shown:
        about = {"topic": seen.names[topic]}
        typical = found.typical(topic, seen.later, limit=_QUOTED)
        contrary = found.typical(topic, seen.later & _other_side(seen, topic), limit=_QUOTED + 1)
        for post_id in typical:
            yield Evidence(post_id=post_id, role="representative", group=about)
        for post_id in [post_id for post_id in contrary if post_id not in typical][:1]:
            yield Evidence(post_id=post_id, role="contrary", group=about)


def _other_side(seen: _Seen, topic: int) -> Flags:
    """Posts of the rarer of negative and positive in a topic."""
    labels = seen.found.posts.sentiment
    mine = labels[seen.later & (seen.found.partition.labels == topic)]
    negative, positive = ((mine == SENTIMENTS.index(side)).sum() for side in ("negative", "positive"))
    rarer: Flags = labels == SENTIMENTS.index("negative" if negative < positive else "positive")
    return rarer


def _caveats(tables: Tables, seen: _Seen) -> Iterator[str]:
    posts, parts = seen.found.posts, seen.found.partition
    if posts.of > MOST_POSTS:
        yield (
            f"Of {posts.of:,} posts in scope, {posts.n + posts.copies:,} were drawn by their ids to look for topics, "
            "always the same; shares are of these."
        )
    if posts.copies:
        yield f"{posts.copies:,} posts that copy the words of another, links, handles and numbers aside, were left out."
    yield (
        "Names are words that posts of a topic hold more than others do, not a summary: read the posts cited. Most "
        "posts lie in the topic nearest to them, so that shares hang on where topics are cut."
    )
    if parts.agreement < STEADY:
        yield (
            f"Topics here hang on where one starts ({RUNS} starts agree by less than {STEADY} on the adjusted Rand "
            "index): take them as a way to read, not as a count."
        )
    yield from sentiment_caveats(seen.found, seen.later, tables.facts)
    if len(seen.shown) < parts.topics:
        yield f"Only the largest {len(seen.shown)} of {parts.topics} topics are shown; a higher limit shows the others."
