"""Reckoning: counts the drafts and rows of a sample launch into its manifest."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple, cast

from knowledge.samples.dialogues import Dialogue
from knowledge.samples.drafts import Draft
from knowledge.samples.members import CHURN_RATE, USEFUL, community_of
from knowledge.samples.paths import CHANNEL_ODDS, LIFT
from knowledge.samples.people import Person
from knowledge.samples.rows import Exposure, Post
from knowledge.samples.steering import GENDER_PUSH, ORIGIN_PUSH
from knowledge.samples.story import (
    ALIASES,
    ASPECTS,
    BRANDS,
    OWN,
    PLATFORMS,
    RIVALS,
    SEGMENTS,
    SENTIMENTS,
    SPIKES,
    Calendar,
)
from knowledge.samples.truth import (
    DayCount,
    DialogueTruth,
    EngagementSum,
    Feature,
    PostTruth,
    SentimentCount,
    SpikeTruth,
    SteeringTruth,
    Totals,
    Truth,
)

_NOT_AUDIENCE = ("brand", "agent", "noise")


class Parts(NamedTuple):
    """Everything a manifest is reckoned from."""

    seed: int
    calendar: Calendar
    people: Sequence[Person]
    drafts: Sequence[Draft]
    dialogues: Sequence[Dialogue]
    churned: Mapping[str, datetime]
    tables: Mapping[str, Sequence[NamedTuple]]


def reckon(parts: Parts) -> Truth:
    """Count the parts into a manifest."""
    calendar, people = parts.calendar, parts.people
    audience = [draft for draft in parts.drafts if draft.kind not in _NOT_AUDIENCE]
    after = [draft for draft in audience if draft.brand == OWN and draft.at.date() >= calendar.launch]
    segments = {person.author_id: person.segment for person in people if person.segment}
    sizes = Counter(segments.values())
    return Truth(
        seed=parts.seed,
        start=calendar.start,
        days=calendar.days,
        launch=calendar.launch,
        own_brand=OWN,
        rivals=RIVALS,
        aliases=ALIASES,
        features={aspect.id: Feature(name=aspect.name, aliases=aspect.aliases) for aspect in ASPECTS},
        sentiment=_count(draft.sentiment for draft in after),
        daily=tuple(_daily(calendar, audience)),
        aspects=_aspects(after),
        aspects_by_brand={brand: _aspects([d for d in audience if d.brand == brand]) for brand in BRANDS},
        emotions=dict(sorted(Counter(draft.emotion for draft in after if draft.emotion != "none").items())),
        posts={draft.post_id: _post_truth(draft) for draft in parts.drafts},
        segments=segments,
        segment_names=SEGMENTS,
        segment_shares={letter: sizes[letter] / max(1, len(segments)) for letter in SEGMENTS},
        communities={person.author_id: community_of(person) for person in people if person.segment},
        spikes=tuple(_spikes(calendar, audience)),
        bots=_played(people, "bot"),
        advocates=_played(people, "advocate"),
        detractors=_played(people, "detractor"),
        innovators=_played(people, "innovator"),
        churners=dict(sorted(parts.churned.items())),
        share_of_voice=_voice(audience),
        share_of_voice_without_bots=_voice([draft for draft in audience if draft.kind != "bot"]),
        dialogues=tuple(_dialogue(dialogue) for dialogue in parts.dialogues),
        steering=_steering(parts),
        usefulness=USEFUL,
        churn_rates=CHURN_RATE,
        channel_odds=CHANNEL_ODDS,
        experiment_lift=LIFT,
        hostile={draft.post_id: draft.detail for draft in parts.drafts if draft.kind == "hostile"},
        totals=_totals(parts, audience),
    )


def _count(labels: Iterable[str]) -> SentimentCount:
    found = Counter(labels)
    return SentimentCount(positive=found["positive"], neutral=found["neutral"], negative=found["negative"])


def _daily(calendar: Calendar, audience: Sequence[Draft]) -> Iterable[DayCount]:
    labels: dict[tuple[date, str], list[str]] = defaultdict(list)
    for draft in audience:
        labels[draft.at.date(), draft.brand].append(draft.sentiment)
    for index in range(calendar.days):
        for brand in BRANDS:
            day = calendar.day(index)
            yield DayCount(day=day, brand=brand, count=_count(labels[day, brand]), planned=calendar.mix(brand, index))


def _aspects(drafts: Sequence[Draft]) -> dict[str, SentimentCount]:
    polarity: dict[str, list[str]] = defaultdict(list)
    for draft in drafts:
        for aspect, label in draft.aspects.items():
            polarity[aspect].append(label)
    return {aspect.id: _count(polarity[aspect.id]) for aspect in ASPECTS}


def _post_truth(draft: Draft) -> PostTruth:
    return PostTruth(
        kind=draft.kind,
        sentiment=draft.sentiment,
        aspects=draft.aspects,
        intent=draft.intent,
        emotion=draft.emotion,
        sarcastic=draft.sarcastic,
        lang=draft.lang,
        mentions=draft.mentions,
        spike=draft.spike or None,
    )


def _played(people: Sequence[Person], part: str) -> tuple[str, ...]:
    return tuple(person.author_id for person in people if person.part == part)


def _spikes(calendar: Calendar, audience: Sequence[Draft]) -> Iterable[SpikeTruth]:
    for spike in SPIKES:
        day = calendar.day(calendar.spike_index(spike))
        mine = [draft for draft in audience if draft.kind == "spike" and draft.spike == spike.name]
        yield SpikeTruth(
            name=spike.name,
            brand=spike.brand,
            day=day,
            posts=len(mine),
            posts_on_day=sum(draft.at.date() == day for draft in mine),
            keyword=spike.keyword,
            cause=spike.cause,
        )


def _voice(audience: Sequence[Draft]) -> dict[str, dict[str, float]]:
    shares = {}
    for platform in ("all", *PLATFORMS):
        found = Counter(draft.brand for draft in audience if platform in ("all", draft.platform))
        shares[platform] = {brand: found[brand] / max(1, found.total()) for brand in BRANDS}
    return shares


def _dialogue(dialogue: Dialogue) -> DialogueTruth:
    first = dialogue.drafts[0]
    waited = dialogue.first_reply_at - first.at if dialogue.first_reply_at is not None else None
    return DialogueTruth(
        thread_id=first.post_id,
        brand=first.brand,
        issue=dialogue.issue,
        outcome=dialogue.outcome,
        messages=len(dialogue.drafts),
        first_response_minutes=round(waited.total_seconds() / 60, 4) if waited is not None else None,
    )


def _steering(parts: Parts) -> SteeringTruth:
    gender = {person.author_id: person.first.gender for person in parts.people}
    rows = cast("Sequence[Exposure]", parts.tables["exposures"])
    return SteeringTruth(
        description=(
            "The personalised agenda reads gender and origin out of first names and moves categories against stated "
            "interests. The recorded group is mostly prefilled and hides it; swapping names with interests held "
            "fixed shows it. The clean twin ranks by interests only."
        ),
        gender_push=GENDER_PUSH,
        origin_push=ORIGIN_PUSH,
        faulty_table="exposures",
        clean_table="clean_twin/exposures",
        shown_by_name=_shown({row: gender[row.user_id] for row in rows}, ("f", "m")),
        shown_by_recorded_group=_shown({row: row.group for row in rows}, ("woman", "man")),
    )


def _shown(groups: Mapping[Exposure, str | None], names: Sequence[str]) -> dict[str, dict[str, float]]:
    totals = Counter(groups.values())
    found = Counter((row.category, group) for row, group in groups.items())
    categories = sorted({row.category for row in groups})
    return {c: {name: round(found[c, name] / max(1, totals[name]), 6) for name in names} for c in categories}


def _totals(parts: Parts, audience: Sequence[Draft]) -> Totals:
    rows = cast("Sequence[Post]", parts.tables["posts"])
    return Totals(
        posts=len(rows),
        audience=len(audience),
        authors=len(parts.tables["authors"]),
        threads=len({row.thread_id for row in rows}),
        posts_per_platform=_tally(row.platform for row in rows),
        audience_per_brand=_tally(draft.brand for draft in audience),
        audience_per_platform=_tally(draft.platform for draft in audience),
        posts_per_kind=_tally(draft.kind for draft in parts.drafts),
        posts_per_language=_tally(row.lang for row in rows),
        engagement_per_brand={brand: _engagement([row for row in rows if row.brand == brand]) for brand in BRANDS},
        engagement_per_platform={
            name: _engagement([row for row in rows if row.platform == name]) for name in PLATFORMS
        },
        rows={name: len(table) for name, table in parts.tables.items()},
    )


def _tally(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items()))


def _engagement(rows: Sequence[Post]) -> EngagementSum:
    return EngagementSum(
        posts=len(rows),
        likes=sum(row.likes for row in rows),
        shares=sum(row.shares or 0 for row in rows),
        replies=sum(row.replies for row in rows),
        impressions=sum(row.impressions or 0 for row in rows),
    )


__all__ = ["SENTIMENTS", "Parts", "reckon"]
