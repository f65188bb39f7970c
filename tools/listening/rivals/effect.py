"""Effect: what an event changed in a brand's mentions and net sentiment, with the other brands as control."""

from __future__ import annotations

from datetime import timedelta
from math import exp
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from tools.facts import Facts
from tools.listening.rivals.event import Event, Voices, usual
from tools.listening.rivals.gaps import NET
from tools.listening.rivals.readings import answered, cells_of
from tools.sentiment.counting import SENTIMENTS
from tools.statistics.differences import Change, Windows, placebos, sloped, stepped
from tools.statistics.interval import Interval, simultaneous_interval

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]

Outcome = Literal["mentions", "net"]

MINIMUM = 30
"""People on each side who mention the brand, and others, that an effect on mentions needs; for mood, posts read."""
OUTCOMES = 2
_PLACEBOS = 5
_ALLOWED = 0.1


class Effect(NamedTuple):
    """One outcome: the difference in differences, its slope before, and the same at other days.

    Mentions are logarithms; `n` is people or posts in both windows. `read` is the change as counted, `change` that
    corrected for the reader's error. `as_large` of `others` other days had one as large.
    """

    outcome: Outcome
    change: Change
    read: Change
    before: Change | None
    others: int
    as_large: int
    n: int

    @property
    def is_settled(self) -> bool:
        """Whether it is beyond chance: by its interval, and not as large at more than a tenth of other days."""
        rare = self.others < _PLACEBOS or self.as_large <= _ALLOWED * self.others
        return self.read.is_settled and rare

    @property
    def was_under_way(self) -> bool:
        """Whether the brand was already moving the same way against the others before the event."""
        return self.before is not None and self.before.is_settled and (self.before.value > 0) == (self.read.value > 0)


class Effects(NamedTuple):
    """What could be told of an event, and what not; the people on its day and on a usual one.

    `as_loud` of `days` other days had as many people as its own.
    """

    event: Event
    windows: Windows
    on_day: int
    usual: float
    as_loud: int
    days: int
    found: tuple[Effect, ...]
    missing: tuple[str, ...]


def effects(read: ir.Table, voices: Voices, event: Event, facts: Facts, *, window_days: int, seed: int) -> Effects:
    """Compare as many days before an event as after, against the other brands on the same days."""
    import numpy as np

    windows = Windows(window_days, event.skipped)
    at = voices.place(event.day)
    found, missing = [], []
    for outcome, told in (
        ("mentions", _on_mentions(voices, event.brand, at, windows)),
        ("net", _on_net(read, voices, event, windows, facts, seed=seed)),
    ):
        if told:
            found.append(told)
        else:
            what = "mentions" if outcome == "mentions" else "net sentiment"
            missing.append(f"What the event changed in {what} cannot be told: too few days or posts lie around it.")
    inside = 0 <= at < voices.people.shape[1]
    on_day = int(voices.people[event.brand, at]) if inside else 0
    others = np.delete(voices.people[event.brand], at) if inside else voices.people[event.brand]
    as_loud = int((others >= on_day).sum())
    return Effects(
        event, windows, on_day, usual(voices, event.brand), as_loud, len(others), tuple(found), tuple(missing)
    )


def _on_mentions(voices: Voices, brand: int, at: int, windows: Windows) -> Effect | None:
    import numpy as np

    mine, others = voices.people[brand], np.delete(voices.people, brand, axis=0).sum(axis=0)
    gaps = np.log(mine + 0.5) - np.log(others + 0.5)
    gaps[(mine + others) == 0] = np.nan
    first = slice(max(at - windows.length, 0), max(at, 0))
    later = slice(at + windows.skipped, at + windows.skipped + windows.length)
    sides = [float(series[side].sum()) for series in (mine, others) for side in (first, later)]
    change = stepped(gaps, at, windows, comparisons=OUTCOMES)
    if change is None or min(sides) < MINIMUM:
        return None
    return _effect("mentions", change, change, gaps, at, windows, round(sum(sides)))


def _on_net(
    read: ir.Table, voices: Voices, event: Event, windows: Windows, facts: Facts, *, seed: int
) -> Effect | None:
    """Net sentiment corrected in both windows; its interval is the wider of that by author and that by day."""
    import ibis
    import numpy as np

    start = event.day - timedelta(days=windows.length)
    from_day = event.day + timedelta(days=windows.skipped)
    side = ibis.cases(
        (read.day.between(start, event.day - timedelta(days=1)), 0),
        (read.day.between(from_day, from_day + timedelta(days=windows.length - 1)), 1),
        else_=2,
    )
    cells = cells_of(read, side)
    keyed = {
        f"{mine:d}{later}": [cell for cell in cells if (cell.brand == event.brand) is mine and cell.kind == later]
        for mine in (True, False)
        for later in (0, 1)
    }
    if min(sum(cell.n for cell in some) for some in keyed.values()) < MINIMUM:
        return None
    answer = answered(keyed, facts, whole=cells, seed=seed)
    reads = {key: answer.weighed(key, NET) for key in keyed}
    signs = {"11": 1.0, "10": -1.0, "01": -1.0, "00": 1.0}
    value = sum(sign * reads[key].value for key, sign in signs.items())
    raw = sum(sign * reads[key].raw for key, sign in signs.items())
    gaps = _net_by_day(read, voices, event.brand)
    daily = stepped(gaps, voices.place(event.day), windows, comparisons=OUTCOMES)
    if daily is None:
        return None
    half = daily.interval.high - daily.value
    corrected = _wider(value, np.sum([sign * reads[key].draws for key, sign in signs.items()], axis=0), half)
    sampled = _wider(raw, np.sum([sign * reads[key].sampled for key, sign in signs.items()], axis=0), half)
    n, at = sum(read.n for read in reads.values()), voices.place(event.day)
    return _effect("net", corrected, sampled, gaps, at, windows, n, compared=daily.value)


def _wider(value: float, draws: Array, half: float) -> Change:
    """The wider of the interval of draws, which vary by author, and that of days."""
    found = simultaneous_interval(value, draws, comparisons=OUTCOMES)
    return Change(value, Interval(min(found.low, value - half), max(found.high, value + half)))


def _effect(
    outcome: Outcome,
    change: Change,
    read: Change,
    gaps: Array,
    at: int,
    windows: Windows,
    n: int,
    *,
    compared: float | None = None,
) -> Effect:
    others = placebos(gaps, at, windows)
    size = abs(read.value if compared is None else compared)
    as_large = sum(abs(value) >= size for value in others)
    return Effect(outcome, change, read, sloped(gaps, at, 2 * windows.length), len(others), as_large, n)


def _net_by_day(read: ir.Table, voices: Voices, brand: int) -> Array:
    """Return net sentiment of a brand less that of the others by day, as counted; not a number without posts."""
    import numpy as np

    marked = read.mutate(mine=read.brand == brand)
    rows = marked.group_by("day", "mine", "sentiment").aggregate(n=marked.count()).to_pyarrow().to_pylist()
    counts = np.zeros((2, len(SENTIMENTS), voices.people.shape[1]))
    for row in rows:
        counts[int(row["mine"]), SENTIMENTS.index(row["sentiment"]), voices.place(row["day"])] += row["n"]
    sizes = counts.sum(axis=1)
    with np.errstate(invalid="ignore"):
        net = (counts[:, 2] - counts[:, 0]) / sizes
    difference: Array = net[1] - net[0]
    return difference


def as_ratio(change: Change) -> Change:
    """Return a change of a logarithm as the ratio it stands for; 1 means no change."""
    return Change(exp(change.value), Interval(exp(change.interval.low), exp(change.interval.high)))
