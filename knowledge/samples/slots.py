"""Slots: when posts come, of which brand and where, so that each day's sentiment comes out as the story plans it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time
from random import Random
from typing import NamedTuple

from knowledge.samples.drafts import Draft
from knowledge.samples.story import BRANDS, PLATFORM_SHARE, PLATFORMS, SENTIMENTS, VOICE_SHARE, Calendar, Sentiment
from knowledge.samples.streams import apportion

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
