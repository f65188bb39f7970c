"""Figures of value tiers: people, money and shares of it, by tier and by habit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from tools.figure import Figure, Unit
from tools.segmentation.disclosure import Counter, is_told, told
from tools.segmentation.value.amounts import to_percent, told_sum
from tools.segmentation.value.asked import METHOD, Tier
from tools.segmentation.value.concentration import Concentration
from tools.segmentation.value.habits import HABITS
from tools.segmentation.value.moving import NOTHING, Moved
from tools.statistics.interval import Interval
from tools.statistics.proportion import wilson

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Mask = NDArray[np.bool_]


def of_all(totals: Array, bought: Array, counter: Counter, found: Concentration, what: str) -> Iterator[Figure]:
    """Make the figures of everybody: people, sum, mean, purchases a person, and concentration."""
    n = counter.n
    yield _figure("people", "people who bought", n, "people", n)
    yield from _money("", totals, n, what, {})
    yield _figure("purchases", "purchases a person, one a day", round(float(bought.mean()), 2), "per_post", n)
    ends = _percents(found.gini_interval)
    label = f"Gini coefficient of {what} (0: all alike, 1: one has all)"
    yield _figure("gini", label, to_percent(found.gini), "score", n, **ends)


def of_tier(
    tier: Tier, members: Mask, totals: Array, share: float, ends: Interval, counter: Counter, what: str
) -> Iterator[Figure]:
    """Make the figures of a tier: its people and money, and its share of everybody's."""
    about = {"tier": tier.name}
    n = counter.count(members)
    yield _figure(f"people.{tier.key}", f"people in the {tier.name}", n, "people", counter.n, group=about)
    label = f"share of all {what} from the {tier.name}"
    yield _figure(f"share.{tier.key}", label, to_percent(share), "share", n, group=about, **_percents(ends))
    yield from _money(f".{tier.key}", totals[members], n, what, about, f" from the {tier.name}")


def of_habits(habits: NDArray[np.str_], totals: Array, counter: Counter, what: str) -> Iterator[Figure]:
    """Make the figures of the groups by recency and frequency that may be told of."""
    cells = {habit: counter.count(habits == habit) for habit in HABITS}
    whole = float(totals.sum())
    for habit, n in told({habit: n for habit, n in cells.items() if n}).items():
        about, who = {"habit": HABITS[habit]}, f"people who {HABITS[habit]}"
        members = habits == habit
        yield _figure(f"people.{habit}", who, n, "people", counter.n, group=about)
        label = f"share of people who {HABITS[habit]}"
        ends = wilson(min(n, counter.n), counter.n)._asdict()
        yield _figure(f"part.{habit}", label, min(n / counter.n, 1.0), "share", counter.n, group=about, **ends)
        share = to_percent(float(totals[members].sum()) / whole)
        yield _figure(f"share.{habit}", f"share of all {what} from {who}", share, "share", n, group=about)


def of_moves(tiers: Sequence[Tier], went: Moved, counter: Counter) -> Iterator[Figure]:
    """Make figures of where each tier of the first half is in the second: in the top again, or buying nothing."""
    for place, tier in enumerate(tiers, start=1):
        mine = went.first == place
        n = counter.count(mine)
        cells = {
            "same": counter.count(mine & (went.second == place)),
            "nothing": counter.count(mine & (went.second == NOTHING)),
            "other": counter.count(mine & (went.second != place) & (went.second != NOTHING)),
        }
        shown = told({name: cell for name, cell in cells.items() if cell})
        if not is_told(n):
            continue
        said = {"same": f"are in the {tier.name} again", "nothing": "bought nothing"}
        for name, words in said.items():
            if name in shown:
                label = f"share of the {tier.name} of the first half who {words} in the second"
                x = min(shown[name], n)
                ends = wilson(x, n)._asdict()
                about = {"tier": tier.name}
                yield _figure(f"moved.{name}.{tier.key}", label, x / n, "share", n, group=about, **ends)


def _money(key: str, totals: Array, n: int, what: str, about: dict[str, str], whose: str = "") -> Iterator[Figure]:
    total = told_sum(totals)
    if total is None or not is_told(n):
        return
    yield _figure(f"total{key}", f"{what}{whose}", total, "amount", n, group=about)
    yield _figure(f"mean{key}", f"{what} a person{whose}", total / n, "amount", n, group=about)


def _percents(ends: Interval) -> dict[str, float]:
    return {"low": to_percent(ends.low), "high": to_percent(ends.high)}


def _figure(name: str, label: str, value: float, unit: Unit, n: int, **more: Any) -> Figure:  # noqa: ANN401 (fields of a Figure)
    return Figure(name=name, label=label, value=value, unit=unit, n=n, method=METHOD, **more)
