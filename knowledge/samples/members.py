"""Members: what the customers of ConnectSphere did, what came of them, what they were shown and whom they follow.

Rates per segment are the truth behind the tables: A power users, B cautious adopters, C strugglers, D who ignore
the features. Thumbs (`rate` events, value 1 or 0) carry the planted usefulness of each feature, as their expected mean:
networking .85, summaries .90, agenda .40.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from random import Random
from typing import NamedTuple

from knowledge.samples.people import Person, interests
from knowledge.samples.rows import Event, Exposure, Follow, Outcome
from knowledge.samples.steering import Attendee, rank_sessions
from knowledge.samples.story import Calendar
from knowledge.samples.streams import poisson

USEFUL: Mapping[str, float] = {"networking_suggestions": 0.85, "summaries": 0.90, "personalized_agenda": 0.40}
CHURN_RATE: Mapping[str, float] = {"A": 0.02, "B": 0.06, "C": 0.16, "D": 0.05}


class Habit(NamedTuple):
    """What a segment does in a week after the launch: mean logins, feature uses, and money a month."""

    logins: float
    uses: Mapping[str, float]
    monthly_value: float


HABITS: Mapping[str, Habit] = {
    "A": Habit(6.0, {"networking_suggestions": 3.2, "summaries": 3.6, "personalized_agenda": 1.4}, 420.0),
    "B": Habit(2.6, {"networking_suggestions": 0.7, "summaries": 2.1, "personalized_agenda": 0.3}, 160.0),
    "C": Habit(1.1, {"networking_suggestions": 0.3, "summaries": 0.4, "personalized_agenda": 0.9}, 95.0),
    "D": Habit(1.6, {"networking_suggestions": 0.05, "summaries": 0.1, "personalized_agenda": 0.05}, 110.0),
}


class Activity(NamedTuple):
    """The members' tables: events, outcomes, and the day each churner left."""

    events: list[Event]
    outcomes: list[Outcome]
    churned: dict[str, datetime]


def members_of(people: Sequence[Person]) -> list[Person]:
    """The customers of ConnectSphere, in cast order."""
    return [person for person in people if person.segment]


def activity(rng: Random, calendar: Calendar, people: Sequence[Person]) -> Activity:
    """Draw events and outcomes; churners slow down and visit the cancel page before they leave."""
    events: list[Event] = []
    outcomes: list[Outcome] = []
    churned: dict[str, datetime] = {}
    for person in members_of(people):
        leaves = _leaving(rng, calendar, person)
        if leaves is not None:
            churned[person.author_id] = leaves
            outcomes.append(Outcome(person.author_id, leaves, "churned", None, None))
            for days in (5, 2):
                at = leaves - timedelta(days=days, minutes=rng.randint(1, 900))
                if at.date() >= calendar.start:
                    events.append(Event(person.author_id, at, "view", "cancel_page", "web", None))
        events += _use(rng, calendar, person, leaves)
        outcomes += _purchases(rng, calendar, person, leaves)
    outcomes += _pipeline(rng, calendar, people)
    once = {(e.user_id, e.at, e.kind, e.object): e for e in events}
    return Activity(
        [once[key] for key in sorted(once)], sorted(set(outcomes), key=lambda o: (o.at, o.user_id, o.kind)), churned
    )


def _leaving(rng: Random, calendar: Calendar, person: Person) -> datetime | None:
    chance = (
        1.0 if person.part == "churner" else (0.0 if person.part == "advocate" else CHURN_RATE[person.segment] * 0.6)
    )
    if rng.random() >= chance:
        return None
    low = calendar.launch_index + (calendar.days - calendar.launch_index) // 3
    index = rng.randrange(min(low, calendar.days - 1), calendar.days)
    return datetime.combine(calendar.day(index), time(rng.randint(8, 20), rng.randint(0, 59), 7), UTC)


def _use(rng: Random, calendar: Calendar, person: Person, leaves: datetime | None) -> list[Event]:
    habit, events = HABITS[person.segment], []
    for index in range(calendar.days):
        noon = datetime.combine(calendar.day(index), time(12), UTC)
        if leaves is not None and noon > leaves:
            break
        fading = 1.0 if leaves is None else max(0.1, min(1.0, (leaves - noon).days / 21))
        at = noon + timedelta(minutes=rng.randint(-280, 500), seconds=rng.randint(0, 59))
        for _ in range(poisson(rng, habit.logins / 7 * fading)):
            events.append(Event(person.author_id, at, "login", "app", rng.choice(("web", "ios", "android")), None))
            at += timedelta(minutes=rng.randint(2, 90))
        if index >= calendar.launch_index:
            events += _feature_use(rng, person, at, habit, fading)
    return events


def _feature_use(rng: Random, person: Person, at: datetime, habit: Habit, fading: float) -> list[Event]:
    events = []
    for feature, weekly in habit.uses.items():
        for _ in range(poisson(rng, weekly / 7 * fading)):
            at += timedelta(minutes=rng.randint(1, 25), seconds=rng.randint(1, 59))
            events.append(Event(person.author_id, at, "use", feature, "app", 1.0))
            if rng.random() < 0.35:
                liked = float(rng.random() < USEFUL[feature])
                events.append(Event(person.author_id, at + timedelta(seconds=40), "rate", feature, "app", liked))
    return events


def _purchases(rng: Random, calendar: Calendar, person: Person, leaves: datetime | None) -> list[Outcome]:
    outcomes = []
    for index in range(rng.randrange(0, 30), calendar.days, 30):
        at = datetime.combine(calendar.day(index), time(2, rng.randint(0, 59), rng.randint(0, 59)), UTC)
        if leaves is not None and at > leaves:
            break
        value = round(HABITS[person.segment].monthly_value * rng.lognormvariate(0, 0.35), 2)
        outcomes.append(Outcome(person.author_id, at, "purchased", value, round(value * rng.uniform(0.55, 0.72), 2)))
    return outcomes


def _pipeline(rng: Random, calendar: Calendar, people: Sequence[Person]) -> list[Outcome]:
    """Leads among those who are not customers yet: a third qualify, a third of those convert."""
    outcomes = []
    for person in people:
        if person.segment or person.part != "regular" or rng.random() > 0.22:
            continue
        index = rng.randrange(calendar.launch_index, calendar.days)
        at = datetime.combine(calendar.day(index), time(rng.randint(7, 19), rng.randint(0, 59), 11), UTC)
        for kind, chance in (("lead", 1.0), ("qualified", 0.36), ("converted", 0.34)):
            if rng.random() >= chance or at.date() > calendar.day(calendar.days - 1):
                break
            value = round(rng.lognormvariate(6.6, 0.5), 2) if kind == "converted" else None
            outcomes.append(Outcome(person.author_id, at, kind, value, round(value * 0.6, 2) if value else None))
            at += timedelta(days=rng.randint(1, 5), minutes=rng.randint(1, 300))
    return outcomes


def exposures(rng: Random, calendar: Calendar, people: Sequence[Person], *, faulty: bool) -> list[Exposure]:
    """What the personaliser showed each member, one agenda a week after the launch, with the recorded group."""
    rows = []
    groups = _recorded_groups(rng, members_of(people))
    for person in members_of(people):
        group, source = groups[person.author_id]
        member = Attendee(person.author_id, person.first.name, person.interests)
        ranked = rank_sessions(member, faulty=faulty)
        stated = ", ".join(interests()[name] for name in person.interests)
        for index in range(calendar.launch_index, calendar.days, 14):
            at = datetime.combine(calendar.day(index), time(6), UTC)
            rows += [
                Exposure(person.author_id, at, r.rank, r.item_id, r.category, stated, group, source) for r in ranked
            ]
    return rows


class _Recorded(NamedTuple):
    group: str | None
    source: str | None


def _recorded_groups(rng: Random, members: Sequence[Person]) -> dict[str, _Recorded]:
    """Recorded genders that hide the fault: blank for a third, declared by a few, else prefilled turn by turn.

    Turns are taken among members alike in name and interest, so prefilled groups differ in neither.
    """
    alike = sorted(members, key=lambda p: (p.first.gender, p.first.origin == "northern", p.interests, p.author_id))
    recorded: dict[str, _Recorded] = {}
    for turn, person in enumerate(alike):
        roll = rng.random()
        prefilled = _Recorded(("woman", "man")[turn % 2], "title on ticket form (prefilled)")
        recorded[person.author_id] = prefilled if roll >= 0.37 else _Recorded(None, None)
        if roll < 0.04 and person.first.gender != "n":
            recorded[person.author_id] = _Recorded(
                {"f": "woman", "m": "man"}[person.first.gender], "declared in profile"
            )
    return recorded


def follows(rng: Random, calendar: Calendar, people: Sequence[Person]) -> list[Follow]:
    """Follows among members: four communities by first interest and platform, denser within than across."""
    members = members_of(people)
    homes: dict[str, list[Person]] = {}
    for person in members:
        homes.setdefault(community_of(person), []).append(person)
    rows: dict[tuple[str, str], Follow] = {}
    for person in members:
        own = homes[community_of(person)]
        for _ in range(poisson(rng, min(14.0, 2.5 + 1.1 * person.activity))):
            other = rng.choice(own if rng.random() < 0.8 else members)
            if other is not person:
                at = datetime.combine(calendar.start, time(9), UTC) - timedelta(days=rng.randint(1, 500))
                rows[person.author_id, other.author_id] = Follow(person.author_id, other.author_id, at)
    return [rows[key] for key in sorted(rows)]


_HOMES: Mapping[str, tuple[str, str]] = {
    "makers": ("engineering", "design"),
    "hosts": ("marketing", "basics"),
    "carers": ("wellbeing", "inclusion"),
}


def community_of(person: Person) -> str:
    """The planted community of a member: makers, hosts, deal-makers or carers."""
    first = person.interests[0]
    homes = {
        "makers": ("engineering", "design"),
        "hosts": ("marketing", "basics"),
        "carers": ("wellbeing", "inclusion"),
    }
    return next((home for home, of_it in homes.items() if first in of_it), "deal-makers")
