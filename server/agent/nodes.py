"""Nodes: what each step of the graph does. A node reads the turn, works with the context, and returns what changed."""

from __future__ import annotations

import logging
from typing import Any

from langgraph.runtime import Runtime as Running

from server.agent import answering
from server.agent.checking.check import Fault, faults
from server.agent.checking.paraphrase import paraphrase_faults
from server.agent.composing.draft import Draft, Material
from server.agent.composing.local import LocalComposer
from server.agent.context import Context
from server.agent.framing.drawing import drawn, is_bare
from server.agent.framing.frame import Frame
from server.agent.framing.people import TOOLS as OF_PEOPLE
from server.agent.framing.read import read_question
from server.agent.framing.sarcasm import without_sarcasm
from server.agent.framing.vocabulary import busiest_day, mentions
from server.agent.planning.plan import Plan, Step
from server.agent.retrieving import candidates, how_many, quotable
from server.agent.turn import Turn
from server.runtime import Call
from tools.base import Evidence
from tools.errors import BadRequest, GroundswellError, MissingData, NotFound, TooFewPosts, Unavailable

TRIES = 2
log = logging.getLogger(__name__)


def frame(turn: Turn, runtime: Running[Context]) -> dict[str, Any]:
    """Read the question against the dataset's names and the thread's last question."""
    context = runtime.context
    context.tell(0, "reading the question")
    before = turn.get("memory", {}).get("frame")
    literal, unsaid = without_sarcasm(turn["question"])
    wish = drawn(literal)
    # "Chart it" and "and without sarcasm?" are the last question once more.
    again = wish.is_bare or (unsaid and is_bare(wish.question))
    asked = turn.get("memory", {}).get("question", turn["question"]) if again else wish.question
    read = read_question(
        asked,
        context.vocabulary,
        count=lambda phrases: mentions(context.dataset, phrases),
        near=context.near,
        likely=context.likely,
        read_by_tools={table for tool in context.tools if tool.name not in OF_PEOPLE for table in tool.needs},
        before=Frame.model_validate(before) if before else None,
        happened=lambda word: busiest_day(context.dataset, word),
    )
    said = {"question": asked if again else turn["question"], "draw": wish.asked}
    read = read.model_copy(update=said | ({"sarcasm": "exclude"} if unsaid else {}))
    return {"frame": read.model_dump(mode="json")}


def plan(turn: Turn, runtime: Running[Context]) -> dict[str, Any]:
    """Choose tools: the first planner that can. The posts behind the last answer need no plan."""
    context, read = runtime.context, Frame.model_validate(turn["frame"])
    context.tell(1, "choosing tools")
    if read.last and read.follows and not read.refusal:
        return {"plan": Plan(notes=("These are the posts behind the last answer.",)).model_dump(mode="json")}
    for planner in context.planners:
        try:
            made = planner.plan(read, context.tools, context.vocabulary.facts)
        except Unavailable as error:
            log.info("planner gave up: %s", error)
            context.down = str(error)
            continue
        return {"plan": made.model_dump(mode="json")}
    raise Unavailable("No planner could be asked.")


def can_act(turn: Turn) -> bool:
    """Tell whether there is anything to run."""
    return not turn["plan"].get("refusal")


def act(turn: Turn, runtime: Running[Context]) -> dict[str, Any]:
    """Run the plan. A tool that refuses is recorded with its reason, and the others still run."""
    context, made = runtime.context, Plan.model_validate(turn["plan"])
    done = [] if made.steps else _recalled(turn, context)
    for step in made.steps:
        context.tell(2, f"running {step.tool}")
        done.append(_run(step, context))
    return {"calls": done}


def has_results(turn: Turn) -> bool:
    """Tell whether any tool gave a result."""
    return any(call["result"] for call in turn["calls"])


def retrieve(turn: Turn, runtime: Running[Context]) -> dict[str, Any]:
    """Choose the posts to quote among those that the results rest on."""
    context, read = runtime.context, Frame.model_validate(turn["frame"])
    context.tell(3, "reading posts")
    calls = _calls(turn, context)
    found = candidates(calls)
    most = how_many(read, calls)
    chosen = quotable(context.read([evidence.post_id for evidence in found[: 5 * most]]), read, most)
    roles = {evidence.post_id: evidence for evidence in found}
    return {"posts": [roles[post.post_id].model_dump(mode="json") for post in chosen]}


def compose(turn: Turn, runtime: Running[Context]) -> dict[str, Any]:
    """Put the material into sentences: the model's where there is one and it works, else the tools' own."""
    context, tries = runtime.context, turn.get("tries", 0) + 1
    context.tell(4, "writing")
    reasons = [f"{fault['claim']}: {fault['reason']}" for fault in turn.get("faults", [])]
    composers = context.composers if tries <= TRIES and not context.down else context.composers[-1:]
    for composer in composers:
        try:
            draft = composer.compose(material(turn, context), reasons)
        except Unavailable as error:
            log.info("composer gave up: %s", error)
            context.down = str(error)
            continue
        local = isinstance(composer, LocalComposer)
        return {"draft": draft.model_dump(mode="json") | {"local": local}, "tries": tries}
    raise Unavailable("No composer could be asked.")


def check(turn: Turn, runtime: Running[Context]) -> dict[str, Any]:
    """Check every claim in code. On the last try the tools' own sentences replace those that fail."""
    context = runtime.context
    context.tell(5, "checking")
    given = material(turn, context)
    draft, written = _draft(turn), not turn["draft"]["local"]
    if not written:
        return {"draft": _without(draft, faults(draft, given)).model_dump(mode="json") | {"local": True}, "faults": []}
    local = LocalComposer().compose(given)
    found = [*faults(draft, given), *paraphrase_faults(draft, local, given)]
    if found and turn["tries"] >= TRIES:
        mended = _restored(draft, local, {fault.claim for fault in found})
        return {"draft": mended.model_dump(mode="json") | {"local": mended.texts() == local.texts()}, "faults": []}
    return {"faults": [fault.model_dump(mode="json") for fault in found]}


def stands(turn: Turn) -> bool:
    """Tell whether the draft may be shown."""
    return not turn["faults"]


def answer(turn: Turn, runtime: Running[Context]) -> dict[str, Any]:
    """Build the answer, or the refusal, and remember what a follow-up needs."""
    context = runtime.context
    context.tell(6, "done")
    draft = _draft(turn) if turn.get("draft") and turn["draft"]["claims"] else None
    given = material(turn, context)
    built = answering.answered(turn, draft, given, context) if draft else answering.refused(turn, given, context)
    return {"answer": built.model_dump(mode="json"), "memory": answering.remembered(turn, built)}


def material(turn: Turn, context: Context) -> Material:
    """Return what the answer may be made of, read again by id."""
    evidence = [Evidence.model_validate(each) for each in turn.get("posts", [])]
    posts = context.read([each.post_id for each in evidence])
    roles = {each.post_id: each for each in evidence}
    return Material(Frame.model_validate(turn["frame"]), tuple(_calls(turn, context)), tuple(posts), roles)


def _run(step: Step, context: Context) -> dict[str, Any]:
    arguments = step.arguments
    try:
        try:
            call = context.call(step.tool, arguments)
        except (MissingData, TooFewPosts, BadRequest):
            if step.otherwise is None:
                raise
            arguments = step.otherwise
            call = context.call(step.tool, arguments)
    except (NotFound, Unavailable):
        # A version that is gone: the whole question is asked again, of the current one. A store that is full or
        # damaged says nothing about the question, so it is no refusal of it.
        raise
    except GroundswellError as error:
        record = {"tool": step.tool, "arguments": arguments, "result": None, "error": str(error)}
        return record | {"kind": type(error).__name__}
    return {"tool": step.tool, "arguments": arguments, "result": call.id, "error": None}


def _recalled(turn: Turn, context: Context) -> list[dict[str, Any]]:
    """Run the last question's tools again: the same results, on the posts as they are now."""
    steps = [Step.model_validate(each) for each in turn.get("memory", {}).get("steps", [])]
    return [_run(step, context) for step in steps]


def _calls(turn: Turn, context: Context) -> list[Call]:
    ids = dict.fromkeys(call["result"] for call in turn.get("calls", []) if call["result"])
    return [context.calls[call_id] for call_id in ids]


def _draft(turn: Turn) -> Draft:
    return Draft.model_validate({name: value for name, value in turn["draft"].items() if name != "local"})


def _without(draft: Draft, found: tuple[Fault, ...]) -> Draft:
    """Drop the tools' own sentences that fail: a fault in a tool must not become a false sentence."""
    for fault in found:
        log.error("a tool's own sentence failed the check: %s: %s", fault.claim, fault.reason)
    bad = {fault.claim for fault in found}
    claims = tuple(claim for claim in draft.claims if claim.id not in bad)
    headline = draft.headline
    if "headline" in bad and claims:
        headline = claims[0].model_copy(update={"id": "headline"})
    return Draft(headline=headline, claims=claims)


def _restored(draft: Draft, local: Draft, bad: set[str]) -> Draft:
    """Put the tools' own sentence back wherever the model's failed."""
    own = {claim.id: claim for claim in local.claims}
    claims = tuple(own.get(claim.id, claim) if claim.id in bad else claim for claim in draft.claims)
    return Draft(headline=local.headline if draft.headline.id in bad else draft.headline, claims=claims)
