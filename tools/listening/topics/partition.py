"""Partition: posts put into topics and subtopics several times over, how steady that is, and what belongs nowhere."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.listening.topics.space import cells_of
from tools.statistics.grouping import Tree, adjusted_rand, centres_of, jaccards, merged, spherical_kmeans

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]
    Places = NDArray[np.intp]

RUNS = 5
MOST_TOPICS = 20
POSTS_A_TOPIC = 40
STEADY = 0.65
"""Adjusted Rand index that two runs must reach: "moderate" in Steinley, Psychological Methods 9 (2004) 386-396."""
_HELD = 0.5
"""Share of the other runs that must put a post into its topic, and of a topic's posts that they must keep together."""
_LOOSE = 1 / 3
"""Part of the middling topic's cosine between two posts below which a topic's posts have too little in common."""
_FINER = 3
"""Subtopics a topic, on average."""


class Partition(NamedTuple):
    """Topics, largest first: the topic of each post (-1: none), its subtopic (a number of its own), and how steady.

    `agreement` is the mean adjusted Rand index of all pairs of runs, and `steady` the mean Jaccard index of each topic
    with its nearest one in the other runs.
    """

    labels: Places
    finer: Places
    steady: tuple[float, ...]
    agreement: float

    @property
    def topics(self) -> int:
        """How many topics there are."""
        return len(self.steady)


class _Run(NamedTuple):
    cells: Places
    tree: Tree

    def cut(self, groups: int) -> Places:
        return self.tree.cut(groups)[self.cells]


def partition(points: Array, *, number: int | None, seed: int, most: int = MOST_TOPICS) -> Partition:
    """Group points of length 1, (n, d), five times from other starts; keep the run that agrees most with the others.

    Small groups by k-means are merged by Ward's criterion. Without `number` it is the largest up to `most`, of 40 posts
    a topic on average, at which runs agree by an adjusted Rand index of 0.65; where none does, the one they agree on
    most. No topic have posts that half of the other runs put elsewhere, those of a topic that the other runs do not
    find again (Hennig 2007), and those of one whose posts are unlike each other: two have a mean cosine below a third
    of that in the middling topic.
    """
    import numpy as np

    runs = [_run(points, seed=seed + place, least=number or 0) for place in range(RUNS)]
    chosen = number or _finest_steady(runs, len(points), most)
    cuts = [run.cut(chosen) for run in runs]
    agreements = np.eye(RUNS)
    for i, j in combinations(range(RUNS), 2):
        agreements[i, j] = agreements[j, i] = adjusted_rand(cuts[i], cuts[j])
    best = int(agreements.sum(axis=1).round(9).argmax())
    finer = runs[best].cut(_FINER * chosen)
    labels, steady = _belonging(cuts[best], [cut for place, cut in enumerate(cuts) if place != best])
    labels = np.where(_loose(points, cuts[best])[cuts[best]], -1, labels)
    order = np.argsort(-np.bincount(labels[labels >= 0], minlength=len(steady)), kind="stable")
    kept = [int(topic) for topic in order if (labels == topic).any()]
    renamed = np.full(len(steady) + 1, -1, dtype=np.intp)
    renamed[kept] = np.arange(len(kept))
    mean = float(agreements[np.triu_indices(RUNS, k=1)].mean())
    return Partition(renamed[labels], finer, tuple(steady[topic] for topic in kept), mean)


def _run(points: Array, *, seed: int, least: int) -> _Run:
    import numpy as np

    count = min(len(points), max(cells_of(len(points)), least))
    cells = spherical_kmeans(points, count, seed=seed)
    sizes = np.bincount(cells)
    return _Run(cells, merged(centres_of(points, cells, len(sizes)), sizes.astype(float)))


def _finest_steady(runs: list[_Run], posts: int, most: int) -> int:
    import numpy as np

    agreements = {}
    for number in range(max(2, min(most, posts // POSTS_A_TOPIC)), 1, -1):
        cuts = [run.cut(number) for run in runs]
        agreements[number] = float(np.mean([adjusted_rand(one, other) for one, other in combinations(cuts, 2)]))
        if agreements[number] >= STEADY:
            return number
    return max(agreements, key=lambda number: agreements[number])


def _belonging(labels: Places, others: list[Places]) -> tuple[Places, list[float]]:
    import numpy as np

    count = int(labels.max()) + 1
    held, steady = np.zeros(len(labels)), np.zeros(count)
    for other in others:
        shared = jaccards(labels, other)
        held += shared.argmax(axis=1)[labels] == other
        steady += shared.max(axis=1) / len(others)
    belongs = (held / len(others) >= _HELD) & (steady[labels] >= _HELD)
    return np.where(belongs, labels, -1).astype(np.intp), steady.tolist()


def _loose(points: Array, labels: Places) -> NDArray[np.bool_]:
    import numpy as np

    means = centres_of(points, labels, int(labels.max()) + 1)
    alike = (means**2).sum(axis=1)  # the mean cosine of two points of a group
    loose: NDArray[np.bool_] = alike < _LOOSE * np.median(alike)
    return loose
