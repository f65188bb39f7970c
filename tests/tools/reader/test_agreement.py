"""Agreement: kappa by hand."""

import numpy as np
import pytest

from tools.reader.agreement import kappa


def test_kappa_by_hand() -> None:
    # They agree on 3 of 4; by chance 1/2 * 3/4 + 1/2 * 1/4 = 1/2.
    one, other = np.array([True, True, False, False]), np.array([True, True, True, False])

    assert kappa(one, other) == pytest.approx((0.75 - 0.5) / 0.5)


def test_full_agreement_is_1_even_where_both_always_say_the_same() -> None:
    assert kappa(np.array([True, False]), np.array([True, False])) == 1
    assert kappa(np.array([False, False]), np.array([False, False])) == 1
