"""Local planner: a recipe for what is asked; refusal where nothing registered answers it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from server.agent.framing.frame import Frame, Refusal
from server.agent.framing.spelling import tokens
from server.agent.planning.meant import asks_of_growth, meant, settles
from server.agent.planning.plan import Plan, Step
from server.agent.planning.recipes import Wanted, recipe
from server.agent.planning.slots import filled
from server.agent.words import words
from tools.base import Tool
from tools.facts import Facts
from tools.wording import listed

MAX_STEPS = 8
_FILTERS: Mapping[str | None, str] = {"brand": "brands", "platform": "platforms", "lang": "langs", "region": "regions",
                                      "campaign": "campaigns"}  # fmt: skip


class LocalPlanner:
    """Plans without a model, the same way every time."""

    def plan(self, frame: Frame, tools: Sequence[Tool], facts: Facts) -> Plan:
        """Return the plan; a refusal where nothing registered answers the question."""
        if frame.refusal and not settles(frame):
            return Plan(refusal=frame.refusal)
        if frame.apart:
            plans = [self.plan(each, tools, facts) for each in frame.apart]
            every = [step for plan in plans for step in plan.steps]
            return Plan(steps=tuple(every[:MAX_STEPS]), notes=tuple(note for plan in plans for note in plan.notes))
        known = {tool.name: tool for tool in tools}
        wanted = [item for item in _first(frame) or recipe(frame, facts) if item.tool in known]
        if not wanted:
            return Plan(refusal=_unknown(frame))
        steps = tuple(_step(known[item.tool], item, frame, facts) for item in wanted[:MAX_STEPS])
        return Plan(steps=steps, notes=tuple(_left_out(wanted[MAX_STEPS:])))


def _first(frame: Frame) -> list[Wanted]:
    """What a question asks by a shape of its own, whatever its words are like."""
    if settles(frame):
        return [Wanted("associations", {})]
    return [Wanted("emerging_topics", {})] if asks_of_growth(frame) else []


def _left_out(wanted: Sequence[Wanted]) -> Iterator[str]:
    """Say what one answer has no room for."""
    things = dict.fromkeys(item.phrase or item.brand or item.tool for item in wanted)
    if things:
        yield f"Left out, for one answer holds no more: {listed([repr(thing) for thing in things])}. Ask about each."


def _step(tool: Tool, item: Wanted, frame: Frame, facts: Facts) -> Step:
    if item.brand:
        frame = frame.model_copy(update={"brands": (item.brand,)})
    if item.unfiltered in _FILTERS:
        frame = frame.model_copy(update={_FILTERS[item.unfiltered]: ()})
    if item.phrase:
        frame = frame.model_copy(update={"phrase": item.phrase})
    if item.period:
        frame = frame.model_copy(update={"period": item.period})
    options, frame = meant(tool.name, frame, facts)
    always = frame.model_copy(update={"period": frame.run_up}) if item.ever and not item.period else frame
    return Step(
        tool=tool.name,
        arguments=filled(tool, always, facts.dataset, **{**item.options, **options}),
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
