"""Data commands: `import`, `datasets`, `dataset` and `reread`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from server.cli import given
from server.cli.output import print_json
from server.cli.readers import Reader
from server.cli.rereading import reread
from tools.base import Model

if TYPE_CHECKING:
    from knowledge.dataset import Dataset
    from knowledge.home import Home

_Json = Annotated[bool, typer.Option("--json", help="Print as JSON.")]


class DatasetCard(Model):
    """A dataset in a list: what it holds and from when to when, in its own time zone."""

    name: str
    posts: int
    first: date | None
    last: date | None
    tables: tuple[str, ...]
    brands: tuple[str, ...]
    purposes: tuple[str, ...]
    retention_days: int | None
    time_zone: str
    version: str


def register(app: typer.Typer) -> None:
    """Add `import`, `datasets`, `dataset` and `reread`."""
    app.command("import")(import_)
    app.command()(datasets)
    app.command()(dataset)
    app.command()(reread)


def import_(
    file: Annotated[Path, typer.Argument(help="CSV, TSV, JSON, JSON Lines or Parquet, gzip too.")],
    dataset: Annotated[str, typer.Option(help="Dataset to import into; made if it does not exist.")],
    table: Annotated[str, typer.Option(help="Table that the rows belong to.")] = "posts",
    preset: Annotated[str, typer.Option(help="Which export it is; auto recognises it by its columns.")] = "auto",
    mapping: given.Mapped = None,
    constants: given.Constants = None,
    records: given.Records = None,
    own_brand: given.Own = None,
    competitor: given.Competitor = None,
    feature: given.Feature = None,
    milestone: given.Milestone = None,
    time_zone: given.Zone = None,
    date_order: given.Order = "auto",
    purpose: given.Purpose = None,
    retention_days: given.Retention = None,
    accept_rejects: Annotated[bool, typer.Option("--accept-rejects", help="Import the rest of a bad file.")] = False,  # noqa: FBT002 - a flag
    max_unpacked_gb: given.Unpacked = 20,
    reader: Reader = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check every row, change nothing.")] = False,  # noqa: FBT002 - a flag
    as_json: _Json = False,  # noqa: FBT002 - a flag
) -> None:
    """Import a file: all good rows, or nothing. Importing it again changes nothing."""
    from knowledge.importing import ImportOptions
    from server.cli.imports import bring_in, naming_options

    with naming_options():
        options = ImportOptions(
            dataset=dataset, table=table, preset=preset, mapping=given.columns(mapping),
            constants=dict(given.pairs("--set", constants)), records=records, time_zone=time_zone,
            date_order=date_order, purposes=given.listed(purpose), retention_days=retention_days,
            **given.tracked(own_brand, competitor, feature, milestone)._asdict(),
            accept_rejects=accept_rejects, max_unpacked_gb=max_unpacked_gb, dry_run=dry_run,
        )  # fmt: skip
    bring_in(file, options, reader=reader, as_json=as_json)


def datasets(as_json: _Json = False) -> None:  # noqa: FBT002 - a flag
    """List the datasets: how many posts of when, which brands, which version, for which purposes."""
    from server.desk.visible import one_line
    from server.settings import Settings

    home = Settings().data
    cards = [_card(home, name) for name in home.names()]
    if as_json:
        print_json(cards)
    elif not cards:
        print("There is no dataset yet. Import one (groundswell import FILE --dataset NAME) or try: groundswell demo")
    for card in () if as_json else cards:
        span = f"{card.first} to {card.last}" if card.first else "no posts"
        print(f"{card.name:<24} {card.posts:>9,} posts  {span:<24} {card.version}  for {', '.join(card.purposes)}")
        if card.brands:
            print(one_line(f"{'':<24} brands: {', '.join(card.brands)}", 400))


def dataset(
    name: Annotated[str, typer.Argument(help="Which dataset.")],
    own_brand: given.Own = None,
    competitor: given.Competitor = None,
    drop_brand: Annotated[list[str] | None, typer.Option(help="A brand to track no more.")] = None,
    feature: given.Feature = None,
    milestone: given.Milestone = None,
    purpose: given.Purpose = None,
    retention_days: given.Kept = None,
    time_zone: given.CutIn = None,
    as_json: _Json = False,  # noqa: FBT002 - a flag
) -> None:
    """Show what a dataset knows about itself, or change it: brands, features, milestones, purposes, retention."""
    from knowledge.dataset import open_dataset
    from knowledge.importing.facts import FactsChange, change_facts
    from server.cli.imports import facts_in_words
    from server.settings import Settings

    home = Settings().data
    change = FactsChange(
        **given.tracked(own_brand, competitor, feature, milestone)._asdict(),
        drop_brands=tuple(drop_brand or ()),
        purposes=given.listed(purpose),
        retention_days=retention_days,
        time_zone=time_zone,
    )
    facts = open_dataset(home, name).manifest.facts if change == FactsChange() else change_facts(home, name, change)
    if as_json:
        print_json(facts)
    else:
        print(facts_in_words(facts))
        if (change.features or change.brands) and facts.reader:
            print(f"Posts that are here already were not read for what is new: groundswell reread {name}")


def _card(home: Home, name: str) -> DatasetCard:
    from knowledge.dataset import open_dataset

    opened = open_dataset(home, name)
    facts = opened.manifest.facts
    posts, first, last = _span(opened)
    return DatasetCard(
        name=name,
        posts=posts,
        first=first,
        last=last,
        tables=tuple(opened.manifest.tables),
        brands=tuple(brand.name for brand in facts.brands),
        purposes=facts.purposes,
        retention_days=facts.retention_days,
        time_zone=facts.time_zone,
        version=opened.version,
    )


def _span(opened: Dataset) -> tuple[int, date | None, date | None]:
    if "posts" not in opened.manifest.tables:
        return 0, None, None
    day = (posts := opened.tables()["posts"]).created_at.date()
    row = posts.aggregate(n=posts.count(), first=day.min(), last=day.max()).to_pyarrow().to_pylist()[0]
    return row["n"], row["first"], row["last"]
