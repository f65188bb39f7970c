"""Organic posts: what is said in each slot, as first posts and in threads."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from datetime import timedelta
from random import Random

from knowledge.samples.crowd import Crowd
from knowledge.samples.drafts import SHORT, Draft
from knowledge.samples.scribe import Scribe
from knowledge.samples.slots import Slot
from knowledge.samples.story import ASPECT_WEIGHTS, BY_KEY, KEY_OF, OWN, PLAIN_WEIGHTS, Calendar, Sentiment
from knowledge.samples.streams import pick

MAX_DEPTH = 5
_REPLY_WINDOW = timedelta(hours=60)


class Conversation:
    """Writes slots in order of time, as first posts or as replies to what was said shortly before."""

    def __init__(self, rng: Random, calendar: Calendar, crowd: Crowd, scribe: Scribe) -> None:
        self._rng, self._calendar, self._crowd, self._scribe = rng, calendar, crowd, scribe
        self._recent: dict[tuple[str, str], deque[Draft]] = defaultdict(lambda: deque(maxlen=70))
        self._told: dict[tuple[bool, Sentiment], Counter[str]] = defaultdict(Counter)

    def hear(self, draft: Draft) -> None:
        """Make a draft available to be answered."""
        self._recent[draft.brand, draft.platform].append(draft)

    def fill(self, slot: Slot) -> Draft:
        """Write the post of a slot."""
        author = self._crowd.draw(self._rng, slot.platform, slot.brand, slot.sentiment)
        draft = Draft("organic", slot.brand, author, slot.at, slot.sentiment)
        parent = self._parent(slot) if author.lang == "en" and self._rng.random() < 0.4 else None
        if parent is not None:
            self._reply(draft, parent, slot)
        else:
            self._first(draft, slot)
        self.hear(draft)
        self._remember(draft, slot.day)
        return draft

    def late(self, index: int) -> float:
        """How far the story has run since the launch, 0 to 1."""
        since = index - self._calendar.launch_index
        return max(0.0, min(1.0, since / max(1, self._calendar.days - self._calendar.launch_index - 1)))

    def _parent(self, slot: Slot) -> Draft | None:
        near = [
            d
            for d in self._recent[slot.brand, slot.platform]
            if d.at < slot.at and slot.at - d.at < _REPLY_WINDOW and d.depth < MAX_DEPTH and d.lang == "en"
        ]
        if not near:
            return None
        pull = {"question": 3.0, "complaint": 1.3}
        clash = {"positive": "complaint", "negative": "praise"}.get(slot.sentiment, "")
        weights = [
            (2.5 if d.is_own else pull.get(d.act, 1.0))
            * (1.3 if d.depth else 1.0)
            * (0.3 if d.act == clash else 1.0)
            / (1 + d.children)
            for d in near
        ]
        return self._rng.choices(near, weights)[0]

    def _topic(self, draft: Draft, index: int) -> str:
        """Draw a feature by its planned share, leaning towards those that have come up too seldom so far."""
        launched = draft.brand == OWN and index >= self._calendar.launch_index
        weights = dict((ASPECT_WEIGHTS if launched else PLAIN_WEIGHTS)[draft.sentiment])
        if launched and draft.sentiment != "positive":
            weights["prv"] *= 0.35 + 1.3 * self.late(index)
            weights["prv"] *= 1.8 if draft.author.segment == "B" else 1.0
            weights["agd"] *= 1.4 if draft.author.segment == "C" else 1.0
        told = self._told[launched, draft.sentiment]
        scale = (told.total() + 4) / sum(weights.values())
        lean = {key: weight * 2.0 ** max(-5.0, min(5.0, weight * scale - told[key])) for key, weight in weights.items()}
        return pick(self._rng, tuple(lean.items()))

    def _remember(self, draft: Draft, index: int) -> None:
        launched = draft.brand == OWN and index >= self._calendar.launch_index
        aspects = draft.aspects or {"overall": draft.sentiment}
        for aspect, polarity in aspects.items():
            self._told[launched, polarity][KEY_OF[aspect]] += 1

    def _first(self, draft: Draft, slot: Slot) -> None:
        author, tone = draft.author, SHORT[draft.sentiment]
        draft.key = self._topic(draft, slot.day)
        mood = self._scribe.mood(draft, late=self.late(slot.day))
        if author.lang != "en":
            draft.lang, draft.key = author.lang, "all"
            return self._scribe.write(draft, f"{author.lang}.{tone}")
        special = self._special(draft, slot)
        if special == "mixed":
            return self._mixed(draft, slot, mood)
        if special == "api.request":
            draft.key = "api"
        elif special:
            draft.key = "all"
        self._scribe.write(draft, special or self._scribe.size(draft.platform), mood=mood)
        if special == "api.request":
            draft.intent, draft.act, draft.aspects = "feature_request", "statement", {"api_access": "neutral"}
        return None

    def _special(self, draft: Draft, slot: Slot) -> str:
        """Choose a plan that is not about one feature, or "" for one that is."""
        tone, roll = SHORT[draft.sentiment], self._rng.random()
        if draft.author.part == "innovator" and tone == "neu" and draft.brand == OWN and roll < 0.75:
            return "api.request"
        if draft.brand == OWN and slot.day < self._calendar.launch_index and roll < 0.25:
            return f"teaser.{tone}"
        if draft.author.part == "churner" and tone == "neg" and self.late(slot.day) > 0.35 and roll < 0.5:
            return f"churn.{tone}"
        if roll < 0.05:
            return f"switch.{tone}"
        if roll < 0.13:
            return "mixed"
        if tone == "neg" and roll < 0.3:
            return "ironic"
        return ""

    def _mixed(self, draft: Draft, slot: Slot, mood: str) -> None:
        verdict = draft.sentiment
        parts: dict[str, str] = {}
        aspects: dict[str, Sentiment] = {}
        used: set[str] = set()
        sides: tuple[tuple[str, Sentiment], ...] = (("goodbit", "positive"), ("badbit", "negative"))
        for name, side in sides:
            draft.sentiment = side
            key = self._topic(draft, slot.day)
            while key in used or key == "all":
                key = self._topic(draft, slot.day)
            used.add(key)
            draft.key = key
            parts[name] = self._scribe.phrase(draft, "claim")
            aspects[BY_KEY[key].id] = side
        draft.sentiment, draft.key, draft.aspects = verdict, "all", aspects
        parts["verdict"] = self._scribe.phrase(draft, f"mix.verdict.{SHORT[verdict]}")
        self._scribe.write(draft, "mix.join", mood=mood, bound=parts)
        draft.aspects = aspects

    def _reply(self, draft: Draft, parent: Draft, slot: Slot) -> None:
        tone = SHORT[draft.sentiment]
        grateful = False
        asker = parent.parent if parent.act == "answer" else None
        if asker is not None and not asker.is_own and tone != "neg" and self._rng.random() < 0.6:
            draft.author, grateful = asker.author, True
        if draft.author is parent.author:
            return self._first(draft, slot)
        parent.answer(draft)
        draft.key = parent.key if self._rng.random() < 0.88 else self._topic(draft, slot.day)
        draft.spike = parent.spike if parent.spike and draft.key == parent.key and tone == "neg" else ""
        mood = self._scribe.mood(draft, late=self.late(slot.day))
        rule = _reply_rule(self._rng, draft, parent, grateful=grateful)
        self._scribe.write(draft, rule, mood=mood)
        if rule in ("re.answer.neu", "re.tip.neu"):
            draft.act = "answer"
        return None


def _reply_rule(rng: Random, draft: Draft, parent: Draft, *, grateful: bool) -> str:
    tone = SHORT[draft.sentiment]
    if grateful and tone != "neg":
        return f"re.thanks.{tone}"
    if parent.is_own:
        return f"re.brand.{tone}"
    if tone == "neu":
        choices = {"question": ("re.answer.neu",), "complaint": ("re.tip.neu", "re.tip.neu", "re.ask.neu")}
        return rng.choice(choices.get(parent.act, ("re.askgood.neu", "re.askgood.neu", "re.chat.neu")))
    if parent.act in ("praise", "complaint"):
        agrees = (parent.act == "praise") == (tone == "pos")
        return f"re.{'agree' if agrees else 'differ'}.{tone}"
    if parent.act == "question":
        return f"re.{'opinion' if parent.intent == 'commercial_investigation' else 'aside'}.{tone}"
    return f"re.chip.{tone}"
