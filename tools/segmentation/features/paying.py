"""Paying: what people were worth a month, and how often and how much they bought, by the table outcomes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.inputs import Tables
from tools.segmentation.features.columns import Columns, columns, known_of_some
from tools.segmentation.features.presence import There, presence, there
from tools.segmentation.features.window import MONTH_DAYS, Window
from tools.segmentation.matrix import Feature

if TYPE_CHECKING:
    import ibis.expr.types as ir

MONEY = ("purchased", "converted")
"""Kinds of outcome whose value is money."""
_FEATURES = (
    Feature("value.monthly", "value a month", "amount", "value"),
    Feature("margin.monthly", "margin a month", "amount", "value"),
    Feature("value.each", "value of a purchase", "amount", "value"),
    Feature("purchases", "purchases a week", "per week", "value"),
)
_RECENCY = Feature("recency", "days since they last bought", "days", "activity")


def paid(window: Window, tables: Tables) -> ir.Table:
    """Return purchases and conversions of the window that have a value, with `person` and `day`."""
    outcomes = window.within(tables["outcomes"], "at")
    money = outcomes.filter(outcomes.kind.isin(MONEY), outcomes.value.notnull())
    return money.mutate(person=money.user_id)


def buyers(bought: ir.Table, window: Window, tables: Tables) -> There:
    """Return those who bought, and when they were there."""
    did = bought.group_by("person").aggregate(did_first=bought.day.min(), did_last=bought.day.max())
    return there(presence(did, window, tables))


def recency(bought: ir.Table, who: There) -> Columns:
    """Return how many days before the end (or leaving) people last bought."""
    import numpy as np

    last = bought.group_by("person").aggregate(last=bought.day.max()).order_by("person").to_pyarrow()
    found = columns((_RECENCY,), last, who.people, missing=np.nan)
    return Columns(found.features, who.stay.last[:, None] - found.values)


def paying(who: There, window: Window, tables: Tables) -> Columns | None:
    """Return value and margin a month, purchases a week and the value of one, over the days that people were there.

    0 for people without a purchase, whose value of one is NaN; so is a margin where one is not known. None without any
    purchase.
    """
    import ibis
    import numpy as np

    if "outcomes" not in tables:
        return None
    bought = paid(window, tables)
    bought = bought.mutate(w=window.counts(bought.day))
    margins = (bought.margin * bought.w).sum()
    rows = bought.group_by("person").aggregate(
        value=(bought.value * bought.w).sum(),
        margin=ibis.ifelse(bought.margin.count() == bought.count(), margins, ibis.null("float64")),
        each=bought.value.mean(),
        n=bought.w.sum(),
    )
    found = columns(_FEATURES, rows.order_by("person").to_pyarrow(), who.people, missing=0.0)
    if not found.values.any():
        return None
    weeks = who.stay.days / window.days * window.weights().sum() / 7
    month = MONTH_DAYS / 7
    values = found.values * np.array([month, month, 1.0, 1.0]) / np.where([1, 1, 0, 1], weeks[:, None], 1.0)
    values[found.values[:, -1] == 0, 2] = np.nan
    return known_of_some(Columns(found.features, values))
