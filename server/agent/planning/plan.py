"""Plan: which tools to run with which arguments, or why none can."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, Protocol

from pydantic import Field

from server.agent.framing.frame import Frame, Refusal
from tools.base import Model, Tool
from tools.facts import Facts


class Step(Model):
    """A tool to run; `otherwise` are arguments to try where the data lack what the first ones need."""

    tool: str
    arguments: dict[str, Any]
    otherwise: dict[str, Any] | None = Field(None, description="Narrower arguments, for MissingData; none to give up.")


class Plan(Model):
    """Steps in the order of the answer. Without steps it says why, in `refusal`."""

    steps: tuple[Step, ...] = ()
    refusal: Refusal | None = None
    notes: tuple[str, ...] = Field((), description="What a reader should know about the choice.")
    by: Literal["local", "model"] = "local"


class Planner(Protocol):
    """Chooses tools for a frame."""

    def plan(self, frame: Frame, tools: Sequence[Tool], facts: Facts) -> Plan:
        """Return the plan; a planner that cannot plan says why in it rather than raise."""
        ...
