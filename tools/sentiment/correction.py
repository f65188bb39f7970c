"""Correction: sentiment shares as the dataset's reader would give them if it did not err, and what to beware of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tools.facts import Facts, ReaderError
from tools.sentiment.counting import SENTIMENTS
from tools.statistics.quantification import Rates, Shares, corrected_shares, rates

BORROWED_WORTH = 50
"""What a class of a borrowed error matrix counts for: 50 labelled posts of the dataset itself, however many it had.

Error rates differ between sources of posts by more than sampling explains; the method page gives the measurement.
"""
NET = (-1.0, 0.0, 1.0)
"""Weights of negative, neutral and positive in net sentiment."""


class Corrected(NamedTuple):
    """Shares by group, whether they are corrected, and a sentence on how far to trust that."""

    shares: dict[str, Shares]
    done: bool
    caveats: tuple[str, ...]


def reader_rates(facts: Facts) -> Rates | None:
    """Return how the dataset's reader errs, widened where that is borrowed; none where it cannot be used."""
    error = facts.reader_error
    if error is None or set(error.labels) != set(SENTIMENTS):
        return None
    return rates(_in_order(error), worth=BORROWED_WORTH if error.borrowed else None)


def corrected(counts: Mapping[str, Sequence[int]], facts: Facts, *, seed: int, sampling: bool = True) -> Corrected:
    """Correct the label counts of each group (negative, neutral, positive) for the reader's error.

    Without `sampling` the draws hold the error of the reader's matrix alone.
    """
    errors = reader_rates(facts)
    shares = corrected_shares(counts, errors, seed=seed, sampling=sampling)
    return Corrected(shares, errors is not None, _caveats(facts, errors))


def _in_order(error: ReaderError) -> list[list[int]]:
    places = [error.labels.index(label) for label in SENTIMENTS]
    return [[error.confusion[row][column] for column in places] for row in places]


def _caveats(facts: Facts, errors: Rates | None) -> tuple[str, ...]:
    error = facts.reader_error
    calibrate = f"Label about 200 random posts with `groundswell calibrate {facts.dataset}`"
    if errors is None:
        known = "is not known" if error is None else "is known on too few labelled posts"
        return (f"The shares are as the reader counted them: how it errs {known}. {calibrate} to correct them.",)
    if error is not None and error.borrowed:
        return (
            "The shares are corrected for the reader's error as measured on other posts, and the intervals are "
            f"widened for that. {calibrate} to measure it here.",
        )
    return ()
