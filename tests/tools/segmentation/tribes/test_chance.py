"""Chance: exchanged ties keep how many each person has, and nothing else."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.segmentation.tribes.chance import Ends, exchanged

_PEOPLE = 12
pairs = st.sets(
    st.tuples(st.integers(0, _PEOPLE - 1), st.integers(0, _PEOPLE - 1)).filter(lambda pair: pair[0] != pair[1]),
    min_size=2,
)


@settings(max_examples=40)
@given(pairs, st.integers(0, 5))
def test_everybody_keeps_their_ties_out_and_in_and_no_tie_is_double_or_to_oneself(
    given: set[tuple[int, int]], seed: int
):
    source, target = np.array(sorted(given)).T
    found = exchanged(Ends(source, target), _PEOPLE, rounds=4, random=np.random.default_rng(seed))
    assert np.array_equal(np.bincount(found.source, minlength=_PEOPLE), np.bincount(source, minlength=_PEOPLE))
    assert np.array_equal(np.bincount(found.target, minlength=_PEOPLE), np.bincount(target, minlength=_PEOPLE))
    ties = set(zip(found.source.tolist(), found.target.tolist(), strict=True))
    assert len(ties) == len(given)
    assert all(one != other for one, other in ties)


def test_two_circles_are_forgotten():
    home = [(i, j) for i in range(20) for j in range(20) if i != j and (i + 3 * j) % 4 == 0]
    ends = np.array(home + [(i + 20, j + 20) for i, j in home])
    found = exchanged(Ends(*ends.T), 40, rounds=20, random=np.random.default_rng(1))
    crossing = np.mean((found.source < 20) != (found.target < 20))
    assert 0.4 < crossing < 0.6
