"""Trial: the people of a test, the arm of each, and what came of them after they were assigned."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.base import Period
from tools.segmentation.disclosure import Counter
from tools.segmentation.testing.outcome import Outcome

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]
    Bits = NDArray[np.bool_]
    Codes = NDArray[np.intp]

CONTROLS = ("control", "holdout", "hold-out", "hold_out", "generic", "baseline", "placebo", "none", "default")


SPECIFIC = "segment-specific"
"""What arms are called together where each segment got something of its own."""


class Trial(NamedTuple):
    """People in order of their ids, which never leave; arrays of shape (people,).

    `outcome` is NaN where it is not known. `before` is the same outcome in as many days before the assignment; none
    where the data do not reach back. `elsewhere`: also in another test that overlaps. `crossed`: in two arms of this
    one, or in the control and yet shown what a treated arm was named after.
    """

    people: tuple[str, ...]
    arms: tuple[str, ...]
    """The control first."""
    arm: Codes
    segments: tuple[str, ...]
    segment: Codes
    """-1 where none is recorded."""
    outcome: Array
    before: Array | None
    elsewhere: Bits
    crossed: Bits
    measured: Outcome
    experiment: str
    start: datetime | None
    follow_up: Period | None
    counter: Counter
    guessed_control: bool
    left_out: int
    """People assigned too late to be followed, rounded."""
    pooled: tuple[str, ...]
    """Arms that each went to one segment, and are read together as `SPECIFIC`; none otherwise."""

    def of(self, arm: str) -> Bits:
        """Return who is in an arm."""
        chosen: Bits = self.arm == self.arms.index(arm)
        return chosen

    @property
    def known(self) -> Bits:
        """Return whose outcome is known."""
        import numpy as np

        held: Bits = ~np.isnan(self.outcome)
        return held

    @property
    def treated(self) -> tuple[str, ...]:
        """The arms that are not the control."""
        return self.arms[1:]
