"""Drawn: the likes, shares and replies that each brand's own posts draw, and those that posts about it draw."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from tools.base import Query
from tools.facts import Brand
from tools.inputs import Tables
from tools.listening.mentions import mention_of
from tools.listening.rivals.talk import Talk
from tools.scope import scope
from tools.statistics.ratio import Ratio, Sums, ratio_of_totals

if TYPE_CHECKING:
    import ibis.expr.types as ir

Whose = Literal["own", "audience"]
Per = Literal["post", "reach", "impressions"]

MINIMUM = 20
PERS: tuple[Per, ...] = ("post", "reach", "impressions")


class Drawn(NamedTuple):
    """Interactions of a brand's posts over a denominator, and how many posts have both."""

    brand: int
    whose: Whose
    per: Per
    ratio: Ratio
    n: int


def drawn(query: Query, tables: Tables, talk: Talk, brands: Sequence[Brand]) -> tuple[Drawn, ...]:
    """Measure own posts that are no answers, and posts of others about a brand, where at least 20 have counts."""
    rows = sums_by_brand(query, tables, talk, brands).to_pyarrow().to_pylist()
    found = []
    for row in sorted(rows, key=lambda row: (row["own"], row["brand"])):
        for per in PERS:
            sums = Sums(*(row[f"{per}_{part}"] or 0 for part in Sums._fields))
            if sums.n >= MINIMUM and sums.y > 0:
                whose: Whose = "own" if row["own"] else "audience"
                found.append(Drawn(row["brand"], whose, per, ratio_of_totals(sums), sums.n))
    return tuple(found)


def sums_by_brand(query: Query, tables: Tables, talk: Talk, brands: Sequence[Brand]) -> ir.Table:
    """Return the one aggregate behind `drawn`."""
    import ibis

    wanted = query.filter.model_copy(update={"brands": (), "own": "include"})
    posts = scope(query.model_copy(update={"filter": wanted, "period": talk.period}), tables)
    posts = posts.filter(posts.platform.isin(talk.platforms))
    own = posts.is_own.fill_null(False)
    matches = [mention_of(brand, posts) for brand in brands]
    cases = [(match.tagged, i) for i, match in enumerate(matches)] + [(m.named, i) for i, m in enumerate(matches)]
    given = ibis.coalesce(posts.likes, posts.shares, posts.replies)
    count = posts.likes.fill_null(0) + posts.shares.fill_null(0) + posts.replies.fill_null(0)
    marked = posts.select(
        own=own,
        answer=own & posts.reply_to.notnull(),
        brand=ibis.cases(*cases, else_=ibis.null("int8")),
        x=ibis.ifelse(given.notnull(), count, None).cast("float64"),
        post=ibis.literal(1.0),
        reach=posts.reach.cast("float64"),
        impressions=posts.impressions.cast("float64"),
    )
    marked = marked.filter(marked.brand.notnull(), ~marked.answer)
    sums: dict[str, ir.Value] = {}
    for per in PERS:
        x, y = marked.x, marked[per]
        both = x.notnull() & (y > 0)
        parts = {"n": both.cast("int64").sum(), "x": x.sum(where=both), "y": y.sum(where=both)}
        parts |= {"xx": (x * x).sum(where=both), "xy": (x * y).sum(where=both), "yy": (y * y).sum(where=both)}
        sums |= {f"{per}_{part}": value for part, value in parts.items()}
    return marked.group_by("own", "brand").aggregate(**sums)
