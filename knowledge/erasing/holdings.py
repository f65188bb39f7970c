"""Holdings: everything a dataset holds on one person, for them to read."""

from __future__ import annotations

from typing import Any

from knowledge.dataset import Dataset
from tools.base import Model
from tools.errors import NotFound
from tools.tables import TABLES


class Holdings(Model):
    """Rows held on a person, a table at a time, as they are stored."""

    dataset: str
    author_id: str
    purposes: tuple[str, ...]
    retention_days: int | None
    tables: dict[str, tuple[dict[str, Any], ...]]


def holdings(dataset: Dataset, author_id: str) -> Holdings:
    """Collect what is held on a person; NotFound if nothing is. Vectors are given as their length only."""
    tables = dataset.tables()
    held: dict[str, tuple[dict[str, Any], ...]] = {}
    for name, spec in TABLES.items():
        if name not in tables or not spec.person:
            continue
        table = tables[name]
        mine = table[spec.person[0]] == author_id
        for column in spec.person[1:]:
            mine = mine | (table[column] == author_id)
        held[name] = tuple(table.filter(mine).to_pyarrow().to_pylist())
    post_ids = [row["post_id"] for row in held.get("posts", ())]
    if post_ids and "readings" in tables:
        readings = tables["readings"]
        held["readings"] = tuple(readings.filter(readings.post_id.isin(post_ids)).to_pyarrow().to_pylist())
    held = {name: rows for name, rows in held.items() if rows}
    if not held:
        raise NotFound(
            f"Dataset {dataset.name!r} holds nothing on author {author_id!r}. Search results show author ids."
        )
    facts = dataset.manifest.facts
    return Holdings(
        dataset=dataset.name,
        author_id=author_id,
        purposes=facts.purposes,
        retention_days=facts.retention_days,
        tables=held,
    )
