"""Differences in differences: what an event changed in net sentiment, less what changed meanwhile in a control."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from tools.errors import TooFewPosts
from tools.facts import Facts
from tools.figure import Figure
from tools.sentiment.correction import NET, corrected
from tools.sentiment.counting import Counts, total
from tools.sentiment.periods import MINIMUM, Bucket, Every, bucketed
from tools.statistics.interval import Interval, Z
from tools.statistics.regression import changes

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tools.statistics.quantification import Shares

    Array = NDArray[np.float64]

FEWEST = 5
"""Periods before the event, and from it on, in which both sides hold enough posts."""
READ = 10
"""Posts read reliably that a day needs on both sides; weeks need 30, as everywhere."""
_MOST_DAYS = 120
_METHOD = "sentiment_trend"
_PLURAL = {"day": "days", "week": "weeks"}


class Difference(NamedTuple):
    """The figures, whether the difference is beyond chance, and whether the sides moved apart before the event too."""

    figures: tuple[Figure, ...]
    settled: bool
    apart_before: bool


class Gap(NamedTuple):
    """Net sentiment of one side less that of the other in periods of both: values, draws (draws, periods), weights."""

    starts: tuple[date, ...]
    values: Array
    draws: Array
    weights: Array


def difference(
    treated: Mapping[date, Counts], control: Mapping[date, Counts], *, event: date, every: Every | None, name: str,
    facts: Facts, seed: int,
) -> Difference:  # fmt: skip
    """Compare the step of the gap between the two sides at the event, -2 to 2; 0 where both moved alike.

    The gap of each day in which both sides hold 10 posts read reliably (30 in a week, where there are over 120 days) is
    fitted to a step, which takes out what moves both. It is the event's effect if the sides would have moved alike
    without it: whether they did before is the slope of the gap before the event. Raises TooFewPosts below 5 such
    periods on a side of the event.
    Source: Angrist & Pischke, Mostly Harmless Econometrics (2009), ch. 5; errors as in `changes`.
    """
    import numpy as np

    every = every or ("day" if len(treated) <= _MOST_DAYS else "week")
    sides = [{bucket.key: bucket for bucket in _kept(days, every, event)} for days in (treated, control)]
    keys = sorted(sides[0].keys() & sides[1].keys())
    for side, there in (
        ("before", [key for key in keys if date.fromisoformat(key) < event]),
        ("from", [key for key in keys if date.fromisoformat(key) >= event]),
    ):
        if len(there) < FEWEST:
            least = READ if every == "day" else MINIMUM
            what = f"{_PLURAL[every]} {side} {event} with {least} posts read reliably on both sides"
            raise TooFewPosts(found=len(there), needed=FEWEST, what=what)
    gap = _gap(sides, keys, facts, seed)
    after = np.array([float(start >= event) for start in gap.starts])
    step, interval = _coefficient(gap, after)
    apart = _slope_before(gap, event)
    n = sum(side[key].counts.n_read for side in sides for key in keys)
    found = [
        Figure(
            name="change.difference", label=f"change at {event} less that of {name}", value=step, unit="net", n=n,
            low=interval.low, high=interval.high, method=_METHOD, group={"control": name},
        ),
        *_control(sides[1], keys, event, name, facts, seed),
    ]  # fmt: skip
    if apart:
        found.append(
            Figure(
                name="slope.difference", label=f"change a week, before {event}, of the gap to {name}", value=apart[0],
                unit="net_per_week", n=n, low=apart[1].low, high=apart[1].high, method=_METHOD, group={"control": name},
            )
        )  # fmt: skip
    return Difference(tuple(found), not interval.holds(0), bool(apart and not apart[1].holds(0)))


def _kept(days: Mapping[date, Counts], every: Every, event: date) -> list[Bucket]:
    if every == "week":
        return list(bucketed(days, every=every, event=event).kept)
    return [Bucket(day, days[day]) for day in sorted(days) if days[day].n_read >= READ]


def _gap(sides: list[dict[str, Bucket]], keys: list[str], facts: Facts, seed: int) -> Gap:
    """Correct both sides with the same draws of how the reader may err, which then cancels where it is the same."""
    import numpy as np

    counts = {f"{i}:{key}": side[key].counts.read for i, side in enumerate(sides) for key in keys}
    whole = tuple(map(sum, zip(*counts.values(), strict=True)))
    scopes = {key: key[0] for key in counts}
    shares = corrected(counts, facts, whole=whole, seed=seed, scopes=scopes).shares
    values, draws = (
        [np.column_stack([pick(shares[f"{i}:{key}"]) for key in keys]) for i in range(2)] for pick in (_value, _draws)
    )
    sizes = [np.array([side[key].counts.n_read for key in keys], dtype=float) for side in sides]
    return Gap(
        tuple(date.fromisoformat(key) for key in keys),
        (values[0] - values[1])[0],
        draws[0] - draws[1],
        1 / (1 / sizes[0] + 1 / sizes[1]),
    )


def _value(share: Shares) -> Array:
    import numpy as np

    return np.array([share.value @ np.asarray(NET)])


def _draws(share: Shares) -> Array:
    import numpy as np

    return np.asarray(share.draws @ np.asarray(NET))


def _coefficient(gap: Gap, column: Array) -> tuple[float, Interval]:
    """Fit the gap to a column beside a constant; the wider of what the series and what the draws leave open."""
    fit = changes(gap.values[None], column, gap.weights)
    value = float(fit.coefficients[0])
    drawn = changes(gap.draws, column, gap.weights).coefficients
    half = max(float(fit.half_widths[0]), Z * float(drawn.std()))
    return value, Interval(value - half, value + half)


def _slope_before(gap: Gap, event: date) -> tuple[float, Interval] | None:
    import numpy as np

    rows = np.array([start < event for start in gap.starts])
    if rows.sum() < FEWEST:
        return None
    starts = [start for start in gap.starts if start < event]
    before = Gap(tuple(starts), gap.values[rows], gap.draws[:, rows], gap.weights[rows])
    return _coefficient(before, np.array([(start - starts[0]).days / 7 for start in starts]))


def _control(
    side: Mapping[str, Bucket], keys: list[str], event: date, name: str, facts: Facts, seed: int
) -> list[Figure]:
    """Give the control's net sentiment before and after, in the periods compared."""
    parts = {
        "before": total(side[key].counts for key in keys if date.fromisoformat(key) < event),
        "after": total(side[key].counts for key in keys if date.fromisoformat(key) >= event),
    }
    whole = total(parts.values()).read
    read = {part: counts.read for part, counts in parts.items()}
    answer = corrected(read, facts, whole=whole, seed=seed, scopes=dict.fromkeys(read, name))
    return [
        Figure(
            name=f"net.control.{part}", label=f"net sentiment of {name} {words}", unit="net", n=parts[part].n_read,
            value=float(share.value @ NET), **share.interval(NET)._asdict(),
            raw=float(share.raw @ NET) if answer.done else None, method=_METHOD, group={"control": name},
        )
        for (part, share), words in zip(answer.shares.items(), (f"before {event}", f"from {event} on"), strict=True)
    ]  # fmt: skip
