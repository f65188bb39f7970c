"""Mismatch: chances held against SciPy."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import chi2_contingency, chisquare

from tools.statistics.mismatch import LEVEL, mixture_mismatch, ratio_mismatch


def test_a_split_is_held_against_its_plan():
    assert ratio_mismatch((200, 300), (1, 1)) == pytest.approx(chisquare((200, 300)).pvalue)
    assert ratio_mismatch((200, 300), (0.4, 0.6)) == 1
    assert ratio_mismatch((90, 110, 100), (1, 1, 1)) == pytest.approx(chisquare((90, 110, 100)).pvalue)
    assert ratio_mismatch((4800, 5200), (0.5, 0.5)) < LEVEL < ratio_mismatch((480, 520), (0.5, 0.5))


def test_arms_are_held_against_each_other():
    table = np.array([[30, 50, 0], [60, 40, 0], [0, 0, 0]])
    assert mixture_mismatch(table) == pytest.approx(chi2_contingency(table[:2, :2], correction=False).pvalue)
    assert mixture_mismatch(table[:, :1]) == 1
