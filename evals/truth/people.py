"""People: what was planted about groups of people, counted row by row in plain Python."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from knowledge.samples import Launch


def people_of(launch: Launch) -> Mapping[str, Any]:
    """Return totals about the members of a launch, as nested numbers that a suite names by dotted path.

    `shares` are those of the planted segments from the largest; `experiment` the share of each arm that said yes;
    `value` what members paid in all, and the share of it that the top fifth of buyers paid.
    """
    planted = launch.truth
    sizes = sorted(Counter(planted.segments.values()).values(), reverse=True)
    members = len(planted.segments)
    return {
        "members": members,
        "segments": len(sizes),
        "shares": {f"{place}": size / members for place, size in enumerate(sizes, start=1)},
        "churned": len(planted.churners) / members,
        "experiment": _experiment(launch),
        "value": _value(launch),
        "tribes": len(set(planted.communities.values())),
    }


def _experiment(launch: Launch) -> Mapping[str, float]:
    arm = {row.user_id: row.arm for row in launch.assignments}
    said: defaultdict[str, list[float]] = defaultdict(list)
    for row in launch.outcomes:
        if row.kind == "surveyed" and row.user_id in arm:
            said[arm[row.user_id]].append(row.value or 0.0)
    rates = {name: sum(values) / len(values) for name, values in said.items()}
    return rates | {"lift": rates["explainer"] - rates["control"]}


def _value(launch: Launch) -> Mapping[str, float]:
    paid: defaultdict[str, float] = defaultdict(float)
    for row in launch.outcomes:
        if row.kind == "purchased":
            paid[row.user_id] += row.value or 0.0
    amounts = sorted(paid.values(), reverse=True)
    top = amounts[: round(len(amounts) / 5)]
    return {"total": sum(amounts), "buyers": len(amounts), "top_fifth": sum(top) / sum(amounts)}
