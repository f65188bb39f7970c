"""Read: how a question becomes a frame, from the asker's words and the dataset's names alone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from server.agent.framing.asks import find_asks, find_denominator, find_grouping, find_limit, find_polarity, find_step
from server.agent.framing.follow import asks_for_posts, is_follow_up, merged, opens_as_follow_up
from server.agent.framing.frame import Ask, Frame, Refusal
from server.agent.framing.halves import halves
from server.agent.framing.milestones import dated
from server.agent.framing.names import OURS, Named, find_names, fold, own_brand
from server.agent.framing.narrowing import Counter, Narrower
from server.agent.framing.period import Found, find_event, find_period
from server.agent.framing.refusals import find_refusal
from server.agent.framing.spans import Covered
from server.agent.framing.spelling import mended
from server.agent.framing.strangers import Stranger, refusal_for, strangers_in
from server.agent.framing.topic import Near, leftover_words
from server.agent.framing.vocabulary import Vocabulary
from tools.base import Period

_MEANT = re.compile(r"^.*\b(?:i mean|i meant|rather|sorry)[:,]\s+(?=\S+\s+\S)", re.IGNORECASE | re.DOTALL)
"""What an asker takes back."""
_CHANGED = re.compile(
    r"\b(?:did|has|have)\b.*\b(?:changed?|shift(?:ed)?|turn(?:ed)?|moved?)\b.*\b(?:feel|feelings?|sentiment|mood|opinions?|think|see)\b"
)
_BARE = ("why", "how come", "and why")
LONGEST = 2_000  # characters of a question that are read
_QUOTED = re.compile(r"[\"“”«»]([^\"“”«»]{2,120})[\"“”«»]|(?<!\w)['‘]([^'’]{3,120})['’](?!\w)")
_FIELD = {"brand": "brands", "platform": "platforms", "lang": "langs", "region": "regions", "campaign": "campaigns",
          "feature": "features"}  # fmt: skip


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

    def masked(self) -> str:
        """Lower-case text with names replaced by their kind, so that a feature called Summaries asks for no summary."""
        return self._with(lambda named: f"this {_WORD[named.kind]}", period=True)

    def unplaced(self) -> str:
        """Lower-case text as examples put questions: without the period, names as `us` and kinds."""
        return self._with(lambda named: "us" if named.kind == "brand" else f"the {_WORD[named.kind]}", period=False)

    def _with(self, word: Callable[[Named], str], *, period: bool) -> str:
        # What stands in quotation marks is looked for, never obeyed or read as a question.
        parts = [(named.start, named.end, word(named)) for named in self.names]
        parts += [(match.start(), match.end(), "it") for match in _QUOTED.finditer(self.question)]
        if self.found and not period:
            parts.append((self.found.start, self.found.end, ""))
        text = self.question
        for start, end, instead in sorted(parts, reverse=True):
            text = f"{text[:start]}{instead}{text[end:]}"
        return " ".join(text.lower().split())


_WORD = {"brand": "brand", "platform": "platform", "lang": "language", "region": "region", "campaign": "campaign",
         "feature": "feature"}  # fmt: skip


def read_question(
    question: str,
    vocabulary: Vocabulary,
    *,
    count: Counter,
    near: Near,
    read_by_tools: Collection[str] = (),
    before: Frame | None = None,
) -> Frame:
    """Read a question into a frame; what cannot be answered comes back with a refusal in it.

    `count` counts posts that hold phrases, `near` tells how near phrases are in meaning, `read_by_tools` are tables
    that tools exist for, `before` is the frame of the thread's last question.
    """
    said = _MEANT.sub("", _clean(question))
    if not said:
        return _nothing(question, "The question is empty.", closest="What is in this dataset?")
    if vocabulary.n_posts == 0 or vocabulary.first is None or vocabulary.last is None:
        return _nothing(question, f"Dataset {vocabulary.facts.dataset!r} holds no posts yet. Import some first.")
    covered = Covered(vocabulary.first, vocabulary.last)
    asked = _Asked(vocabulary, covered, read_by_tools)
    said, left_out = asked.answerable(said)
    marked = _mark(said, vocabulary, covered)
    first = _first_reading(question, marked)
    first = first.model_copy(update={"parts": asked.parts(said), "notes": (*left_out, *first.notes)})
    frame = _in_thread(first, before)
    refusal = frame.refusal or find_refusal(marked.masked(), last=covered.last, read_by_tools=read_by_tools)
    if refusal:
        return frame.model_copy(update={"refusal": refusal})
    if marked.found and marked.found.period.days == 1 and _CHANGED.search(frame.text):
        return _around(frame, marked.found, covered)
    frame = _with_period(frame, marked, covered)
    strangers = asked.strangers(marked, frame)
    if refusal := frame.refusal or refusal_for(strangers, frame, vocabulary):
        return frame.model_copy(update={"refusal": refusal})
    name = next((stranger.typed for stranger in strangers if stranger.kind == "name"), None)
    narrower = Narrower(count, near, vocabulary)
    return narrower.narrowed(frame, marked.question.lower(), marked.taken, quoted=marked.quoted, name=name)


class _Asked(NamedTuple):
    """What is needed to tell which of several questions in one can be answered."""

    vocabulary: Vocabulary
    covered: Covered
    read_by_tools: Collection[str]

    def answerable(self, said: str) -> tuple[str, tuple[str, ...]]:
        """Return the text less the halves that cannot be answered, and what to say of those; all of it if none can."""
        asked = halves(said)
        lacking = {half: lack for half in asked if (lack := self._lack(half))} if len(asked) > 1 else {}
        if len(lacking) == len(asked):
            return said, ()
        notes = tuple(f"I cannot answer “{half.rstrip(' ?.!')}”: {lack}" for half, lack in lacking.items())
        return "? ".join(half for half in asked if half not in lacking) if lacking else said, notes

    def parts(self, said: str) -> tuple[tuple[Ask, ...], ...]:
        """Return what each of several questions asks; nothing where there is one."""
        asked = halves(said)
        if len(asked) < 2:
            return ()
        found = [find_asks(_mark(half, self.vocabulary, self.covered).masked()) for half in asked]
        return tuple(asks for asks in found if asks)

    def strangers(self, marked: Marked, frame: Frame) -> list[Stranger]:
        """Find names in a question that the dataset does not know."""
        comparing = "compare" in frame.asks or "share" in frame.asks
        return strangers_in(marked.question, marked.taken, comparing=comparing)

    def _lack(self, half: str) -> str:
        """What keeps one of several questions from being answered; empty where nothing does."""
        marked = _mark(half, self.vocabulary, self.covered)
        if refusal := find_refusal(marked.masked(), last=self.covered.last, read_by_tools=self.read_by_tools):
            return refusal.reason
        frame = _first_reading(half, marked)
        if refusal := refusal_for(self.strangers(marked, frame), frame, self.vocabulary):
            return refusal.reason
        known = frame.asks or marked.names or marked.found or marked.quoted
        return "" if known else "no tool here answers that question."


def _in_thread(frame: Frame, before: Frame | None) -> Frame:
    """Complete a follow-up from the question before; refuse one that follows nothing."""
    if before is not None and is_follow_up(frame):
        return merged(frame, before)
    if before is None and (frame.last or opens_as_follow_up(frame) or frame.text.strip(" ?!.") in _BARE):
        reason = "It leans on an earlier question, and there is none in this thread."
        refusal = Refusal(kind="no_thread", reason=reason, closest="What is in this dataset?")
        return frame.model_copy(update={"refusal": refusal})
    return frame


def _clean(question: str) -> str:
    kept = "".join(" " if unicodedata.category(c).startswith("C") or c.isspace() else c for c in question[:LONGEST])
    return re.sub(r" {2,}", " ", kept).strip()


def _mark(said: str, vocabulary: Vocabulary, covered: Covered) -> Marked:
    typed = {fold(part) for named in find_names(said, vocabulary) for part in named.typed.split()}
    asked = dated(mended(said, keep=typed), vocabulary.facts.milestones)
    text = asked.text
    quoted = _QUOTED.search(text)
    low = text.lower()
    said_names = find_names(text, vocabulary)
    ours = [name for name in own_brand(text, vocabulary) if all(name.start != other.start for other in said_names)]
    every = sorted([*said_names, *ours], key=lambda name: name.start)
    names = tuple(name for name in every if not (quoted and quoted.start() <= name.start < quoted.end()))
    found = find_event(low, covered) or find_period(low, covered)
    taken = [(name.start, name.end) for name in names]
    taken += [(found.start, found.end)] if found else []
    taken += [quoted.span()] if quoted else []
    return Marked(text, names, found, quoted and (quoted[1] or quoted[2]).strip(), tuple(taken),
                  asked.notes, asked.event)  # fmt: skip


def _first_reading(question: str, marked: Marked) -> Frame:
    text = marked.masked()
    named: dict[str, tuple[str, ...]] = {
        field: tuple(dict.fromkeys(name.value for name in marked.names if name.kind == kind))
        for kind, field in _FIELD.items()
    }
    asks = find_asks(text) or _unasked(marked, named)
    if marked.found and marked.found.event and "trend" not in asks:
        asks = ("trend", *asks)
    return Frame(
        question=question,
        text=text,
        plain=marked.unplaced(),
        asks=asks,
        **named,
        group_by=_grouping(text, asks, named),
        every=find_step(text),
        per=find_denominator(text),
        limit=find_limit(text),
        polarity=find_polarity(text),
        phrase=marked.quoted,
        topic=marked.quoted,
        own="only" if re.search(r"\b(?:our|the brand's|own) (?:own )?posts\b", text) else "exclude",
        last=asks_for_posts(text),
        notes=(*_notes(marked.names), *marked.notes),
    )


def _unasked(marked: Marked, named: dict[str, tuple[str, ...]]) -> tuple[Ask, ...]:
    """What a question without a verb asks: quoted words are to be found, a bare name is how it is doing."""
    if marked.quoted:
        return ("search",)
    return ("doing",) if any(named.values()) and not leftover_words(marked.question.lower(), marked.taken) else ()


def _grouping(text: str, asks: Sequence[str], named: dict[str, tuple[str, ...]]) -> object:
    for dimension, field in (("brand", "brands"), ("platform", "platforms"), ("region", "regions"), ("lang", "langs"),
                             ("campaign", "campaigns")):  # fmt: skip
        if len(named[field]) > 1:
            return dimension
    said = find_grouping(text)
    if said:
        return said
    compares = "compare" in asks or re.search(r"\b(?:competitors?|rivals?|competition)\b", text)
    return "brand" if compares and len(named["brands"]) <= 1 and not named["platforms"] else None


def _notes(names: Sequence[Named]) -> tuple[str, ...]:
    notes = [f"I read {name.typed!r} as {name.value}." for name in names if name.slip]
    notes += [f"I took {name.typed!r} to be {name.value}." for name in names if name.typed in OURS]
    notes += [
        f"I took {name.typed!r} to be the feature {name.value}."
        for name in names
        if name.kind == "feature" and not name.slip and fold(name.typed) != fold(name.value)
    ]
    for name in names:
        if name.also:
            others = " or ".join(name.also)
            notes.append(f"{name.typed!r} names a {name.kind} and a {others} here; I took the {name.kind}.")
    return tuple(dict.fromkeys(notes))


def _around(frame: Frame, found: Found, covered: Covered) -> Frame:
    """Compare before and after the day of something: `did the outage on 27 March change how people feel`."""
    checked = _in_days(frame, found, covered)
    if checked.refusal:
        return checked
    note = "Before and after can differ for other reasons than what happened that day."
    asks: tuple[Ask, ...] = ("trend", *(ask for ask in frame.asks if ask != "trend"))
    change = {"event": found.period.start, "asks": asks, "period_words": found.words, "notes": (*frame.notes, note)}
    return frame.model_copy(update=change)


def _with_period(frame: Frame, marked: Marked, covered: Covered) -> Frame:
    """Put the days asked for; a trend since a milestone is a comparison with the time before it."""
    frame = _in_days(frame, marked.found, covered)
    if marked.milestone and covered.first < marked.milestone <= covered.last and "trend" in frame.asks:
        return frame.model_copy(update={"event": marked.milestone})
    if frame.asks[:1] == ("why",):
        return _why(frame, covered)
    return frame


def _why(frame: Frame, covered: Covered) -> Frame:
    """Say that what goes together is no cause; set the days asked for against those before them."""
    frame = frame.model_copy(update={"notes": (*frame.notes, "It shows what went with it, not what caused it.")})
    if frame.period is None or frame.event or not covered.first < frame.period.start or "trend" not in frame.asks:
        return frame
    run_up = Period(start=covered.first, end=frame.period.end)
    return frame.model_copy(update={"event": frame.period.start, "run_up": run_up})


def _in_days(frame: Frame, found: Found | None, covered: Covered) -> Frame:
    if found is None and frame.asks[:1] == ("brief",) and frame.every == "week" and frame.period is None:
        last = Period(start=max(covered.first, covered.last - timedelta(days=6)), end=covered.last)
        return frame.model_copy(update={"period": last, "period_words": "last 7 days"})
    if found is None:
        return frame
    whole = Period(start=covered.first, end=covered.last)
    asked = found.period
    if asked.end < covered.first or asked.start > covered.last:
        reason = f"{found.words!r} is {_span(asked)}, and the data cover {_span(whole)}."
        closest = f"How do people feel from {whole.start} to {whole.end}?"
        return frame.model_copy(update={"refusal": Refusal(kind="no_period", reason=reason, closest=closest)})
    notes = list(frame.notes) + ([found.note] if found.note else [])
    if asked.start < covered.first or asked.end > covered.last:
        asked = Period(start=max(asked.start, covered.first), end=min(asked.end, covered.last))
        notes.append(f"The data cover {_span(whole)}, so {found.words!r} came down to {_span(asked)}.")
    event = {"event": found.event} if found.event else {"period": asked}
    return frame.model_copy(update={**event, "period_words": found.words, "notes": tuple(notes)})


def _span(period: Period) -> str:
    return str(period.start) if period.start == period.end else str(period)


def _nothing(question: str, reason: str, *, closest: str = "") -> Frame:
    refusal = Refusal(kind="empty", reason=reason, closest=closest)
    return Frame(question=question, text=_clean(question).lower(), refusal=refusal)
