"""Sizes: how many people each segment has, as far as that may be told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from tools.errors import BadRequest, NotPermitted
from tools.segmentation.disclosure import FLOOR, Counter, told
from tools.segmentation.segmented import Segmented


class Size(NamedTuple):
    """People of a segment and all people asked about, both rounded so that nobody is singled out."""

    people: int
    everyone: int


def sizes(segmented: Segmented) -> Mapping[int, Size]:
    """Return the sizes of the segments that may be told of, from the largest down.

    Those under the floor are left out, and with one of them the next smallest, which the others would give away.
    """
    counter = Counter(segmented.matrix.people, segmented.placing.segment)
    cells = {str(number): counter.count(segmented.members(number)) for number in range(segmented.k + 1)}
    if not segmented.members(0).any():
        del cells["0"]
    shown = told(cells)
    return {int(number): Size(n, counter.n) for number, n in sorted(shown.items(), key=_number) if number != "0"}


def wanted(segmented: Segmented, segment: int | None) -> Mapping[int, Size]:
    """Return the sizes of the segment asked for, or of all that may be told of.

    Raises BadRequest where there is no such segment, NotPermitted where it is too small to be told of.
    """
    shown = sizes(segmented)
    if segment is None:
        if not shown:
            raise NotPermitted(_small(f"All {segmented.k} segments"))
        return shown
    if segment > segmented.k:
        there = "only one" if segmented.k == 1 else f"{segmented.k}, numbered 1 to {segmented.k} from the largest down"
        raise BadRequest(f"There is no segment {segment}; of segments there is {there}. Ask for one of those.")
    if segment not in shown:
        raise NotPermitted(_small(f"Segment {segment}"))
    return {segment: shown[segment]}


def _small(what: str) -> str:
    return (
        f"{what} cannot be described: groups under {FLOOR} people, and one more where the others would give such a "
        "group away, are not told of, so that nobody is singled out. Ask for fewer segments (a smaller `k`), for more "
        "days, or leave out the filter."
    )


def _number(cell: tuple[str, int]) -> int:
    return int(cell[0])
