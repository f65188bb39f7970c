import numpy as np

from tools.segmentation.disclosure import FLOOR
from tools.segmentation.moving.flows import flows


def labels(*counts: tuple[int, int, int]) -> tuple[tuple[str, ...], np.ndarray, np.ndarray]:
    one = np.repeat([a for a, _, _ in counts], [n for _, _, n in counts])
    two = np.repeat([b for _, b, _ in counts], [n for _, _, n in counts])
    return tuple(f"u{i:04d}" for i in range(len(one))), one, two


def test_counts_are_those_of_people_in_fives():
    found = flows(*labels((1, 1, 100), (2, 2, 60), (1, 2, 40), (2, -1, 30)), 2)
    assert found.before == {1: 140, 2: 90}
    assert found.after == {1: 100, 2: 100}
    assert found.moves == {(1, 1): 100, (2, 2): 60, (1, 2): 40, (2, -1): 30}
    assert (found.n1, found.n2) == (230, 200)


def test_a_small_cell_takes_another_of_its_row_and_of_its_column_with_it():
    found = flows(*labels((1, 1, 100), (1, 2, 40), (1, 3, 5), (2, 1, 30), (2, 2, 80), (2, 3, 60), (3, 3, 90)), 3)
    assert (1, 3) not in found.moves
    assert (1, 2) not in found.moves, "else the row gives the five away"
    assert (2, 3) not in found.moves, "else the column does"
    assert (3, 3) in found.moves


def test_nothing_under_the_floor_is_told():
    random = np.random.default_rng(0)
    people = tuple(f"u{i:04d}" for i in range(400))
    found = flows(people, random.integers(-1, 5, 400), random.integers(-1, 5, 400), 4)
    assert all(n >= FLOOR for side in (found.before, found.after, found.moves) for n in side.values())
