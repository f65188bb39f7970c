"""Given: the options by which the data commands learn what a file or a dataset is, and the values they stand for."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, NamedTuple

import typer

from tools.errors import BadRequest
from tools.facts import Brand

Own = Annotated[
    list[str] | None,
    typer.Option("--own-brand", metavar="NAME[=ALIAS,...]", help="Your brand, with handles and other spellings."),
]
Competitor = Annotated[
    list[str] | None, typer.Option("--competitor", metavar="NAME[=ALIAS,...]", help="A competitor to track.")
]
Feature = Annotated[list[str] | None, typer.Option("--feature", help="A feature of the product to track.")]
Milestone = Annotated[
    list[str] | None,
    typer.Option("--milestone", metavar="NAME=YYYY-MM-DD", help="A day that questions name: launch=2026-03-11."),
]
Purpose = Annotated[
    str | None, typer.Option("--purpose", metavar="PURPOSE,...", help="What the posts were collected for.")
]
Mapped = Annotated[
    list[str] | None, typer.Option("--map", metavar="OURS=THEIRS", help="Which column fills which; again for more.")
]
Constants = Annotated[list[str] | None, typer.Option("--set", metavar="OURS=VALUE", help="One value for every row.")]
Records = Annotated[str | None, typer.Option(help="Path of the list of rows in nested JSON: data.children.")]
Zone = Annotated[str | None, typer.Option(help="Zone of times that name none: Europe/Berlin.")]
Order = Annotated[Literal["auto", "dmy", "mdy"], typer.Option(help="How to read 03/04/2025.")]
Retention = Annotated[int | None, typer.Option(min=1, max=36_500, help="Days after which `retain` erases posts.")]
Kept = Annotated[int | None, typer.Option(min=0, max=36_500, help="Days to keep posts; 0 for ever.")]
CutIn = Annotated[str | None, typer.Option(help="Zone in which days and weeks are cut.")]
Unpacked = Annotated[float, typer.Option(help="Most that a gzip file may unpack to.")]


class Tracked(NamedTuple):
    """What a dataset is to track from now on."""

    brands: tuple[Brand, ...]
    features: tuple[str, ...]
    milestones: dict[str, date]


def tracked(
    own: list[str] | None, competitors: list[str] | None, features: list[str] | None, milestones: list[str] | None
) -> Tracked:
    """Return what the options name; BadRequest for a brand without a name or a day that is none."""
    return Tracked(
        brands=(*_brands("--own-brand", own, is_own=True), *_brands("--competitor", competitors, is_own=False)),
        features=tuple(features or ()),
        milestones=_milestones(milestones),
    )


def columns(given: list[str] | None) -> dict[str, tuple[str, ...]]:
    """Return our columns with theirs; of several for one, the first that a row fills counts."""
    theirs: dict[str, tuple[str, ...]] = {}
    for ours, path in pairs("--map", given):
        theirs[ours] = (*theirs.get(ours, ()), path)
    return theirs


def pairs(option: str, given: list[str] | None) -> list[tuple[str, str]]:
    """Return the two sides of each OURS=THEIRS; BadRequest where one is missing."""
    found = []
    for text in given or ():
        ours, equals, value = text.partition("=")
        if not equals or not ours.strip() or not value.strip():
            raise BadRequest(
                f"{option} {text!r} lacks a part. Write {option} ours=theirs, as in {option} text=Message."
            )
        found.append((ours.strip(), value.strip()))
    return found


def _milestones(given: list[str] | None) -> dict[str, date]:
    days = {}
    for name, day in pairs("--milestone", given):
        try:
            days[name.casefold()] = date.fromisoformat(day)
        except ValueError:
            raise BadRequest(f"--milestone {name}={day}: {day!r} is no day. Write it as 2026-03-11.") from None
    return days


def _brands(option: str, given: list[str] | None, *, is_own: bool) -> list[Brand]:
    brands = []
    for text in given or ():
        name, _, aliases = text.partition("=")
        if not name.strip():
            raise BadRequest(f"{option} {text!r} names no brand. Write {option} NAME or {option} NAME=ALIAS,ALIAS.")
        brands.append(Brand(name=name.strip(), aliases=listed(aliases), is_own=is_own))
    return brands


def listed(text: str | None) -> tuple[str, ...]:
    """Return the parts of a comma-separated option."""
    return tuple(part.strip() for part in (text or "").split(",") if part.strip())
