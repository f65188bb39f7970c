"""Milestones: names that a dataset gives to days, for the events that pictures mark."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tools.errors import NotFound

if TYPE_CHECKING:
    from server.calls import Call
    from server.runtime import Runtime


def milestones(runtime: Runtime, call: Call) -> Mapping[str, str]:
    """Return the names of days (ISO) in the dataset version that a result rests on; none where it was erased."""
    try:
        facts = runtime.dataset(call.query.dataset, call.dataset_version).manifest.facts
    except NotFound:
        return {}
    return {day.isoformat(): name for name, day in sorted(facts.milestones.items(), reverse=True)}
