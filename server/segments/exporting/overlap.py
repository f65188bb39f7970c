"""Overlap: no two exports, and no number of them together, may single anybody out by their difference.

Whoever holds several files can sort people by which of them they stand in. So a new export may only be made if it
parts none of the groups that the earlier ones left undivided into pieces of which one is under the floor: what two
files share, and what either has beyond the other, is nobody or a crowd. People who withdrew since are left aside,
for the platforms are told of them by name anyway.

Source: the differencing attack on query sets, Denning, Cryptography and Data Security (1982), chapter 6; the same
rule as k-anonymity (Sweeney, 2002) of the pattern of files that a person stands in.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Set

from server.segments.exporting.store import Held


def smallest_part(new: Set[str], *, others: Set[str], before: Iterable[Held], withdrawn: Set[str]) -> int | None:
    """Return the size of the smallest piece that a new export would part off; none if it parts nothing.

    All sets are of people by their keyed hashes: `new` those of the file, `others` those who could have been in it
    and are not, `withdrawn` those who may not be exported any more.
    """
    patterns: defaultdict[str, list[str]] = defaultdict(list)
    for one in before:
        for person in one.members:
            patterns[person].append(one.id)
    everybody = (new | others | patterns.keys()) - withdrawn
    inside: Counter[tuple[str, ...]] = Counter()
    outside: Counter[tuple[str, ...]] = Counter()
    for person in everybody:
        (inside if person in new else outside)[tuple(patterns[person]) if person in patterns else ()] += 1
    parts = [min(inside[pattern], outside[pattern]) for pattern in inside.keys() & outside.keys()]
    return min(parts, default=None)
