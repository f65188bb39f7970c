"""Mix and rate, by hand and by law."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from tools.statistics.decomposition import mix_and_rate

Sides = tuple[NDArray[np.float64], NDArray[np.float64]]


@st.composite
def groups(draw: st.DrawFn) -> tuple[Sides, Sides]:
    size = draw(st.integers(1, 6))
    rates = [draw(st.lists(st.floats(-1, 1), min_size=size, max_size=size)) for _ in range(2)]
    counts = [np.array(draw(st.lists(st.integers(1, 50), min_size=size, max_size=size)), float) for _ in range(2)]
    one, two = (count / count.sum() for count in counts)
    return (one, two), (np.array(rates[0]), np.array(rates[1]))


def test_a_change_of_shares_and_rates_by_hand():
    # From (.5, .5) at rates (.2, .6) to (.8, .2) at (.3, .6): .40 to .36.
    parts = mix_and_rate(
        shares=(np.array([0.5, 0.5]), np.array([0.8, 0.2])), rates=(np.array([0.2, 0.6]), np.array([0.3, 0.6]))
    )
    # mix: .3 (.25 - .38) and -.3 (.6 - .38); rate: .1 * .65
    assert parts.mix == pytest.approx([-0.039, -0.066])
    assert parts.rate == pytest.approx([0.065, 0])
    assert parts.mix.sum() + parts.rate.sum() == pytest.approx(-0.04)


@given(groups())
def test_parts_add_up_to_the_change(given_groups: tuple[Sides, Sides]):
    shares, rates = given_groups
    parts = mix_and_rate(shares=shares, rates=rates)
    whole = [float(share @ rate) for share, rate in zip(shares, rates, strict=True)]
    assert parts.mix.sum() + parts.rate.sum() == pytest.approx(whole[1] - whole[0], abs=1e-12)


@given(groups())
def test_swapping_the_sides_changes_every_sign(given_groups: tuple[Sides, Sides]):
    shares, rates = given_groups
    there = mix_and_rate(shares=shares, rates=rates)
    back = mix_and_rate(shares=shares[::-1], rates=rates[::-1])
    assert back.mix == pytest.approx(-there.mix)
    assert back.rate == pytest.approx(-there.rate)


@given(groups())
def test_where_only_shares_change_all_is_mix(given_groups: tuple[Sides, Sides]):
    shares, (rate, _) = given_groups
    assert mix_and_rate(shares=shares, rates=(rate, rate)).rate == pytest.approx(0)
