"""Automation: what suspected accounts and everybody else wrote in a query's scope, and the signs of each account."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.base import Query
from tools.inputs import Tables
from tools.scope import scope
from tools.sentiment.counting import SENTIMENTS, labelled
from tools.statistics.ratio import Sums
from tools.suspicion import FEWEST, SIGNS, Kind, judged

if TYPE_CHECKING:
    import ibis.expr.types as ir

_MEASURES: Mapping[Kind, str] = {
    "copied": "copied",
    "repeated": "repeated",
    "narrow": "variety",
    "links": "linked",
    "pace": "per_day",
    "regular": "burstiness",
    "sleepless": "hours",
    "young": "age_days",
    "follows": "following_ratio",
}
_COUNTS = ("copied", "repeated", "linked")


class Part(NamedTuple):
    """Some accounts: how many, their posts, sums of interactions per post, and posts read reliably by label."""

    authors: int
    posts: int
    sums: Sums
    read: tuple[int, ...]


class Tally(NamedTuple):
    """The scope: all accounts and the suspected, posts at a point lower and higher, and who could be judged.

    `most` is the posts of the account with most of them. `unsuspected_post` is one by the busiest account that was
    judged and is not suspected, if there is one.
    """

    all: Part
    suspected: Part
    looser: int
    stricter: int
    judged: int
    most: int
    unsuspected_post: str | None
    first: datetime | None
    last: datetime | None


class Habits(NamedTuple):
    """A suspected account: posts in scope and in all, its score, what each of its signs measures, and a post of it."""

    author_id: str
    posts: int
    all_posts: int
    score: int
    signs: dict[Kind, float]
    post_id: str


def tally(query: Query, tables: Tables, *, at_least: int) -> Tally:
    """Count the scope by score, accounts of at least `at_least` being suspected."""
    rows = accounts_by_score(query, tables).to_pyarrow().to_pylist()
    rows.sort(key=lambda row: (row["score"], row["judged"]))
    firsts, lasts = ([row[end] for row in rows if row[end]] for end in ("first", "last"))
    spared = [row for row in rows if row["judged"] and row["score"] < at_least]
    busiest = max(spared, key=lambda row: (row["busiest"], row["busiest_post"]), default=None)
    return Tally(
        all=_part(rows),
        suspected=_part(row for row in rows if row["score"] >= at_least),
        looser=sum(row["posts"] for row in rows if row["score"] >= at_least - 1),
        stricter=sum(row["posts"] for row in rows if row["score"] > at_least),
        judged=sum(row["authors"] for row in rows if row["judged"]),
        most=max((row["most"] for row in rows), default=0),
        unsuspected_post=busiest["busiest_post"] if busiest else None,
        first=min(firsts, default=None),
        last=max(lasts, default=None),
    )


def accounts_by_score(query: Query, tables: Tables) -> ir.Table:
    """Return the aggregate behind `tally`: by score and whether they were judged, the sums over accounts."""
    import ibis

    accounts = _accounts(query, tables)
    everywhere = tables["posts"]
    everywhere = everywhere.filter(~everywhere.is_own.fill_null(False), everywhere.author_id.notnull())
    sizes = everywhere.group_by("author_id").aggregate(all_posts=everywhere.count())
    accounts = accounts.left_join(sizes, "author_id", rname="size_{name}").drop("size_author_id")
    scores = judged(tables).select("author_id", "score")
    accounts = accounts.left_join(scores, "author_id", rname="score_{name}").drop("score_author_id")
    accounts = accounts.mutate(
        score=accounts.score.fill_null(0), judged=(accounts.all_posts >= FEWEST).fill_null(False)
    )
    rank = ibis.struct({"posts": accounts.posts, "id": accounts.post_id})
    return accounts.group_by("score", "judged").aggregate(
        authors=accounts.author_id.count(),
        most=accounts.all_posts.max().fill_null(0),
        busiest=accounts.posts.max(),
        busiest_post=accounts.post_id.argmax(rank),
        first=accounts["first"].min(),
        last=accounts["last"].max(),
        **{name: accounts[name].sum() for name in ("posts", "n", "x", "xx", *SENTIMENTS)},
    )


def habits(query: Query, tables: Tables, *, at_least: int, limit: int) -> tuple[Habits, ...]:
    """Return the suspected accounts with posts in scope, from the highest score and the most posts down."""
    import ibis

    found = judged(tables)
    found = found.filter(found.score >= at_least).rename(all_posts="posts")
    accounts = _accounts(query, tables).select("author_id", "posts", "post_id")
    theirs = found.inner_join(accounts, "author_id", rname="scope_{name}")
    top = theirs.order_by(ibis.desc("score"), ibis.desc("posts"), "author_id").limit(limit)
    return tuple(_habits(row) for row in top.to_pyarrow().to_pylist())


def _accounts(query: Query, tables: Tables) -> ir.Table:
    """Sum up the posts in scope by account; posts without an author are one row without an id."""
    posts = labelled(query, tables) if "readings" in tables else scope(query, tables)
    given = posts.likes.notnull() | posts.shares.notnull() | posts.replies.notnull()
    x = (posts.likes.fill_null(0) + posts.shares.fill_null(0) + posts.replies.fill_null(0)).cast("float64")
    read = {label: (posts.usable & (posts.sentiment == label)) for label in SENTIMENTS} if "readings" in tables else {}
    posts = posts.mutate(x=given.ifelse(x, None), **{f"is_{label}": value for label, value in read.items()})
    return posts.group_by("author_id").aggregate(
        posts=posts.count(),
        n=posts.x.count(),
        x=posts.x.sum().fill_null(0),
        xx=(posts.x * posts.x).sum().fill_null(0),
        first=posts.created_at.min(),
        last=posts.created_at.max(),
        post_id=posts.post_id.min(),
        **{
            label: posts[f"is_{label}"].cast("int64").sum().fill_null(0) if read else posts.count() * 0
            for label in SENTIMENTS
        },
    )


def _part(rows: Iterable[Mapping[str, Any]]) -> Part:
    every = list(rows)
    n, x, xx = (sum(row[name] for row in every) for name in ("n", "x", "xx"))
    sums = Sums(n=int(n), x=x, y=n, xx=xx, xy=x, yy=n)
    read = tuple(int(sum(row[label] for row in every)) for label in SENTIMENTS)
    return Part(sum(row["authors"] for row in every), sum(row["posts"] for row in every), sums, read)


def _habits(row: Mapping[str, Any]) -> Habits:
    signs: dict[Kind, float] = {}
    for sign in SIGNS:
        if row[f"{sign.kind}_points"]:
            column = _MEASURES[sign.kind]
            signs[sign.kind] = row[column] / row["all_posts"] if column in _COUNTS else row[column]
    posts, score = row["posts"], row["score"]
    return Habits(row["author_id"], posts, row["all_posts"], score, signs, row["post_id"])
