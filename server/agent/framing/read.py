"""Read: how a question becomes a frame, from the asker's words and the dataset's names alone."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from server.agent.framing.account import unread
from server.agent.framing.clues import Likely, clues_of
from server.agent.framing.first import first_reading
from server.agent.framing.follow import is_follow_up, merged, opens_as_follow_up
from server.agent.framing.frame import Frame, Refusal
from server.agent.framing.halves import halves
from server.agent.framing.happenings import Happened, happened_in, never, told, with_milestones
from server.agent.framing.languages import in_english
from server.agent.framing.leading import no_router
from server.agent.framing.leaving_out import left_out_name
from server.agent.framing.marking import clean, mark
from server.agent.framing.narrowing import Counter, Narrower
from server.agent.framing.people import (
    TOOLS,
    following,
    is_of_people,
    numbered,
    people_reading,
    refused_of_people,
    segments_in,
)
from server.agent.framing.refusals import find_refusal
from server.agent.framing.several import Several
from server.agent.framing.shorthand import plainly
from server.agent.framing.spans import Covered
from server.agent.framing.strangers import left_out, refusal_for
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
    likely: Likely = no_router,
    read_by_tools: Collection[str] = (),
    before: Frame | None = None,
    happened: Happened = never,
) -> Frame:
    """Read a question into a frame; what cannot be answered comes back with a refusal in it.

    `count` counts posts that hold phrases, `near` tells how near phrases are in meaning, `likely` how likely
    it is for each tool, `read_by_tools` are tables that tools exist for, `before` is the frame of the thread's
    last question, `happened` tells the day of which most posts speak that hold a word.
    """
    said = plainly(_MEANT.sub("", clean(question)))
    if not said:
        return _nothing(question, "The question is empty.", closest="What is in this dataset?")
    if vocabulary.first is None or vocabulary.last is None:
        return _nothing(question, f"Dataset {vocabulary.facts.dataset!r} holds no posts yet. Import some first.")
    covered = Covered(vocabulary.first, vocabulary.last)
    put = in_english(said, vocabulary)
    if put.refusal:
        return Frame(question=question, text=said.lower(), refusal=put.refusal)
    said, learned = put.text, happened_in(put.text, vocabulary.facts.milestones, happened)
    vocabulary = with_milestones(vocabulary, learned)
    reader = _Reader(question, vocabulary, covered, count, near, likely, read_by_tools)
    if (people := reader.of_people(said, before)) is not None:
        return people.model_copy(update={"notes": told((*put.notes, *people.notes), learned)})
    if vocabulary.n_posts == 0:
        reason = f"Dataset {vocabulary.facts.dataset!r} holds no posts yet, only what people did."
        return _nothing(question, reason, closest="Who are our people?")
    said, without = reader.several.answerable(said)
    whole = reader.read(said, (*put.notes, *without), before)
    whole = whole.model_copy(update={"notes": told(whole.notes, learned)})
    return (
        whole if whole.refusal else whole.model_copy(update={"apart": _apart([reader.read(h) for h in halves(said)])})
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    """What one question is read with."""

    question: str
    vocabulary: Vocabulary
    covered: Covered
    count: Counter
    near: Near
    likely: Likely
    read_by_tools: Collection[str]

    @property
    def several(self) -> Several:
        return Several(self.vocabulary, self.covered, self.read_by_tools, self.likely)

    def read(self, said: str, notes: tuple[str, ...] = (), before: Frame | None = None) -> Frame:
        """Read a text as one question, in its thread."""
        marked = mark(said, self.vocabulary, self.covered)
        frame = first_reading(self.question, marked, self.vocabulary.facts, self.likely)
        frame = frame.model_copy(update={"parts": self.several.parts(said), "notes": (*notes, *frame.notes)})
        frame = _in_thread(frame, before)
        if frame.follows and (marked.found or marked.compared):  # days of its own
            frame = frame.model_copy(update={"spans": (), "event": None, "run_up": None})
        refusal = frame.refusal or left_out_name(marked, self.vocabulary)
        refusal = refusal or find_refusal(
            marked.masked(),
            last=self.covered.last,
            read_by_tools=self.read_by_tools,
            shares=self.likely(clues_of(marked)),
        )
        if refusal:
            return frame.model_copy(update={"refusal": refusal})
        frame = timed(frame, marked, self.covered, self.vocabulary.facts.milestones)
        strangers = self.several.strangers(marked, frame)
        if refusal := frame.refusal or refusal_for(strangers, frame, self.vocabulary):
            return frame.model_copy(update={"refusal": refusal})
        frame = frame.model_copy(update={"notes": (*frame.notes, *left_out(strangers, frame, self.vocabulary))})
        frame = Narrower(self.count, self.near, self.vocabulary).narrowed(frame, marked, strangers)
        return frame.model_copy(update={"unread": unread(marked, frame)})

    def of_people(self, said: str, before: Frame | None) -> Frame | None:
        """Read a text as one question about groups of people; none where it is not about them."""
        named = segments_in(said, self.vocabulary)
        marked = mark(numbered(said, named), self.vocabulary, self.covered)
        shares = self.likely(clues_of(marked))
        frame = first_reading(self.question, marked, self.vocabulary.facts, self.likely)
        leans = before is not None and before.asks[:1] and before.asks[0] in TOOLS and is_follow_up(frame)
        if not (leans or is_of_people(marked, shares)):
            return None
        if refusal := refused_of_people(marked, self.several.strangers(marked, frame), self.vocabulary, named):
            return frame.model_copy(update={"refusal": refusal})
        frame = timed(frame, marked, self.covered, self.vocabulary.facts.milestones)
        read = people_reading(frame, marked, self.vocabulary, named, shares)
        return following(read, before, shares) if leans and before else read


_PLACED = ("brands", "platforms", "langs", "regions", "campaigns", "period")


def _apart(each: Sequence[Frame]) -> tuple[Frame, ...]:
    """Return the questions that name different brands, places or days, each with what it leaves out from a neighbour.

    Empty where one reading holds for all: where no two of them name different things.
    """
    differ = any(len({getattr(one, field) for one in each if getattr(one, field)}) > 1 for field in _PLACED)
    if len(each) < 2 or not differ or any(one.refusal or not one.asks for one in each):
        return ()
    return tuple(_with_neighbours(each, at) for at in range(len(each)))


def _with_neighbours(each: Sequence[Frame], at: int) -> Frame:
    near = [*reversed(each[:at]), *each[at + 1 :]]
    lent = {
        field: next((getattr(one, field) for one in near if getattr(one, field)), None)
        for field in _PLACED
        if not getattr(each[at], field)
    }
    return each[at].model_copy(update={field: value for field, value in lent.items() if value})


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
