"""Several: the questions that stand in one text; those that cannot be answered are said, the others answered."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from server.agent.framing.asks import formats_in
from server.agent.framing.clues import Likely, clues_of
from server.agent.framing.first import first_reading
from server.agent.framing.frame import Ask, Frame
from server.agent.framing.halves import halves
from server.agent.framing.leading import leading_asks
from server.agent.framing.marking import Marked, mark
from server.agent.framing.refusals import find_refusal
from server.agent.framing.spans import Covered
from server.agent.framing.strangers import Stranger, refusal_for, strangers_in
from server.agent.framing.vocabulary import Vocabulary

UNANSWERED = "I cannot answer"
"""How a note on a question among several begins."""


class Several(NamedTuple):
    """What is needed to tell which of several questions in one can be answered."""

    vocabulary: Vocabulary
    covered: Covered
    read_by_tools: Collection[str]
    likely: Likely

    def answerable(self, said: str) -> tuple[str, tuple[str, ...]]:
        """Return the text less the halves that cannot be answered, and what to say of those; all of it if none can."""
        asked = halves(said)
        lacking = {half: lack for half in asked if (lack := self._lack(half))} if len(asked) > 1 else {}
        if len(lacking) == len(asked):
            return said, ()
        notes = tuple(f"{UNANSWERED} “{half.rstrip(' ?.!')}”: {lack}" for half, lack in lacking.items())
        return "? ".join(half for half in asked if half not in lacking) if lacking else said, notes

    def parts(self, said: str) -> tuple[tuple[Ask, ...], ...]:
        """Return what each of several questions asks; nothing where there is one."""
        asked = halves(said)
        if len(asked) < 2:
            return ()
        marked = [mark(half, self.vocabulary, self.covered) for half in asked]
        found = [leading_asks(each, self.likely) for each in marked]
        return tuple(asks for asks in found if asks)

    def strangers(self, marked: Marked, frame: Frame) -> list[Stranger]:
        """Find names in a question that the dataset does not know."""
        comparing = "compare" in frame.asks or "share" in frame.asks
        taken = (*marked.taken, *formats_in(marked.question.lower()))
        return strangers_in(marked.question, taken, comparing=comparing)

    def _lack(self, half: str) -> str:
        """What keeps one of several questions from being answered; empty where nothing does."""
        marked = mark(half, self.vocabulary, self.covered)
        shares = self.likely(clues_of(marked))
        refusal = find_refusal(marked.masked(), last=self.covered.last, read_by_tools=self.read_by_tools, shares=shares)
        if refusal:
            return refusal.reason
        frame = first_reading(half, marked, self.vocabulary.facts, self.likely)
        if refusal := refusal_for(self.strangers(marked, frame), frame, self.vocabulary):
            return refusal.reason
        known = frame.asks or marked.names or marked.found or marked.quoted
        return "" if known else "no tool here answers that question."
