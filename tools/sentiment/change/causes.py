"""Causes: the leading slices of a change, with their shares of negative posts corrected for the reader's error."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tools.sentiment.change.parts import Estimate, estimate
from tools.sentiment.change.posts import Posts
from tools.sentiment.change.resampled import Answers, Resampled
from tools.statistics.slices import Found, Slice, leading_slices

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]

NEGATIVE = (1.0, 0.0, 0.0)
"""Weights of negative, neutral and positive in the share of negative posts."""
_OURS, _THEIRS, _ELSE = 0, 1, 2
_BEFORE, _LATER = 0, 1


class Cause(NamedTuple):
    """A leading slice: its posts before and later, those it is compared with later, and all that its excess rests on.

    `share` of the later posts; negative shares `before` (none where the first period cannot tell) and `later`, `rest`
    of what it is compared with, later; `excess` of its change over the rest's (of its later share, where the first
    period cannot tell); `added`, what that excess comes to in the share of all later posts; `ratio` later / rest.
    """

    slice: Slice
    posts_before: int
    posts: int
    posts_beside: int
    compared: int
    share: float
    before: Estimate | None
    later: Estimate
    rest: Estimate
    excess: Estimate
    added: Estimate
    ratio: Estimate | None


def causes_of(posts: Posts, resampled: Resampled) -> Found:
    """Find the leading slices, and add their posts to what is resampled."""
    import numpy as np

    table = posts.table()
    found = leading_slices(table)
    for place, one in enumerate(found.slices):
        inside = table.holds(one.conditions)
        codes = np.where(inside, _OURS, np.where(table.holds(one.within), _THEIRS, _ELSE))
        resampled.add(_key(place), codes.astype(np.intp), 3)
    return found


def measured(found: Found, answers: Answers) -> tuple[Cause, ...]:
    """Return the leading slices with corrected figures."""
    return tuple(_cause(one, _key(place), answers) for place, one in enumerate(found.slices))


def _key(place: int) -> str:
    return f"slice{place}"


def _cause(one: Slice, key: str, answers: Answers) -> Cause:
    import numpy as np

    rates, cells = answers.rates(key, NEGATIVE), answers.cells[key]
    value, raw, draws = rates.value, rates.raw, rates.draws
    sides = np.array([-1.0, 1.0]) if one.known else np.array([0.0, 1.0])
    gap = np.stack([sides, -sides])

    def of(group: int, side: int) -> Estimate:
        return estimate(float(value[group, side]), draws[:, group, side], float(raw[group, side]))

    share = cells.sizes[_OURS, _LATER] / cells.sizes[:, _LATER].sum()
    drawn_share = cells.drawn[:, _OURS, _LATER] / cells.drawn[:, :, _LATER].sum(axis=1)
    excess = _weighed(gap, value)
    drawn, plain = _weighed(gap, draws), _weighed(gap, raw)
    later, rest = of(_OURS, _LATER), of(_THEIRS, _LATER)
    ratio = (
        estimate(later.value / rest.value, draws[:, _OURS, _LATER] / draws[:, _THEIRS, _LATER], later.raw / rest.raw)
        if rest.interval.low > 0 and rest.raw > 0
        else None
    )
    return Cause(
        one,
        int(cells.sizes[_OURS, _BEFORE]),
        int(cells.sizes[_OURS, _LATER]),
        int(cells.sizes[_THEIRS, _LATER]),
        int(cells.sizes[:2][:, [_BEFORE, _LATER] if one.known else [_LATER]].sum()),
        float(share),
        of(_OURS, _BEFORE) if one.known else None,
        later,
        rest,
        estimate(float(excess), drawn, float(plain)),
        estimate(float(excess * share), drawn * drawn_share, float(plain * share)),
        ratio,
    )


def _weighed(gap: Array, rates: Array) -> Array:
    """Sum slice and rest by sign and side, (..., groups, 2) to (...), leaving out what weighs nothing."""
    import numpy as np

    total: Array = np.where(gap != 0, gap * rates[..., :2, :], 0.0).sum(axis=(-1, -2))
    return total
