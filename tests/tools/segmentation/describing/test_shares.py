"""Shares: labels compared between a segment and all others, people being clusters."""

import numpy as np
import pytest

from tools.segmentation.describing.shares import shares


def people(n: int, of: int, held: float) -> tuple[np.ndarray, np.ndarray]:
    """Return counts of a label and totals of n people with `of` posts each, of which a share holds the label."""
    counts = np.random.default_rng(n).binomial(of, held, n).astype(float)
    return counts, np.full(n, float(of))


def test_a_label_that_is_three_times_as_common_stands_and_is_more():
    mine, n = people(60, 10, 0.3)
    theirs, m = people(90, 10, 0.1)
    inside = np.arange(150) < 60
    (one,) = shares(["fees"], np.concatenate([mine, theirs])[:, None], np.concatenate([n, m]), inside)
    assert one.stands
    assert one.more
    assert one.here.value == pytest.approx(mine.sum() / n.sum())
    assert one.there.value == pytest.approx(theirs.sum() / m.sum())


def test_what_one_loud_person_makes_does_not_stand():
    n = np.full(150, 10.0)
    held = np.where(np.arange(150) % 5 == 0, 1.0, 0.0)
    n[0], held[0] = 400.0, 400.0
    (one,) = shares(["fees"], held[:, None], n, np.arange(150) < 60)
    assert one.here.value > 3 * one.there.value
    assert not one.stands


def test_a_label_that_few_people_have_is_not_told_of():
    held = np.zeros((150, 1))
    held[:9] = 5
    held[60:90] = 5
    assert shares(["fees"], held, np.full(150, 10.0), np.arange(150) < 60) == ()


def test_of_labels_that_chance_made_hardly_any_stands():
    random = np.random.default_rng(2)
    n = random.integers(1, 12, 300).astype(float)
    standing = 0
    for _ in range(10):
        held = random.binomial(n[:, None].astype(int), 0.2, (300, 20)).astype(float)
        standing += sum(one.stands for one in shares([f"l{i}" for i in range(20)], held, n, np.arange(300) < 100))
    # Ten rounds at a family-wise 5 %: four or more would happen once in a thousand.
    assert standing <= 3
