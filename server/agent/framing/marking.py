"""Marking: what is recognised in a question before it is read: names, days and quoted words, with their places."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from server.agent.framing.bots import Bots, find_bots
from server.agent.framing.compared import Compared, find_compared
from server.agent.framing.days import MONTH
from server.agent.framing.milestones import dated
from server.agent.framing.names import Named, find_names, fold, own_brand
from server.agent.framing.period import Found, find_event, find_period
from server.agent.framing.spans import Covered
from server.agent.framing.spelling import mended
from server.agent.framing.vocabulary import Vocabulary

LONGEST = 2_000  # characters of a question that are read
_QUOTED = re.compile(r"[\"“”«»]([^\"“”«»]{2,120})[\"“”«»]|(?<!\w)['‘]([^'’]{3,120})['’](?!\w)")
_WORD = {"brand": "brand", "platform": "platform", "lang": "language", "region": "region", "campaign": "campaign",
         "feature": "feature"}  # fmt: skip


_TIMES = ("one time", "another time")


class Marked(NamedTuple):
    """A question with what was recognised in it: slips mended, names, period and quoted words with their places."""

    question: str
    names: tuple[Named, ...]
    found: Found | None
    quoted: str | None
    taken: tuple[tuple[int, int], ...]
    notes: tuple[str, ...] = ()
    milestone: date | None = None
    """The day that a question asks what changed since; none if it asks none."""
    compared: Compared | None = None
    """Two stretches of time that are set against each other; none if none are."""
    bots: Bots | None = None
    """What it wants of suspected bots; none if it says nothing of them."""

    def features(self) -> tuple[tuple[str, str], ...]:
        """Features named, each with the one word that named it; empty where it was named whole."""
        return tuple((name.value, name.part) for name in self.names if name.kind == "feature")

    def masked(self) -> str:
        """Lower-case text with names replaced by their kind, so that a feature called Summaries asks for no summary."""
        return self._with(lambda named: f"this {_WORD[named.kind]}", period=True)

    def unplaced(self) -> str:
        """Lower-case text as examples put questions: days left out or put as `that day`, names as `us` and kinds."""
        return self._with(lambda named: "us" if named.kind == "brand" else f"the {_WORD[named.kind]}", period=False)

    def _with(self, word: Callable[[Named], str], *, period: bool) -> str:
        # What stands in quotation marks is looked for, never obeyed or read as a question.
        parts = [(named.start, named.end, word(named)) for named in self.names]
        parts += [(match.start(), match.end(), "it") for match in _QUOTED.finditer(self.question)]
        if self.bots:
            parts.append((self.bots.start, self.bots.end, ""))
        if self.found and not period:
            parts.append((self.found.start, self.found.end, "before and after that day" if self.found.event else ""))
        if self.compared and not period:
            parts += [(*place, time) for place, time in zip(self.compared.places, _TIMES, strict=False)]
        text = self.question
        for start, end, instead in sorted(parts, reverse=True):
            text = f"{text[:start]}{instead}{text[end:]}"
        return re.sub(r"\bthe the\b", "the", " ".join(text.lower().split()))


def clean(question: str) -> str:
    """Return a question without control characters and runs of spaces, cut to LONGEST characters."""
    kept = "".join(" " if unicodedata.category(c).startswith("C") or c.isspace() else c for c in question[:LONGEST])
    return re.sub(r" {2,}", " ", kept).strip()


def mark(said: str, vocabulary: Vocabulary, covered: Covered) -> Marked:
    """Find names, days and quoted words in a clean question; slips are mended, milestones put as their days."""
    typed = {fold(part) for named in find_names(said, vocabulary) for part in named.typed.split()}
    asked = dated(mended(said, keep=typed), vocabulary.facts.milestones, last=covered.last)
    text = asked.text
    quoted, low = _QUOTED.search(text), text.lower()
    names = _names(text, vocabulary, quoted)
    compared = find_compared(low, covered)
    found = None if compared else find_event(low, covered) or find_period(low, covered)
    taken = [(name.start, name.end) for name in names]
    taken += [(found.start, found.end)] if found else []
    taken += compared.places if compared else []
    taken += [quoted.span()] if quoted else []
    taken += _said_again(low, found, covered) if found else []
    bots = find_bots(low)
    taken += [(bots.start, bots.end)] if bots else []
    words = quoted and (quoted[1] or quoted[2]).strip()
    return Marked(text, names, found, words, tuple(taken), asked.notes, asked.event, compared, bots)


def _said_again(text: str, found: Found, covered: Covered) -> list[tuple[int, int]]:
    """Places of months that only repeat the days found: `this month (April)`."""
    ends = {(day.year, day.month) for day in (found.period.start, found.period.end)}
    places = []
    for match in re.finditer(rf"\b{MONTH}", text):
        again = find_period(f"in {match[0].strip('.')}", covered)
        if again and ends == {(again.period.start.year, again.period.start.month)}:
            places.append(match.span())
    return places


def _names(text: str, vocabulary: Vocabulary, quoted: re.Match[str] | None) -> tuple[Named, ...]:
    """Names outside the quoted words, in reading order, with `us` and `our` where they mean the asker's brand."""
    said = find_names(text, vocabulary)
    ours = [name for name in own_brand(text, vocabulary) if all(name.start != other.start for other in said)]
    every = sorted([*said, *ours], key=lambda name: name.start)
    return tuple(name for name in every if not (quoted and quoted.start() <= name.start < quoted.end()))
