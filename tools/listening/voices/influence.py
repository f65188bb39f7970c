"""Influence: relevance, reach, resonance and authenticity of each author, and which places hold however they weigh."""

from __future__ import annotations

from datetime import datetime
from itertools import product
from math import gcd
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.errors import MissingData, TooFewPosts
from tools.inputs import Tables
from tools.listening.voices.asked import VoicesQuery
from tools.listening.voices.audience import with_audience
from tools.suspicion import SUSPECTED

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]

COMPONENTS = ("relevance", "reach", "resonance", "authenticity")
MINIMUM_AUTHORS = 10
_PRIOR = 5
"""Posts that the average counts for against an author's own, in relevance and in resonance."""
_FIELD, _DRAWS, _SEED = 100, 40, 0
_LEVELS = (1, 2, 3)
_SURE = 0.95
_TINY = 1e-9


class Influencer(NamedTuple):
    """An author: counts, the four components (0 to 1), the score with its range, and the range of places."""

    author_id: str
    posts: int
    about: int
    audience: int
    per_post: float
    typical: float
    components: tuple[float, ...]
    score: float
    low: float
    high: float
    best_place: int
    last_place: int
    ahead: bool
    offensive: int
    spam: int
    paid: int
    points: int
    ill: int
    read: int
    top_share: float
    top_post: str

    @property
    def resonance(self) -> float:
        """Interactions per post over those of a typical post on its platform, shrunk."""
        r = self.components[COMPONENTS.index("resonance")]
        return r / (1 - r)


class Field(NamedTuple):
    """Influencers from the highest score down, and how many authors were considered; `first` and `last` post."""

    authors: int
    considered: int
    posts: int
    influencers: tuple[Influencer, ...]
    followers_known: bool
    first: datetime | None
    last: datetime | None


def influence(query: VoicesQuery, tables: Tables) -> Field:
    """Score all authors with enough posts, one or more of them about the brand, and settle the first 100 places.

    score = the geometric mean of the components, so that none makes up for lack of another. Weightings count each
    component up to three times as much as another; resonance is drawn as its posts allow. Raises TooFewPosts below 10
    authors, MissingData where nothing tells who is heard: neither followers, reach nor interactions.
    """
    import numpy as np

    authors = with_audience(query, tables)
    totals = authors.aggregate(
        n=authors.count(), posts=authors.posts.sum(), first=authors["first"].min(), last=authors["last"].max()
    )
    total = totals.to_pyarrow().to_pylist()[0]
    considered = authors.filter(authors.posts >= query.at_least, authors.about > 0).order_by("author_id").to_pyarrow()
    if considered.num_rows < MINIMUM_AUTHORS:
        what = f"authors with {query.at_least} posts or more, one of them about the brand"
        raise TooFewPosts(found=considered.num_rows, needed=MINIMUM_AUTHORS, what=what)
    held = {
        name: np.asarray(considered[name].to_numpy(zero_copy_only=False))
        for name in considered.column_names
        if name not in ("author_id", "top_post", "first", "last")
    }
    if not held["audience"].max() and not held["x"].max():
        raise MissingData(
            f"Nobody's voice can be weighed: the posts of dataset {tables.facts.dataset!r} have neither interactions "
            "nor reach, and no table 'authors' gives followers. Import one: groundswell import FILE --dataset "
            f"{tables.facts.dataset} --table authors"
        )
    parts = _components(held)
    scores = _weighed(parts, np.full(len(COMPONENTS), 1 / len(COMPONENTS)))
    ids = considered["author_id"].to_pylist()
    order = sorted(range(len(ids)), key=lambda i: (-scores[i], ids[i]))[:_FIELD]
    ranges = _ranges(held, parts, order)
    top_posts = considered["top_post"].to_pylist()
    found = [_influencer(i, place, ids, top_posts, held, parts, scores, ranges) for place, i in enumerate(order)]
    known = bool((held["followers"] > 0).any())
    return Field(total["n"], len(ids), total["posts"], tuple(found), known, total["first"], total["last"])


def _components(held: dict[str, Array]) -> Array:
    """Return the components of each author, (authors, 4), each 0 to 1."""
    import numpy as np

    n = held["posts"]
    pooled = held["about"].sum() / n.sum()
    relevance = (held["about"] + _PRIOR * pooled) / (n + _PRIOR)
    top = np.log1p(held["audience"]).max()
    reach = np.log1p(held["audience"]) / top if top else np.full(len(n), 0.5)
    times = (held["x"] + _PRIOR * held["typical"]) / ((held["organic"] + _PRIOR) * np.maximum(held["typical"], _TINY))
    times = np.where(held["typical"] > 0, times, 1.0)
    authenticity = (1 - np.minimum(held["points"], SUSPECTED) / SUSPECTED) * held["organic"] / n
    return np.stack([relevance, reach, times / (1 + times), authenticity], axis=1)


def _weighed(parts: Array, weights: Array) -> Array:
    import numpy as np

    score: Array = np.exp(np.log(np.maximum(parts, _TINY)) @ weights)
    return score


def weightings() -> Array:
    """Return the ways to weigh the components, (ways, 4): each counts once, twice or three times, in every mixture."""
    import numpy as np

    ways = {ways for ways in product(_LEVELS, repeat=len(COMPONENTS)) if gcd(*ways) == 1}
    weights: Array = np.asarray(sorted(ways), dtype=float)
    weights /= weights.sum(axis=1, keepdims=True)
    return weights


class _Ranges(NamedTuple):
    """For each of the first: the ends of the score and of the place, and whether it stays ahead of the next."""

    low: Array
    high: Array
    best: Array
    last: Array
    ahead: Array


def _ranges(held: dict[str, Array], parts: Array, order: list[int]) -> _Ranges:
    """Score the first again under all weightings and draws of resonance; the score's range is of the draws alone.

    Interactions per post are drawn by a gamma law of the mean's relative variance, the posts' own squares over the
    squared sum: what a few posts drew is a rough guide to the next ones.
    """
    import numpy as np

    shape = (held["x"] ** 2 / np.maximum(held["xx"], _TINY))[order].clip(0.5, None)
    random = np.random.default_rng(_SEED)
    drawn = random.standard_gamma(shape, size=(_DRAWS, len(order))) / shape
    typical = np.maximum(held["typical"][order], _TINY)
    times = (held["x"][order] * drawn + _PRIOR * typical) / ((held["organic"][order] + _PRIOR) * typical)
    every = np.broadcast_to(parts[order], (_DRAWS, len(order), len(COMPONENTS))).copy()
    every[:, :, COMPONENTS.index("resonance")] = times / (1 + times)
    logs = np.log(np.maximum(every, _TINY))
    scores = np.exp(logs @ weightings().T)  # (draws, authors, ways)
    places = (-scores).argsort(axis=1).argsort(axis=1) + 1
    even = np.exp(logs.mean(axis=2))
    tail = (1 - _SURE) / 2
    low, high = np.quantile(even, [tail, 1 - tail], axis=0)
    best, last = np.quantile(places, [tail, 1 - tail], axis=(0, 2))
    ahead = (scores[:, :-1] > scores[:, 1:]).mean(axis=(0, 2)) >= _SURE
    return _Ranges(low, high, np.floor(best), np.ceil(last), np.append(ahead, False))


def _influencer(
    i: int,
    place: int,
    ids: list[str],
    top_posts: list[str],
    held: dict[str, Array],
    parts: Array,
    scores: Array,
    ranges: _Ranges,
) -> Influencer:
    organic, x = held["organic"][i], float(held["x"][i])
    counts = {name: int(held[name][i]) for name in ("posts", "about", "offensive", "spam", "points", "ill", "read")}
    score = 100 * float(scores[i])
    return Influencer(
        author_id=ids[i],
        audience=int(held["audience"][i]),
        per_post=x / organic if organic else 0.0,
        typical=float(held["typical"][i]),
        components=tuple(float(part) for part in parts[i]),
        score=score,
        low=min(score, 100 * float(ranges.low[place])),
        high=max(score, 100 * float(ranges.high[place])),
        best_place=min(place + 1, int(ranges.best[place])),
        last_place=max(place + 1, int(ranges.last[place])),
        ahead=bool(ranges.ahead[place]),
        paid=counts["posts"] - int(organic),
        top_share=float(held["most"][i]) / x if x else 0.0,
        top_post=top_posts[i],
        **counts,
    )
