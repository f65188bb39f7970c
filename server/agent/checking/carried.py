"""Carried: whether what a question names is in the queries that were run; what is not is said in the answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from server.agent.composing.scope import scope_of
from server.agent.framing.frame import Frame
from server.agent.framing.spelling import tokens
from server.agent.planning.slots import WHOLE_FIELD
from server.runtime import Call
from tools.wording import listed

_BY = {"brands": "brand", "platforms": "platform", "langs": "lang", "regions": "region", "campaigns": "campaign"}
MOST_SAID = 8  # words


def uncarried(frame: Frame, calls: Sequence[Call]) -> tuple[str, ...]:
    """Return the words, names and topics of a question that no call was run for, each once, in reading order."""
    lost = [*_names(frame, calls), *_topics(frame, calls), *frame.unread]
    return tuple(dict.fromkeys(lost))


def said(frame: Frame, calls: Sequence[Call]) -> Iterator[str]:
    """Say in one sentence what was not taken into account, and what was looked at in its place."""
    lost = uncarried(frame, calls)
    if not lost:
        return
    quoted = listed([f"“{word}”" for word in lost[:MOST_SAID]])
    scope = scope_of(calls[0].query) if calls else ""
    looked = scope[:1].lower() + scope[1:] if scope else "all posts"
    yield f"I read this as {looked}: nothing here is counted by {quoted}."


def _names(frame: Frame, calls: Sequence[Call]) -> Iterator[str]:
    for field, by in _BY.items():
        for name in getattr(frame, field):
            if not any(_holds_name(call, field, by, name) for call in calls):
                yield name


def _holds_name(call: Call, field: str, by: str, name: str) -> bool:
    if name in getattr(call.query.filter, field) or getattr(call.query, "by", None) == by:
        return True
    return call.tool in WHOLE_FIELD and any(name in figure.group.values() for figure in call.result.figures)


def _topics(frame: Frame, calls: Sequence[Call]) -> Iterator[str]:
    """Features and topics of which no query holds a word; those that a note speaks of are said already."""
    notes = " ".join(frame.notes).lower()
    held = {token[0] for call in calls for token in tokens(_searched(call).lower())}
    for topic in (*frame.features, *frame.phrases, *filter(None, (frame.topic, frame.phrase))):
        if topic.lower() not in notes and not held & {token[0] for token in tokens(topic.lower())}:
            yield topic


def _searched(call: Call) -> str:
    return f"{call.query.filter.text or ''} {getattr(call.query, 'query', '')}"
