"""Declared: what people said of themselves (attributes in the table authors), and what of it the law protects."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from tools.inputs import Tables

if TYPE_CHECKING:
    import ibis.expr.types as ir

PROTECTED = frozenset(
    "age age_group birth_year birthday caste civil_status color colour disability disabled ethnicity ethnic_origin "
    "family_status gender gender_identity health marital_status nationality national_origin orientation origin party "
    "political_views politics pregnancy pregnant pronouns race religion senior_citizen sex sexual_orientation "
    "title trade_union union veteran".replace("\n", " ").split()
)
"""Attributes by which nobody may be grouped or reached, as they are usually called (EU Charter, article 21; GDPR,
article 9; US Title VII and its kin). They are only ever used to check that something else does not stand for them."""

_LONGEST = 40
"""Characters of a value that can be a category; longer ones are somebody's own words."""


class Said(NamedTuple):
    """One thing that a person declared; a list declares each of its items."""

    person: str
    attribute: str
    value: str


def is_protected(attribute: str) -> bool:
    """Tell whether an attribute is a protected one, whatever its case and spacing."""
    return attribute.strip().lower().replace(" ", "_").replace("-", "_") in PROTECTED


def declared(tables: Tables, people: ir.Table | None = None) -> list[Said]:
    """Return what people declared, by person; of those in `people` (a column `person`) where given.

    Attributes that are no JSON object say nothing. Numbers and texts of more than 40 characters are left out: they
    are hardly categories.
    """
    if "authors" not in tables:
        return []
    authors = tables["authors"].filter(tables["authors"].attributes.notnull())
    if people is not None:
        authors = authors.filter(authors.author_id.isin(people.person))
    rows = authors.select("author_id", "attributes").order_by("author_id").to_pyarrow().to_pylist()
    return [said for row in rows for said in _said(row["author_id"], row["attributes"])]


def _said(person: str, attributes: str) -> Iterator[Said]:
    try:
        told = json.loads(attributes)
    except ValueError:
        return
    for attribute, value in told.items() if isinstance(told, dict) else ():
        for one in value if isinstance(value, list) else [value]:
            named = {True: "yes", False: "no"}.get(one) if isinstance(one, bool) else one
            if isinstance(named, str) and 0 < len(named.strip()) <= _LONGEST:
                yield Said(person, attribute, named.strip())
