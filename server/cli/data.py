"""Data commands: `import`, `datasets` and `dataset`."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from tools.base import Model
from tools.errors import BadRequest
from tools.facts import Brand

if TYPE_CHECKING:
    from knowledge.dataset import Dataset
    from knowledge.home import Home

_Json = Annotated[bool, typer.Option("--json", help="Print as JSON.")]
_Own = Annotated[
    list[str] | None,
    typer.Option("--own-brand", metavar="NAME[=ALIAS,...]", help="Your brand, with handles and other spellings."),
]
_Competitor = Annotated[
    list[str] | None, typer.Option("--competitor", metavar="NAME[=ALIAS,...]", help="A competitor to track.")
]
_Feature = Annotated[list[str] | None, typer.Option("--feature", help="A feature of the product to track.")]
_Milestone = Annotated[
    list[str] | None,
    typer.Option("--milestone", metavar="NAME=YYYY-MM-DD", help="A day that questions name: launch=2026-03-11."),
]
_Purpose = Annotated[
    str | None, typer.Option("--purpose", metavar="PURPOSE,...", help="What the posts were collected for.")
]


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
    """Add `import`, `datasets` and `dataset`."""
    app.command("import")(import_)
    app.command()(datasets)
    app.command()(dataset)


def import_(
    file: Annotated[Path, typer.Argument(help="CSV, TSV, JSON, JSON Lines or Parquet, gzip too.")],
    dataset: Annotated[str, typer.Option(help="Dataset to import into; made if it does not exist.")],
    table: Annotated[str, typer.Option(help="Table that the rows belong to.")] = "posts",
    preset: Annotated[str, typer.Option(help="Which export it is; auto recognises it by its columns.")] = "auto",
    mapping: Annotated[
        list[str] | None, typer.Option("--map", metavar="OURS=THEIRS", help="Which column fills which; again for more.")
    ] = None,
    constants: Annotated[
        list[str] | None, typer.Option("--set", metavar="OURS=VALUE", help="One value for every row.")
    ] = None,
    records: Annotated[str | None, typer.Option(help="Path of the list of rows in nested JSON: data.children.")] = None,
    own_brand: _Own = None,
    competitor: _Competitor = None,
    feature: _Feature = None,
    milestone: _Milestone = None,
    time_zone: Annotated[str | None, typer.Option(help="Zone of times that name none: Europe/Berlin.")] = None,
    date_order: Annotated[Literal["auto", "dmy", "mdy"], typer.Option(help="How to read 03/04/2025.")] = "auto",
    purpose: _Purpose = None,
    retention_days: Annotated[int | None, typer.Option(min=1, help="Days after which `retain` erases posts.")] = None,
    accept_rejects: Annotated[bool, typer.Option("--accept-rejects", help="Import the rest of a bad file.")] = False,  # noqa: FBT002 - a flag
    max_unpacked_gb: Annotated[float, typer.Option(help="Most that a gzip file may unpack to.")] = 20,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check every row, change nothing.")] = False,  # noqa: FBT002 - a flag
    as_json: _Json = False,  # noqa: FBT002 - a flag
) -> None:
    """Import a file: all good rows, or nothing. Importing it again changes nothing."""
    from knowledge.importing import ImportOptions, import_file
    from server.cli.imports import in_words, progress_bar
    from server.runtime import Runtime

    theirs: dict[str, tuple[str, ...]] = {}
    for ours, path in _pairs("--map", mapping):
        theirs[ours] = (*theirs.get(ours, ()), path)
    options = ImportOptions(
        dataset=dataset,
        table=table,
        preset=preset,
        mapping=theirs,
        constants=dict(_pairs("--set", constants)),
        records=records,
        time_zone=time_zone,
        date_order=date_order,
        purposes=_listed(purpose),
        retention_days=retention_days,
        brands=_brands(own_brand, competitor),
        features=tuple(feature or ()),
        milestones=_milestones(milestone),
        accept_rejects=accept_rejects,
        max_unpacked_gb=max_unpacked_gb,
        dry_run=dry_run,
    )
    runtime = Runtime()
    with progress_bar() as progress:
        report = import_file(
            runtime.home, file, options, embedder=runtime.embedder, reader=runtime.reader, progress=progress
        )
    print(report.model_dump_json(indent=1) if as_json else in_words(report))


def datasets(as_json: _Json = False) -> None:  # noqa: FBT002 - a flag
    """List the datasets: how many posts of when, which brands, which version, for which purposes."""
    from server.settings import Settings

    home = Settings().data
    cards = [_card(home, name) for name in home.names()]
    if as_json:
        print(json.dumps([card.model_dump(mode="json") for card in cards], indent=1, ensure_ascii=False))
    elif not cards:
        print("There is no dataset yet. Import one (groundswell import FILE --dataset NAME) or try: groundswell demo")
    for card in () if as_json else cards:
        span = f"{card.first} to {card.last}" if card.first else "no posts"
        print(f"{card.name:<24} {card.posts:>9,} posts  {span:<24} {card.version}  for {', '.join(card.purposes)}")
        if card.brands:
            print(f"{'':<24} brands: {', '.join(card.brands)}")


def dataset(
    name: Annotated[str, typer.Argument(help="Which dataset.")],
    own_brand: _Own = None,
    competitor: _Competitor = None,
    drop_brand: Annotated[list[str] | None, typer.Option(help="A brand to track no more.")] = None,
    feature: _Feature = None,
    milestone: _Milestone = None,
    purpose: _Purpose = None,
    retention_days: Annotated[int | None, typer.Option(min=0, help="Days to keep posts; 0 for ever.")] = None,
    time_zone: Annotated[str | None, typer.Option(help="Zone in which days and weeks are cut.")] = None,
    as_json: _Json = False,  # noqa: FBT002 - a flag
) -> None:
    """Show what a dataset knows about itself, or change it: brands, features, milestones, purposes, retention."""
    from knowledge.dataset import open_dataset
    from knowledge.importing.facts import FactsChange, change_facts
    from server.cli.imports import facts_in_words
    from server.settings import Settings

    home = Settings().data
    change = FactsChange(
        brands=_brands(own_brand, competitor),
        drop_brands=tuple(drop_brand or ()),
        features=tuple(feature or ()),
        milestones=_milestones(milestone),
        purposes=_listed(purpose),
        retention_days=retention_days,
        time_zone=time_zone,
    )
    facts = open_dataset(home, name).manifest.facts if change == FactsChange() else change_facts(home, name, change)
    print(facts.model_dump_json(indent=1) if as_json else facts_in_words(facts))


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


def _pairs(option: str, given: list[str] | None) -> list[tuple[str, str]]:
    pairs = []
    for text in given or ():
        ours, equals, value = text.partition("=")
        if not equals or not ours.strip() or not value.strip():
            raise BadRequest(
                f"{option} {text!r} lacks a part. Write {option} ours=theirs, as in {option} text=Message."
            )
        pairs.append((ours.strip(), value.strip()))
    return pairs


def _milestones(given: list[str] | None) -> dict[str, date]:
    days = {}
    for name, day in _pairs("--milestone", given):
        try:
            days[name.casefold()] = date.fromisoformat(day)
        except ValueError:
            raise BadRequest(f"--milestone {name}={day}: {day!r} is no day. Write it as 2026-03-11.") from None
    return days


def _brands(own: list[str] | None, competitors: list[str] | None) -> tuple[Brand, ...]:
    return tuple(
        Brand(name=name.strip(), aliases=_listed(aliases), is_own=is_own)
        for is_own, given in ((True, own), (False, competitors))
        for name, _, aliases in (text.partition("=") for text in given or ())
    )


def _listed(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (text or "").split(",") if part.strip())
