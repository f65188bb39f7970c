"""Feeling: the net sentiment of what each tribe writes, and posts that show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tools.base import Query
from tools.inputs import Tables
from tools.segmentation.disclosure import FLOOR
from tools.segmentation.tribes.ties import placed
from tools.sentiment.correction import NET, corrected
from tools.sentiment.counting import SENTIMENTS, labelled
from tools.statistics.interval import Interval, simultaneous_interval
from tools.statistics.quantification import Shares

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Labels = NDArray[np.int64]
    Array = NDArray[np.float64]

DRAWS, _BLOCK = 500, 50
_CLEAR = 0.6
_SHORTEST, _LONGEST = 40, 280


class Feeling(NamedTuple):
    """Net sentiment of a tribe's posts, -1 to 1, on how many posts it rests, and what it was before correction."""

    net: float
    interval: Interval
    raw: float
    posts: int
    apart: float | None = None
    """It less that of the posts of all other tribes, -2 to 2; none where there is no other."""
    apart_interval: Interval | None = None
    """Such that those of all tribes hold together."""


class Read(NamedTuple):
    """Posts of the graph's people that were read reliably, by id: (posts,) each."""

    place: NDArray[np.intp]
    post_id: NDArray[np.str_]
    sentiment: NDArray[np.str_]
    sure: Array
    size: NDArray[np.int64]


class Felt(NamedTuple):
    """Feelings by tribe, what to beware of, and the posts behind them."""

    feelings: dict[int, Feeling]
    caveats: tuple[str, ...]
    posts: Read


def feelings(query: Query, tables: Tables, people: Sequence[str], labels: Labels, *, seed: int) -> Felt | None:
    """Return the net sentiment of each tribe's posts, corrected for the reader's error; none where none are read.

    Authors, not posts, are resampled for the interval: posts of one author hang together. Tribes of which fewer than
    20 members wrote a post that was read reliably are left out.
    """
    import numpy as np

    if "posts" not in tables or "readings" not in tables:
        return None
    read = _read(query, tables, people)
    counts = [np.bincount(read.place[read.sentiment == label], minlength=len(people)) for label in SENTIMENTS]
    whole = np.column_stack(counts).astype(float)
    mine = {tribe: whole[(labels == tribe) & (whole.sum(axis=1) > 0)] for tribe in np.unique(labels).tolist()}
    mine = {tribe: rows for tribe, rows in mine.items() if len(rows) >= FLOOR}
    if not mine:
        return None
    found = corrected(
        {str(tribe): rows.sum(axis=0).tolist() for tribe, rows in mine.items()},
        tables.facts,
        whole=whole.sum(axis=0).tolist(),
        seed=seed,
        resampled={str(tribe): _resampled(rows, seed=[seed, tribe]) for tribe, rows in mine.items()},
    )
    sizes = {tribe: int(rows.sum()) for tribe, rows in mine.items()}
    return Felt(_compared({tribe: found.shares[str(tribe)] for tribe in mine}, sizes), found.caveats, read)


def _compared(shares: Mapping[int, Shares], posts: Mapping[int, int]) -> dict[int, Feeling]:
    """Return the feeling of each tribe, also against all others; the reader's error is drawn for all of them alike."""
    import numpy as np

    net = np.asarray(NET)
    told = {}
    for tribe, mine in shares.items():
        one = Feeling(float(mine.value @ net), mine.interval(NET), float(mine.raw @ net), posts[tribe])
        others = [(posts[other], theirs) for other, theirs in shares.items() if other != tribe]
        if others:
            weights = np.array([n for n, _ in others]) / sum(n for n, _ in others)
            elsewhere = np.tensordot(weights, np.array([theirs.draws @ net for _, theirs in others]), axes=1)
            value = one.net - float(weights @ np.array([theirs.value @ net for _, theirs in others]))
            ends = simultaneous_interval(value, mine.draws @ net - elsewhere, comparisons=len(shares))
            one = one._replace(apart=value, apart_interval=ends)
        told[tribe] = one
    return told


def _read(query: Query, tables: Tables, people: Sequence[str]) -> Read:
    import ibis
    import numpy as np

    everyone = placed(people)
    posts = labelled(query, tables)
    posts = posts.inner_join(everyone, posts.author_id == everyone.person)
    clear, length = ibis.greatest(posts.p_negative, posts.p_positive), posts.text.length().fill_null(0)
    told = posts.filter(posts.usable).select("place", "post_id", "sentiment", sure=clear, size=length)
    held = told.order_by("post_id").to_pyarrow()
    place, post_id, sentiment, sure, size = (held[name].to_numpy(zero_copy_only=False) for name in Read._fields)
    return Read(place.astype(np.intp), post_id.astype(str), sentiment.astype(str), sure, size)


def _resampled(rows: Array, *, seed: Sequence[int]) -> Array:
    """Draws of the counted shares, (DRAWS, 3), with authors weighing Poisson numbers of mean 1."""
    import numpy as np

    random = np.random.default_rng(seed)
    blocks = [random.poisson(1.0, (_BLOCK, len(rows))).astype(float) @ rows for _ in range(DRAWS // _BLOCK)]
    drawn = np.concatenate(blocks)
    return np.asarray(drawn / np.maximum(drawn.sum(axis=1, keepdims=True), 1.0))


class Typical(NamedTuple):
    """Ids of posts: such as a tribe writes, and one that feels otherwise, where there is one."""

    posts: tuple[str, ...]
    contrary: str | None


def typical(felt: Felt, labels: Labels, tribe: int, holding: NDArray[np.intp] | None) -> Typical:
    """Return two posts by different people that feel as a tribe mostly does, and one that feels otherwise.

    Posts are clear ones of a length to be read at a glance, by whoever holds the tribe's strongest trait, in the tribe
    or not: so that no post gives away that its author is in it. None where no trait is given.
    """
    import numpy as np

    posts = felt.posts
    short = (posts.size >= _SHORTEST) & (posts.size <= _LONGEST)
    kinds, counts = np.unique(posts.sentiment[short & (labels[posts.place] == tribe)], return_counts=True)
    if not len(kinds) or holding is None:
        return Typical((), None)
    leading = kinds[counts.argmax()]
    alike = short & np.isin(posts.place, holding)
    shown = _surest(posts, alike & (posts.sentiment == leading))
    _, first = np.unique(posts.place[shown], return_index=True)
    contrary = _surest(posts, alike & ~np.isin(posts.sentiment, [leading, "neutral"]) & (posts.sure >= _CLEAR))
    return Typical(
        tuple(posts.post_id[shown[np.sort(first)[:2]]].tolist()),
        str(posts.post_id[contrary[0]]) if len(contrary) else None,
    )


def _surest(posts: Read, chosen: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Return the places of chosen posts, those read most surely first."""
    import numpy as np

    places = np.flatnonzero(chosen)
    return places[np.lexsort((posts.post_id[places], -posts.sure[places]))]
