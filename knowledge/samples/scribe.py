"""Writing: turns what a draft is to say into text in its author's voice, and marks the truth it then carries."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from random import Random

from knowledge.samples.drafts import SHORT, Draft
from knowledge.samples.grammar import Grammar, tidy
from knowledge.samples.story import ALIASES, BRANDS, BY_KEY, OWN, RIVALS
from knowledge.samples.streams import pick
from knowledge.samples.voice import speak

EARLY_MOODS = (("excitement", 34), ("joy", 24), ("interest", 20), ("appreciation", 14), ("surprise", 8), ("trust", 3))
LATE_MOODS = (("appreciation", 44), ("joy", 20), ("trust", 18), ("interest", 12), ("excitement", 6), ("surprise", 3))
EARLY_TROUBLE = (("confusion", 26), ("frustration", 26), ("sadness", 26), ("fear", 8), ("anger", 8), ("disgust", 3))
LATE_TROUBLE = (("frustration", 42), ("confusion", 34), ("anger", 12), ("sadness", 14), ("fear", 5), ("disgust", 2))
_KEY_MOODS: Mapping[str, tuple[tuple[str, float], ...]] = {
    "prv": (("fear", 34), ("disgust", 34), ("anger", 22), ("sadness", 8)),
    "outage": (("anger", 46), ("frustration", 46), ("sadness", 8)),
    "agd": (("frustration", 44), ("confusion", 52), ("sadness", 4)),
    "prc": (("frustration", 40), ("anger", 36), ("sadness", 24)),
}
_SIZES: Mapping[str, tuple[tuple[str, float], ...]] = {
    "x": (("short", 42), ("medium", 50), ("long", 8)),
    "reddit": (("short", 22), ("medium", 40), ("long", 38)),
    "linkedin": (("short", 12), ("medium", 50), ("long", 38)),
    "facebook": (("short", 33), ("medium", 46), ("long", 21)),
    "instagram": (("short", 52), ("medium", 42), ("long", 6)),
}
X_LIMIT = 280
_EMOTIONS = {name for name, _ in (*EARLY_MOODS, *EARLY_TROUBLE)}
_GRATEFUL = {"re.thanks.pos", "dlg.worked", "dlg.endgood"}
_INTENTS = ("commercial", "transactional", "navigational", "informational")


class Scribe:
    """Writes drafts with one grammar, so that wear spreads over the whole corpus, and never the same text twice."""

    def __init__(self, grammar: Grammar, rng: Random, *, launch: date) -> None:
        self._grammar, self._rng, self._launch = grammar, rng, launch
        self._written: set[str] = set()

    def size(self, platform: str) -> str:
        """Draw short, medium or long for a platform."""
        return pick(self._rng, _SIZES[platform])

    def mood(self, draft: Draft, *, late: float) -> str:
        """Draw the emotion of a draft; `late` runs from 0 at the launch to 1 on the last day."""
        if draft.sentiment == "neutral":
            return "none"
        if draft.sentiment == "positive":
            return pick(self._rng, LATE_MOODS if self._rng.random() < late else EARLY_MOODS)
        if draft.spike == "outage" or draft.key in _KEY_MOODS:
            return pick(self._rng, _KEY_MOODS["outage" if draft.spike == "outage" else draft.key])
        return pick(self._rng, LATE_TROUBLE if self._rng.random() < late else EARLY_TROUBLE)

    def write(self, draft: Draft, rule: str, *, mood: str = "none", bound: Mapping[str, str] | None = None) -> None:
        """Write `rule` into the draft: its text, aspects, emotion, intent, sarcasm and mentions."""
        for attempt in range(12):
            chosen = self._shorter(rule) if attempt > 4 and draft.platform == "x" else rule
            told = self._grammar.tell(chosen, self._scope(draft, mood), {**self._names(draft), **(bound or {})})
            text = self._voiced(draft, told.text, mood, "ironic" in chosen)
            if text.lower() not in self._written and (draft.platform != "x" or len(text) <= X_LIMIT):
                break
        self._written.add(text.lower())
        draft.text = text
        self._mark(draft, told.rules, told.marks, mood, sarcastic="ironic" in chosen)

    def copy(self, draft: Draft, rule: str) -> None:
        """Write as an automated account does: no voice of its own, and repeats allowed."""
        told = self._grammar.tell(rule, self._scope(draft, "none"), {**self._names(draft), "brand": draft.brand})
        draft.text = tidy(told.text)
        draft.mentions = _mentions(draft.text, draft.brand)

    def phrase(self, draft: Draft, rule: str, *, mood: str = "none", bound: Mapping[str, str] | None = None) -> str:
        """Tell a part of a text, for a caller that joins parts."""
        return self._grammar.tell(rule, self._scope(draft, mood), {**self._names(draft), **(bound or {})}).text

    def _scope(self, draft: Draft, mood: str) -> tuple[str, ...]:
        launched = draft.brand == OWN and draft.at.date() >= self._launch
        side, tone = "own" if launched else "rival", SHORT[draft.sentiment]
        spike = (draft.spike,) if draft.spike else ()
        key = draft.key
        return (
            *spike,
            f"{side}.{key}.{tone}",
            f"{side}.{key}",
            f"{key}.{tone}",
            key,
            f"{side}.{tone}",
            tone,
            mood,
            side,
        )

    def _names(self, draft: Draft) -> dict[str, str]:
        brand = draft.brand or OWN
        aliases = [
            name for name in ALIASES[brand] if draft.platform not in ("reddit", "linkedin") or name[0] not in "@#"
        ]
        weights = [6.0 if name == brand else 1.0 for name in aliases]
        others = [name for name in BRANDS if name != brand]
        rival = self._rng.choice(others if brand in RIVALS else RIVALS)
        tag = f"@{brand.lower()}" if draft.platform != "reddit" else brand
        if draft.parent is not None and not draft.parent.is_own:
            tag = ("u/" if draft.platform == "reddit" else "@") + draft.parent.author.handle
        return {"brand": self._rng.choices(aliases, weights)[0], "rival": rival, "mention": tag}

    def _voiced(self, draft: Draft, text: str, mood: str, sarcastic: bool) -> str:  # noqa: FBT001
        tags = 0.0 if draft.kind in ("support", "agent") else (0.3 if draft.parent is not None else 1.0)
        voice, platform = draft.author.voice, draft.platform
        text = speak(self._rng, voice, tidy(text), platform=platform, mood=mood, sarcastic=sarcastic, tags=tags)
        return self._named(draft, text)

    def _named(self, draft: Draft, text: str) -> str:
        """Add the brand to a first post that does not name it, as people do with tags and mentions."""
        loose = text.lower().replace(" ", "")
        if draft.parent is not None or not draft.brand or draft.brand.lower() in loose or "assist" in loose:
            return text
        if draft.platform == "reddit":
            return f"{draft.brand}: {text}" if self._rng.random() < 0.3 else text
        if self._rng.random() < 0.75:
            tag = self._rng.choice(
                (f"#{draft.brand}", f"@{draft.brand}", f"({draft.brand})", f"#{draft.brand.lower()}")
            )
            return f"{text} {tag}" if self._rng.random() < 0.8 else f"{tag} {text}"
        return text

    def _shorter(self, rule: str) -> str:
        return {"long": "medium", "medium": "short"}.get(rule, rule)

    def _mark(self, draft: Draft, rules: frozenset[str], marks: frozenset[str], mood: str, *, sarcastic: bool) -> None:
        draft.sarcastic = sarcastic
        if f"{mood}.open" in rules or f"{mood}.close" in rules:
            draft.emotion = mood
        elif marks & _EMOTIONS:
            draft.emotion = sorted(marks & _EMOTIONS)[0]
        elif rules & _GRATEFUL:
            draft.emotion = "appreciation"
        if not draft.aspects and draft.key != "all" and any(rule.startswith(f"{draft.key}.") for rule in rules):
            draft.aspects = {BY_KEY[draft.key].id: draft.sentiment}
        for key in sorted(marks & BY_KEY.keys() - {"all"}):
            draft.aspects = {BY_KEY[key].id: draft.sentiment}
        asked = "?" in draft.text
        draft.intent = _intent(draft, marks, asked=asked)
        draft.act = _act(draft, asked=asked)
        draft.mentions = _mentions(draft.text, draft.brand)


def _intent(draft: Draft, marks: frozenset[str], *, asked: bool) -> str:
    if draft.sentiment != "neutral":
        return "praise" if draft.sentiment == "positive" else "complaint"
    for intent in _INTENTS:
        if intent in marks:
            return "commercial_investigation" if intent == "commercial" else intent
    return "informational" if asked else "opinion"


def _act(draft: Draft, *, asked: bool) -> str:
    if draft.sentiment != "neutral":
        return "praise" if draft.sentiment == "positive" else "complaint"
    return "question" if asked else "statement"


def _mentions(text: str, brand: str) -> tuple[str, ...]:
    loose = re.sub(r"\s", "", text.lower())
    return tuple(name for name in BRANDS if name == brand or name.lower() in loose)
