"""Membership: a digest that is equal only for the very same members, and sizes that give nobody away."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from server.segments.membership import digest, size_if_told
from tests.server.segments.conftest import START
from tools.base import Period
from tools.segmentation.asked import Definition
from tools.segmentation.matrix import Matrix
from tools.segmentation.segmented import Placing, Segmented

KEY = "5e" * 32
DAY = Period(start=START.date(), end=START.date())


def placed(people: list[str], segments: list[int]) -> Segmented:
    matrix = Matrix(tuple(people), (), np.zeros((len(people), 0)), DAY)
    placing = Placing(np.array(segments, dtype=np.int64), np.ones(len(people)))
    return Segmented(Definition(dataset="d"), matrix, placing, None, "kmeans", max(segments))  # type: ignore[arg-type]


@given(st.lists(st.text(), min_size=2, unique=True), st.data())
def test_a_digest_tells_one_member_more_or_less_and_no_order(people: list[str], data: st.DataObject) -> None:
    whole = placed(people, [1] * len(people))
    turned = placed(people[::-1], [1] * len(people))
    assert digest(whole, 1, KEY) == digest(turned, 1, KEY)
    left_out = data.draw(st.integers(0, len(people) - 1))
    fewer = placed(people, [2 if place == left_out else 1 for place in range(len(people))])
    assert digest(fewer, 1, KEY) != digest(whole, 1, KEY)
    assert digest(whole, 1, KEY) != digest(whole, 1, "5f" * 32)


def test_ids_that_run_together_are_other_members() -> None:
    assert digest(placed(["ab", "c"], [1, 1]), 1, KEY) != digest(placed(["a", "bc"], [1, 1]), 1, KEY)


def test_a_size_under_the_floor_and_the_one_that_would_give_it_away_are_not_told() -> None:
    people = [f"m{number:03}" for number in range(168)]
    found = placed(people, [1] * 100 + [2] * 60 + [3] * 8)
    assert size_if_told(found, 1) == 100
    assert size_if_told(found, 2) is None
    assert size_if_told(found, 3) is None
    assert size_if_told(found, 4) is None
