"""Figures of value tiers: people, money and shares of it, by tier and by habit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import ceil, floor
from typing import TYPE_CHECKING, Any

from tools.figure import Figure, Unit
from tools.segmentation.disclosure import Counter, is_told, told
from tools.segmentation.value.amounts import step_above, to_percent, told_sum
from tools.segmentation.value.asked import METHOD, Tier
from tools.segmentation.value.concentration import Concentration
from tools.segmentation.value.forecast import Forecast
from tools.segmentation.value.habits import HABITS
from tools.segmentation.value.moving import NOTHING, Moved
from tools.statistics.interval import Interval
from tools.statistics.proportion import wilson

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Mask = NDArray[np.bool_]

_GONE = 0.5
"""Chance of still buying below which somebody has more likely stopped than not."""


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
    yield _figure(f"people.{tier.key}", f"people, {tier.name}", n, "people", counter.n, group=about)
    label = f"share of all {what}, {tier.name}"
    yield _figure(f"share.{tier.key}", label, to_percent(share), "share", n, group=about, **_percents(ends))
    yield from _money(f".{tier.key}", totals[members], n, what, about, f", {tier.name}")


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


def of_forecast(
    found: Forecast, tiers: Mapping[int, Tier], in_tier: NDArray[np.int64], counter: Counter, what: str, days: int
) -> Iterator[Figure]:
    """Make the figures of what may follow, of how the same forecast did before, and of good customers gone quiet."""
    import numpy as np

    everybody = np.ones(len(in_tier), dtype=bool)
    yield _figure("ahead.days", "days forecast", days, "days", days)
    yield from _ahead(found, everybody, "", f"{what} expected in the next {days} days", counter, {})
    for place, tier in tiers.items():
        label = f"{what} expected in the next {days} days, {tier.name}"
        yield from _ahead(found, in_tier == place, f".{tier.key}", label, counter, {"tier": tier.name})
    check, n = found.check, counter.n
    label = f"{what} expected over what came, in a check on the last {check.days} days"
    yield _figure("check", label, round(check.expected / check.came, 2), "ratio", n)
    label = "error a person in that check over that of expecting as much as in as many days before"
    yield _figure("check.error", label, round(check.error / max(check.naive, 1e-9), 2), "ratio", n)
    quiet = (in_tier == 1) & (found.stays < _GONE)
    if 1 in tiers and is_told(counter.count(quiet)):
        label = f"people of the {tiers[1].name} who have more likely stopped than not"
        yield _figure("quiet", label, counter.count(quiet), "people", counter.count(in_tier == 1))


def _ahead(
    found: Forecast, members: Mask, key: str, label: str, counter: Counter, about: dict[str, str]
) -> Iterator[Figure]:
    """Make the figures of one forecast, in steps larger than what is expected of any one person."""
    n, largest = counter.count(members), float(found.value[members].max(initial=0.0))
    if not is_told(n) or told_sum(found.value[members]) is None or not largest:
        return
    step, ends = step_above(largest), found.interval(members)
    low, high = floor(ends.low / step) * step, ceil(ends.high / step) * step
    total = round(found.total(members) / step) * step
    yield _figure(f"ahead{key}", label, total, "amount", n, low=low, high=high, group=about)
    stays = f"chance that people still buy, on average{_from(about)}"
    yield _figure(f"stays{key}", stays, to_percent(float(found.stays[members].mean())), "share", n, group=about)


def _from(about: Mapping[str, str]) -> str:
    return f", {about['tier']}" if about else ""


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
