"""Before: what was known of the people of a test before any of them was assigned."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from tools.base import Period
from tools.errors import MissingData, TooFewPosts
from tools.inputs import Tables
from tools.segmentation.asked import Definition
from tools.segmentation.matrix import ORDINARY, Feature, Matrix
from tools.segmentation.segmented import Segmenter
from tools.segmentation.testing.asked import TestResultQuery
from tools.segmentation.testing.trial import Trial

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]

WEEKS = 8
"""Weeks before the first assignment whose activity is looked at."""


class Known(NamedTuple):
    """What people of a test did before it: `features`, and their values (people, features), NaN where not known."""

    features: tuple[Feature, ...]
    values: Array


def known_before(query: TestResultQuery, trial: Trial, segmenter: Segmenter, tables: Tables) -> Known:
    """Return features of the audience over the weeks before the day of the first assignment; none if too little is.

    Features that touch protected data are left out.
    """
    import numpy as np

    matrix = _matrix(query, trial, segmenter, tables)
    if matrix is None:
        return Known((), np.zeros((len(trial.people), 0)))
    columns = [i for i, feature in enumerate(matrix.features) if feature.sensitivity == ORDINARY]
    return Known(tuple(matrix.features[i] for i in columns), _rows(trial, matrix)[:, columns])


def predictors(trial: Trial, known: Known) -> Array | None:
    """Return all that may tell who was treated, (people, columns): features, segment, the outcome before; none if none.

    Segments alone say too little for a propensity.
    """
    import numpy as np

    if not known.features and trial.before is None:
        return None
    columns = [np.asarray(trial.segment == code, dtype=float)[:, None] for code in range(len(trial.segments))]
    if trial.before is not None:
        columns.append(trial.before[:, None])
    return np.hstack([*columns, known.values])


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
