"""Local planner: rules where they know the question, the nearest example where they do not, refusal elsewhere."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence

from server.agent.framing.frame import Frame, Refusal
from server.agent.framing.spelling import tokens
from server.agent.planning.examples import Examples
from server.agent.planning.plan import Plan, Step
from server.agent.planning.recipes import Wanted, recipe
from server.agent.planning.slots import filled
from server.agent.words import words
from tools.base import Tool
from tools.errors import Unavailable
from tools.facts import Facts
from tools.wording import listed

MAX_STEPS = 6
NEAR = 0.52
"""Similarity from which an example speaks for its tool. Calibrated in tests/server/agent/planning: see ADR 0005."""
SAME = 0.82
"""Similarity from which an example overrules the rules: the question is that example in other words."""
MARGIN = 0.10
"""How much nearer than the rules' own tools an example must be, to overrule them."""

_FILTERS: Mapping[str | None, str] = {"brand": "brands", "platform": "platforms", "lang": "langs", "region": "regions",
                                      "campaign": "campaigns"}  # fmt: skip

log = logging.getLogger(__name__)


class LocalPlanner:
    """Plans without a model, the same way every time."""

    def __init__(self, examples: Examples) -> None:
        self._examples = examples

    def plan(self, frame: Frame, tools: Sequence[Tool], facts: Facts) -> Plan:
        """Return the plan; a refusal where nothing registered answers the question."""
        if frame.refusal:
            return Plan(refusal=frame.refusal)
        known = {tool.name: tool for tool in tools}
        wanted = [item for item in recipe(frame, facts) if item.tool in known]
        nearest = None if frame.parts and wanted else self._nearest(frame, tools, wanted)
        if nearest:
            wanted = [Wanted(nearest, {"by": frame.group_by, "limit": frame.limit})]
        if not wanted:
            return Plan(refusal=_unknown(frame))
        return Plan(steps=tuple(_step(known[item.tool], item, frame, facts) for item in wanted[:MAX_STEPS]))

    def _nearest(self, frame: Frame, tools: Sequence[Tool], wanted: Sequence[Wanted]) -> str | None:
        """Name the tool whose example decides; none where the rules' choice stands."""
        try:
            scores = self._examples.scores(frame.plain or frame.text, tools)
        except Unavailable as error:  # rules still work without the embedder
            log.warning("planning without examples: %s", error)
            return None
        if not scores:
            return None
        best = max(scores, key=lambda name: scores[name])
        if not wanted:
            return best if scores[best] >= NEAR else None
        of_rules = max(scores.get(item.tool, 0.0) for item in wanted)
        return best if scores[best] >= max(SAME, of_rules + MARGIN) else None


def _step(tool: Tool, item: Wanted, frame: Frame, facts: Facts) -> Step:
    if item.brand:
        frame = frame.model_copy(update={"brands": (item.brand,)})
    if item.unfiltered in _FILTERS:
        frame = frame.model_copy(update={_FILTERS[item.unfiltered]: ()})
    if item.phrase:
        frame = frame.model_copy(update={"phrase": item.phrase})
    always = frame.model_copy(update={"period": frame.run_up}) if item.ever else frame
    return Step(
        tool=tool.name,
        arguments=filled(tool, always, facts.dataset, **item.options),
        otherwise=filled(tool, frame, facts.dataset, **item.otherwise) if item.otherwise else None,
    )


def _unknown(frame: Frame) -> Refusal:
    """Say which words name nothing that a tool measures, and offer the question nearest to what is left."""
    known = words("unspecific")
    strange = [token[0] for token in tokens(frame.plain or frame.text) if len(token[0]) > 2 and token[0] not in known]
    reason = (
        f"No tool here measures what it asks ({', '.join(strange[:5])})." if strange else "It names nothing to look at."
    )
    if len(frame.brands) > 1:
        closest = f"How do people feel about {listed(frame.brands)}?"
    elif frame.brands:
        closest = f"How do people feel about {frame.brands[0]}?"
    elif frame.platforms:
        closest = f"How do people feel on {frame.platforms[0]}?"
    else:
        closest = "What do people praise and complain about?"
    return Refusal(kind="outside", reason=reason, closest=closest)
