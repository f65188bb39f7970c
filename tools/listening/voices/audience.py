"""Audience: what each author wrote, what it drew, how many could hear it, and what speaks against it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.base import Query
from tools.inputs import Tables
from tools.listening.mentions import mention_of
from tools.listening.voices.asked import VoicesQuery, brands_of, scoped
from tools.listening.voices.people import of_people
from tools.scope import scope
from tools.suspicion import judged

if TYPE_CHECKING:
    import ibis.expr.types as ir

_AD = r"(?i)(^|\W)#(ad|ads|sponsored|anzeige|werbung|publi|gifted|paidpartnership)(\W|$)|paid partnership"


def with_audience(query: VoicesQuery, tables: Tables) -> ir.Table:
    """Return a row for each author with posts in scope, of all brands, and what its voice can be weighed by.

    posts, those about the brand, organic, offensive, spam and ill ones of `read`; interactions of organic posts as `x`,
    with squares `xx` and the `most` of one; `typical` ones of the platform; `audience`, `followers`, `points`.
    """
    import ibis

    posts = of_people(_with_readings(scoped(query, brands=()), tables), query, tables)
    brands = [brand for name in brands_of(query, tables.facts) if (brand := tables.facts.brand_named(name))]
    about = ibis.literal(value=not brands)
    for brand in brands:
        about = about | mention_of(brand, posts).either
    x = (posts.likes.fill_null(0) + posts.shares.fill_null(0) + posts.replies.fill_null(0)).cast("float64")
    paid = posts.campaign.nullif("").notnull() | posts.text.re_search(_AD).fill_null(False)
    posts = posts.mutate(x=x, is_about=about, paid=paid)
    # Paid and campaign posts are flagged, and what they drew counts for nobody.
    usual = posts.filter(~posts.paid).group_by("platform").aggregate(typical=ibis._.x.mean())
    posts = posts.left_join(usual, "platform", rname="usual_{name}")
    organic = ~posts.paid
    rank = ibis.struct({"x": posts.x, "id": posts.post_id})
    authors = posts.group_by("author_id").aggregate(
        posts=posts.count(),
        about=posts.is_about.cast("int64").sum(),
        organic=organic.cast("int64").sum(),
        x=posts.x.sum(where=organic).fill_null(0),
        xx=(posts.x * posts.x).sum(where=organic).fill_null(0),
        most=posts.x.max(where=organic).fill_null(0),
        typical=posts.typical.mean().fill_null(0),
        reach=posts.reach.median().fill_null(0).cast("float64"),
        offensive=posts.offends.cast("int64").sum(),
        spam=posts.spams.cast("int64").sum(),
        ill=posts.ill.cast("int64").sum(),
        read=posts.usable.cast("int64").sum(),
        top_post=posts.post_id.argmax(rank, where=posts.is_about),
        first=posts.created_at.min(),
        last=posts.created_at.max(),
    )
    return _with_profile(authors, tables)


def _with_readings(asked: Query, tables: Tables) -> ir.Table:
    import ibis

    posts = scope(asked, tables)
    if "readings" not in tables:
        no = ibis.literal(value=False)
        return posts.mutate(offends=no, spams=no, ill=no, usable=no)
    readings = tables["readings"]
    usable = readings.reliable.fill_null(False)
    marks = readings.select(
        "post_id",
        offends=(readings.offensive.length() > 0).fill_null(False),
        spams=(readings.spam.length() > 0).fill_null(False),
        ill=usable & (readings.sentiment == "negative"),
        usable=usable,
    )
    joined = posts.left_join(marks, "post_id", rname="reading_{name}")
    return joined.mutate(**{name: joined[name].fill_null(False) for name in ("offends", "spams", "ill", "usable")})


def _with_profile(authors: ir.Table, tables: Tables) -> ir.Table:
    """Add followers, the audience (followers, else the median reach of a post), and points of suspicion."""
    import ibis

    suspicion = judged(tables).select("author_id", points="score")
    authors = authors.left_join(suspicion, "author_id", rname="points_{name}").drop("points_author_id")
    if "authors" in tables:
        profile = tables["authors"].select("author_id", "followers")
        authors = authors.left_join(profile, "author_id", rname="profile_{name}").drop("profile_author_id")
    else:
        authors = authors.mutate(followers=ibis.null("int64"))
    followers = authors.followers.fill_null(0)
    audience = ibis.ifelse(followers > 0, followers.cast("float64"), authors.reach)
    return authors.mutate(followers=followers, audience=audience, points=authors.points.fill_null(0))
