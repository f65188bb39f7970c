"""Answering: the answer built from a checked draft, or the refusal that says what is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from knowledge.dataset import Post
from server.agent.answer import Answer, CitedFigure, CitedPost, ToolCall
from server.agent.checking.carried import said
from server.agent.composing.draft import Draft, Material
from server.agent.composing.excerpt import excerpt
from server.agent.composing.local import unrested
from server.agent.context import Context
from server.agent.framing.frame import Frame
from server.agent.framing.several import UNANSWERED
from server.agent.next_steps import next_step
from server.charts.drawing import drawable
from server.runtime import Call
from tools.base import Evidence
from tools.facts import Facts
from tools.figure import Figure
from tools.registry import tool_named
from tools.wording import listed

if TYPE_CHECKING:
    from server.agent.turn import Turn


_RELATIVE = re.compile(
    r"last|past|previous|this|current|ago|today|yesterday|recent|lately|final|closing|these days|now"
)

_OF_POSTS = frozenset(
    ("sentiment", "sentiment_trend", "explain_change", "emotions", "intents", "distinctive_words", "spikes", "topics")
)
"""Tools that measure all posts in scope, whoever they are about."""
_BRACKET = re.compile(r" \((?:95 % interval [^()]*|n = [\d,]+)\)")


def answered(turn: Turn, draft: Draft, material: Material, context: Context) -> Answer:
    """Return the answer that a checked draft makes."""
    cited = dict.fromkeys(name for claim in (draft.headline, *draft.claims) for name in claim.figures)
    wrote = context.model if not turn["draft"]["local"] else None
    return _common(turn, context).model_copy(
        update={
            "headline": without_brackets(draft.headline.text),
            "claims": draft.claims,
            "figures": tuple(_figure(name, material) for name in cited),
            "posts": tuple(quoted(post, material.roles, nameless=_of_people(material)) for post in material.posts),
            "caveats": tuple(dict.fromkeys(_caveats(turn, material, context))),
            "next_step": next_step(material),
            "charts": tuple(call.id for call in material.calls if material.frame.draw and drawable(call))[:1],
            "model": wrote,
        }
    )


def without_brackets(text: str) -> str:
    """Return a finding with its values only: intervals and n stand in the claim that it repeats."""
    return _BRACKET.sub("", text)


def refused(turn: Turn, material: Material, context: Context) -> Answer:
    """Return the refusal: what cannot be answered, what is missing, and the closest that can be asked."""
    refusal = turn["plan"].get("refusal") or {}
    failed = [call for call in turn.get("calls", []) if call["error"]]
    reason = refusal.get("reason") or " ".join(dict.fromkeys(call["error"] for call in failed))
    # The halves that were left out beforehand are as unanswered as the rest.
    halves = [note for note in material.frame.notes if note.startswith(UNANSWERED)]
    reason = " ".join([*([reason] if reason else []), *halves])
    reason = reason or "None of the sentences that could be written is borne out by the results."
    closest = refusal.get("closest") or _closest(material.frame, failed)
    text = f"I cannot answer “{_short(turn['question'])}”: {reason}"
    text += f" The closest I can answer is “{closest}”" if closest else ""
    return _common(turn, context).model_copy(
        update={
            "headline": text,
            "abstained": True,
            "reason": reason,
            "closest_question": closest or None,
            "caveats": material.frame.notes,
            "next_step": f"Ask: {closest}" if closest else "",
        }
    )


def remembered(turn: Turn, answer: Answer) -> dict[str, Any]:
    """Return what the thread keeps: how the question was read and which tools ran.

    A refusal, or a look at the posts behind an answer, changes nothing.
    """
    if answer.abstained or turn["frame"]["last"]:
        return dict(turn.get("memory", {}))
    steps = [{"tool": call["tool"], "arguments": call["arguments"]} for call in turn["calls"] if call["result"]]
    return {"frame": turn["frame"], "question": turn["question"], "steps": steps}


def _common(turn: Turn, context: Context) -> Answer:
    calls = [{name: call[name] for name in ("tool", "arguments", "result", "error")} for call in turn.get("calls", [])]
    return Answer(
        question=turn["question"],
        headline="",
        tool_calls=tuple(ToolCall.model_validate(call) for call in calls),
        dataset=context.dataset.name,
        dataset_version=context.dataset.version,
        as_of=context.vocabulary.as_of,
    )


def _figure(name: str, material: Material) -> CitedFigure:
    result, _, own = name.partition("#")
    call = next(call for call in material.calls if call.id == result)
    figure: Figure = call.result.figure(own)
    return CitedFigure(
        id=name,
        name=own,
        label=figure.label,
        value=figure.value,
        unit=figure.unit,
        n=figure.n,
        low=figure.low,
        high=figure.high,
        raw=figure.raw,
        shown=figure.shown,
        period=_period(call),
        filter=str(call.query.filter),
        method=figure.method,
        result=result,
    )


def _period(call: Call) -> str:
    period = call.query.period or call.result.period
    return str(period) if period else ""


def _of_people(material: Material) -> bool:
    """Tell whether an answer is about groups of people, beside whom nobody is named, not even who wrote a post."""
    return any(tool_named(call.tool).toolset == "segment" for call in material.calls)


def quoted(post: Post, roles: Mapping[str, Evidence], *, nameless: bool = False) -> CitedPost:
    """Return a post as an answer quotes it; `nameless` leaves out who wrote it and where it stands."""
    return CitedPost(
        id=post.post_id,
        quote=excerpt(post.text or ""),
        author=None if nameless else post.handle or post.author_id,
        created_at=post.created_at,
        url=None if nameless else post.url,
        platform=post.platform,
        role=roles[post.post_id].role if post.post_id in roles else "match",
    )


def _caveats(turn: Turn, material: Material, context: Context) -> Iterator[str]:
    yield from said(material.frame, material.calls)
    yield from material.frame.notes
    yield from turn["plan"].get("notes", ())
    if context.vocabulary.as_of and _RELATIVE.search(material.frame.period_words or ""):
        yield f"Days are counted back from the newest post, of {context.vocabulary.as_of.date()}, not from today."
    for call in turn["calls"]:
        if call["error"]:
            yield f"{call['tool']} is left out: {call['error']}"
    yield from unrested(material)
    yield from _without_bots(material.calls)
    yield from _every_brand(material.calls, context.vocabulary.facts)
    for each in material.calls:
        yield from each.result.caveats
    if context.down:
        yield f"Written without the model: {context.down}"


def _without_bots(calls: Sequence[Call]) -> Iterator[str]:
    """Say that suspected bots were left out, and how to learn which: a number here would rest on no figure."""
    if any(call.query.filter.suspected_bots == "exclude" for call in calls):
        yield "Posts by suspected bots are left out: ask which accounts look like bots for how many, and why they."


def _every_brand(calls: Sequence[Call], facts: Facts) -> Iterator[str]:
    """Say that rivals are counted with us, where nobody was named and a number would be taken for ours."""
    own = [brand.name for brand in facts.brands if brand.is_own]
    mixed = [
        call
        for call in calls
        if call.tool in _OF_POSTS
        and not (call.query.filter.brands or call.query.filter.text)
        and getattr(call.query, "by", None) != "brand"
    ]
    if mixed and own and len(own) < len(facts.brands):
        yield f"No brand is named, so posts about rivals count too: ask about {listed(own)} for those alone."


def _closest(frame: Frame, failed: Sequence[Mapping[str, Any]]) -> str:
    """What to ask when tools refused: the same over all days, or about all posts."""
    kinds = {call.get("kind") for call in failed}
    if "NotPermitted" in kinds:
        return ""
    if {call["tool"] for call in failed} == {"sentiment_trend"} and not frame.period:
        return f"How do people feel{f' about {listed(frame.brands)}' if frame.brands else ''}?"
    if frame.phrase:
        return f"Find posts about {frame.topic or frame.phrase}"
    if frame.period:
        return "How do people feel, over all days?"
    return "What is in this dataset?" if frame.names() or "MissingData" in kinds else ""


def _short(question: str) -> str:
    plain = " ".join(question.split())
    return plain if len(plain) <= 120 else plain[:119] + "…"
