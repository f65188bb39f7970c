"""Since: for how long people have been customers, and had their account."""

from __future__ import annotations

from collections.abc import Sequence

from tools.inputs import Tables
from tools.scope import bounds
from tools.segmentation.features.columns import Columns, columns, known_of_some
from tools.segmentation.features.window import Window
from tools.segmentation.matrix import Feature

_FEATURES = (
    Feature("tenure", "days as a customer", "days", "tenure"),
    Feature("account.age", "days since the account was made", "days", "tenure"),
)
_DAY = 86_400


def tenure(people: Sequence[str], window: Window, tables: Tables) -> Columns | None:
    """Return days from becoming a customer, and from making the account, to the window's end; NaN where not known.

    None without a table authors. Who became a customer later is not known to be one.
    """
    import ibis
    import numpy as np

    if "authors" not in tables:
        return None
    authors = tables["authors"]
    end = ibis.literal(bounds(window.period, window.facts)[1])
    rows = authors.select(
        person="author_id",
        tenure=end.epoch_seconds() - authors.customer_since.epoch_seconds(),
        age=end.epoch_seconds() - authors.created_at.epoch_seconds(),
    )
    found = columns(_FEATURES, rows.order_by("person").to_pyarrow(), people, missing=np.nan)
    days = np.where(found.values >= 0, found.values / _DAY, np.nan)
    return known_of_some(Columns(found.features, days))
