"""Worth: whether a group is large enough to do something of its own for, by a test and by what its people bring in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tools.base import Period
from tools.errors import UnknownName
from tools.inputs import Tables
from tools.scope import bounds
from tools.statistics.power import people_for_shares

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]

_USUAL = ("converted", "purchased")
_WORST = 0.5
"""Share of people with an outcome at which a change takes most people to see."""


class Base(NamedTuple):
    """The share of people with an outcome, and which; a half, the most demanding, where nothing is known of any."""

    share: float
    outcome: str | None


def base_share(people: tuple[str, ...], tables: Tables, days: Period, outcome: str | None) -> Base:
    """Return the share of people who had the outcome in these days: the one asked for, else a usual one.

    Raises UnknownName for an outcome that nobody ever had.
    """
    kinds = _had(people, tables, days)
    if outcome is not None and outcome not in kinds:
        raise UnknownName("outcome", outcome, kinds)
    chosen = outcome or next((kind for kind in _USUAL if kinds.get(kind)), None)
    return Base(len(kinds[chosen]) / len(people), chosen) if chosen else Base(_WORST, None)


def people_needed(base: float, detect: float) -> int:
    """Return how many people a test of two arms takes to see a share rise (or fall, near one) by so much.

    One in twenty tests of nothing finds something, four in five of the change find it.
    """
    lift = detect if base + detect <= 1 else -detect
    base = min(max(base, -lift), 1.0)
    return people_for_shares(base, lift).n


def values_of(people: tuple[str, ...], tables: Tables, days: Period) -> Array | None:
    """Return what each person brought in on these days (outcomes with a value, surveys aside); none where none did."""
    import numpy as np

    if "outcomes" not in tables:
        return None
    outcomes = _within(tables, days).filter(lambda t: t.value.notnull() & (t.kind != "surveyed"))
    sums = outcomes.group_by("user_id").aggregate(value=outcomes.value.sum()).to_pyarrow().to_pylist()
    brought = {row["user_id"]: float(row["value"]) for row in sums}
    values = np.array([brought.get(person, 0.0) for person in people])
    return values if values.any() else None


def _had(people: tuple[str, ...], tables: Tables, days: Period) -> dict[str, set[str]]:
    """Return who of these people had each kind of outcome; kinds that only others had are there with nobody."""
    if "outcomes" not in tables:
        return {}
    wanted = set(people)
    rows = _within(tables, days).select("user_id", "kind").distinct().to_pyarrow().to_pylist()
    kinds: dict[str, set[str]] = {}
    for row in rows:
        kinds.setdefault(row["kind"], set()).update({row["user_id"]} & wanted)
    return kinds


def _within(tables: Tables, days: Period) -> Any:  # noqa: ANN401 (an Ibis table)
    outcomes = tables["outcomes"]
    start, end = bounds(days, tables.facts)
    return outcomes.filter(outcomes["at"] >= start, outcomes["at"] < end)
