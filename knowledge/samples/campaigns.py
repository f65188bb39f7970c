"""Campaigns: everything that is not spontaneous: brand posts, spikes, bots, hostile posts and off-topic noise."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from random import Random

from knowledge.samples.crowd import Crowd
from knowledge.samples.drafts import SHORT, Draft
from knowledge.samples.people import FirstName, Person
from knowledge.samples.scribe import Scribe
from knowledge.samples.slots import moment
from knowledge.samples.story import (
    BRANDS,
    OWN,
    PLATFORM_SHARE,
    PLATFORMS,
    SENTIMENTS,
    SPIKE_ASPECT,
    SPIKES,
    Calendar,
    Sentiment,
    SpikePlan,
)
from knowledge.samples.streams import apportion, pick, poisson
from knowledge.samples.voice import Voice

_HOUSE_VOICE = Voice(
    lower=False,
    loose_stops=0.0,
    emoji=0.15,
    slang=0.0,
    typos=0.0,
    stretch=0.0,
    hashtags=0.0,
    formal=False,
    british=True,
)
_SPIKE_HOURS = {"outage": (8, 14), "privacystory": (7, 22), "stunt": (9, 19)}
_LAUNCH = "ai-assist-launch"


def brand_account(brand: str, platform: str, calendar: Calendar) -> Person:
    """The official account of a brand on a platform."""
    made = datetime.combine(calendar.start, time(9), UTC) - timedelta(days=2200 if brand == OWN else 1700)
    return Person(
        author_id=f"{platform}_{brand.lower()}",
        platform=platform,
        first=FirstName(brand, "n", ""),
        name=brand,
        handle=brand.lower(),
        bio=f"{brand}: events, run well.",
        company=brand,
        title="",
        region="US",
        lang="en",
        followers={"ConnectSphere": 48_200, "Palavero": 61_500, "Mingleforth": 17_900}[brand],
        following=310,
        created=made,
        customer_since=None,
        part="brand",
        segment="",
        interests=(),
        activity=0.0,
        brand_pull={},
        voice=_HOUSE_VOICE,
        opt_out=False,
    )


def brand_posts(rng: Random, calendar: Calendar, scribe: Scribe, per_day: float) -> list[Draft]:
    """Posts of the brands themselves: a routine, the launch, and answers to the spikes."""
    drafts: list[Draft] = []
    for index in range(calendar.days):
        for brand in BRANDS:
            for _ in range(poisson(rng, per_day * (1.6 if brand == OWN else 0.9))):
                account = brand_account(brand, pick(rng, tuple(PLATFORM_SHARE.items())), calendar)
                side = "own" if brand == OWN else "rival"
                draft = Draft("brand", brand, account, moment(rng, calendar, index, "linkedin"))
                scribe.write(draft, f"{side}.brandpost.regular")
                drafts.append(draft)
    drafts += _announcements(rng, calendar, scribe)
    for draft in drafts:
        draft.act, draft.intent, draft.aspects, draft.emotion = "statement", "opinion", {}, "none"
    return drafts


def _announcements(rng: Random, calendar: Calendar, scribe: Scribe) -> list[Draft]:
    spike_days = [(spike.brand, calendar.spike_index(spike), spike.name, 3, ("x", "facebook")) for spike in SPIKES]
    plans = [(OWN, calendar.launch_index, "launch", 2, PLATFORMS), *spike_days]
    drafts: list[Draft] = []
    for brand, index, name, count, platforms in plans:
        side = "own" if brand == OWN else "rival"
        rule = f"{side}.brandpost.{'privacy' if name == 'privacystory' else name}"
        for platform in platforms:
            for step in range(count):
                hour = 7 + step if name == "launch" else 9 + 2 * step
                at = datetime.combine(calendar.day(index), time(hour, rng.randint(0, 50)), UTC)
                draft = Draft("brand", brand, brand_account(brand, platform, calendar), at)
                draft.campaign = _LAUNCH if name == "launch" else ""
                scribe.write(draft, rule)
                drafts.append(draft)
    return drafts


def spike_posts(rng: Random, calendar: Calendar, crowd: Crowd, scribe: Scribe, scale: float) -> list[Draft]:
    """The bursts of the planted spikes, most of it within hours and a tail on the next day."""
    drafts: list[Draft] = []
    for spike in SPIKES:
        counts = apportion(max(6, round(spike.posts_per_6000 * scale)), spike.mix)
        for sentiment, count in zip(SENTIMENTS, counts, strict=True):
            for _ in range(count):
                platform = pick(rng, tuple(PLATFORM_SHARE.items()))
                at = _burst_moment(rng, calendar, spike)
                author = crowd.draw(rng, platform, spike.brand, sentiment)
                draft = Draft(
                    "spike", spike.brand, author, at, sentiment, key=SPIKE_ASPECT[spike.name], spike=spike.name
                )
                _write_spike(rng, scribe, draft, spike)
                drafts.append(draft)
    return drafts


def _burst_moment(rng: Random, calendar: Calendar, spike: SpikePlan) -> datetime:
    index = calendar.spike_index(spike)
    first, last = _SPIKE_HOURS[spike.name]
    if rng.random() < 0.12 and index + 1 < calendar.days:
        return moment(rng, calendar, index + 1, "x")
    minutes = int(rng.betavariate(1.6, 2.6) * (last - first) * 60)
    return datetime.combine(calendar.day(index), time(first, 12, rng.randint(0, 59)), UTC) + timedelta(minutes=minutes)


def _write_spike(rng: Random, scribe: Scribe, draft: Draft, spike: SpikePlan) -> None:
    tone = SHORT[draft.sentiment]
    mood = scribe.mood(draft, late=0.7)
    if spike.name == "stunt" or tone == "pos":
        rule = f"{spike.name}.{'neutral' if tone == 'neu' else tone}"
    elif tone == "neu":
        rule = f"{spike.name}.{rng.choice(('question', 'neutral'))}"
    else:
        rule = scribe.size(draft.platform)
    scribe.write(draft, rule, mood=mood)
    draft.aspects = {"privacy": draft.sentiment} if spike.name == "privacystory" else {}


def bot_posts(rng: Random, calendar: Calendar, people: Sequence[Person], scribe: Scribe, scale: float) -> list[Draft]:
    """Three near-duplicate campaigns of automated accounts, each in bursts of minutes."""
    bots = [person for person in people if person.part == "bot"]
    if not bots:
        return []
    smear_day = calendar.spike_index(SPIKES[2])
    campaigns: tuple[tuple[str, str, Sentiment, int, int], ...] = (
        ("bot.promo", "Mingleforth", "positive", calendar.launch_index + 4, 80),
        ("bot.smear", OWN, "negative", min(smear_day, calendar.days - 1), 60),
        ("bot.spam", OWN, "neutral", min(calendar.launch_index + 9, calendar.days - 1), 80),
    )
    crews = [bots[i::3] or bots for i in range(3)]
    drafts: list[Draft] = []
    for (rule, brand, sentiment, index, count), crew in zip(campaigns, crews, strict=True):
        for number in range(max(3, round(count * scale))):
            day = min(index + number % 3, calendar.days - 1)
            start = datetime.combine(calendar.day(day), time(3 + number % 3, 20), UTC)
            draft = Draft("bot", brand, rng.choice(crew), start + timedelta(seconds=rng.randint(0, 1500)))
            draft.sentiment, draft.intent = sentiment, "none"
            scribe.copy(draft, rule)
            drafts.append(draft)
    return drafts


def noise_posts(rng: Random, calendar: Calendar, crowd: Crowd, scribe: Scribe, count: int) -> list[Draft]:
    """Off-topic posts with no brand, such as every keyword search brings in."""
    drafts: list[Draft] = []
    for _ in range(count):
        platform = pick(rng, tuple(PLATFORM_SHARE.items()))
        author = crowd.draw(rng, platform, rng.choice(BRANDS), "neutral")
        draft = Draft("noise", "", author, moment(rng, calendar, rng.randrange(calendar.days), platform))
        scribe.write(draft, "noise")
        draft.aspects, draft.intent, draft.act, draft.mentions = {}, "none", "statement", ()
        drafts.append(draft)
    return drafts


def hostile_posts(rng: Random, calendar: Calendar, crowd: Crowd) -> list[Draft]:
    """Posts that try to steer whoever reads them, verbatim from hostile.tsv, spread over the days after the launch."""
    lines = (Path(__file__).parent / "hostile.tsv").read_text(encoding="utf-8").splitlines()
    drafts: list[Draft] = []
    for line in lines:
        if line.startswith("#"):
            continue
        kind, raw = line.split("\t")
        text = raw if kind == "forged" else json.loads(f'"{raw}"') if "\\u" in raw else raw
        index = rng.randrange(calendar.launch_index, calendar.days)
        platform = rng.choice(PLATFORMS)
        author = crowd.draw(rng, platform, OWN, "neutral")
        drafts.append(Draft("hostile", OWN, author, moment(rng, calendar, index, platform), text=text, detail=kind))
    return drafts
