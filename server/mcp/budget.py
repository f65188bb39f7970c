"""Budget: results cut to what a model can afford to read, saying what was left out and how to get it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeVar

from pydantic import BaseModel, Field

from tools.base import Model

BYTES_PER_TOKEN = 4

M = TypeVar("M", bound=BaseModel)


class LeftOut(Model):
    """Something a result holds that is not shown here."""

    what: str = Field(description="Which list was cut.")
    n: int = Field(description="How many of its entries are not here.")
    how: str = Field(description="How to get them.")


class Section(NamedTuple):
    """Lines of a text that may be cut from the end, under a heading; `more` says how to get those cut.

    In `more`, `{next}` stands for the place of the first line cut, counted from `first`.
    """

    heading: str
    lines: Sequence[str]
    more: str = ""
    first: int = 0


def tokens(text: str) -> int:
    """Estimate how many tokens a text takes: one for every 4 bytes of UTF-8, rounded up.

    An estimate that errs high for English prose and about right for JSON; real counts differ by model.
    """
    return -(-len(text.encode("utf-8", "surrogatepass")) // BYTES_PER_TOKEN)


def kept(sizes: Mapping[str, Sequence[int]], *, fixed: int, budget: int) -> dict[str, int]:
    """Return how many entries of each list fit, cutting always from the end of the costliest; one of each stays."""
    counts = {name: len(entries) for name, entries in sizes.items()}
    costs = {name: sum(entries) for name, entries in sizes.items()}
    while fixed + sum(costs.values()) > budget:
        cuttable = [name for name, n in counts.items() if n > 1]
        if not cuttable:
            break
        name = max(cuttable, key=costs.__getitem__)
        counts[name] -= 1
        costs[name] -= sizes[name][counts[name]]
    return counts


def fitted(model: M, lists: Mapping[str, str], budget: int, *, first: int = 0) -> M:
    """Cut lists of a model until its JSON fits the budget, and note each cut in its field `left_out`.

    `lists` names the fields that may be cut and says how to get the rest; `{next}` in it stands for the place of
    the first entry cut, counted from `first`.
    """
    whole = model.model_dump(mode="json")
    sizes = {name: [tokens(_json(entry)) for entry in getattr(model, name)] for name in lists}
    fixed = tokens(model.model_dump_json(exclude=set(lists))) + 40 * len(lists)
    counts = kept(sizes, fixed=fixed, budget=budget)
    cut = tuple(
        LeftOut(what=name, n=len(whole[name]) - n, how=_how(lists[name], first + n))
        for name, n in counts.items()
        if n < len(whole[name])
    )
    shorter = {name: getattr(model, name)[:n] for name, n in counts.items()}
    return model.model_copy(update={**shorter, "left_out": (*getattr(model, "left_out", ()), *cut)})


def page(head: Sequence[str], sections: Sequence[Section], budget: int) -> str:
    """Write a text of a head and sections that fits the budget."""
    filled = [section for section in sections if section.lines]
    sizes = {str(at): [tokens(line + "\n") for line in section.lines] for at, section in enumerate(filled)}
    fixed = tokens("\n".join(head)) + sum(tokens(section.heading + section.more) + 12 for section in filled)
    counts = kept(sizes, fixed=fixed, budget=budget)
    blocks = ["\n".join(head), *(_block(section, counts[str(at)]) for at, section in enumerate(filled))]
    return "\n\n".join(block for block in blocks if block)


def _block(section: Section, n: int) -> str:
    lines = [section.heading, *section.lines[:n]] if section.heading else list(section.lines[:n])
    if missing := len(section.lines) - n:
        lines.append(f"... and {missing:,} more. {_how(section.more, section.first + n)}".rstrip())
    return "\n".join(lines)


def _how(more: str, place: int) -> str:
    return more.replace("{next}", str(place))


def _json(entry: object) -> str:
    return entry.model_dump_json() if isinstance(entry, BaseModel) else str(entry)
