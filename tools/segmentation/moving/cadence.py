"""Cadence: whether to group people anew now, and by which day to look again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from math import sqrt
from typing import NamedTuple

from tools.base import Period
from tools.segmentation.moving.drift import Verdict
from tools.segmentation.moving.psi import LARGE

QUARTER_DAYS = 91
"""However calm it is, groups that people act on are looked at once a quarter."""
_SOONEST_DAYS = 7
_MANY = 0.5


class Renewal(NamedTuple):
    """Whether to group people anew now, why or why not, and the day by which to look again."""

    now: bool
    reasons: tuple[str, ...]
    next_look: date


def renewal(verdicts: Sequence[Verdict], after: Period, *, agrees: bool, shift: float) -> Renewal:
    """Suggest when to group people anew.

    Now, where a segment dissolves, half of them or more drift, the two groupings do not agree
    as well as two halves of the earlier people do (`agrees`), or a feature's stability index is .25 or more
    beyond chance. Else later: what was seen over one window is taken to go on, so that an index of `shift` (less what
    chance makes) reaches .25 after window x sqrt(.25 / shift) days, since it grows with the square of a steady shift;
    at the latest after as many days as were looked at where nothing drifts, and after a quarter.
    """
    now = []
    if lost := sum(verdict == "dissolving" for verdict in verdicts):
        now.append("a segment dissolves" if lost == 1 else "several segments dissolve")
    if sum(verdict == "drifting" for verdict in verdicts) >= _MANY * len(verdicts):
        now.append("at least half of the segments drift")
    if not agrees:
        now.append("the later days group people otherwise than the earlier ones did, beyond chance")
    if shift >= LARGE:
        now.append("a feature moved by a stability index of a quarter or more")
    days = QUARTER_DAYS if shift <= 0 else after.days * sqrt(LARGE / shift)
    days = min(max(days, _SOONEST_DAYS), after.days, QUARTER_DAYS)
    if now:
        return Renewal(True, tuple(now), after.end + timedelta(days=min(after.days, QUARTER_DAYS)))
    calm = "no segment dissolves, fewer than half drift, and the later days group people much as the earlier ones did"
    return Renewal(False, (calm,), after.end + timedelta(days=round(days)))
