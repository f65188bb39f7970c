"""Worked: everything that a plan rests on, worked out once for figures and sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from tools.errors import MissingData, UnknownName
from tools.groups import slugs
from tools.inputs import Tables
from tools.segmentation.disclosure import FLOOR, told
from tools.segmentation.segmented import Segmenter
from tools.segmentation.testing.asked import named_number
from tools.segmentation.testing.outcome import Outcome
from tools.segmentation.testing.planning.asked import TestPlanQuery
from tools.segmentation.testing.planning.audience import Audience, audience_of
from tools.segmentation.testing.planning.base import Base, Outcomes, base_of, outcomes_of
from tools.segmentation.testing.planning.sizes import Able, Size, Split, able_of, lift_of, size_of, split_of
from tools.statistics.allocation import Stratum

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Bits = NDArray[np.bool_]

_PRIOR = 4
"""People added, half of them with the outcome, to the share of a segment whose spread is needed. Cf. Agresti & Coull,
The American Statistician 52 (1998) 119-126: a segment where nobody converted yet has some spread all the same."""


class Part(NamedTuple):
    """A segment: its people (rounded), the outcome in it, what a lift takes there and what it can show."""

    segment: str
    key: str
    people: int
    base: Base | None
    size: Size | None
    able: Able | None


class Worked(NamedTuple):
    """A plan. `audience` and `able` are none where the dataset holds no people, `split` without segments."""

    query: TestPlanQuery
    audience: Audience | None
    measured: Outcome | None
    base: Base
    lift: float
    size: Size
    able: Able | None
    parts: tuple[Part, ...]
    untold: int
    split: Split | None
    halved: bool
    """Whether the split is of half of the people: of all of them there is nothing to choose."""

    @property
    def share(self) -> bool:
        """Whether a share is planned for, else a mean."""
        return self.measured is None or self.measured.measure == "share"

    @property
    def enough(self) -> bool | None:
        """Whether there are people enough; none where they are not known."""
        return None if self.audience is None else self.audience.n >= self.size.arms.n


def worked(query: TestPlanQuery, tables: Tables, segmenter: Segmenter) -> Worked:
    """Work a plan out. Raises what `audience_of`, `outcomes_of` and `lift_of` do, and MissingData without any base."""
    audience = audience_of(query, tables, segmenter)
    outcomes = outcomes_of(query, audience.members.people, tables) if audience else None
    measured = outcomes.measured if outcomes else None
    share = query.base is not None or measured is None or measured.measure == "share"
    if query.base is not None and measured is not None and measured.measure != "share":
        measured, outcomes = None, None
    base = _base(query, audience, outcomes, tables, share=share)
    lift = lift_of(query, base, share=share)
    size = size_of(query, base, lift, share=share)
    able = able_of(query, base, lift, audience.n, share=share) if audience else None
    parts = tuple(_parts(query, audience, outcomes, base, lift, share=share)) if audience else ()
    untold = len(audience.members.names) - len(parts) if audience else 0
    split, halved = _split(query, audience, parts, base, size, share=share, tables=tables)
    return Worked(query, audience, measured, base, lift, size, able, parts, untold, split, halved)


def _base(
    query: TestPlanQuery, audience: Audience | None, outcomes: Outcomes | None, tables: Tables, *, share: bool
) -> Base:
    if query.base is not None:
        return Base(query.base, None, (query.base * (1 - query.base)) ** 0.5, None, 0)
    found = base_of(outcomes.values, audience.weights, share=share) if audience and outcomes else None
    if found is None:
        raise MissingData(
            f"Of nobody in dataset {tables.facts.dataset!r} is the outcome known who was not treated in a test. Give "
            "the share with the outcome as `base`, or ask for another outcome."
        )
    return found


def _parts(
    query: TestPlanQuery, audience: Audience, outcomes: Outcomes | None, base: Base, lift: float, *, share: bool
) -> Iterator[Part]:
    members, weights = audience.members, audience.weights
    cells = {name: audience.counter.count(members.code == code) for code, name in enumerate(members.names)}
    if (members.code < 0).any():
        cells[""] = audience.counter.count(members.code < 0)
    shown = [name for name in members.names if name in told(cells)]
    for name, key in slugs(shown).items():
        here = members.code == members.names.index(name)
        theirs = None
        if outcomes and query.base is None:
            theirs = base_of(outcomes.values[here], weights[here], share=share)
        used = theirs if theirs and theirs.n >= FLOOR else base
        if share and not 0 <= used.mean + lift <= 1:
            used = base
        yield Part(
            name,
            key,
            cells[name],
            theirs if used is theirs else None,
            size_of(query, used, lift, share=share) if share or used.sd > 0 else None,
            able_of(query, used, lift, cells[name], share=share),
        )


def _split(
    query: TestPlanQuery,
    audience: Audience | None,
    parts: tuple[Part, ...],
    base: Base,
    size: Size,
    *,
    share: bool,
    tables: Tables,
) -> tuple[Split | None, bool]:
    if audience is None or len(parts) < 2:
        return None, False
    there = sum(part.people for part in parts)
    people = min(query.people or size.arms.n, there)
    halved = query.people is None and people == there
    if halved:
        people = there // 2
    costs = _costs(parts, tables)
    matters = _priorities(query.priority, parts)
    strata = [
        Stratum(part.people, _sd(part.base or base, share=share) * matters[part.segment], costs[part.segment])
        for part in parts
    ]
    if query.people is None:
        people = max(people, sum(min(part.people, query.at_least) for part in parts))
    return split_of(strata, people, at_least=query.at_least), halved


def _priorities(given: tuple[str, ...], parts: tuple[Part, ...]) -> dict[str, float]:
    """Return the weight of each segment; UnknownName for one that is not told of, BadRequest for no weight."""
    weights = dict.fromkeys((part.segment for part in parts), 1.0)
    for text in given:
        name, weight = named_number(text, "priority")
        if name not in weights:
            raise UnknownName("segment", name, weights)
        weights[name] = weight
    return weights


def _sd(base: Base, *, share: bool) -> float:
    if not share or not base.n:
        return base.sd
    rate = (base.mean * base.n + _PRIOR / 2) / (base.n + _PRIOR)
    return float((rate * (1 - rate)) ** 0.5)


def _costs(parts: tuple[Part, ...], tables: Tables) -> dict[str, float]:
    """Return what reaching a person of each segment cost, where that is known of all of them; else the same for all."""
    alike = dict.fromkeys((part.segment for part in parts), 1.0)
    if "spend" not in tables:
        return alike
    spend = tables["spend"]
    rows = spend.group_by("segment").aggregate(amount=spend.amount.sum()).to_pyarrow().to_pylist()
    spent = {row["segment"]: float(row["amount"]) for row in rows if row["segment"]}
    if any(spent.get(part.segment, 0.0) <= 0 for part in parts):
        return alike
    return {part.segment: spent[part.segment] / part.people for part in parts}
