"""Making: a figure of a topic, with the interval of a clustered share or one that is given."""

from __future__ import annotations

from typing import Any

from tools.figure import Figure, Unit
from tools.statistics.clustered import ClusteredShare


def made(
    method: str,
    name: str,
    label: str,
    value: float,
    unit: Unit,
    n: int,
    share: ClusteredShare | None = None,
    *,
    interval: dict[str, float] | None = None,
    **more: Any,  # noqa: ANN401 (fields of a Figure)
) -> Figure:
    """Make a figure; `share` brings its interval, else `interval` holds its ends, else it has none."""
    ends = share.interval()._asdict() if share else interval or {}
    return Figure(name=name, label=label, value=value, unit=unit, n=n, method=method, **ends, **more)
