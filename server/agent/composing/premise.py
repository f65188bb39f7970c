"""Premise: what a question takes for granted, held against the figures; what they do not bear out is said first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from server.agent.composing.draft import Material
from server.agent.framing.course import Direction
from server.runtime import Call
from tools.figure import Figure

_WENT: Mapping[Direction, str] = {"fall": "fell", "rise": "rose"}
_OTHER: Mapping[Direction, Direction] = {"fall": "rise", "rise": "fall"}


class _Change(NamedTuple):
    """A change as a call found it, and what the question says of it: `net sentiment`, `fall`."""

    call: Call
    figure: Figure
    what: str
    presumed: Direction

    @property
    def is_settled(self) -> bool:
        """Whether its interval leaves out no change."""
        return not (self.figure.low or 0.0) <= 0.0 <= (self.figure.high or 0.0)

    @property
    def went(self) -> Direction:
        """Which way it points, settled or not."""
        return "fall" if self.figure.value < 0 else "rise"

    @property
    def bears_out(self) -> bool:
        """Whether it is as the question presumes, beyond chance."""
        return self.is_settled and self.went == self.presumed


def with_deciding_first(material: Material) -> Material:
    """Return the material with the call first that bears out what the question presumes, if there is one."""
    deciding = next((change.call for change in _changes(material) if change.bears_out), None)
    if deciding is None:
        return material
    rest = tuple(call for call in material.calls if call is not deciding)
    return material._replace(calls=(deciding, *rest))


def denial(material: Material, call: Call) -> str:
    """Return what to say before a call's finding where no figure bears out the premise; else nothing.

    `Net sentiment did not fall`, `... did not fall, it rose`, `... did not fall beyond chance`.
    """
    changes = _changes(material)
    if not changes or changes[0].call is not call or any(change.bears_out for change in changes):
        return ""
    found = changes[0]
    said = f"{found.what} did not {found.presumed}"
    if found.is_settled:
        return f"{said}, it {_WENT[found.went]}"
    return f"{said} beyond chance" if found.went == found.presumed and found.figure.value else said


def _changes(material: Material) -> list[_Change]:
    """The changes that decide, in the order of the calls; none where the question presumes none."""
    presumed = material.frame.presumes
    if presumed is None:
        return []
    found = [_change(call, presumed) for call in material.calls]
    return [change for change in found if change]


def _change(call: Call, presumed: Direction) -> _Change | None:
    figures = {figure.name: figure for figure in call.result.figures}
    if call.tool == "explain_change" and "change" in figures:
        if getattr(call.query, "measure", "net") == "negative":
            return _Change(call, figures["change"], "The share of negative posts", _OTHER[presumed])
        return _Change(call, figures["change"], "Net sentiment", presumed)
    name = "change.event" if "change.event" in figures else "slope"
    if call.tool == "sentiment_trend" and name in figures:
        return _Change(call, figures[name], "Net sentiment", presumed)
    return None
