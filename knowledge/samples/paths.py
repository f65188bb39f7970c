"""Paths: how prospects came to convert, what the channels cost, and a test with a planted lift.

Each channel multiplies the odds that a path converts by its planted effect, so a removal-effect or Shapley model
should rank them so; last touch overrates `branded_search`, which closes paths but moves little.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from random import Random

from knowledge.samples.members import members_of
from knowledge.samples.people import Person
from knowledge.samples.rows import Assignment, Outcome, Spend, Touchpoint
from knowledge.samples.story import SEGMENTS, Calendar
from knowledge.samples.streams import pick

CHANNEL_ODDS: Mapping[str, float] = {
    "organic_social": 1.5, "paid_social": 1.15, "webinar": 2.4, "email": 1.3, "branded_search": 1.05, "display": 0.9,
}  # fmt: skip
_REACH = (
    ("organic_social", 30),
    ("paid_social", 26),
    ("display", 16),
    ("email", 14),
    ("webinar", 8),
    ("branded_search", 6),
)
DAILY_SPEND: Mapping[str, float] = {
    "paid_social": 310.0,
    "display": 140.0,
    "branded_search": 95.0,
    "webinar": 60.0,
    "email": 18.0,
}
EXPERIMENT = "agenda_explainer"
BASE_RATE = 0.14
LIFT: Mapping[str, float] = {"A": 0.02, "B": 0.09, "C": 0.12, "D": 0.0}
"""Planted effect of the explainer on the share of members who keep the agenda on, in absolute terms by segment."""


def touchpoints(rng: Random, calendar: Calendar, count: int) -> list[Touchpoint]:
    """Draw `count` paths of one to seven touches; a branded search tends to be the last."""
    rows: list[Touchpoint] = []
    for number in range(count):
        channels = [pick(rng, _REACH) for _ in range(min(7, 1 + int(rng.expovariate(0.55))))]
        if rng.random() < 0.3:
            channels.append("branded_search")
        odds = 0.09
        for channel in dict.fromkeys(channels):
            odds *= CHANNEL_ODDS[channel]
        converted = rng.random() < odds / (1 + odds)
        at = datetime.combine(calendar.day(rng.randrange(calendar.days)), time(6), UTC)
        value = round(rng.lognormvariate(6.4, 0.5), 2) if converted else None
        for step, channel in enumerate(channels):
            at += timedelta(hours=rng.randint(1, 40), minutes=step + rng.randint(0, 50))
            content = f"{channel}_{rng.randint(1, 4)}"
            rows.append(
                Touchpoint(
                    f"path_{number:05d}", at, channel, content, converted, value if step == len(channels) - 1 else None
                )
            )
    return rows


def spend(rng: Random, calendar: Calendar) -> list[Spend]:
    """Draw what each paid channel cost a day; the launch fortnight costs more."""
    rows = []
    for index in range(calendar.days):
        at = datetime.combine(calendar.day(index), time(0), UTC)
        boost = 1.8 if 0 <= index - calendar.launch_index < 14 else 1.0
        for channel, amount in DAILY_SPEND.items():
            rows.append(
                Spend(at, channel, "ai-assist-launch", None, round(amount * boost * rng.uniform(0.85, 1.15), 2))
            )
    return rows


def experiment(rng: Random, calendar: Calendar, people: Sequence[Person]) -> tuple[list[Assignment], list[Outcome]]:
    """Assign members half and half, and draw who kept the agenda on (`surveyed` outcomes, value 1 or 0)."""
    at = datetime.combine(calendar.launch, time(10), UTC)
    assignments, outcomes = [], []
    for person in members_of(people):
        arm = "explainer" if rng.random() < 0.5 else "control"
        assignments.append(Assignment(person.author_id, EXPERIMENT, arm, SEGMENTS[person.segment], at))
        rate = BASE_RATE + (LIFT[person.segment] if arm == "explainer" else 0.0)
        asked = at + timedelta(days=min(7, calendar.days - calendar.launch_index - 1), minutes=rng.randint(0, 600))
        outcomes.append(Outcome(person.author_id, asked, "surveyed", float(rng.random() < rate), None))
    return assignments, outcomes
