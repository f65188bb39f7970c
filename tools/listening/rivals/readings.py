"""Readings of brands: label counts of posts about each brand and feature, resampled by author and corrected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.facts import Facts
from tools.inputs import Tables
from tools.listening.rivals.subjects import subject_bits
from tools.listening.rivals.talk import Talk
from tools.sentiment.correction import corrected
from tools.sentiment.counting import SENTIMENTS
from tools.statistics.blocks import BLOCK_DIGITS, block_weights
from tools.statistics.clustered import ClusteredShare
from tools.statistics.quantification import Shares

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]

DRAWS = 1000
BLOCKS = 16**BLOCK_DIGITS


class Cell(NamedTuple):
    """Posts of one brand, of the same kind (features in bits, or side of an event) and label, by a block of authors."""

    brand: int
    kind: int
    label: int
    block: int
    n: int


class Read(NamedTuple):
    """A share or net sentiment of some posts: corrected, as counted, both simulated (draws,), and posts read."""

    value: float
    raw: float
    draws: Array
    sampled: Array
    n: int


class Answers(NamedTuple):
    """What was read of each key: by label, corrected; and how far to trust that."""

    shares: Mapping[str, Shares]
    sampled: Mapping[str, Array]
    sizes: Mapping[str, int]
    done: bool
    caveats: tuple[str, ...]

    def weighed(self, key: str, weights: tuple[float, float, float]) -> Read:
        """Weigh the shares of negative, neutral and positive of a key."""
        import numpy as np

        scores, found = np.asarray(weights), self.shares[key]
        return Read(
            float(found.value @ scores),
            float(found.raw @ scores),
            found.draws @ scores,
            self.sampled[key] @ scores,
            self.sizes[key],
        )


def read_talk(talk: Talk, tables: Tables) -> ir.Table:
    """Return the posts about one brand that were read reliably, with `sentiment` and the `features` they are about."""
    posts = talk.posts.filter(talk.posts.brand.notnull())
    readings = tables["readings"]
    reliable = readings.filter(readings.reliable.fill_null(False), readings.sentiment.isin(SENTIMENTS))
    chosen = reliable.select("post_id", "sentiment", "p_negative", "p_positive", "aspects")
    read = posts.inner_join(chosen, "post_id")
    return read.mutate(features=subject_bits(read, tables.facts))


def cells_of(read: ir.Table, kind: ir.IntegerValue) -> tuple[Cell, ...]:
    """Count posts by brand, kind, label and block of authors, in one query."""
    marked = read.mutate(kind=kind)
    counts = marked.group_by("brand", "kind", "sentiment", "block").aggregate(n=marked.count())
    found = counts.to_pyarrow().to_pylist()
    return tuple(
        Cell(row["brand"], row["kind"], SENTIMENTS.index(row["sentiment"]), int(row["block"], 16), row["n"])
        for row in found
    )


def answered(keyed: Mapping[str, Iterable[Cell]], facts: Facts, *, whole: Iterable[Cell], seed: int) -> Answers:
    """Correct the label counts of each key for the reader's error; all keys are resampled with the same authors."""

    weights = block_weights(BLOCKS, draws=DRAWS, seed=seed)
    counts, drawn, sizes = {}, {}, {}
    for key, cells in keyed.items():
        counted = _blocked(cells)
        if not counted.sum():
            continue
        counts[key] = counted.sum(axis=1).tolist()
        some = weights @ counted.T
        drawn[key] = some / some.sum(axis=1, keepdims=True)
        sizes[key] = round(float(counted.sum()))
    answer = corrected(counts, facts, whole=_blocked(whole).sum(axis=1).tolist(), seed=seed, resampled=drawn)
    return Answers(answer.shares, drawn, sizes, answer.done, answer.caveats)


def shared_negative(cells: Iterable[Cell]) -> ClusteredShare:
    """Return the share of posts read as negative, as counted, with what its interval by blocks of authors needs."""
    import numpy as np

    counted = _blocked(cells)
    n, x = counted.sum(axis=0), counted[0]
    sums = (n.sum(), x.sum(), (x * x).sum(), (x * n).sum(), (n * n).sum())
    return ClusteredShare(int(np.count_nonzero(n)), *map(float, sums))


def _blocked(cells: Iterable[Cell]) -> Array:
    import numpy as np

    counted = np.zeros((len(SENTIMENTS), BLOCKS))
    for cell in cells:
        counted[cell.label, cell.block] += cell.n
    return counted
