"""Families: figures of a result that measure one thing over several groups, and so belong in one picture."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from tools.figure import Figure, Unit
from tools.groups import slugs

TIMES = ("day", "week", "hour", "month")
PART = "part"
"""Stands for a group where figures differ by the last word of their names alone: `share.negative`, `share.positive`."""

_MOST_KEYS = 2
_COMPARED: tuple[Unit, ...] = ("share", "rate", "net", "share_change", "per_post")
"""Units of which figures that differ by the last word of their names alone are worth comparing; counts are not."""


class Row(NamedTuple):
    """A figure, and where it stands: one group for each key of its family."""

    groups: tuple[str, ...]
    figure: Figure


class Family(NamedTuple):
    """Figures of one measure and unit that differ by one or two keys, in the order of the result.

    `measure` is what their names have in common, `fixed` are the groups that are the same for all, `whole` is
    the same measure over all groups together, where the result has it.
    """

    measure: str
    keys: tuple[str, ...]
    unit: Unit
    rows: tuple[Row, ...]
    fixed: Mapping[str, str] = {}
    whole: Figure | None = None

    @property
    def time(self) -> str | None:
        """The key that is a time; none for a breakdown."""
        return next((key for key in self.keys if key in TIMES), None)

    @property
    def names(self) -> frozenset[str]:
        """Names of the figures."""
        return frozenset(row.figure.name for row in self.rows)


def families(figures: Sequence[Figure]) -> tuple[Family, ...]:
    """Return every family of two figures or more, in the order of their first figures."""
    found: dict[_Shared, list[Figure]] = {}
    for figure in figures:
        found.setdefault(_shared(figure), []).append(figure)
    # Where names do not spell their groups out, what stands before the last word is the measure.
    alone = [members[0] for members in found.values() if len(members) == 1 and members[0].group]
    for figure in alone:
        found.setdefault(_shared(figure, spelt=False), []).append(figure)
    made = (_family(shared.measure, members, figures) for shared, members in found.items())
    order = {figure.name: place for place, figure in enumerate(figures)}
    return tuple(sorted(filter(None, made), key=lambda family: order[family.rows[0].figure.name]))


def merged(measure: str, among: Iterable[Family]) -> Family | None:
    """Return the families `measure.x`, `measure.y` ... of the same keys as one with the key `part`; none if under two.

    Only families of one key: two keys and a part are more than a picture can hold.
    """
    parts: dict[tuple[tuple[str, ...], Unit], list[Family]] = {}
    for family in among:
        stem, _, part = family.measure.rpartition(".")
        if stem == measure and part and len(family.keys) == 1:
            parts.setdefault((family.keys, family.unit), []).append(family)
    several = next((each for each in parts.values() if len(each) > 1), None)
    if several is None:
        return None
    rows = tuple(
        Row((*row.groups, words(family.measure.rpartition(".")[2])), row.figure)
        for family in several
        for row in family.rows
    )
    return Family(measure, (*several[0].keys, PART), several[0].unit, rows, several[0].fixed)


def words(slug: str) -> str:
    """Return a part of a figure's name as words."""
    return slug.replace("_", " ")


class _Shared(NamedTuple):
    """What figures of one family share; of parts of a whole, the whole's size too."""

    measure: str
    keys: tuple[str, ...]
    unit: Unit
    n: int | None = None
    spelt: bool = True


def _shared(figure: Figure, *, spelt: bool = True) -> _Shared:
    before, dot, _ = figure.name.rpartition(".")
    if figure.group:
        measure = _stem(figure) if spelt else before or figure.name
        return _Shared(measure, tuple(figure.group), figure.unit, spelt=spelt)
    if not dot or figure.unit not in _COMPARED:
        return _Shared(figure.name, (), figure.unit)
    # Shares without the same denominator are parts of different wholes.
    return _Shared(before, (PART,), figure.unit, figure.n if figure.unit in ("share", "rate") else None)


def _stem(figure: Figure) -> str:
    """Return a figure's name without the parts that name its groups."""
    named = [slug for value in figure.group.values() for slug in slugs([value]).values()]
    kept = [part for part in figure.name.split(".") if not any(_names(part, slug) for slug in named)]
    return ".".join(kept) or figure.name


def _names(part: str, slug: str) -> bool:
    """Whether a part of a name is a group's, also where a number tells it from another of the same letters."""
    return part == slug or (part.startswith(f"{slug}_") and re.fullmatch(r"\d+", part[len(slug) + 1 :]) is not None)


def _family(measure: str, members: Sequence[Figure], figures: Sequence[Figure]) -> Family | None:
    if len(members) < 2:
        return None
    if not members[0].group:
        rows = tuple(Row((words(figure.name.rpartition(".")[2]),), figure) for figure in members)
        return Family(measure, (PART,), members[0].unit, rows)
    keys = tuple(members[0].group)
    varying = tuple(key for key in keys if len({figure.group[key] for figure in members}) > 1)
    if not 1 <= len(varying) <= _MOST_KEYS:
        return None
    rows = tuple(Row(tuple(figure.group[key] for key in varying), figure) for figure in members)
    if len({row.groups for row in rows}) < len(rows):
        return None
    fixed = {key: members[0].group[key] for key in keys if key not in varying}
    whole = next((each for each in figures if each.name == measure and each.unit == members[0].unit), None)
    return Family(measure, varying, members[0].unit, rows, fixed, None if fixed else whole)
