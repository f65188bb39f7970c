"""Model planner: a chat model chooses tools and their options; who, when and where stay the asker's."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

import prompts
from server.agent.endpoint import Endpoint, ToolRequest
from server.agent.framing.frame import Frame
from server.agent.planning.plan import Plan, Step
from server.agent.planning.slots import filled
from tools.base import Tool
from tools.errors import Unavailable
from tools.facts import Facts

MAX_ROUNDS, MAX_STEPS, MAX_MISTAKES = 6, 6, 3
_OURS = ("dataset", "period", "filter")
"""Arguments that the question fills, not the model."""


class ModelPlanner:
    """Plans with a chat model. It sees the question, the names in it, and tool schemas: no post, no result."""

    def __init__(self, endpoint: Endpoint, *, budget_s: float) -> None:
        self._endpoint, self._budget_s = endpoint, budget_s

    def plan(self, frame: Frame, tools: Sequence[Tool], facts: Facts) -> Plan:
        """Return the model's plan. Raises Unavailable where it gives none that can be run."""
        if frame.refusal:
            return Plan(refusal=frame.refusal)
        chosen = _Choice({tool.name: tool for tool in tools}, frame, facts)
        deadline = time.monotonic() + self._budget_s
        messages: list[Mapping[str, Any]] = [{"role": "user", "content": _prompt(frame, tools)}]
        specs = [_spec(tool) for tool in tools]
        for _ in range(MAX_ROUNDS):
            reply = self._endpoint.chat(messages, deadline=deadline, tools=specs)
            if not reply.requests:
                break
            messages.append(_echo(reply.text, reply.requests))
            messages += [
                {"role": "tool", "tool_call_id": each.id, "content": chosen.take(each)} for each in reply.requests
            ]
            if chosen.mistakes >= MAX_MISTAKES or len(chosen.steps) >= MAX_STEPS:
                break
        if not chosen.steps:
            raise Unavailable(f"The model {self._endpoint.model!r} chose no tool that can be run.")
        return Plan(steps=tuple(chosen.steps), by="model")


class _Choice:
    """The steps chosen so far, and how often the model asked for what cannot be run."""

    def __init__(self, tools: Mapping[str, Tool], frame: Frame, facts: Facts) -> None:
        self._tools, self._frame, self._facts = tools, frame, facts
        self.steps: list[Step] = []
        self.mistakes = 0

    def take(self, request: ToolRequest) -> str:
        """Add the step that a model asks for and return what the model is told."""
        tool = self._tools.get(request.name)
        if tool is None:
            return self._mistake(f"There is no tool of that name. There are: {', '.join(self._tools)}.")
        try:
            options = json.loads(request.arguments or "{}")
        except json.JSONDecodeError:
            return self._mistake("The arguments are no JSON object.")
        if not isinstance(options, dict):
            return self._mistake("The arguments are no JSON object.")
        options = {name: value for name, value in options.items() if name not in _OURS and value is not None}
        if unknown := sorted(options.keys() - tool.query.model_fields.keys()):
            return self._mistake(f"{tool.name} has no option {', '.join(map(repr, unknown))[:200]}.")
        arguments = filled(tool, self._frame, self._facts.dataset) | options
        try:
            tool.query.model_validate(arguments)
        except ValidationError as error:
            return self._mistake(f"{tool.name} does not take that: {error.errors()[0]['msg']}."[:300])
        step = Step(tool=tool.name, arguments=arguments)
        if step in self.steps:
            return self._mistake("That is planned already. Say done if nothing else is needed.")
        if len(self.steps) < MAX_STEPS:
            self.steps.append(step)
        return "planned"

    def _mistake(self, text: str) -> str:
        self.mistakes += 1
        return text


def _prompt(frame: Frame, tools: Sequence[Tool]) -> str:
    said = [*frame.names(), *([str(frame.period)] if frame.period else []), *([frame.phrase] if frame.phrase else [])]
    return prompts.load("plan").render(
        question=frame.question[:2_000],
        names=", ".join(said) or "nothing",
        tools=", ".join(tool.name for tool in tools),
    )


def _spec(tool: Tool) -> dict[str, Any]:
    """A tool as a model sees it: its docstring and its own options."""
    schema = tool.query.model_json_schema()
    properties = {name: value for name, value in schema.get("properties", {}).items() if name not in _OURS}
    required = [name for name in schema.get("required", []) if name not in _OURS]
    parameters = {"type": "object", "properties": properties, "required": required, "additionalProperties": False}
    if "$defs" in schema:
        parameters["$defs"] = schema["$defs"]
    return {"type": "function", "function": {"name": tool.name, "description": tool.summary, "parameters": parameters}}


def _echo(text: str, requests: Sequence[ToolRequest]) -> dict[str, Any]:
    calls = [
        {"id": each.id, "type": "function", "function": {"name": each.name, "arguments": each.arguments}}
        for each in requests
    ]
    return {"role": "assistant", "content": text, "tool_calls": calls}
