"""PageRank: how much attention each node of a graph gets, counted by who gives it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]
    Places = NDArray[np.intp]

DAMPING = 0.85
_TOLERANCE, _MOST_ROUNDS = 1e-12, 200


def pagerank(sources: Places, targets: Places, nodes: int, *, damping: float = DAMPING) -> Array:
    """Return the rank of each node, above 0 and adding to 1; 1 / nodes for all where there is no edge.

    Edge i runs from `sources[i]` to `targets[i]`, places below `nodes`; repeated edges count once, those of a node to
    itself not at all. rank = (1 - d) / nodes + d * (ranks that point here, each divided by how many it points to);
    a node that points nowhere gives its rank to all alike. By power iteration; the same whatever the order of edges.
    Source: Brin & Page, Computer Networks 30 (1998) 107-117.
    """
    import numpy as np

    edges = np.unique(sources[sources != targets] * np.intp(nodes) + targets[sources != targets])
    source, target = edges // nodes, edges % nodes
    given = np.bincount(source, minlength=nodes)
    share = 1.0 / np.maximum(given, 1)
    rank: Array = np.full(nodes, 1.0 / nodes)
    for _ in range(_MOST_ROUNDS):
        received = np.bincount(target, weights=(rank * share)[source], minlength=nodes)
        following = (1 - damping) / nodes + damping * (received + rank[given == 0].sum() / nodes)
        moved, rank = float(np.abs(following - rank).sum()), following
        if moved < _TOLERANCE:
            break
    return rank
