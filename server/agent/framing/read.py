"""Read: how a question becomes a frame, from the asker's words and the dataset's names alone."""

from __future__ import annotations

import re
from collections.abc import Collection

from server.agent.framing.account import unread
from server.agent.framing.first import first_reading
from server.agent.framing.follow import is_follow_up, merged, opens_as_follow_up
from server.agent.framing.frame import Frame, Refusal
from server.agent.framing.leading import Likely, no_examples
from server.agent.framing.leaving_out import left_out_name
from server.agent.framing.marking import clean, mark
from server.agent.framing.narrowing import Counter, Narrower
from server.agent.framing.refusals import find_refusal
from server.agent.framing.several import Several
from server.agent.framing.shorthand import plainly
from server.agent.framing.spans import Covered
from server.agent.framing.strangers import refusal_for
from server.agent.framing.timing import timed
from server.agent.framing.topic import Near
from server.agent.framing.vocabulary import Vocabulary

_MEANT = re.compile(r"^.*\b(?:i mean|i meant|rather|sorry)[:,]\s+(?=\S+\s+\S)", re.IGNORECASE | re.DOTALL)
"""What an asker takes back."""
_BARE = ("why", "how come", "and why")


def read_question(
    question: str,
    vocabulary: Vocabulary,
    *,
    count: Counter,
    near: Near,
    likely: Likely = no_examples,
    read_by_tools: Collection[str] = (),
    before: Frame | None = None,
) -> Frame:
    """Read a question into a frame; what cannot be answered comes back with a refusal in it.

    `count` counts posts that hold phrases, `near` tells how near phrases are in meaning, `likely` how near a question
    is to the tools' examples, `read_by_tools` are tables that tools exist for, `before` is the frame of the thread's
    last question.
    """
    said = plainly(_MEANT.sub("", clean(question)))
    if not said:
        return _nothing(question, "The question is empty.", closest="What is in this dataset?")
    if vocabulary.n_posts == 0 or vocabulary.first is None or vocabulary.last is None:
        return _nothing(question, f"Dataset {vocabulary.facts.dataset!r} holds no posts yet. Import some first.")
    covered = Covered(vocabulary.first, vocabulary.last)
    several = Several(vocabulary, covered, read_by_tools, likely)
    said, left_out = several.answerable(said)
    marked = mark(said, vocabulary, covered)
    frame = first_reading(question, marked, vocabulary.facts, likely)
    frame = frame.model_copy(update={"parts": several.parts(said), "notes": (*left_out, *frame.notes)})
    frame = _in_thread(frame, before)
    refusal = frame.refusal or left_out_name(marked, vocabulary)
    refusal = refusal or find_refusal(marked.masked(), last=covered.last, read_by_tools=read_by_tools)
    if refusal:
        return frame.model_copy(update={"refusal": refusal})
    frame = timed(frame, marked, covered, vocabulary.facts.milestones)
    strangers = several.strangers(marked, frame)
    if refusal := frame.refusal or refusal_for(strangers, frame, vocabulary):
        return frame.model_copy(update={"refusal": refusal})
    frame = Narrower(count, near, vocabulary).narrowed(frame, marked, strangers)
    return frame.model_copy(update={"unread": unread(marked, frame)})


def _in_thread(frame: Frame, before: Frame | None) -> Frame:
    """Complete a follow-up from the question before; refuse one that follows nothing."""
    if before is not None and is_follow_up(frame):
        return merged(frame, before)
    if before is None and (frame.last or opens_as_follow_up(frame) or frame.text.strip(" ?!.") in _BARE):
        reason = "It leans on an earlier question, and there is none in this thread."
        refusal = Refusal(kind="no_thread", reason=reason, closest="What is in this dataset?")
        return frame.model_copy(update={"refusal": refusal})
    return frame


def _nothing(question: str, reason: str, *, closest: str = "") -> Frame:
    refusal = Refusal(kind="empty", reason=reason, closest=closest)
    return Frame(question=question, text=clean(question).lower(), refusal=refusal)
