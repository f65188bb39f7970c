"""Paying: what people were worth a month, and how often and how much they bought, by the table outcomes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tools.inputs import Tables
from tools.segmentation.features.columns import Columns, columns, known_of_some
from tools.segmentation.features.window import MONTH_DAYS, Window
from tools.segmentation.matrix import Feature

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MONEY = ("purchased", "converted")
"""Kinds of outcome whose value is money."""
_FEATURES = (
    Feature("value.monthly", "value a month", "amount", "value"),
    Feature("margin.monthly", "margin a month", "amount", "value"),
    Feature("purchases", "purchases a week", "per week", "value"),
)


def paying(people: Sequence[str], days: NDArray[np.int64], window: Window, tables: Tables) -> Columns | None:
    """Return value and margin a month and purchases a week, over the `days` (people,) that each was there.

    0 for people without a purchase; margins are NaN for people of whom one is not known. None without any purchase.
    """
    import ibis
    import numpy as np

    if "outcomes" not in tables:
        return None
    outcomes = window.within(tables["outcomes"], "at")
    paid = outcomes.filter(outcomes.kind.isin(MONEY), outcomes.value.notnull())
    counted = paid.mutate(w=window.counts(paid.day))
    sums = counted.group_by(person=counted.user_id).aggregate(
        value=(counted.value * counted.w).sum(),
        margin=ibis.ifelse(
            counted.margin.count() == counted.count(), (counted.margin * counted.w).sum(), ibis.null("float64")
        ),
        n=counted.w.sum(),
    )
    rows = sums.order_by("person").to_pyarrow()
    if not rows.num_rows:
        return None
    found = columns(_FEATURES, rows, people, missing=0.0)
    weights = window.weights()
    there = np.maximum(days, 1) / window.days * weights.sum()
    per = np.array([MONTH_DAYS, MONTH_DAYS, 7.0])
    return known_of_some(Columns(found.features, found.values / there[:, None] * per))
