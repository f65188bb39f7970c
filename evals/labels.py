"""Labels: how many bad labels of segments the lint finds, and how many fair ones it leaves be.

    python -m evals.labels

Three sets: one written before the lists of words, one after them, and one after that; by the same hand, so what counts
is how a set did when the lists first met it, before the words it missed were added (`FIRST_MET`).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from tools.figure import show
from tools.segmentation.naming.lint import lint
from tools.statistics.interval import Interval
from tools.statistics.proportion import wilson

DATA = Path(__file__).parent / "data" / "labels"
SETS = ("before", "after", "last")


class Label(NamedTuple):
    """A label, and whether it should be flagged."""

    text: str
    bad: bool


class Score(NamedTuple):
    """How many labels were flagged rightly and wrongly, and left be rightly and wrongly."""

    right: int
    wrong: int
    missed: int
    left: int

    @property
    def precision(self) -> float:
        """Of those flagged, the share that is bad."""
        return self.right / max(self.right + self.wrong, 1)

    @property
    def recall(self) -> float:
        """Of the bad ones, the share that is flagged."""
        return self.right / max(self.right + self.missed, 1)

    @property
    def intervals(self) -> tuple[Interval, Interval]:
        """Those of precision and recall."""
        return wilson(self.right, self.right + self.wrong), wilson(self.right, self.right + self.missed)


FIRST_MET: Mapping[str, Score] = {"after": Score(46, 6, 12, 36), "last": Score(35, 1, 12, 31)}
"""What the lists did on a set when they first met it (2026-11-22)."""


def labels(name: str) -> tuple[Label, ...]:
    """Return the labels of a set."""
    rows = (DATA / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return tuple(Label(text, verdict == "flag") for text, verdict in (row.split("\t") for row in rows))


def score(name: str) -> Score:
    """Lint a set."""
    told = [(label.bad, bool(lint(label.text))) for label in labels(name)]
    return Score(
        told.count((True, True)), told.count((False, True)), told.count((True, False)), told.count((False, False))
    )


def lines() -> Iterator[str]:
    """Write a line for each set as it is now and as it was first met, and the labels told wrongly."""
    for name in SETS:
        yield f"{name}: {_written(score(name))}"
        if name in FIRST_MET:
            yield f"{name}, when first met: {_written(FIRST_MET[name])}"
        for label in labels(name):
            if label.bad != bool(lint(label.text)):
                yield f"    {'missed' if label.bad else 'flagged wrongly'}: {label.text}"


def _written(found: Score) -> str:
    parts = (("precision", found.precision, found.intervals[0]), ("recall", found.recall, found.intervals[1]))
    said = (
        f"{what} {show(value, 'share')} ({show(ends.low, 'share')} to {show(ends.high, 'share')})"
        for what, value, ends in parts
    )
    return f"{', '.join(said)}, n = {sum(found)}"


if __name__ == "__main__":
    sys.stdout.write("\n".join(lines()) + "\n")
