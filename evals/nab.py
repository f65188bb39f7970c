"""NAB: how good alarms on a series are, early ones in labelled windows for more, false ones for less.

The Numenta Anomaly Benchmark's standard profile, from its published description (Lavin & Ahmad, Evaluating Real-time
Anomaly Detection Algorithms, ICMLA 2015, arXiv 1510.03336): a row in a window of w rows stands at y = -1 at its first
row and at -1/w at its last; a row after it at y = rows past the last / (w - 1). With s(y) = 2 / (1 + exp(5 y)) - 1,
which is taken to be -1 where y > 3 and where no window came before:

- the first alarm in a window earns s(y) / s(-1), so 1 at its first row; further ones in it earn nothing;
- an alarm outside windows costs: it earns .11 s(y), from 0 just behind a window to -.11 far from one;
- a window without an alarm earns -1;
- alarms in the first 15 % of a series, at most 750 rows, do not count.

The score is 100 (earned + windows) / (2 x windows), summed over series: 100 for a perfect detector, 0 for a silent one,
below 0 for a noisy one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import exp
from typing import NamedTuple

FALSE_ALARM = 0.11
_PROBATION, _LONGEST_PROBATION = 0.15, 750
_FAR = 3.0


class Window(NamedTuple):
    """Rows that belong to one labelled event: first and last, both included."""

    first: int
    last: int

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return self.last - self.first + 1


class Outcome(NamedTuple):
    """What alarms on some series earned: the sum, and how many windows there are, were met, and alarms were false."""

    earned: float
    windows: int
    met: int
    false_alarms: int

    @property
    def score(self) -> float:
        """100 for a perfect detector, 0 for a silent one."""
        return 100 * (self.earned + self.windows) / (2 * self.windows)


def outcome(alarms: Iterable[int], windows: Sequence[Window], *, rows: int) -> Outcome:
    """Score the alarms (rows) raised on one series of `rows` rows."""
    probation = min(int(_PROBATION * rows), _LONGEST_PROBATION)
    met: set[Window] = set()
    earned, false_alarms = 0.0, 0
    for row in sorted(row for row in alarms if row >= probation):
        window = next((window for window in windows if window.first <= row <= window.last), None)
        if window is None:
            earned += FALSE_ALARM * _after(row, windows)
            false_alarms += 1
        elif window not in met:
            met.add(window)
            earned += _sigmoid(-(window.last - row + 1) / window.rows) / _sigmoid(-1.0)
    return Outcome(earned - (len(windows) - len(met)), len(windows), len(met), false_alarms)


def together(outcomes: Iterable[Outcome]) -> Outcome:
    """Add series up."""
    return Outcome(*map(sum, zip(*outcomes, strict=True)))


def _after(row: int, windows: Sequence[Window]) -> float:
    before = [window for window in windows if window.last < row]
    if not before:
        return -1.0
    nearest = max(before, key=lambda window: window.last)
    return _sigmoid((row - nearest.last) / max(nearest.rows - 1, 1))


def _sigmoid(y: float) -> float:
    return -1.0 if y > _FAR else 2 / (1 + exp(5 * y)) - 1
