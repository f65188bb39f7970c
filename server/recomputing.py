"""Recomputing: a result that was run again, compared with the recorded one figure by figure."""

from __future__ import annotations

from pydantic import SerializeAsAny

from tools.base import Model, Result
from tools.figure import Figure

SIGNIFICANT_DIGITS = 12
"""Sums of floats in parallel differ beyond that."""


class Difference(Model):
    """A figure that came out differently; `was` or `now` is none where it did not exist."""

    name: str
    was: Figure | None
    now: Figure | None


class Recomputed(Model):
    """What recomputing a result showed."""

    id: str
    same: bool
    on_version: str
    data_changed: bool
    result: SerializeAsAny[Result]
    differences: tuple[Difference, ...] = ()


def differences(was: Result, now: Result) -> tuple[Difference, ...]:
    """Return every figure that came out differently, or that only one of two results has."""
    before = {figure.name: figure for figure in was.figures}
    after = {figure.name: figure for figure in now.figures}
    names = dict.fromkeys([*before, *after])
    return tuple(
        Difference(name=name, was=before.get(name), now=after.get(name))
        for name in names
        if not _same(before.get(name), after.get(name))
    )


def _same(one: Figure | None, other: Figure | None) -> bool:
    if one is None or other is None:
        return one is other
    return _rounded(one) == _rounded(other)


def _rounded(figure: Figure) -> dict[str, object]:
    return {
        key: float(f"{value:.{SIGNIFICANT_DIGITS}g}") if isinstance(value, float) else value
        for key, value in figure.model_dump().items()
    }
