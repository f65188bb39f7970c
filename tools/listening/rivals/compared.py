"""Compared: which brands a question sets side by side."""

from __future__ import annotations

from tools.base import Query
from tools.errors import BadRequest, MissingData, UnknownName
from tools.facts import Brand, Facts
from tools.wording import listed

MOST = 20


def compared(query: Query, facts: Facts, what: str) -> tuple[Brand, ...]:
    """Return the competitor set: the brands asked for if there are two or more, else all tracked ones.

    `what` names what compares them in the refusal. Raises UnknownName for a brand that is not tracked, BadRequest for
    more than 20, MissingData where fewer than two are tracked.
    """
    known = {brand.name for brand in facts.brands}
    asked = []
    for name in query.filter.brands:
        brand = facts.brand_named(name)
        if brand is None:
            raise UnknownName("brand", name, known)
        asked.append(brand)
    chosen = tuple(dict.fromkeys(asked)) if len(set(asked)) > 1 else facts.brands
    if len(chosen) > MOST:
        raise BadRequest(f"{len(chosen)} brands are too many to compare at once; name up to {MOST} in filter.brands.")
    if len(chosen) < 2:
        raise MissingData(
            f"{what} compares at least two tracked brands, and dataset {facts.dataset!r} tracks "
            f"{listed(sorted(known)) or 'none'}. Name the competitors of the dataset first."
        )
    return chosen
