"""Weightings: the published ways to say how much one author's mention weighs, side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from tools.base import Query
from tools.inputs import Tables
from tools.listening.influence.attention import Attention, attention
from tools.listening.influence.authors import Authors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]

Weighting = Literal["equal", "log_audience", "audience", "engagement", "pagerank"]
Audience = Literal["followers", "reach", "impressions"]

WEIGHTINGS: tuple[Weighting, ...] = ("equal", "log_audience", "audience", "engagement", "pagerank")
AUDIENCES: tuple[Audience, ...] = ("reach", "followers", "impressions")
MINIMUM = 30
"""Mentions by authors whose weight is known, below which a weighting is not used."""
COVERED = 0.5
"""Share of mentions whose author's weight must be known."""
CONNECTED = 0.2
"""Share of the authors who must follow, answer or mention one another, or be so honoured, for a PageRank."""
_ENOUGH = 0.8
"""Share of mentions from which an audience that tells more is taken before one that more authors have."""


class Weighed(NamedTuple):
    """A weighting: weight by author, not a number where it is not known, and the share of mentions that have one."""

    weighting: Weighting
    words: str
    weights: Array
    covered: float


class Scales(NamedTuple):
    """Weightings that can be used, what measures the audience, and why others cannot."""

    used: tuple[Weighed, ...]
    audience: Audience | None
    missing: tuple[str, ...]


def scales(
    query: Query, tables: Tables, authors: Authors, *, wanted: Sequence[Weighting], audience: Audience | None
) -> Scales:
    """Weigh the authors by each weighting wanted, always by `equal`; leave out those that the data cannot bear."""
    mentions = authors.mentions.sum(axis=1)
    chosen = audience or _best_audience(authors, mentions)
    makers: Mapping[Weighting, Callable[[], tuple[Array, str]]] = {
        "equal": lambda: (mentions * 0 + 1, "mentions"),
        "log_audience": lambda: (_log(authors.known[chosen]), f"log {chosen}"),
        "audience": lambda: (authors.known[chosen], chosen),
        "engagement": lambda: (authors.known["engagement"], "engagement"),
    }
    used, missing = [], []
    for weighting in [name for name in WEIGHTINGS if name == "equal" or name in wanted]:
        if weighting == "pagerank":
            found = attention(query, tables, authors.ids)
            if refusal := _too_thin(found, len(set(authors.ids))):
                missing.append(refusal)
                continue
            weights, words = found.ranks, "PageRank"
        else:
            weights, words = makers[weighting]()
        weighed = Weighed(weighting, words, weights, _covered(weights, mentions))
        if refusal := _unknown(weighed, mentions):
            missing.append(refusal)
        else:
            used.append(weighed)
    return Scales(tuple(used), chosen if any("audience" in one.weighting for one in used) else None, tuple(missing))


def _best_audience(authors: Authors, mentions: Array) -> Audience:
    """Return what was measured, where four mentions in five have it, else what most mentions have."""
    known = {name: _covered(authors.known[name], mentions) for name in AUDIENCES}
    enough = [name for name in AUDIENCES if known[name] >= _ENOUGH]
    return enough[0] if enough else max(AUDIENCES, key=lambda name: known[name])


def _log(audience: Array) -> Array:
    import numpy as np

    logged: Array = np.log10(1 + audience)
    return logged


def _covered(weights: Array, mentions: Array) -> float:
    import numpy as np

    return float(mentions[~np.isnan(weights)].sum() / mentions.sum())


def _unknown(weighed: Weighed, mentions: Array) -> str | None:
    """Say why a weighting cannot be used: too few mentions have it, or nobody weighs anything."""
    import numpy as np

    count = weighed.covered * float(mentions.sum())
    if weighed.covered < COVERED or count < MINIMUM:
        return (
            f"Not weighted by {weighed.words}: it is known for the authors of {count:,.0f} of {mentions.sum():,.0f} "
            f"mentions, and at least {COVERED:.0%} of them and {MINIMUM} are needed."
        )
    if float(np.nansum(weighed.weights * mentions)) <= 0:
        return f"Not weighted by {weighed.words}: it is 0 for every author."
    return None


def _too_thin(found: Attention, authors: int) -> str | None:
    if found.connected >= max(CONNECTED * authors, MINIMUM):
        return None
    return (
        f"Not weighted by PageRank: {found.connected:,} of the {authors:,} authors follow, answer or mention one "
        f"another; at least {CONNECTED:.0%} of them and {MINIMUM} are needed; import a table of follows."
    )
