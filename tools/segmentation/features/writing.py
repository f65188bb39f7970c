"""Writing: how much people post, what their posts are like and about, how they sound, and what they get for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tools.base import Query
from tools.facts import Facts
from tools.features import MOST, feature_bits
from tools.groups import slugs
from tools.inputs import Tables, held
from tools.phrases import holds_any
from tools.reader.reading import INTENTS
from tools.reader.views import FEEDBACK
from tools.scope import scope
from tools.segmentation.features.columns import Columns, columns
from tools.segmentation.features.sensitive import sensitivity_of
from tools.segmentation.features.window import Window
from tools.segmentation.matrix import Family, Feature

if TYPE_CHECKING:
    import ibis.expr.types as ir

FEWEST = 3
"""Posts (for latency: replies) below which nothing is told of how a person's posts are."""
_RARE = 0.02
"""Share of posts below which a format, emotion, intent or subject is not a feature."""
_MOST_FORMATS = 6


class _Measure(NamedTuple):
    """A feature as a value of each post, whose mean or median a person's is; null where a post does not tell."""

    feature: Feature
    of_post: ir.NumericValue
    by_median: bool = False


def posts_of(query: Query, window: Window, tables: Tables) -> ir.Table:
    """Return the posts of the window, as the query's filter lets them through, with `day` and `person`."""
    posts = scope(query.model_copy(update={"period": None}), tables)
    posts = window.within(posts, "created_at")
    return posts.filter(posts.author_id.notnull()).mutate(person=posts.author_id)


def writing(people: Sequence[str], posts: ir.Table, window: Window, tables: Tables) -> Columns | None:
    """Return the features of people's posts (`posts_of`); none where nobody posted.

    Posts a week are 0 for who wrote none, all else is NaN below `FEWEST` posts that tell of it. Leaving does not stop
    anybody from posting, so posts are counted over all weeks.
    """
    import numpy as np

    told = held(_told(posts, window, tables))
    measures = [*_content(told), *_engagement(told), *_feeling(told, tables), *_interest(told, tables)]
    sums = {f"m{i}": _middle(told, measure) for i, measure in enumerate(measures)}
    shares = {f"s{i}": measure.of_post.mean() for i, measure in enumerate(measures)}
    overall = told.aggregate(n=told.count(), **shares).to_pyarrow().to_pylist()[0]
    if not overall["n"]:
        return None
    kept = [
        i
        for i, measure in enumerate(measures)
        if overall[f"s{i}"] is not None and (measure.feature.unit != "share" or overall[f"s{i}"] >= _RARE)
    ]
    rows = told.group_by("person").aggregate(posts=told.w.sum(), **{f"m{i}": sums[f"m{i}"] for i in kept})
    weekly = Feature("posts", "posts a week", "per week", "activity")
    features = (weekly, *(measures[i].feature for i in kept))
    found = columns(features, rows.order_by("person").to_pyarrow(), people, missing=np.nan)
    values = found.values
    values[:, 0] = np.nan_to_num(values[:, 0]) * 7 / window.weights().sum()
    return Columns(features, values)


def _middle(told: ir.Table, measure: _Measure) -> ir.FloatingValue:
    """Average over a person's posts by weight, or take the median; null below `FEWEST` posts that tell."""
    import ibis

    value = measure.of_post
    mean = (value * told.w).sum() / told.w.sum(where=value.notnull())
    return ibis.ifelse(value.count() >= FEWEST, value.median() if measure.by_median else mean, ibis.null("float64"))


def _told(posts: ir.Table, window: Window, tables: Tables) -> ir.Table:
    """Return what is read of each post, worked out once."""
    import ibis

    labelled = _labelled(posts, tables)
    parents = tables["posts"].select(parent="post_id", asked_at="created_at")
    joined = labelled.left_join(parents, labelled.reply_to == parents.parent)
    waited = (joined.created_at.epoch_seconds() - joined.asked_at.epoch_seconds()) / 3600.0
    got = ibis.coalesce(joined.likes, joined.shares, joined.replies)
    told = joined.select(
        "person",
        "platform",
        w=window.counts(joined.day),
        format=joined.format.fill_null(""),
        reply=joined.reply_to.notnull(),
        link=(joined.text.contains("http://") | joined.text.contains("https://")).fill_null(False),
        hashtag=joined.text.re_search(r"#\w").fill_null(False),
        waited=ibis.ifelse(waited >= 0, waited, ibis.null("float64")),
        got=ibis.ifelse(
            got.notnull(), joined.likes.fill_null(0) + joined.shares.fill_null(0) + joined.replies.fill_null(0), None
        ),
        net=joined.net,
        emotions=joined.emotions,
        intents=joined.intents,
        bits=feature_bits(joined, tables.facts) | _tags(joined.text, tables.facts),
    )
    return told.mutate(got=_percentile(told))


def _tags(text: ir.StringValue, facts: Facts) -> ir.IntegerValue:
    """Return which features a hashtag names, run together as tags are: `#LiveStreaming`; bit i for feature i."""
    import ibis

    bits = ibis.literal(0).cast("int64")
    for place, name in enumerate(facts.features[:MOST]):
        if tag := re.sub(r"[\W_]+", "", name.lower()):
            holds = holds_any(text, [f"#{tag}"]).fill_null(False)
            bits = bits + ibis.ifelse(holds, 1 << place, 0)
    return bits


def _labelled(posts: ir.Table, tables: Tables) -> ir.Table:
    """Return posts with what the reader made of them: null where it could not be relied on."""
    import ibis

    if "readings" not in tables:
        nothing = {name: ibis.null("array<string>") for name in ("emotions", "intents")}
        return posts.mutate(net=ibis.null("float64"), aspects=ibis.null("array<struct<name: string>>"), **nothing)
    readings = tables["readings"]
    sure = readings.filter(readings.reliable.fill_null(False)).select(
        reading_id="post_id",
        aspects="aspects",
        net=readings.p_positive - readings.p_negative,
        emotions=readings.emotions.keys(),
        intents=readings.intents.keys(),
    )
    return posts.left_join(sure, posts.post_id == sure.reading_id)


def _content(told: ir.Table) -> Iterator[_Measure]:
    import ibis

    yield _share("content.replies", "posts that are replies (share)", "content", told.reply)
    yield _share("content.links", "posts with a link (share)", "content", told.link)
    yield _share("content.hashtags", "posts with hashtags (share)", "content", told.hashtag)
    formats = (
        told.group_by("format").aggregate(n=told.count()).order_by([ibis.desc("n"), "format"]).limit(_MOST_FORMATS)
    )
    named = sorted(name for name in formats.to_pyarrow()["format"].to_pylist() if name)
    names = slugs(named)
    for name in named if len(named) > 1 else ():
        yield _share(f"content.{names[name]}", f"{name} posts (share)", "content", told.format == name)


def _engagement(told: ir.Table) -> Iterator[_Measure]:
    label = "engagement that their posts get, within the platform (percentile)"
    yield _Measure(Feature("engagement.got", label, "percentile", "engagement"), told.got)
    label = "hours until they reply to a post"
    yield _Measure(Feature("reply.hours", label, "hours", "engagement"), told.waited, by_median=True)


def _percentile(told: ir.Table) -> ir.FloatingValue:
    """Return the mid-rank of a post's engagement among those of its platform, 0 to 100; null where none is known."""
    import ibis

    known = told.got.notnull()
    by = ibis.window(group_by=[told.platform, known], order_by=told.got)
    n = known.count().over(ibis.window(group_by=[told.platform, known]))
    below, upto = ibis.rank().over(by), ibis.cume_dist().over(by) * n
    return ibis.ifelse(known, 50.0 * (below + upto) / n, ibis.null("float64"))


def _feeling(told: ir.Table, tables: Tables) -> Iterator[_Measure]:
    if "readings" not in tables:
        return
    net = Feature("feeling.net", "positive rather than negative posts (net sentiment)", "net", "feeling")
    yield _Measure(net, told.net)
    for emotion, members in FEEDBACK.items():
        yield _among("feeling", str(emotion), f"posts that express {emotion} (share)", told.emotions, members)
    for intent in INTENTS:
        if intent != "other":
            name = intent.replace(" ", "_")
            yield _among("intent", name, f"posts with the intent {intent} (share)", told.intents, (intent,))


def _among(stem: str, name: str, label: str, keys: ir.ArrayValue, members: Sequence[str]) -> _Measure:
    import ibis

    holds = ibis.or_(*(keys.contains(member) for member in members))
    share = _share(f"{stem}.{name}", label, "feeling", holds)
    return share._replace(of_post=ibis.ifelse(keys.notnull(), share.of_post, ibis.null("float64")))


def _interest(told: ir.Table, tables: Tables) -> Iterator[_Measure]:
    names = slugs(tables.facts.features)
    for place, name in enumerate(tables.facts.features[:MOST]):
        about = (told.bits & (1 << place)) != 0
        yield _share(f"interest.{names[name]}", f"posts about {name} (share)", "interest", about, about=name)


def _share(name: str, label: str, family: Family, holds: ir.BooleanValue, *, about: str = "") -> _Measure:
    return _Measure(Feature(name, label, "share", family, sensitivity_of(about or name)), holds.cast("float64"))
