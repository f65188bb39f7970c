"""Correction: sentiment shares as the dataset's reader would give them if it did not err, and what to beware of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.facts import Facts, ReaderError
from tools.sentiment.counting import SENTIMENTS
from tools.statistics.quantification import DRAWS, Borrowed, Labelled, Shares, borrowed, corrected_shares, labelled

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NET = (-1.0, 0.0, 1.0)
"""Weights of negative, neutral and positive in net sentiment."""


class Corrected(NamedTuple):
    """Shares by group, whether they are corrected, and a sentence on how far to trust that."""

    shares: dict[str, Shares]
    done: bool
    caveats: tuple[str, ...]


def reader_errors(facts: Facts) -> Labelled | Borrowed | None:
    """Return how the dataset's reader errs, as measured here or as borrowed; none where it cannot be used."""
    error = facts.reader_error
    if error is None or set(error.labels) != set(SENTIMENTS):
        return None
    if error.borrowed:
        return borrowed([_in_order(error, matrix) for matrix in error.by_source or (error.confusion,)])
    confusion = _in_order(error, error.confusion)
    places = [error.labels.index(label) for label in SENTIMENTS]
    read = (
        [error.population[place] for place in places]
        if error.population
        else list(map(sum, zip(*confusion, strict=True)))
    )
    return labelled(confusion, read)


def corrected(
    counts: Mapping[str, Sequence[float]],
    facts: Facts,
    *,
    whole: Sequence[float],
    seed: int,
    sampling: bool = True,
    resampled: Mapping[str, NDArray[np.floating[Any]]] | None = None,
    scopes: Mapping[str, str] | None = None,
) -> Corrected:
    """Correct the label counts of each group (negative, neutral, positive) for the reader's error.

    `whole` counts all posts in scope: a borrowed error must be able to explain them. Without `sampling` the draws
    hold the error of the reader's matrix alone. `resampled` holds draws of each group's counted shares, (draws, 3),
    in place of independent ones. Groups that `scopes` gives the same name are times of the same posts.
    """
    errors = reader_errors(facts)
    draws = DRAWS if resampled is None else len(next(iter(resampled.values())))
    shares = corrected_shares(
        counts, errors, whole=whole, seed=seed, draws=draws, sampling=sampling, resampled=resampled, scopes=scopes
    )
    return Corrected(shares, errors is not None, _caveats(facts, errors))


def _in_order(error: ReaderError, matrix: Sequence[Sequence[int]]) -> list[list[int]]:
    places = [error.labels.index(label) for label in SENTIMENTS]
    return [[matrix[row][column] for column in places] for row in places]


def _caveats(facts: Facts, errors: Labelled | Borrowed | None) -> tuple[str, ...]:
    error = facts.reader_error
    calibrate = f"Label about 200 random posts with `groundswell calibrate {facts.dataset}`"
    if errors is None:
        known = "is not known" if error is None else "is known on too few labelled posts"
        return (f"The shares are as the reader counted them: how it errs {known}. {calibrate} to correct them.",)
    if error is not None and error.borrowed:
        return (
            "How the reader errs on these posts was never measured, only on others, so the intervals are wide. "
            f"{calibrate} to narrow them.",
        )
    return ()
