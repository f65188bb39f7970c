"""Choosing: which family of a result its picture shows, and which of its sentences heads the picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from server.calls import Call
from server.charts.families import PART, Family, families, merged
from tools.base import Sentence
from tools.errors import BadRequest, UnknownName

_BETWEEN = frozenset({"gap", "lead", "change", "difference", "log_odds", "slope"})


class Choice(NamedTuple):
    """What is drawn, the sentence that states it (none: the measure's own name heads it), and what else could be."""

    family: Family
    finding: str | None
    others: tuple[str, ...]


def choice(call: Call, *, measure: str | None = None) -> Choice:
    """Return what to draw of a result: the measure asked for, or the one that its first finding is about.

    A series comes before a breakdown, the groups that the query asked for before others, figures before what lies
    between them. Raises BadRequest where
    a result has no two figures to compare, UnknownName for a measure that it has not.
    """
    found = families(call.result.figures)
    names = measures(found)
    if not names:
        raise BadRequest(
            f"Result {call.id} of {call.tool} has nothing to draw: none of its {len(call.result.figures)} figures has "
            "a second one to compare it with. Run the tool by group or by week, and draw that."
        )
    sentences = call.sentences()
    by = getattr(call.query, "by", None)
    chosen = _default(found, sentences, by) if measure is None else _named(measure, found, names, by)
    finding = _finding(chosen, sentences, asked=measure is not None)
    return Choice(chosen, finding, tuple(name for name in names if name != chosen.measure))


def measures(found: Sequence[Family]) -> tuple[str, ...]:
    """Return the names by which the families of a result, and those that can be put together, are asked for."""
    single = [family.measure for family in found]
    stems = dict.fromkeys(name.rpartition(".")[0] for name in single if "." in name)
    return tuple(dict.fromkeys([*single, *(stem for stem in stems if merged(stem, found))]))


def _named(measure: str, found: Sequence[Family], names: Sequence[str], by: str | None) -> Family:
    together = merged(measure, found)
    same = [family for family in (*found, together) if family is not None and family.measure == measure]
    if not same:
        raise UnknownName("measure to draw", measure, names)
    return max(same, key=lambda family: (family.time is not None, by in family.keys, len(family.keys)))


def _default(found: Sequence[Family], sentences: Sequence[Sentence], by: str | None) -> Family:
    cited = list(_cited(sentences))

    def rank(family: Family) -> tuple[bool, bool, bool, bool, int]:
        first = next((place for place, name in enumerate(cited) if name in family.names), len(cited))
        uncited_parts = family.keys == (PART,) and first >= len(cited)
        return (family.time is None, by not in family.keys, _compares(family), uncited_parts, first)

    return min(found, key=rank)


def _compares(family: Family) -> bool:
    """Whether a family holds what lies between two figures, which says less than the figures do."""
    return family.measure.partition(".")[0] in _BETWEEN


def _cited(sentences: Sequence[Sentence]) -> Iterator[str]:
    for sentence in sentences:
        yield from sentence.figures


def _finding(chosen: Family, sentences: Sequence[Sentence], *, asked: bool) -> str | None:
    """Return the result's first sentence; where a measure was asked for, only if it cites a figure of that."""
    first = sentences[0] if sentences else None
    return first.text if first and (not asked or chosen.names & set(first.figures)) else None
