"""Scope: in words, which posts and days a call counted, so that a sentence never says more than it covers."""

from __future__ import annotations

from tools.base import Query
from tools.wording import capital, listed

_BOTS = {"exclude": "without suspected bots", "only": "by suspected bots"}


def scope_of(query: Query) -> str:
    """Return `Posts about Acme on reddit, 2026-03-01 to 2026-03-07`; empty where all posts of all days count.

    What the query splits by is left out: the sentences name each group.
    """
    chosen, by = query.filter, getattr(query, "by", None)
    parts = [
        f"about {listed(chosen.brands)}" if chosen.brands and by != "brand" else "",
        f"on {listed(chosen.platforms)}" if chosen.platforms and by != "platform" else "",
        f"in language {listed(chosen.langs)}" if chosen.langs and by != "lang" else "",
        f"from {listed(chosen.regions)}" if chosen.regions and by != "region" else "",
        f"in campaign {listed(chosen.campaigns)}" if chosen.campaigns and by != "campaign" else "",
        f"that say “{chosen.text}”" if chosen.text else "",
        "by the brand itself" if chosen.own == "only" else "",
        _BOTS.get(chosen.suspected_bots, ""),
    ]
    posts = " ".join(["posts", *filter(None, parts)]) if any(parts) else ""
    period = query.period
    days = "" if period is None else str(period.start) if period.days == 1 else str(period)
    return capital(", ".join(filter(None, [posts, days])))
