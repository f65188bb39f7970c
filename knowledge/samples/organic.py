"""Organic posts: who says what when, in threads, so that each day's sentiment comes out as the story plans it."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time, timedelta
from itertools import accumulate
from random import Random
from typing import NamedTuple

from knowledge.samples.drafts import SHORT, Draft
from knowledge.samples.people import Person
from knowledge.samples.scribe import Scribe
from knowledge.samples.story import (
    ASPECT_WEIGHTS,
    BRANDS,
    BY_KEY,
    KEY_OF,
    OWN,
    PLAIN_WEIGHTS,
    PLATFORM_SHARE,
    PLATFORMS,
    SENTIMENTS,
    VOICE_SHARE,
    Calendar,
    Sentiment,
)
from knowledge.samples.streams import apportion, pick

MAX_DEPTH = 5
_REPLY_WINDOW = timedelta(hours=60)
_HOURS: dict[str, tuple[int, ...]] = {
    "x": (2, 1, 1, 1, 1, 2, 4, 7, 10, 10, 9, 9, 10, 10, 9, 9, 9, 9, 8, 8, 8, 7, 5, 3),
    "reddit": (4, 3, 2, 2, 1, 1, 2, 3, 5, 6, 7, 7, 8, 7, 7, 7, 7, 7, 8, 9, 10, 10, 8, 6),
    "linkedin": (0, 0, 0, 0, 0, 1, 4, 10, 14, 12, 9, 8, 9, 8, 7, 7, 7, 6, 3, 2, 2, 1, 1, 0),
    "facebook": (1, 1, 0, 0, 0, 1, 3, 5, 7, 8, 8, 7, 8, 7, 6, 6, 7, 8, 9, 10, 10, 8, 4, 2),
    "instagram": (2, 1, 1, 0, 0, 1, 3, 5, 6, 6, 6, 8, 9, 7, 6, 6, 7, 9, 10, 11, 12, 10, 7, 4),
}


class Slot(NamedTuple):
    """A place for one organic post."""

    at: datetime
    platform: str
    brand: str
    day: int
    sentiment: Sentiment


def moment(rng: Random, calendar: Calendar, index: int, platform: str) -> datetime:
    """Draw a time of day by the platform's habit."""
    hour = rng.choices(range(24), _HOURS[platform])[0]
    clock = time(hour, rng.randint(0, 59), rng.randint(0, 59))
    return datetime.combine(calendar.day(index), clock, UTC)


def plan_slots(rng: Random, calendar: Calendar, total: int, placed: Iterable[Draft]) -> list[Slot]:
    """Place `total` posts by platform, brand and day, and label them so that days meet the plan.

    `placed` are the audience posts that exist already (support messages, bots): they count towards their day's mix.
    """
    days: dict[tuple[str, int], list[str]] = defaultdict(list)
    per_platform = apportion(total, [PLATFORM_SHARE[name] for name in PLATFORMS])
    for platform, posts in zip(PLATFORMS, per_platform, strict=True):
        per_brand = apportion(posts, [VOICE_SHARE[platform][brand] for brand in BRANDS])
        for brand, count in zip(BRANDS, per_brand, strict=True):
            volumes = [calendar.volume(brand, index) * rng.uniform(0.9, 1.1) for index in range(calendar.days)]
            for index, posts_of_day in enumerate(apportion(count, volumes)):
                days[brand, index] += [platform] * posts_of_day
    present = Counter((d.brand, (d.at.date() - calendar.start).days, d.sentiment) for d in placed)
    slots: list[Slot] = []
    for (brand, index), platforms in sorted(days.items()):
        have = [present[brand, index, label] for label in SENTIMENTS]
        labels = _labels(rng, calendar.mix(brand, index), len(platforms), have)
        rng.shuffle(platforms)
        slots += [
            Slot(moment(rng, calendar, index, platform), platform, brand, index, label)
            for platform, label in zip(platforms, labels, strict=True)
        ]
    return sorted(slots)


def _labels(rng: Random, mix: Sequence[float], count: int, have: Sequence[int]) -> list[Sentiment]:
    """Label `count` posts so that, with those already there, the day comes as near its mix as it can."""
    target = apportion(count + sum(have), mix)
    wanted = [max(0, goal - there) for goal, there in zip(target, have, strict=True)]
    if sum(wanted) != count:
        wanted = apportion(count, wanted) if sum(wanted) else apportion(count, mix)
    labels = [label for label, number in zip(SENTIMENTS, wanted, strict=True) for _ in range(number)]
    rng.shuffle(labels)
    return labels


_PART_FIT: dict[str, dict[str, float]] = {
    "advocate": {"positive": 1.0, "neutral": 0.12, "negative": 0.0},
    "detractor": {"positive": 0.0, "neutral": 0.12, "negative": 1.6},
    "churner": {"positive": 0.15, "neutral": 0.4, "negative": 1.5},
    "innovator": {"positive": 0.5, "neutral": 4.0, "negative": 0.25},
    "bot": {},
}
_SEGMENT_FIT: dict[str, dict[str, float]] = {
    "A": {"positive": 1.3, "neutral": 0.9, "negative": 0.5},
    "B": {"positive": 1.0, "neutral": 1.0, "negative": 0.9},
    "C": {"positive": 0.6, "neutral": 1.0, "negative": 2.2},
    "D": {"positive": 0.7, "neutral": 2.0, "negative": 0.5},
}


class Crowd:
    """Draws the author of a post among the people whose part, segment and brand fit it."""

    def __init__(self, people: Sequence[Person]) -> None:
        self._people = people
        self._pools: dict[tuple[str, str, str], tuple[list[Person], list[float]]] = {}

    def draw(self, rng: Random, platform: str, brand: str, sentiment: Sentiment) -> Person:
        """Draw an author; heavier posters come up more often."""
        key = (platform, brand, sentiment)
        if key not in self._pools:
            fitting = [(p, self._weight(p, brand, sentiment)) for p in self._people if p.platform == platform]
            pool = [(p, weight) for p, weight in fitting if weight > 0]
            self._pools[key] = [p for p, _ in pool], list(accumulate(weight for _, weight in pool))
        people, totals = self._pools[key]
        return people[bisect_left(totals, rng.random() * totals[-1])]

    @staticmethod
    def _weight(person: Person, brand: str, sentiment: Sentiment) -> float:
        fit = _PART_FIT.get(person.part, {}).get(sentiment, 0.0 if person.part == "bot" else 1.0)
        if brand == OWN:
            fit *= _SEGMENT_FIT.get(person.segment, {}).get(sentiment, 0.8)
        return person.activity * person.brand_pull.get(brand, 0.0) * fit


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
