"""Planted: the truth of a generated launch, row by row, joined with what a dataset's reader read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from evals.truth.labels import Read, readings_of
from evals.truth.people import people_of
from evals.truth.posts import Tenure, TruePost
from evals.truth.truth import Truth

if TYPE_CHECKING:
    from knowledge.samples import Launch
    from server.runtime import Runtime


def sample_truth(runtime: Runtime) -> Truth:
    """Import the sample launch if it is absent, and return its planted truth with what was read of it."""
    from knowledge.samples import generate
    from server.sample import SAMPLE, import_sample

    if SAMPLE not in runtime.home.names():
        import_sample(runtime)
    return truth_of(generate(), readings_of(runtime, SAMPLE))


def truth_of(launch: Launch, readings: Mapping[str, Read] | None = None) -> Truth:
    """Return the truth of a generated launch; with a dataset's readings by post id, what was read of it too."""
    planted = launch.truth
    customers = {author.author_id: author.customer_since for author in launch.authors}
    names = _names(planted.aliases)
    bots = frozenset(planted.bots)
    posts = []
    for row in launch.posts:
        true = planted.posts[row.post_id]
        posts.append(
            TruePost(
                day=row.created_at.astimezone(UTC).date(),
                platform=row.platform,
                author=row.author_id,
                text=row.text,
                lang=row.lang,
                brand=row.brand,
                mentions=frozenset(true.mentions) | ({row.brand} if row.brand else set()),
                is_own=row.is_own,
                sentiment=true.sentiment,
                interactions=row.likes + (row.shares or 0) + row.replies,
                reach=row.reach,
                impressions=row.impressions,
                views=row.views,
                format=row.format,
                region=row.region,
                tenure=_tenure(customers.get(row.author_id), row.created_at),
                post_id=row.post_id,
                tagged=row.brand or _first_named(row.text, names),
                aspects=true.aspects,
                emotion=true.emotion,
                intent=true.intent,
                is_bot=row.author_id in bots,
                spike=true.spike,
                read=readings.get(row.post_id) if readings else None,
            )
        )
    last = planted.start + timedelta(days=planted.days - 1)
    totals = planted.model_dump(mode="json") | {"people": people_of(launch)}
    return Truth(totals, posts, planted.start, last)


def _names(aliases: Mapping[str, tuple[str, ...]]) -> dict[str, re.Pattern[str]]:
    return {
        brand: re.compile(
            "|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in (brand, *(each.lstrip("@#") for each in others))),
            re.IGNORECASE,
        )
        for brand, others in aliases.items()
    }


def _first_named(text: str, names: Mapping[str, re.Pattern[str]]) -> str | None:
    found = {match.start(): brand for brand, name in names.items() if (match := name.search(text))}
    return found[min(found)] if found else None


def _tenure(since: datetime | None, at: datetime) -> Tenure | None:
    """A customer is new for 90 days and long-time after 730; who is none, or not yet, has no tenure."""
    if since is None or since > at:
        return None
    days = (at - since).days
    return "new" if days < 90 else "established" if days < 730 else "long-time"
