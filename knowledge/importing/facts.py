"""Facts: what a dataset knows beside its rows, as files bring it and as a person changes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import Field

from knowledge.home import Home
from knowledge.importing.brands import MOST_NEW_BRANDS, BrandMatcher, with_brands
from knowledge.importing.options import ImportOptions, checked_zone
from knowledge.merging import sql_list
from knowledge.schema import arrow_schema
from knowledge.writing import Writer, writing
from tools.base import Model
from tools.errors import BadRequest, UnknownName
from tools.facts import Brand, Facts

_BATCH = 5_000


class FactsChange(Model):
    """What to change; what is left out stays."""

    brands: tuple[Brand, ...] = Field((), description="Brands to add, or to give further aliases.")
    drop_brands: tuple[str, ...] = Field((), description="Brands to track no more.")
    features: tuple[str, ...] = Field((), description="Features to add.")
    milestones: dict[str, date] = Field({}, description="Days to name, or to move: {'launch': 2026-03-11}.")
    purposes: tuple[str, ...] = Field((), description="All purposes from now on, in place of those there are.")
    retention_days: int | None = Field(None, ge=0, le=36_500, description="Days to keep posts; 0 keeps them for good.")
    time_zone: str | None = Field(None, description="Zone in which days and weeks are cut.")


def new_facts(options: ImportOptions) -> Facts:
    """Return the facts of a dataset that a file begins."""
    return Facts(
        dataset=options.dataset,
        time_zone=options.time_zone or "UTC",
        purposes=options.purposes or ("analytics",),
        retention_days=options.retention_days,
    )


def with_options(facts: Facts, options: ImportOptions) -> Facts:
    """Return a dataset's facts with those that come with a file; BadRequest where their purposes differ."""
    if options.purposes and set(options.purposes) != set(facts.purposes):
        raise BadRequest(
            f"Dataset {facts.dataset!r} was collected for {', '.join(facts.purposes)}, and this file for "
            f"{', '.join(options.purposes)}. Import it into a dataset of its own, or change what the whole dataset "
            f"may be used for: groundswell dataset {facts.dataset} --purpose ..."
        )
    change = FactsChange(
        brands=options.brands,
        features=options.features,
        milestones=dict(options.milestones),
        retention_days=options.retention_days,
    )
    return changed(facts, change)


def with_named_brands(facts: Facts, names: Iterable[str]) -> Facts:
    """Track the brands that a file's brand column names, unless they are too many to be brands."""
    names = sorted(names)
    if len(names) > MOST_NEW_BRANDS:
        return facts
    return with_brands(facts, [Brand(name=name) for name in names if facts.brand_named(name) is None])


def changed(facts: Facts, change: FactsChange) -> Facts:
    """Return the facts as changed. Raises UnknownName for a brand to drop that is not there, BadRequest for a zone."""
    for name in change.drop_brands:
        if facts.brand_named(name) is None:
            raise UnknownName("tracked brand", name, [brand.name for brand in facts.brands])
    dropped = {brand.name for name in change.drop_brands if (brand := facts.brand_named(name))}
    facts = facts.model_copy(update={"brands": tuple(brand for brand in facts.brands if brand.name not in dropped)})
    if change.time_zone:
        checked_zone(change.time_zone)
    days = facts.retention_days if change.retention_days is None else change.retention_days or None
    return with_brands(facts, change.brands).model_copy(
        update={
            "features": tuple(dict.fromkeys([*facts.features, *change.features])),
            "milestones": {**facts.milestones, **change.milestones},
            "purposes": tuple(dict.fromkeys(change.purposes)) or facts.purposes,
            "retention_days": days,
            "time_zone": change.time_zone or facts.time_zone,
        }
    )


def change_facts(home: Home, dataset: str, change: FactsChange) -> Facts:
    """Change what a dataset knows and return it; posts that no brand claimed are matched with the brands again.

    Raises UnknownName for a dataset or a brand that does not exist, Conflict while another process writes.
    """
    with writing(home, dataset) as writer:
        facts = changed(writer.manifest.facts, change)
        writer.change(facts=facts)
        if change.brands:
            _match_again(writer, BrandMatcher(facts.brands))
        writer.publish()
    return facts


def _match_again(writer: Writer, brands: BrandMatcher) -> None:
    files = writer.files("posts")
    if not files:
        return
    staged = writer.folder.staging / "matched.parquet"
    if _write(_matched(writer, files, brands), staged):
        writer.upsert("posts", staged)


def _matched(writer: Writer, files: list[str], brands: BrandMatcher) -> Iterator[dict[str, Any]]:
    with writer.database() as db:
        open_rows = db.execute(
            "SELECT post_id, text, author_id, brand, is_own "
            f"FROM read_parquet({sql_list(files)}) WHERE brand IS NULL OR is_own IS NULL"
        )
        while batch := open_rows.fetchmany(_BATCH):
            for post_id, text, author, brand, own in batch:
                found = None if brand else brands.first_mentioned(text)
                mine = None if own is not None else brands.is_own(author) or None
                if found or mine:
                    yield {"post_id": post_id, "brand": found, "is_own": mine}


def _write(rows: Iterator[dict[str, Any]], target: Path) -> int:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema, written = arrow_schema("posts"), 0
    with pq.ParquetWriter(target, schema) as writer:
        while batch := [row for row, _ in zip(rows, range(_BATCH), strict=False)]:
            writer.write_batch(pa.RecordBatch.from_pylist(batch, schema=schema))
            written += len(batch)
    return written
