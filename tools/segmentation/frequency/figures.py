"""Figures: how often people are written to, in numbers that may be quoted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from tools.figure import Figure, Unit
from tools.groups import dotted
from tools.segmentation.disclosure import FLOOR, told
from tools.segmentation.frequency.asked import METHOD, FrequencyCapsQuery
from tools.segmentation.frequency.reached import Reach, Sides, Variants
from tools.segmentation.testing.coarse import coarse

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Bits = NDArray[np.bool_]

BANDS: tuple[tuple[int, int | None], ...] = ((1, 1), (2, 3), (4, 7), (8, 14), (15, None))
_THOUSAND = 1000


class Counted(NamedTuple):
    """All that was counted. `keys` name the segments that may be told of."""

    query: FrequencyCapsQuery
    reach: Reach
    variants: Variants
    sides: Sides | None
    keys: Mapping[str, str]


def figures(counted: Counted) -> Iterator[Figure]:
    """Yield every figure: everybody, then the segments."""
    import numpy as np

    found = counted.reach
    n, everybody = found.counter.n, np.ones(len(found.people), dtype=bool)
    yield _figure("people", "people reached", n, "people", n)
    yield _figure("cap", "most messages that a person should get in a week", counted.query.cap, "score", n)
    yield from _of(counted, everybody, "", {})
    yield from _bands(found)
    yield _figure("messages.distinct", "different messages", counted.variants.n, "score", n)
    label = "different messages for every thousand people reached"
    yield _figure("messages.per_thousand", label, counted.variants.n / max(n, 1) * _THOUSAND, "score", n)
    label = f"messages that reached fewer than {FLOOR} people"
    yield _figure("messages.thin", label, counted.variants.thin, "score", counted.variants.n)
    if counted.sides:
        label = "share of people recorded in several segments"
        yield from _shared(found, counted.sides.several, "share.several", label, {})
        for segment, key in counted.keys.items():
            about, members = {"segment": segment}, counted.sides.members[segment]
            size = found.counter.count(members)
            yield _figure(f"people.{key}", f"people reached in “{segment}”", size, "people", size, about)
            yield from _of(counted, members, key, about)
            label = f"different messages that “{segment}” got"
            yield _figure(f"messages.distinct.{key}", label, counted.sides.messages[segment], "score", size, about)


def _of(counted: Counted, who: Bits, key: str, about: Mapping[str, str]) -> Iterator[Figure]:
    import numpy as np

    found, cap = counted.reach, counted.query.cap
    n, whose = found.counter.count(who), f" in “{about['segment']}”" if about else ""
    # Means are of those whom the counter looks at, as counts are: see tools/segmentation/disclosure.py.
    total, weeks, distinct = (
        found.counter.counted(np.where(who, column, 0.0)).sum() for column in (found.total, found.weeks, found.distinct)
    )
    looked_at = int(found.counter.counted(who).sum())
    if not looked_at:
        return
    label = f"messages that people{whose} get in a week in which they get any"
    yield _figure(dotted("messages.weekly", key), label, float(total / weeks), "per_week", n, about)
    label = f"different messages that a person{whose} gets"
    yield _figure(dotted("messages.each", key), label, float(distinct) / looked_at, "score", n, about)
    label = f"share of people{whose} with more than {cap} messages in a week"
    yield from _shared(found, found.over > 0, dotted("share.over", key), label, about, among=who)


def _shared(
    found: Reach, who: Bits, name: str, label: str, about: Mapping[str, str], *, among: Bits | None = None
) -> Iterator[Figure]:
    """Yield a share of people, where neither those nor the others are so few that they may not be told of."""
    inside, outside = (who, ~who) if among is None else (who & among, ~who & among)
    cells = {"inside": found.counter.count(inside), "outside": found.counter.count(outside)}
    if len(told(cells)) == len(cells):
        n = sum(cells.values())
        yield _figure(name, label, cells["inside"] / n, "share", n, about)


def _bands(found: Reach) -> Iterator[Figure]:
    """Yield how many people got how many messages in their busiest week."""
    cells, labels = {}, {}
    for low, high in BANDS:
        here = (found.busiest >= low) & (found.busiest <= (high or found.busiest.max()))
        if here.any():
            name = f"{low}" if low == high else f"{low}_to_{high}" if high else f"{low}_or_more"
            cells[name] = found.counter.count(here)
            labels[name] = f"{name.replace('_', ' ')} message{'' if high == 1 else 's'}"
    for name, count in told(cells).items():
        label = f"people who got {labels[name]} in their busiest week"
        yield _figure(f"busiest.{name}", label, count, "people", count, {"messages": labels[name]})


def _figure(name: str, label: str, value: float, unit: Unit, n: int, about: Mapping[str, str] | None = None) -> Figure:
    kept = value if unit == "people" else coarse(value, unit)
    return Figure(name=name, label=label, value=kept, unit=unit, n=n, method=METHOD, group=dict(about or {}))
