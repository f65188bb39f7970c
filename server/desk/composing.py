"""Composing: a reply put together from cited passages in the brand's own phrases, without a model.

What it says is whole sentences of the passages; how it opens and closes comes from the tone-of-voice page. Which
phrase is used follows from the post's id: the same post gets the same draft, different posts get different ones.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from knowledge.passages import terms
from knowledge.playbook import Passage, Playbook
from server.desk.context import Case
from server.desk.policy.reply import RULES_PAGE
from server.desk.policy.tone import limit_of
from tools.service.urgency import Urgency
from tools.service.wording import plain

_MOST_SENTENCES = 3
_PRAISE = re.compile(
    r"\b(?:lov(?:e|ed|ing)|great|amazing|brilliant|excellent|fantastic|wonderful|perfect|thank(?:s| you)|best)\b"
)


class Composed(NamedTuple):
    """A text, the passages it rests on, and what the reviewer should know about how it came about."""

    text: str
    passages: tuple[Passage, ...]
    written_by: str
    notes: tuple[str, ...] = ()


class Brief(NamedTuple):
    """What a composer is given. Recipient, links and tools are not its to choose."""

    case: Case
    urgency: Urgency
    passages: tuple[Passage, ...]
    playbook: Playbook
    instructions: str | None


class Composer(Protocol):
    """Writes a reply for a brief. Whatever it returns is checked like anybody's."""

    def compose(self, brief: Brief) -> Composed:
        """Return a reply that rests on some of the brief's passages."""
        ...


class LocalComposer:
    """Writes without a model: an answer from the best passage, thanks for praise, else an honest holding reply."""

    def compose(self, brief: Brief) -> Composed:
        """Return the reply, shortened to what the platform takes."""
        notes = (
            ("No model is configured, so the instructions were used to find passages only.",)
            if brief.instructions
            else ()
        )
        if is_praise(brief):
            return Composed(
                _fitted(brief, _pick(brief, "Open: praise"), (), None, _pick(brief, "Close: praise")),
                (),
                "local",
                notes,
            )
        if brief.passages:
            return self._answer(brief, notes)
        held = (_pick(brief, "Hold: no grounded answer"),)
        mood = _mood(brief)
        text = _fitted(brief, _pick(brief, f"Open: {mood}"), held, None, _pick(brief, f"Hold: ask about a {mood}"))
        return Composed(
            text, (), "local", (*notes, "No passage of the playbook answers this; the reply promises nothing.")
        )

    def _answer(self, brief: Brief, notes: tuple[str, ...]) -> Composed:
        passage = brief.passages[0]
        opening = _pick(brief, f"Open: {_mood(brief, passage)}")
        closing = passage.ask or _pick(brief, "Close: answered")
        text = _fitted(brief, opening, _best_sentences(brief, passage), passage.link, closing)
        return Composed(text, (passage,), "local", notes)


def is_praise(brief: Brief) -> bool:
    """Whether the post asks for nothing and reads as positive; by its words where no reader has read it."""
    sentiment, rules = brief.case.post.sentiment, asks_for(brief.urgency)
    if sentiment == "positive":
        return not rules - {"complaint"}
    return sentiment is None and not rules and bool(_PRAISE.search(plain(brief.case.post.text or "")))


def asks_for(urgency: Urgency) -> frozenset[str]:
    """Return the rules by which a message asks for something; empty for a remark that needs no answer."""
    return frozenset(reason.rule for reason in urgency.reasons if reason.rule not in ("reach", "waiting"))


def _mood(brief: Brief, passage: Passage | None = None) -> str:
    if passage is not None and passage.page == "privacy":
        return "worry"
    rules = {reason.rule for reason in brief.urgency.reasons}
    if (
        rules & {"complaint", "anger", "locked_out", "money", "outage", "data_loss"}
        or brief.case.post.sentiment == "negative"
    ):
        return "problem"
    return "question"


def _best_sentences(brief: Brief, passage: Passage) -> tuple[str, ...]:
    """The passage's sentences in its own order; only the most telling where it has more than three."""
    asked = set(terms(brief.case.post.text or ""))
    ranked = sorted(passage.sentences, key=lambda sentence: -len(asked & set(terms(sentence))))
    kept = set(ranked[:_MOST_SENTENCES])
    return tuple(sentence for sentence in passage.sentences if sentence in kept)


def _fitted(brief: Brief, opening: str, middle: Sequence[str], link: str | None, closing: str) -> str:
    """Join the parts, leaving out the least needed until the platform takes it; the disclosure always stays."""
    longest = limit_of(brief.case.post.platform)
    rules = brief.playbook.page(RULES_PAGE).fields
    long, short = rules.get("disclosure", ""), rules.get("disclosure_short") or rules.get("disclosure", "")
    more = [f"More: {link}\n"] if link else []
    ways = [
        [opening, *middle, *more, closing, long],
        [opening, *middle, *more, closing, short],
        [opening, *middle[:2], *more, short],
        [*middle[:2], *more, short],
        [*middle[:1], *more, short],
        [*middle[:1], short],
        [opening, closing, short],
    ]
    texts = [" ".join(part for part in way if part).replace("\n ", "\n") for way in ways]
    return next((text for text in texts if len(text) <= longest), texts[-1])


def _pick(brief: Brief, section: str) -> str:
    phrases = brief.playbook.phrases(section)
    seed = hashlib.sha256(f"{brief.case.post.post_id} {section}".encode()).digest()
    return phrases[int.from_bytes(seed[:4], "big") % len(phrases)] if phrases else ""
