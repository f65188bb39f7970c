"""Talk: posts about each brand, matched so that all brands are looked at on the same platforms and the same days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from tools.base import Period, Query
from tools.errors import MissingData, TooFewPosts
from tools.facts import Brand
from tools.inputs import Tables, held
from tools.listening.heard import everybody
from tools.listening.mentions import mention_of
from tools.statistics.blocks import BLOCK_DIGITS
from tools.wording import listed

if TYPE_CHECKING:
    import ibis.expr.types as ir

PRESENT = 10
"""Posts about a brand that a platform needs to count for it."""
MINIMUM = 30
"""Posts about a brand that it needs to be compared."""


class Talk(NamedTuple):
    """Matched posts about the brands, with what was left out in sentences.

    `posts` has post_id, platform, day, who, block (two digits of the author's digest), text, campaign, engagement, and
    `brand`: the place among those compared of the one that the post is tagged with or alone names, else null. `about`
    counts posts that mention each, `several` those with no one brand.
    """

    posts: ir.Table
    about: tuple[int, ...]
    several: int
    platforms: tuple[str, ...]
    period: Period
    left_out: tuple[str, ...]


def matched_talk(query: Query, tables: Tables, brands: Sequence[Brand]) -> Talk:
    """Find the platforms and days that all brands share, and the posts about them there.

    Raises TooFewPosts where a brand has under 30 posts, MissingData where no platform has posts about all of them.
    """
    posts = held(_about(everybody(query, tables), brands))
    cells = posts.group_by("code", "brand", "platform", "day").aggregate(n=posts.count()).to_pyarrow().to_pylist()
    counts: dict[tuple[int, str, date], int] = {}
    for cell in cells:
        for i in range(len(brands)):
            if cell["code"] >> i & 1:
                key = (i, cell["platform"], cell["day"])
                counts[key] = counts.get(key, 0) + cell["n"]
    _refuse_few(brands, counts)
    platforms = _shared_platforms(brands, counts, tables)
    kept = {key: n for key, n in counts.items() if key[1] in platforms}
    period = _shared_days(len(brands), kept)
    inside = {key: n for key, n in kept.items() if period.start <= key[2] <= period.end}
    about = [sum(n for (i, _, _), n in inside.items() if i == place) for place in range(len(brands))]
    several = sum(
        cell["n"]
        for cell in cells
        if cell["brand"] is None and cell["platform"] in platforms and period.start <= cell["day"] <= period.end
    )
    matched = posts.filter(posts.platform.isin(platforms), posts.day.between(period.start, period.end))
    gone = sum(counts.values()) - sum(inside.values())
    return Talk(matched, tuple(about), several, platforms, period, tuple(_left_out(counts, platforms, gone)))


def _about(posts: ir.Table, brands: Sequence[Brand]) -> ir.Table:
    import ibis

    code, tag = ibis.literal(0).cast("int64"), ibis.null("int8")
    for i, brand in enumerate(brands):
        match = mention_of(brand, posts)
        code = code + ibis.ifelse(match.either, 1 << i, 0)
        tag = ibis.ifelse(match.tagged, i, tag)
    who = ibis.coalesce(posts.author_id, posts.post_id)
    marked = posts.select(
        "post_id",
        "platform",
        "text",
        "campaign",
        day=posts.created_at.date(),
        who=who,
        engagement=posts.likes.fill_null(0) + posts.shares.fill_null(0) + posts.replies.fill_null(0),
        code=code,
        tag=tag,
    )
    marked = marked.filter(marked.code > 0)
    alone = ibis.cases(*((marked.code == 1 << i, i) for i in range(len(brands))), else_=marked.tag)
    return marked.mutate(brand=alone, block=marked.who.hexdigest("md5").left(BLOCK_DIGITS))


def _refuse_few(brands: Sequence[Brand], counts: dict[tuple[int, str, date], int]) -> None:
    for place, brand in enumerate(brands):
        found = sum(n for (i, _, _), n in counts.items() if i == place)
        if found < MINIMUM:
            raise TooFewPosts(
                found=found,
                needed=MINIMUM,
                what=f"posts about {brand.name}",
                advice="Name the brands to compare in filter.brands, check this one's aliases, or import more.",
            )


def _shared_platforms(
    brands: Sequence[Brand], counts: dict[tuple[int, str, date], int], tables: Tables
) -> tuple[str, ...]:
    sizes: dict[tuple[int, str], int] = {}
    for (i, platform, _), n in counts.items():
        sizes[i, platform] = sizes.get((i, platform), 0) + n
    shared = sorted(
        {platform for _, platform in sizes if all(sizes.get((i, platform), 0) >= PRESENT for i in range(len(brands)))}
    )
    if not shared:
        raise MissingData(
            f"No platform in dataset {tables.facts.dataset!r} has {PRESENT} posts about each of "
            f"{listed(brand.name for brand in brands)}, so there is nothing alike to compare. Collect all brands on "
            "the same platforms, or name fewer in filter.brands."
        )
    return tuple(shared)


def _shared_days(brands: int, counts: dict[tuple[int, str, date], int]) -> Period:
    days: list[list[date]] = [[day for (i, _, day) in counts if i == place] for place in range(brands)]
    start, end = max(map(min, days)), min(map(max, days))
    return Period(start=min(start, end), end=max(start, end))


def _left_out(counts: dict[tuple[int, str, date], int], platforms: Iterable[str], gone: int) -> Iterable[str]:
    others = sorted({platform for _, platform, _ in counts} - set(platforms))
    if others:
        yield f"Left out: {listed(others)}, where not every brand has {PRESENT} posts."
    if gone:
        yield f"{gone:,} mentions lie outside the days and platforms that all brands share, and are not counted."
