"""Happenings: `since the outage`, where no milestone is called that: the day on which most posts say the word."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from server.agent.framing.days import DAY, MONTH
from server.agent.framing.vocabulary import Vocabulary
from server.agent.words import words

Happened = Callable[[str], date | None]
"""The day on which clearly most of the posts that hold a word were written; none where no day stands out."""
_SINCE = re.compile(
    r"\b(?:since|after|following|before (?:and|vs\.?|versus|or) after|before|prior to|until)\s+"
    r"(?:the |our |that |this )?"
    rf"(?P<what>(?!(?:{DAY}|{MONTH}))[a-z][a-z-]{{3,}})\b"
)


def never(_: str) -> date | None:
    """Know no day."""
    return None


def happened_in(text: str, milestones: Mapping[str, date], happened: Happened) -> dict[str, date]:
    """Return the days of things that a text counts time from and that no milestone names; empty for none."""
    found = {}
    for match in _SINCE.finditer(text.lower()):
        what = match["what"]
        if what not in words("questions") | words("unspecific") and what not in milestones and (day := happened(what)):
            found[what] = day
    return found


def with_milestones(vocabulary: Vocabulary, learned: Mapping[str, date]) -> Vocabulary:
    """Return the vocabulary with further milestones."""
    if not learned:
        return vocabulary
    facts = vocabulary.facts.model_copy(update={"milestones": {**vocabulary.facts.milestones, **learned}})
    return vocabulary.model_copy(update={"facts": facts})


def told(notes: tuple[str, ...], learned: Mapping[str, date]) -> tuple[str, ...]:
    """Say of a day that it was found among the posts, in place of that a milestone has it."""
    said = {
        f"I took the {what} to be on {day}, as the dataset's milestones have it.": (
            f"No milestone is called {what!r}: I took it to be on {day}, the day on which most posts say the word."
        )
        for what, day in learned.items()
    }
    return tuple(said.get(note, note) for note in notes)
