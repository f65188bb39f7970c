"""Suspicion: how many signs of automation each account shows, added up to a score that every tool can filter by.

An account is judged by all that the dataset holds of it, whatever a query asks for, so that the same accounts are
suspected in every answer. The rules are `SIGNS`; the method page `suspected_bots` gives them in words.
"""

from __future__ import annotations

from functools import reduce
from operator import add
from typing import TYPE_CHECKING, Literal, NamedTuple

from tools.inputs import Tables
from tools.statistics.interval import Z

if TYPE_CHECKING:
    import ibis.expr.types as ir

SUSPECTED = 4
"""Score from which an account is suspected."""
FEWEST = 3
"""Posts below which an account is not judged."""
KEPT = 2
"""Score from which `judged` keeps an account: one below the lowest threshold that can be asked for."""

Kind = Literal["copied", "repeated", "narrow", "links", "pace", "regular", "sleepless", "young", "follows"]


class Sign(NamedTuple):
    """A rule: a point for each of the limits that a column of `measured` reaches, or falls below."""

    kind: Kind
    column: str
    limits: tuple[float, ...]
    below: bool = False


SIGNS = (
    Sign("copied", "copied_low", (0.25, 0.5)),
    Sign("repeated", "repeated_low", (0.25, 0.5)),
    Sign("narrow", "variety", (0.8,), below=True),
    Sign("links", "linked_low", (0.5,)),
    Sign("pace", "per_day", (50, 144)),
    Sign("regular", "burstiness", (-0.5, -0.8), below=True),
    Sign("sleepless", "hours", (21,)),
    Sign("young", "age_days", (90,), below=True),
    Sign("follows", "following_ratio", (10,)),
)
MOST_FOR_WORDS = 2
"""`repeated` and `narrow` see the same habit, so together they add no more than this."""
MOST = sum(len(sign.limits) for sign in SIGNS) - 1

_VARYING = r"\S*[\d@/]\S*|[^\p{L}]+"
"""What differs between copies of a text: links, names and words with a digit, and all that is no letter."""
_LINK = r"https?://|www\.|\b[\p{L}\p{N}-]+\.\p{L}{2,}/"
_REPOST = "rt @"
_LETTERS = 20
"""Letters below which equal texts are no copies: everybody says `thank you`."""
_ACCOUNTS = 3
_READ, _WORDS = 50, 40
_GAPS, _CLOCK_TIMES, _AROUND = 10, 3, 50
_FOLLOWING = 500


def suspects(tables: Tables) -> ir.Table:
    """Return the ids of the suspected accounts (column `author_id`), as a table in memory."""
    found = judged(tables)
    return found.filter(found.score >= SUSPECTED).select("author_id")


def judged(tables: Tables) -> ir.Table:
    """Return the accounts of at least `KEPT` points, with `score`, points by sign and what they rest on.

    Computed once for a `Tables` and then held in memory, as several queries of a tool need it: about eight seconds of
    one core for a million posts.
    """
    import ibis

    if "suspicion" not in tables.memo:
        posts = _posts(tables)
        # In two steps: what the second looks at is a small part, which the engine would work out twice in one.
        marked = ibis.memtable(marked_accounts(posts, tables).to_pyarrow())
        scores = with_scores(_joined(marked, _variety(posts, marked)))
        tables.memo["suspicion"] = ibis.memtable(scores.filter(scores.score >= KEPT).to_pyarrow())
    return tables.memo["suspicion"]


def marked_accounts(posts: ir.Table, tables: Tables) -> ir.Table:
    """Return the accounts of three posts or more that show a sign, the variety of words aside.

    Each has a column for each sign, null where it is not known. Shares are the lower end of their Wilson interval, so
    that few posts weigh less. Source of burstiness: Goh & Barabási, EPL 81 (2008) 48002.
    """
    habits = _habits(posts)
    accounts = _joined(_joined(habits, _copying(posts)), _gaps(posts, habits.filter(habits.posts > _GAPS)))
    accounts = _with_profile(accounts, tables)
    accounts = accounts.mutate(
        copied=accounts.copied.fill_null(0),
        repeated=accounts.repeated.fill_null(0),
        per_day=accounts.posts / accounts.days,
    )
    shares = {"copied_low": "copied", "repeated_low": "repeated", "linked_low": "linked"}
    accounts = accounts.mutate(**{low: surely(accounts[n], accounts.posts) for low, n in shares.items()})
    points = [_points(accounts[sign.column], sign) for sign in SIGNS if sign.kind != "narrow"]
    return accounts.filter(reduce(add, points) > 0)


def with_scores(accounts: ir.Table) -> ir.Table:
    """Return the accounts with the points of each sign and their sum `score`, 0 to 12."""
    found = accounts.mutate(**{f"{sign.kind}_points": _points(accounts[sign.column], sign) for sign in SIGNS})
    own_words = (found.repeated_points + found.narrow_points).clip(upper=MOST_FOR_WORDS)
    others = [found[f"{sign.kind}_points"] for sign in SIGNS if sign.kind not in ("repeated", "narrow")]
    return found.mutate(score=reduce(add, others) + own_words)


def _posts(tables: Tables) -> ir.Table:
    posts = tables["posts"]
    posts = posts.filter(posts.author_id.notnull(), ~posts.is_own.fill_null(False))
    return posts.select(
        "author_id",
        "post_id",
        "created_at",
        low=posts.text.fill_null("").lower(),
        second=_second(posts.created_at),
    )


def _joined(accounts: ir.Table, more: ir.Table) -> ir.Table:
    return accounts.left_join(more, "author_id", rname="other_{name}").drop("other_author_id")


def _habits(posts: ir.Table) -> ir.Table:
    counted = posts.group_by("author_id").aggregate(
        posts=posts.count(),
        linked=posts.low.re_search(_LINK).cast("int64").sum(),
        first_second=posts.second.min(),
    )
    counted = counted.filter(counted.posts >= FEWEST)
    # Who posts less than fifty times can reach neither fifty posts a day nor every hour, and counting takes time.
    theirs = posts.semi_join(counted.filter(counted.posts >= _AROUND), "author_id")
    clock = theirs.group_by("author_id").aggregate(
        days=theirs.created_at.date().nunique(), hours=theirs.created_at.hour().nunique()
    )
    return _joined(counted, clock)


def _copying(posts: ir.Table) -> ir.Table:
    """Count by account the posts whose words other accounts posted too, and those that repeat its own."""
    texts = posts.filter(~posts.low.startswith(_REPOST))
    texts = texts.select("author_id", key=texts.low.re_replace(_VARYING, ""))
    texts = texts.filter(texts.key.length() >= _LETTERS)
    own = texts.group_by("author_id", "key").aggregate(n=texts.count())
    shared = own.group_by("key").aggregate(accounts=own.count())
    shared = shared.filter(shared.accounts >= _ACCOUNTS)
    own = own.mutate(shared=own.key.isin(shared.key))
    return own.group_by("author_id").aggregate(copied=own.n.sum(where=own.shared), repeated=own.n.sum(where=own.n > 1))


def _gaps(posts: ir.Table, accounts: ir.Table) -> ir.Table:
    """Measure how even the gaps between an account's posts are: -1 as a clock, 0 by chance, towards 1 in bursts."""
    import ibis

    theirs = posts.semi_join(accounts, "author_id")
    course = ibis.window(group_by="author_id", order_by="second")
    theirs = theirs.mutate(gap=theirs.second - theirs.second.lag().over(course))
    found = theirs.group_by("author_id").aggregate(
        mean=theirs.gap.mean(), spread=theirs.gap.std(how="pop"), times=(theirs.second % 86400).nunique()
    )
    found = found.filter(found.mean > 0, found.times >= _CLOCK_TIMES)
    return found.select("author_id", burstiness=(found.spread - found.mean) / (found.spread + found.mean))


def _variety(posts: ir.Table, accounts: ir.Table) -> ir.Table:
    """Measure how varied the words of an account's first fifty posts are: ln(types) / ln(tokens), 0 to 1.

    Only for accounts that show another sign: alone it gives one point, which makes nobody suspected, and splitting
    everybody's words would double the time. Source: Herdan, Type-Token Mathematics (1960).
    """
    import ibis

    few, many = accounts.filter(accounts.posts <= _READ), accounts.filter(accounts.posts > _READ)
    texts = posts.semi_join(few, "author_id").select("author_id", "low")
    theirs = posts.semi_join(many, "author_id")
    course = ibis.window(group_by="author_id", order_by=["second", "post_id"])
    theirs = theirs.mutate(place=ibis.row_number().over(course))
    texts = texts.union(theirs.filter(theirs.place < _READ).select("author_id", "low"))
    found = texts.group_by("author_id").aggregate(said=texts.low.group_concat(" "))
    found = found.mutate(words=found.said.re_replace(_VARYING, " ").split(" ").filter(lambda word: word != ""))
    found = found.mutate(tokens=found.words.length(), types=found.words.unique().length())
    found = found.filter(found.tokens >= _WORDS)
    return found.select("author_id", variety=found.types.ln() / found.tokens.ln())


def _with_profile(accounts: ir.Table, tables: Tables) -> ir.Table:
    import ibis

    if "authors" not in tables:
        return accounts.mutate(age_days=ibis.null("float64"), following_ratio=ibis.null("float64"))
    known = tables["authors"].select("author_id", "followers", "following", made="created_at")
    found = accounts.left_join(known, "author_id", rname="profile_{name}").drop("profile_author_id")
    age = (found.first_second - _second(found.made)) / 86400
    ratio = found.following / ibis.greatest(found.followers, 1)
    return found.mutate(
        age_days=ibis.ifelse(age >= 0, age, None),
        following_ratio=ibis.ifelse(found.following >= _FOLLOWING, ratio, None),
    ).drop("followers", "following", "made")


def _points(value: ir.NumericValue, sign: Sign) -> ir.IntegerValue:
    reached = [value < limit if sign.below else value >= limit for limit in sign.limits]
    return reduce(add, (each.fill_null(False).cast("int64") for each in reached))


def surely(count: ir.NumericValue, n: ir.NumericValue) -> ir.NumericValue:
    """The lower end of a share's Wilson interval (`tools.statistics.proportion.wilson`)."""
    share, z2 = count / n, Z * Z
    half = Z * (share * (1 - share) / n + z2 / (4 * n * n)).sqrt()
    return (share + z2 / (2 * n) - half) / (1 + z2 / n)


def _second(at: ir.TimestampValue) -> ir.IntegerValue:
    """The whole second since 1970; engines give fractions too, which are no integers."""
    return at.truncate("s").epoch_seconds().cast("int64")
