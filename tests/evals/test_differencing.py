"""Differencing: the attack finds what it should where nothing protects, and nobody where something does."""

from __future__ import annotations

import numpy as np
import pytest

from evals.differencing.attack import CERTAIN, of_the_person, reconstruct, singled_out
from evals.differencing.exports import exported
from evals.differencing.world import FEWEST, World, populations, smaller
from tools.segmentation.disclosure import ASIDE, Counter, keyed


@pytest.fixture(scope="module")
def world() -> World:
    """120 people over 30 days, each with three posts, and four groups."""
    drawn = np.random.default_rng(0)
    posts = 3 * 120
    return World(
        people=tuple(f"u{number}" for number in range(120)),
        active=drawn.random((120, 30)) < 0.1,
        author=np.arange(posts) % 120,
        day=drawn.integers(0, 30, posts),
        attributes={"platform": drawn.choice(["x", "reddit", "web"], posts)},
        group=drawn.integers(1, 5, 120),
    )


def _counts(world: World, asked: np.ndarray, key: bytes) -> np.ndarray:
    people = np.array(world.people)
    with keyed(key):
        return np.array(
            [float(Counter(people[row].tolist(), world.group[row]).count(world.group[row] == 1)) for row in asked]
        )


def test_questions_are_about_sixty_people_or_more_and_overlap(world: World):
    asked = populations(world, 200, seed=1)
    assert asked.sum(axis=1).min() >= FEWEST
    assert len(np.unique(asked, axis=0)) > 50
    part = smaller(world, 80, seed=1)
    assert (len(part.people), len(part.active), part.author.max() < 80) == (80, 80, True)


def test_exact_counts_single_most_people_out(world: World):
    asked, truth = populations(world, 200, seed=1), world.group == 1
    share = float(truth.mean())
    found = singled_out(reconstruct(asked, asked @ truth.astype(float), share=share), truth, share=share)
    assert found.people > 60
    assert found.right >= found.people - 1


def test_counts_by_a_key_single_nobody_out_though_rounded_ones_do(world: World):
    asked, truth = populations(world, 400, seed=1), world.group == 1
    share = float(truth.mean())
    rounded = reconstruct(asked, _counts(world, asked, b""), share=share)
    assert singled_out(rounded, truth, share=share).people > 0
    by_key = reconstruct(asked, _counts(world, asked, b"key"), share=share)
    assert singled_out(of_the_person(by_key, share=share, aside=ASIDE), truth, share=share).people == 0


def test_standing_in_bounds_what_is_known_of_a_person_even_where_the_counts_are_known_exactly():
    # 1 - .15 x (1 - .25) = .8875 where somebody was counted, .15 x .25 = .0375 where nobody was.
    certain = of_the_person(np.array([1.0, 0.0]), share=0.25, aside=0.15)
    assert certain == pytest.approx([0.8875, 0.0375])
    assert certain[0] < CERTAIN


def test_files_without_control_tell_people_apart_and_with_it_never():
    wanted = np.random.default_rng(3).random((30, 400)) < 0.5
    free, held = exported(wanted, controlled=False), exported(wanted, controlled=True)
    assert (free.written, free.alone) == (30, 400)
    assert 1 <= held.written < 30
    assert held.alone == 0
