"""PageRank, by numbers worked by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from numpy.typing import NDArray

from tools.statistics.pagerank import pagerank

edges_of_six = some.lists(some.tuples(some.integers(0, 5), some.integers(0, 5)), max_size=20)


def ranks(*edges: tuple[int, int], nodes: int) -> NDArray[np.float64]:
    pairs = np.array(edges, dtype=np.intp).reshape(-1, 2)
    return np.asarray(pagerank(pairs[:, 0], pairs[:, 1], nodes), dtype=np.float64)


def test_two_who_point_to_one():
    # 0 and 1 point to 2, which points nowhere: b = 0.05 + 0.85 c / 3 for both, c = b + 0.85 * 2 b, 2 b + c = 1.
    found = ranks((0, 2), (1, 2), nodes=3)
    assert found[0] == found[1] == pytest.approx(1 / 4.7)
    assert found[2] == pytest.approx(2.7 / 4.7)


def test_without_edges_all_rank_alike():
    assert ranks(nodes=4).tolist() == [0.25] * 4


@given(edges_of_six)
def test_ranks_are_positive_add_to_one_and_do_not_depend_on_order_repeats_or_loops(edges: list[tuple[int, int]]):
    found = ranks(*edges, nodes=6)
    assert found.min() > 0
    assert found.sum() == pytest.approx(1)
    assert ranks(*edges[::-1], *edges, (3, 3), nodes=6).tolist() == found.tolist()
