"""Finding: communities of a graph, whether chance would make such ones, and whether they come out again."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tools.segmentation.disclosure import FLOOR
from tools.segmentation.tribes.chance import Ends, exchanged
from tools.segmentation.tribes.ties import Ties, adjacency

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    Array = NDArray[np.float64]
    Labels = NDArray[np.int64]

SEEDS, EXCHANGED, THINNED = 8, 10, 10
"""Runs of the algorithm; graphs with ties exchanged at random; graphs that lack some ties."""
LACKING = 0.2
"""Share of the ties that thinned graphs lack."""
HOLDS = 0.6
"""Mean overlap with its likeliest counterpart in thinned graphs from which a tribe is said to come out again."""
_ITERATIONS = 2
_FIRST, _NEXT = 10, 3
"""Rounds of exchange before the first random graph and before each further one."""
_CHANCE = 0.001


class Communities(NamedTuple):
    """Communities, numbered from the largest; people in order of the graph's."""

    labels: Labels
    """1 for the largest, and so on; every person is in one, be it alone."""
    modularity: float
    by_chance: Array
    """Modularity found in graphs with the same ties exchanged at random, (EXCHANGED,)."""
    agreement: float
    """Mean adjusted Rand index between runs that begin otherwise, up to 1."""
    again: Array
    """Adjusted Rand index with what is found where a fifth of the ties lacks, (THINNED,)."""
    overlap: Array
    """By community that may be told of and thinned graph: the Jaccard index with its likeliest counterpart."""
    beyond_chance: bool

    @property
    def sizes(self) -> list[int]:
        """Members by community, from the first."""
        return [int(n) for n in _counts(self.labels)[1:]]


def communities(graph: Ties, *, resolution: float, seed: int) -> Communities:
    """Find communities by the Leiden algorithm, modularity being what is made large.

    Of `SEEDS` runs the one is taken that agrees best with all others. It is beyond chance where its modularity exceeds
    that of graphs with the same degrees by more than Student's t allows at 0.1 %. Thinned graphs lack a fifth of the
    ties, drawn at random. Cost: some 30 runs, each about linear in the ties.
    Sources: Traag, Waltman & van Eck, Scientific Reports 9:5233 (2019); stability: Hennig, Computational Statistics &
    Data Analysis 52 (2007) 258-271, whose cut of .6 is used.
    """
    import numpy as np

    whole = graph.adjacency()
    runs = [leiden(whole, resolution=resolution, seed=seed + i) for i in range(SEEDS)]
    agreements = _agreements([run.labels for run in runs])
    chosen = runs[int(np.argmax(agreements.mean(axis=1)))]
    labels = numbered(chosen.labels)
    by_chance = np.array(_modularity_by_chance(graph, resolution, seed))
    thinned = _thinned(graph, resolution, seed)
    told = [label for label, n in enumerate(_counts(labels)) if label and n >= FLOOR]
    return Communities(
        labels,
        chosen.modularity,
        by_chance,
        float(agreements[np.triu_indices(SEEDS, 1)].mean()),
        np.array([_adjusted_rand(labels, other) for other in thinned]),
        np.array([[_overlap(labels == label, other) for other in thinned] for label in told]),
        _exceeds(float(np.mean([run.modularity for run in runs])), by_chance),
    )


class Run(NamedTuple):
    """One run of the algorithm."""

    labels: Labels
    modularity: float


def leiden(whole: csr_array, *, resolution: float, seed: int) -> Run:
    """Run the Leiden algorithm once on a symmetric adjacency (people, people); always the same for a seed."""
    import numpy as np
    from graspologic_native import leiden_csr

    modularity, found = leiden_csr(
        whole.indptr.astype(np.int64),
        whole.indices.astype(np.int32),
        whole.data.astype(np.float64),
        whole.shape[0],
        resolution=resolution,
        iterations=_ITERATIONS,
        seed=seed,
    )
    return Run(np.array([found[person] for person in range(whole.shape[0])], dtype=np.int64), float(modularity))


def numbered(labels: Labels) -> Labels:
    """Number communities from 1, the largest first, among equals the one of the first person."""
    import numpy as np

    _, first, places, counts = np.unique(labels, return_index=True, return_inverse=True, return_counts=True)
    order = np.lexsort((first, -counts))
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(1, len(order) + 1)
    return rank[places]


def _modularity_by_chance(graph: Ties, resolution: float, seed: int) -> list[float]:
    import numpy as np

    random = np.random.default_rng([seed, 1])
    ends, people, found = Ends(graph.source, graph.target), len(graph.people), []
    for i in range(EXCHANGED):
        ends = exchanged(ends, people, rounds=_NEXT if i else _FIRST, random=random)
        found.append(leiden(adjacency(*ends, people), resolution=resolution, seed=seed + i).modularity)
    return found


def _thinned(graph: Ties, resolution: float, seed: int) -> list[Labels]:
    import numpy as np

    random = np.random.default_rng([seed, 2])
    found = []
    for i in range(THINNED):
        kept = random.random(len(graph.source)) >= LACKING
        ties = adjacency(graph.source[kept], graph.target[kept], len(graph.people))
        found.append(leiden(ties, resolution=resolution, seed=seed + i).labels)
    return found


def _exceeds(modularity: float, by_chance: Array) -> bool:
    """Tell whether a modularity is beyond those of random graphs: a prediction interval for one more of them."""
    from scipy.special import stdtrit

    m = len(by_chance)
    spread = max(float(by_chance.std(ddof=1)), 1e-6) * (1 + 1 / m) ** 0.5
    return bool(modularity > float(by_chance.mean()) + float(stdtrit(m - 1, 1 - _CHANCE)) * spread)


def _agreements(runs: list[Labels]) -> Array:
    import numpy as np

    found = np.ones((len(runs), len(runs)))
    for i, one in enumerate(runs):
        for j in range(i):
            found[i, j] = found[j, i] = _adjusted_rand(one, runs[j])
    return found


def _adjusted_rand(one: Labels, other: Labels) -> float:
    from sklearn.metrics import adjusted_rand_score

    return float(adjusted_rand_score(one, other))


def _overlap(members: NDArray[np.bool_], other: Labels) -> float:
    """Jaccard index of a community with the one in another partition that it overlaps most, 0 to 1."""
    import numpy as np

    shared = np.bincount(other[members], minlength=int(other.max()) + 1)
    union = int(members.sum()) + np.bincount(other, minlength=len(shared)) - shared
    return float((shared / union).max())


def _counts(labels: Labels) -> NDArray[np.intp]:
    import numpy as np

    return np.bincount(labels)
