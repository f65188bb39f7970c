"""Overlap: a new file may part off nobody, or a crowd."""

import math

from hypothesis import given
from hypothesis import strategies as st

from server.segments.exporting.overlap import smallest_part
from server.segments.exporting.store import Held


def _people(first: int, last: int) -> frozenset[str]:
    return frozenset(f"h{number}" for number in range(first, last))


def _held(name: str, members: frozenset[str]) -> Held:
    return Held(name, "meta", "advertising", ("email",), members)


NOBODY: frozenset[str] = frozenset()


def test_the_first_export_parts_its_members_from_the_rest():
    assert smallest_part(_people(0, 100), others=_people(100, 130), before=[], withdrawn=NOBODY) == 30
    assert smallest_part(_people(0, 100), others=NOBODY, before=[], withdrawn=NOBODY) is None


def test_the_same_members_again_part_off_nobody():
    before = [_held("x_1", _people(0, 100))]
    assert smallest_part(_people(0, 100), others=_people(100, 200), before=before, withdrawn=NOBODY) is None


def test_one_who_left_is_found_though_the_symmetric_difference_is_a_crowd():
    # 1 has left and 40 have joined: 41 differ, and the one who left stands alone in the first file.
    before = [_held("x_1", _people(0, 100))]
    assert smallest_part(_people(1, 140), others=_people(140, 400), before=before, withdrawn=NOBODY) == 1


def test_three_files_single_out_whom_no_two_do():
    # Two files share 0-39; a third holds 0-19 and 40-59 and so on: only all three together leave 5 people.
    before = [_held("x_1", _people(0, 45)), _held("x_2", _people(20, 65))]
    new = _people(0, 40) | _people(65, 100)
    assert smallest_part(new, others=_people(100, 200), before=before, withdrawn=NOBODY) == 5


def test_who_withdrew_is_left_aside():
    before = [_held("x_1", _people(0, 100))]
    assert smallest_part(_people(1, 100), others=_people(100, 200), before=before, withdrawn=_people(0, 1)) is None


@given(st.lists(st.frozensets(st.integers(0, 30)), max_size=4), st.frozensets(st.integers(0, 30)))
def test_no_pattern_of_files_gets_a_piece_smaller_than_told(files: list[frozenset[int]], new: frozenset[int]):
    everybody = range(31)
    before = [_held(f"x_{number}", frozenset(map(str, one))) for number, one in enumerate(files)]
    others = frozenset(map(str, set(everybody) - new))
    least = smallest_part(frozenset(map(str, new)), others=others, before=before, withdrawn=NOBODY)

    def patterns(some: list[frozenset[int]]) -> dict[tuple[bool, ...], int]:
        found: dict[tuple[bool, ...], int] = {}
        for person in everybody:
            pattern = tuple(person in one for one in some)
            found[pattern] = found.get(pattern, 0) + 1
        return found

    after, was = patterns([*files, new]), patterns(files)
    pieces = [n for pattern, n in after.items() if n < was[pattern[:-1]]]
    assert (least if least is not None else math.inf) == min(pieces, default=math.inf)
