"""Before: what was known of the people of a test before any of them was assigned."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from tools.base import Period
from tools.errors import MissingData, TooFewPosts
from tools.inputs import Tables
from tools.segmentation.asked import Definition
from tools.segmentation.matrix import Matrix
from tools.segmentation.segmented import Segmenter
from tools.segmentation.testing.asked import TestResultQuery
from tools.segmentation.testing.trial import Trial

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]

WEEKS = 8
"""Weeks before the first assignment whose activity is looked at."""


def known_before(query: TestResultQuery, trial: Trial, segmenter: Segmenter, tables: Tables) -> Array | None:
    """Return features of the people of a test, (people, features), NaN where not known; none if nothing is known.

    They are those of the audience over the weeks before the first assignment, the segment recorded at the assignment
    and the outcome before it.
    """
    import numpy as np

    columns = [np.asarray(trial.segment == code, dtype=float)[:, None] for code in range(len(trial.segments))]
    if trial.before is not None:
        columns.append(trial.before[:, None])
    matrix = _matrix(query, trial, segmenter, tables)
    if matrix is not None:
        columns.append(_rows(trial, matrix))
    return np.hstack(columns) if matrix is not None or trial.before is not None else None


def _matrix(query: TestResultQuery, trial: Trial, segmenter: Segmenter, tables: Tables) -> Matrix | None:
    """Measure members by what they did before the day of the first assignment; none if that is too little."""
    if trial.start is None or "events" not in tables:
        return None
    last = trial.start.astimezone(ZoneInfo(tables.facts.time_zone)).date() - timedelta(days=1)
    period = Period(start=last - timedelta(days=7 * WEEKS - 1), end=last)
    asked = Definition(dataset=query.dataset, period=period, population="members")
    try:
        return segmenter.matrix(asked)
    except (TooFewPosts, MissingData):
        return None


def _rows(trial: Trial, matrix: Matrix) -> Array:
    """Bring the rows of a matrix into the order of the test's people; NaN for those it does not hold."""
    import numpy as np

    places = {person: row for row, person in enumerate(matrix.people)}
    rows = np.full((len(trial.people), len(matrix.features)), np.nan)
    for row, person in enumerate(trial.people):
        if person in places:
            rows[row] = matrix.values[places[person]]
    return rows
