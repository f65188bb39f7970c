"""Course: who complained on each day up to an instant; a person counts once a day, and nothing later is looked at."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from tools.base import Query
from tools.errors import BadRequest, TooFewPosts
from tools.facts import Facts
from tools.inputs import Tables
from tools.listening.warning.grave import is_grave
from tools.scope import scope
from tools.suspicion import suspects

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

TOP = 0.99
"""Among the posts of a dataset, the quantile of audience from which a voice is influential."""
FEWEST_HEAR = 1_000
"""Accounts that an influential voice reaches at least."""
SHORTEST = 30
"""Characters of a post worth showing."""
_VARYING = r"\S*[\d@/]\S*|[^\p{L}]+"
"""What differs between copies of a text, as in `tools.suspicion`."""
_LETTERS = 20


class Moment(NamedTuple):
    """The instant up to which is looked; days are the 24 hours that end at its hour, named by the day they end on."""

    day: date
    hour: int

    def end(self, facts: Facts) -> datetime:
        """Return the first instant that is not looked at."""
        midnight = datetime.combine(self.day, time(), ZoneInfo(facts.time_zone))
        return midnight.astimezone(UTC) + timedelta(hours=self.hour + 1)

    @property
    def shift(self) -> int:
        """Hours by which times are moved so that a day's 24 hours have the date they end on."""
        return 23 - self.hour


class Course(NamedTuple):
    """Each day from the first with a post in scope to the moment, arrays of shape (days,).

    `heard` are authors read reliably, `praise` and `voices` those of them who praised and who complained; `grave` and
    `loud` the voices who spoke of safety, ethics or law and who are influential, `reshares` how often their posts were
    shared on. `posts` are all negative posts, of which `copies` repeat another's words and `by_bots` are by suspected
    accounts: these make no voice. `most` are the posts of the loudest author.
    """

    days: tuple[date, ...]
    heard: Array
    praise: Array
    voices: Array
    grave: Array
    loud: Array
    reshares: Array
    posts: Array
    copies: Array
    by_bots: Array
    most: Array
    unread: Array
    platforms: Mapping[str, Array]
    audience: float | None


class Told(NamedTuple):
    """What was told up to a moment: counts by day, each complaint (a table in memory), and who is influential.

    `audience` is how many accounts the influential reach: the top hundredth of posts, 1,000 at least; none if unknown.
    """

    by_day: list[dict[str, Any]]
    complaints: ir.Table
    audience: float | None


def last_day(tables: Tables) -> date:
    """Return the last day that the dataset has posts of; TooFewPosts where it has none."""
    posts = tables["posts"]
    last = posts.aggregate(last=posts.created_at.max()).to_pyarrow()["last"][0].as_py()
    if last is None:
        raise TooFewPosts(found=0, needed=1)
    day: date = last.astimezone(ZoneInfo(tables.facts.time_zone)).date()
    return day


def as_of(tables: Tables, moment: Moment) -> Tables:
    """Return the tables without posts after the moment, and without authors who have not posted by then."""
    posts = tables["posts"]
    known = posts.filter(posts.created_at < moment.end(tables.facts))
    kept = {name: tables[name] for name in ("readings",)}
    if "authors" in tables:
        kept["authors"] = tables["authors"].semi_join(known, "author_id")
    return Tables(tables={"posts": known} | kept, facts=tables.facts)


def told(query: Query, tables: Tables, moment: Moment, *, since: date | None = None) -> Told:
    """Look once through tables as of the moment, from day `since` on; the query's period does not matter.

    Raises BadRequest where nothing in question was posted by then.
    """
    import ibis

    posts = _labelled(query, tables, moment)
    posts = posts.filter(posts.day >= ibis.literal(since)) if since else posts
    by_day = _by_day(posts)
    if not by_day:
        raise BadRequest(
            f"Nothing in question was posted by {moment.day} in dataset {tables.facts.dataset!r}. Give a later day, or "
            "widen the filter."
        )
    row = posts.aggregate(n=posts.audience.count(), top=posts.audience.quantile(TOP)).to_pyarrow().to_pylist()[0]
    audience = max(float(row["top"]), float(FEWEST_HEAR)) if row["n"] else None
    complaints = ibis.memtable(_complaints(posts, moment).to_pyarrow())
    return Told(by_day, complaints, audience)


def _labelled(query: Query, tables: Tables, moment: Moment) -> ir.Table:
    """Return the posts in scope with their day, author (`who`), labels, audience and whether a suspect wrote them."""
    import ibis

    wanted = query.filter.model_copy(update={"suspected_bots": "include"})
    posts = scope(query.model_copy(update={"period": None, "filter": wanted}), tables)
    held = tables["readings"]
    labels = held.select(
        "post_id", "sentiment", "urgency", "distress", "offensive", usable=held.reliable.fill_null(False)
    )
    posts = posts.left_join(labels, "post_id", rname="reading_{name}").drop("reading_post_id")
    if "authors" in tables:
        known = tables["authors"].select("author_id", "followers")
        posts = posts.left_join(known, "author_id", rname="known_{name}").drop("known_author_id")
    else:
        posts = posts.mutate(followers=ibis.null("int64"))
    return posts.mutate(
        day=(posts.created_at + ibis.interval(hours=moment.shift)).date(),
        # An author's id is its platform's own; the same on two platforms is two people, wherever they are counted.
        who=posts.platform + " " + ibis.coalesce(posts.author_id, posts.post_id),
        usable=posts.usable.fill_null(False),
        bot=posts.author_id.isin(suspects(tables).author_id).fill_null(False),
        audience=ibis.greatest(posts.followers, posts.reach),
        drawn=posts.likes.fill_null(0) + posts.shares.fill_null(0) + posts.replies.fill_null(0),
    )


def _by_day(posts: ir.Table) -> list[dict[str, Any]]:
    """Count by day the people heard and those who praise, and choose the praise that most liked or shared."""
    import ibis

    heard = posts.usable & ~posts.bot
    praise = heard & (posts.sentiment == "positive")
    rank = ibis.struct({"drawn": posts.drawn, "id": posts.post_id})
    counted = posts.group_by("day").aggregate(
        heard=posts.who.nunique(where=heard),
        praise=posts.who.nunique(where=praise),
        read=posts.usable.sum(),
        n=posts.count(),
        praise_post=posts.post_id.argmax(rank, where=praise & (posts.text.length() >= SHORTEST)),
    )
    rows: list[dict[str, Any]] = counted.to_pyarrow().to_pylist()
    return rows


def _complaints(posts: ir.Table, moment: Moment) -> ir.Table:
    """Return each negative post: grave or not, and whether its words were there before on its day from another post.

    Texts are kept of the moment's day alone. Copies are sought among those who are no suspects.
    """
    import ibis

    posts = posts.filter(posts.usable, posts.sentiment == "negative")
    words = posts.text.fill_null("").lower().re_replace(_VARYING, "")
    posts = posts.mutate(words=ibis.ifelse(words.length() >= _LETTERS, words, posts.post_id), grave=is_grave(posts))
    same = ibis.window(group_by=["day", "words", "bot"], order_by=["created_at", "post_id"])
    posts = posts.mutate(copy=(ibis.row_number().over(same) > 0) & ~posts.bot)
    text = ibis.ifelse(posts.day == ibis.literal(moment.day), posts.text, None)
    kept = ("post_id", "day", "platform", "who", "bot", "copy", "grave", "audience", "shares", "drawn")
    return posts.select(*kept, text=text)


def course(told: Told, moment: Moment, *, everybody: bool = False) -> Course:
    """Count who complained, day by day. With `everybody` each negative post is a voice, copies and suspects too."""
    import numpy as np

    parts = _by_platform(told, everybody=everybody)
    first = min(row["day"] for row in told.by_day)
    days = tuple(first + timedelta(days=i) for i in range((moment.day - first).days + 1))

    def spaced(rows: list[dict[str, Any]], name: str) -> Array:
        column = np.zeros(len(days))
        for row in rows:
            column[(row["day"] - first).days] += row[name] or 0
        return column

    most = np.zeros(len(days))
    for row in parts:
        place = (row["day"] - first).days
        most[place] = max(most[place], row["most"] or 0)
    summed = {
        name: spaced(parts, name) for name in ("voices", "grave", "loud", "reshares", "copies", "posts", "by_bots")
    }
    return Course(
        days=days,
        heard=spaced(told.by_day, "read" if everybody else "heard"),
        praise=spaced(told.by_day, "praise"),
        **summed,
        most=most,
        unread=spaced(told.by_day, "n") - spaced(told.by_day, "read"),
        platforms={
            name: spaced([row for row in parts if row["platform"] == name], "voices")
            for name in sorted({row["platform"] for row in parts})
        },
        audience=told.audience,
    )


def _by_platform(told: Told, *, everybody: bool) -> list[dict[str, Any]]:
    """Count by day and platform the voices and what they said; and the posts of all, of copies and of suspects."""
    import ibis

    posts = told.complaints
    counts = ibis.literal(True) if everybody else ~(posts.copy | posts.bot)
    loud = ibis.literal(False) if told.audience is None else (posts.audience >= told.audience).fill_null(False)
    posts = posts.mutate(counts=counts, loud=loud, who=posts.post_id if everybody else posts.who)
    each = posts.group_by("day", "platform", "who").aggregate(
        voice=posts.counts.any(),
        grave=(posts.grave & posts.counts).any(),
        loud=(posts.loud & posts.counts).any(),
        reshares=posts.shares.sum(where=posts.counts),
        posts=posts.count(),
        copies=posts.copy.sum(),
        by_bots=posts.bot.sum(),
        own=(~posts.bot).sum(),
    )
    counted = each.group_by("day", "platform").aggregate(
        voices=each.voice.sum(),
        grave=each.grave.sum(),
        loud=each.loud.sum(),
        reshares=each.reshares.sum(),
        posts=each.posts.sum(),
        copies=each.copies.sum(),
        by_bots=each.by_bots.sum(),
        most=each.own.max(),
    )
    rows: list[dict[str, Any]] = counted.to_pyarrow().to_pylist()
    return rows
