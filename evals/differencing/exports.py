"""Exports: how small the groups are into which files of members part people, with and without overlap control."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from server.segments.exporting.formats import META
from server.segments.exporting.overlap import smallest_part
from server.segments.exporting.store import Held
from tools.segmentation.disclosure import FLOOR

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Bits = NDArray[np.bool_]


class Exported(NamedTuple):
    """What came of asking for many exports."""

    asked: int
    written: int
    alone: int
    """People who stand in a pattern of files that fewer than 20 share: whoever has the files tells them apart."""


def exported(wanted: Bits, *, controlled: bool) -> Exported:
    """Ask for files of the members in each row of `wanted`, shape (files, people); those too small are refused.

    Without control every file that the platform takes is written.
    """
    everybody = frozenset(str(number) for number in range(wanted.shape[1]))
    files: list[Held] = []
    for row in wanted:
        new = frozenset(str(number) for number in row.nonzero()[0])
        if len(new) < META.minimum:
            continue
        part = smallest_part(new, others=everybody - new, before=files, withdrawn=frozenset())
        if not controlled or part is None or part >= FLOOR:
            files.append(Held(f"x_{len(files)}", META.name, "advertising", META.default, new))
    return Exported(len(wanted), len(files), _alone(files, everybody))


def _alone(files: list[Held], everybody: frozenset[str]) -> int:
    patterns = Counter(tuple(person in one.members for one in files) for person in everybody)
    return sum(n for n in patterns.values() if n < FLOOR)
