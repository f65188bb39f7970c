"""The sample launch: ConnectSphere's AI Assist, generated whole from a seed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from random import Random
from typing import NamedTuple, TypedDict

from knowledge.samples import campaigns, members, paths
from knowledge.samples.crowd import Crowd
from knowledge.samples.dialogues import Dialogue, customer_messages, support_dialogues
from knowledge.samples.drafts import Draft
from knowledge.samples.engagement import engage, post_format
from knowledge.samples.grammar import sample_grammar
from knowledge.samples.organic import Conversation
from knowledge.samples.people import Person, cast
from knowledge.samples.reckoning import Parts, reckon
from knowledge.samples.rows import (
    Assignment,
    Author,
    Event,
    Exposure,
    Follow,
    Outcome,
    Post,
    Spend,
    Ticket,
    Touchpoint,
)
from knowledge.samples.scribe import Scribe
from knowledge.samples.slots import plan_slots
from knowledge.samples.story import ALIASES, ASPECTS, BRANDS, OWN, PLATFORMS, Calendar
from knowledge.samples.streams import stream
from knowledge.samples.truth import Truth
from tools.errors import BadRequest
from tools.facts import Brand

MINIMUM_POSTS, MINIMUM_DAYS, MINIMUM_AUTHORS = 120, 12, 60


class LaunchFacts(TypedDict):
    """The brands to track and the features people talk about, named as in ImportOptions."""

    brands: tuple[Brand, ...]
    features: tuple[str, ...]


class Launch(NamedTuple):
    """A sample launch: rows by table in a fixed order, the clean twin of the exposures, and the truth."""

    posts: tuple[Post, ...]
    authors: tuple[Author, ...]
    events: tuple[Event, ...]
    outcomes: tuple[Outcome, ...]
    tickets: tuple[Ticket, ...]
    assignments: tuple[Assignment, ...]
    spend: tuple[Spend, ...]
    exposures: tuple[Exposure, ...]
    exposures_clean: tuple[Exposure, ...]
    touchpoints: tuple[Touchpoint, ...]
    follows: tuple[Follow, ...]
    truth: Truth

    @property
    def facts(self) -> LaunchFacts:
        """What a dataset of the launch should know about itself: options of its import."""
        brands = tuple(Brand(name=name, aliases=ALIASES[name], is_own=name == OWN) for name in BRANDS)
        return LaunchFacts(brands=brands, features=tuple(aspect.aliases[0] for aspect in ASPECTS))

    def tables(self) -> Mapping[str, Sequence[NamedTuple]]:
        """Rows by table name, as in tools/tables.py; the clean twin is left out."""
        left_out = {"exposures_clean", "truth"}
        return {name: getattr(self, name) for name in self._fields if name not in left_out}


def generate(
    seed: int = 7, *, start: date = date(2026, 3, 1), days: int = 40, posts: int = 6000, authors: int | None = None
) -> Launch:
    """Generate a sample launch of exactly `posts` posts over `days` days; a quarter of the days precede the launch.

    The same arguments give the same rows in every process. `authors` is a quarter of the posts unless given.
    Raises BadRequest below 120 posts, 12 days or 60 authors, where the planted parts would crowd out the rest.
    """
    if authors is not None and authors < MINIMUM_AUTHORS:
        raise BadRequest(
            f"Found authors={authors}, and at least {MINIMUM_AUTHORS} are needed to play the parts. Ask for more."
        )
    if posts < MINIMUM_POSTS or days < MINIMUM_DAYS:
        raise BadRequest(
            f"Found posts={posts} and days={days}, and at least {MINIMUM_POSTS} posts and {MINIMUM_DAYS} days are "
            "needed to hold the story. Ask for more."
        )
    calendar = Calendar(start, days)
    people = cast(seed, start=start, authors=authors if authors is not None else max(MINIMUM_AUTHORS, posts // 4))
    drafts, dialogues = _write_posts(seed, calendar, people, posts)
    accounts = [campaigns.brand_account(brand, name, calendar) for name in PLATFORMS for brand in BRANDS]
    acted = members.activity(stream(seed, "activity"), calendar, people)
    assigned, surveyed = paths.experiment(stream(seed, "experiment"), calendar, people)
    outcomes = sorted([*acted.outcomes, *surveyed], key=lambda o: (o.at, o.user_id, o.kind))
    parts = Parts(
        seed=seed,
        calendar=calendar,
        people=people,
        drafts=drafts,
        dialogues=dialogues,
        churned=acted.churned,
        tables={
            "posts": tuple(_post_rows(stream(seed, "engagement"), drafts)),
            "authors": tuple(author_row(person) for person in (*people, *accounts)),
            "events": tuple(acted.events),
            "outcomes": tuple(outcomes),
            "tickets": tuple(_ticket(dialogue) for dialogue in dialogues),
            "assignments": tuple(assigned),
            "spend": tuple(paths.spend(stream(seed, "spend"), calendar)),
            "exposures": tuple(members.exposures(stream(seed, "groups"), calendar, people, faulty=True)),
            "exposures_clean": tuple(members.exposures(stream(seed, "groups"), calendar, people, faulty=False)),
            "touchpoints": tuple(paths.touchpoints(stream(seed, "paths"), calendar, posts // 3)),
            "follows": tuple(members.follows(stream(seed, "follows"), calendar, people)),
        },
    )
    return Launch(**parts.tables, truth=reckon(parts))  # type: ignore[arg-type]


def _write_posts(
    seed: int, calendar: Calendar, people: Sequence[Person], posts: int
) -> tuple[list[Draft], list[Dialogue]]:
    scale = posts / 6000
    crowd = Crowd(people)
    scribe = Scribe(sample_grammar(stream(seed, "grammar")), stream(seed, "scribe"), launch=calendar.launch)
    house = campaigns.brand_posts(stream(seed, "brand"), calendar, scribe, scale)
    dialogues = support_dialogues(stream(seed, "desk"), calendar, crowd, scribe, max(4, round(150 * scale)))
    spread = campaigns.bot_posts(stream(seed, "bots"), calendar, people, scribe, scale)
    hostile = campaigns.hostile_posts(stream(seed, "hostile"), calendar, crowd) if posts >= 1000 else []
    noise = campaigns.noise_posts(stream(seed, "noise"), calendar, crowd, scribe, round(330 * scale))
    spikes = campaigns.spike_posts(stream(seed, "spikes"), calendar, crowd, scribe, scale)
    talk = [draft for dialogue in dialogues for draft in dialogue.drafts]
    placed = [*house, *talk, *spread, *hostile, *noise, *spikes]
    if len(placed) >= posts:
        raise BadRequest(f"Found {len(placed)} planted posts, which is more than posts={posts}. Ask for more posts.")
    slots = plan_slots(
        stream(seed, "slots"), calendar, posts - len(placed), [*customer_messages(dialogues), *spread, *hostile]
    )
    conversation = Conversation(stream(seed, "talk"), calendar, crowd, scribe)
    waiting = sorted([*house, *spikes], key=lambda draft: draft.at)
    organic: list[Draft] = []
    for slot in slots:
        while waiting and waiting[0].at <= slot.at:
            conversation.hear(waiting.pop(0))
        organic.append(conversation.fill(slot))
    return _numbered([*placed, *organic]), dialogues


def _numbered(drafts: list[Draft]) -> list[Draft]:
    drafts.sort(key=lambda draft: (draft.at, draft.depth, draft.platform, draft.text))
    for number, draft in enumerate(drafts):
        draft.source_id = f"{_PREFIX[draft.platform]}{100_000 + number * 7}"
    return drafts


_PREFIX = {"x": "19", "reddit": "t3_", "linkedin": "71", "facebook": "fb", "instagram": "C"}


def _post_rows(rng: Random, drafts: Sequence[Draft]) -> list[Post]:
    rows = []
    for draft in drafts:
        form = post_format(rng, draft)
        counts = engage(rng, draft, form)
        rows.append(
            Post(
                post_id=draft.post_id,
                platform=draft.platform,
                source_id=draft.source_id,
                author_id=draft.author.author_id,
                created_at=draft.at,
                text=draft.text,
                lang=draft.lang,
                region=draft.author.region,
                brand=draft.brand or None,
                campaign=draft.campaign or None,
                format=form,
                thread_id=draft.root.post_id,
                reply_to=draft.parent.post_id if draft.parent is not None else None,
                is_own=draft.is_own,
                url=f"https://{draft.platform}.example/{draft.author.handle}/{draft.source_id}",
                **counts._asdict(),
            )
        )
    return rows


def author_row(person: Person) -> Author:
    """The row of a person, with what the person declared and nothing that is only true."""
    interested = ", ".join(f'"{name}"' for name in person.interests) if person.segment else ""
    return Author(
        author_id=person.author_id,
        handle=person.handle,
        name=person.name,
        bio=person.bio or None,
        followers=person.followers,
        following=person.following,
        created_at=person.created,
        customer_since=person.customer_since,
        company=person.company or None,
        job_title=person.title or None,
        attributes=f'{{"region": "{person.region}", "interests": [{interested}]}}',
        consent="terms of service" if person.segment else None,
        purposes="analytics, service" if person.segment else None,
        opt_out=person.opt_out,
    )


def _ticket(dialogue: Dialogue) -> Ticket:
    first = dialogue.drafts[0]
    return Ticket(
        thread_id=first.post_id,
        opened_at=first.at,
        first_reply_at=dialogue.first_reply_at,
        closed_at=dialogue.closed_at,
        status=dialogue.status,
        queue=dialogue.issue,
        assignee=dialogue.assignee or None,
        csat=dialogue.csat,
    )
