"""People: the authors of the sample, what they are like, and the part each plays in the story."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import NamedTuple

from knowledge.samples.story import OWN, PLATFORM_SHARE, PLATFORMS, RIVALS, SEGMENT_SHARE
from knowledge.samples.streams import apportion, stream
from knowledge.samples.voice import Voice, draw_voice

_HERE = Path(__file__).parent
REGION_LANGUAGE = {"DE": "de", "ES": "es", "BR": "pt", "PT": "pt", "FR": "fr"}


class FirstName(NamedTuple):
    """A first name with the gender and origin it is associated with: what a proxy for them would read."""

    name: str
    gender: str
    origin: str


@cache
def first_names() -> tuple[FirstName, ...]:
    """The names of the sample, in file order."""
    lines = (_HERE / "names.tsv").read_text(encoding="utf-8").splitlines()
    return tuple(FirstName(*line.split("\t")) for line in lines if line and not line.startswith("#"))


@cache
def name_index() -> Mapping[str, FirstName]:
    """First names by name; the first of a name met twice."""
    index: dict[str, FirstName] = {}
    for first in first_names():
        index.setdefault(first.name, first)
    return index


@cache
def interests() -> Mapping[str, str]:
    """Interest id -> name, as members state them and as sessions are filed."""
    return {str(key): str(value) for key, value in _profiles()["interests"].items()}


@cache
def _profiles() -> Mapping[str, Mapping[str, object]]:
    return tomllib.loads((_HERE / "profiles.toml").read_text(encoding="utf-8"))


@cache
def _list(name: str, separator: str | None = "|") -> tuple[str, ...]:
    return tuple(part.strip() for part in str(_profiles()[name]).split(separator))


class Person(NamedTuple):
    """An author: profile, voice, and part in the story.

    `part` is regular, advocate, detractor, churner, innovator, bot or brand; `segment` is "" for people who are
    not customers of ConnectSphere; `activity` is the relative number of posts.
    """

    author_id: str
    platform: str
    first: FirstName
    name: str
    handle: str
    bio: str
    company: str
    title: str
    region: str
    lang: str
    followers: int
    following: int
    created: datetime
    customer_since: datetime | None
    part: str
    segment: str
    interests: tuple[str, ...]
    activity: float
    brand_pull: Mapping[str, float]
    voice: Voice
    opt_out: bool


def cast(seed: int, *, start: date, authors: int) -> tuple[Person, ...]:
    """Draw `authors` people (bots included), platform by platform; the same for the same seed and size."""
    counts = apportion(authors, [PLATFORM_SHARE[name] for name in PLATFORMS])
    people: list[Person] = []
    taken: set[str] = set()
    for platform, count in zip(PLATFORMS, counts, strict=True):
        rng = stream(seed, "people", platform)
        parts = _parts(rng, count, platform)
        people += [_person(rng, platform, number, part, start, taken) for number, part in enumerate(parts)]
    return tuple(_with_segments(stream(seed, "segments"), people))


def _with_segments(rng: Random, people: list[Person]) -> list[Person]:
    """Give the customers their segments so that the shares hold exactly; innovators are power users."""
    members = [i for i, person in enumerate(people) if person.segment]
    counts = dict(zip(SEGMENT_SHARE, apportion(len(members), list(SEGMENT_SHARE.values())), strict=True))
    power = [i for i in members if people[i].part == "innovator"]
    counts["A"] = max(0, counts["A"] - len(power))
    letters = [letter for letter, count in counts.items() for _ in range(count)]
    rng.shuffle(letters)
    for index, letter in zip((i for i in members if people[i].part != "innovator"), letters, strict=False):
        people[index] = people[index]._replace(segment=letter)
    return people


_PART_SHARE = {"advocate": 0.03, "detractor": 0.025, "churner": 0.045}


def _parts(rng: Random, count: int, platform: str) -> list[str]:
    bots = round(count * {"x": 0.07, "facebook": 0.02, "instagram": 0.03}.get(platform, 0.0))
    innovators = round(count * {"reddit": 0.03, "x": 0.02, "linkedin": 0.015}.get(platform, 0.0))
    named = {"bot": bots, "innovator": innovators}
    named |= {part: round(count * share) for part, share in _PART_SHARE.items()}
    parts = [part for part, number in named.items() for _ in range(number)]
    parts += ["regular"] * (count - len(parts))
    rng.shuffle(parts)
    return parts


def _person(rng: Random, platform: str, number: int, part: str, start: date, taken: set[str]) -> Person:
    first = rng.choice(first_names())
    surname = rng.choice(_list("surnames", None))
    company, title = rng.choice(_list("companies")), rng.choice(_list("titles"))
    region = rng.choice(_list("regions", None))
    segment = _segment(rng, part)
    handle = _handle(rng, first.name, surname, taken) if part != "bot" else _bot_handle(rng, taken)
    followers = int(rng.lognormvariate(5.2 if part != "bot" else 3.0, 1.3)) + 3
    age = timedelta(days=rng.randint(200, 4000) if part != "bot" else rng.randint(4, 60))
    since = start - timedelta(days=rng.randint(30, 1100))
    native = part == "regular" and region in REGION_LANGUAGE and rng.random() < 0.22
    return Person(
        author_id=f"{platform}_{number:04d}",
        platform=platform,
        first=first,
        name=f"{first.name} {surname}" if rng.random() < 0.86 else handle,
        handle=handle,
        bio=_bio(rng, title, company) if part != "bot" else "",
        company=company if rng.random() < 0.6 else "",
        title=title if rng.random() < 0.65 else "",
        region=region,
        lang=REGION_LANGUAGE[region] if native else "en",
        followers=followers if part != "innovator" else followers * 3,
        following=int(followers * rng.uniform(0.3, 2.0)) if part != "bot" else rng.randint(800, 4000),
        created=_moment(rng, start - age),
        customer_since=_moment(rng, since) if segment else None,
        part=part,
        segment=segment,
        interests=tuple(rng.sample(sorted(interests()), rng.randint(2, 3))),
        activity=min(9.0, rng.paretovariate(1.6)) * (2.5 if part in ("advocate", "detractor", "innovator") else 1.0),
        brand_pull=_pull(rng, part),
        voice=draw_voice(rng, platform),
        opt_out=rng.random() < 0.06,
    )


def _segment(rng: Random, part: str) -> str:
    """Mark customers; which segment they fall into is settled once all are known."""
    return "" if part == "bot" or (part == "regular" and rng.random() < 0.42) else "A"


def _pull(rng: Random, part: str) -> Mapping[str, float]:
    if part in ("advocate", "detractor", "churner", "innovator"):
        return {OWN: 1.0, **dict.fromkeys(RIVALS, 0.02)}
    home = rng.choice((OWN, OWN, OWN, *RIVALS))
    return {brand: 1.0 if brand == home else 0.25 for brand in (OWN, *RIVALS)}


def _moment(rng: Random, day: date) -> datetime:
    return datetime.combine(day, time(rng.randint(0, 23), rng.randint(0, 59), rng.randint(0, 59)), UTC)


def _plain(name: str) -> str:
    folded = unicodedata.normalize("NFKD", name.replace("ł", "l").replace("ø", "o"))
    return "".join(c for c in folded.lower() if c.isascii() and c.isalnum())


def _handle(rng: Random, first: str, surname: str, taken: set[str]) -> str:
    a, b, word = _plain(first), _plain(surname), rng.choice(_list("handles", None))
    while True:
        number = rng.randint(2, 99)
        handle = rng.choice(
            (
                f"{a}{b}",
                f"{a}_{b}",
                f"{a}{number}",
                f"{a[0]}{b}",
                f"{a}_{word}",
                f"{b}{word}",
                f"{a}{b[0]}{number}",
                f"the_{a}{number}",
            )
        )
        if handle not in taken:
            taken.add(handle)
            return handle


def _bot_handle(rng: Random, taken: set[str]) -> str:
    while True:
        handle = f"{_plain(rng.choice(first_names()).name)}{rng.randint(10_000_000, 99_999_999)}"
        if handle not in taken:
            taken.add(handle)
            return handle


def _bio(rng: Random, title: str, company: str) -> str:
    hobby, hobby2 = rng.sample(_list("hobbies"), 2)
    shape = rng.choice(_list("bios"))
    return shape.format(title=title, company=company, city=rng.choice(_list("cities")), hobby=hobby, hobby2=hobby2)
