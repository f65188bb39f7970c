"""Compare brands: rivals on the same days and platforms, where they are criticised and we are not, and what moved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from pydantic import Field

from tools.base import Evidence, Model, Query, Result, tool
from tools.errors import UnknownName
from tools.facts import Brand, Facts
from tools.inputs import Tables
from tools.listening.rivals.compared import compared
from tools.listening.rivals.complaints import Complaint, complaints
from tools.listening.rivals.drawn import Drawn, drawn
from tools.listening.rivals.effect import Effects, Outcome, effects
from tools.listening.rivals.event import (
    Event,
    Voices,
    brand_place,
    busiest_event,
    campaign_event,
    given_event,
    voices_by_day,
)
from tools.listening.rivals.figures import METHOD, Maker
from tools.listening.rivals.gaps import MINIMUM as TOPIC_MINIMUM
from tools.listening.rivals.gaps import Criticism, Gap, criticism
from tools.listening.rivals.quotes import Wanted, loudest_of_day, quotes
from tools.listening.rivals.readings import read_talk
from tools.listening.rivals.responses import MINIMUM as RESPONSE_MINIMUM
from tools.listening.rivals.responses import Responses, responses
from tools.listening.rivals.saying import say
from tools.listening.rivals.talk import Talk, matched_talk
from tools.sentiment.expressed.views import not_read
from tools.wording import listed

if TYPE_CHECKING:
    import ibis.expr.types as ir

_QUOTED = 6


class CompareBrandsQuery(Query):
    """How do we stand against rivals? Two or more `filter.brands` name the set to compare, else all tracked brands."""

    us: str | None = Field(None, description="Whose side is taken; none for the dataset's own brand.")
    event: date | None = Field(None, description="First day of a campaign or happening whose effect is asked for.")
    event_brand: str | None = Field(None, description="Whose event it is; none for the brand that stood out then.")
    event_campaign: str | None = Field(
        None,
        description="A campaign as posts carry it; its first day is the event. With neither it nor an event: the "
        "rivals' campaign of most posts, else the busiest day of a rival.",
    )
    window_days: int = Field(7, ge=5, le=56, description="Days before the event and from it on that are compared.")
    seed: int = Field(0, ge=0, description="Seed of the simulation behind the intervals.")


class Standing(Model):
    """A feature on which a rival and we differ in criticism, beyond chance."""

    rival: str
    feature: str
    gap: str = Field(description="Name of the figure that holds the difference.")


class CompareBrandsResult(Result):
    """Brands side by side, and what sets them apart."""

    brands: tuple[str, ...] = Field((), description="Brands compared, ours first.")
    platforms: tuple[str, ...] = Field((), description="Platforms on which all of them are talked about.")
    openings: tuple[Standing, ...] = Field(
        (), description="Where a rival is criticised more than we are, beyond chance."
    )
    exposed: tuple[Standing, ...] = Field((), description="Where we are criticised more than a rival, beyond chance.")
    looked: int = Field(0, description="Comparisons of a feature and a rival that were made.")
    unlike: tuple[Standing, ...] = Field(
        (), description="Rivals whose posts as a whole are more or less negative than ours."
    )
    event: date | None = Field(None, description="The day whose effect was looked at; none where there is none.")
    event_brand: str | None = Field(None, description="Whose event it is.")
    event_found: str | None = Field(None, description="How the day was found: given, campaign or busiest.")
    campaign: str | None = Field(None, description="The campaign that began then, if posts carry one.")
    moved: tuple[Outcome, ...] = Field((), description="What changed at the event beyond chance and trend.")
    under_way: tuple[Outcome, ...] = Field((), description="What was already moving the same way before the event.")
    missing: tuple[str, ...] = Field((), description="What the data do not hold, and so is not said.")


@tool(
    title="Compare brands",
    toolset="listen",
    needs=("posts", "readings"),
    method=METHOD,
    examples=(
        "How do we compare with our rivals?",
        "where are rivals criticised and we are not",
        "what do people complain about with competitors but not with us",
        "did their campaign move anything",
        "did the rival's campaign on 19 March change anything",
        "competitor comparison",
        "who answers customers faster, us or the competition",
        "where are we worse than the competition",
        "which features do rivals get criticised for",
        "competitive intelligence: sentiment, engagement and response time",
        "white space against the competitors",
        "how quickly do rivals respond to complaints",
        "compare us with our competitors feature by feature",
        "what are our competitors' weaknesses",
        "where do we beat the competition",
        "did the stunt help them",
        "rival scan",
    ),
    say=say,
    tags=(
        "rivals",
        "competitors",
        "benchmark",
        "white space",
        "gap",
        "campaign",
        "difference in differences",
        "response",
    ),
)
def compare_brands(query: CompareBrandsQuery, tables: Tables) -> CompareBrandsResult:
    """Brands side by side on the same days and platforms: criticism, engagement, answers, and a campaign's effect.

    gap = negative share of posts about a rival and a feature less that about us, -100 to 100 points, corrected for the
    reader's error; all gaps of features hold together (Bonferroni). effect = difference in differences against the
    other brands, with a check of other days and of the trend before. Raises TooFewPosts where a brand has under 30
    posts, MissingData where fewer than two are tracked or no platform is shared, BadRequest for an event at the edge.
    """
    brands = _ours_first(query, compared(query, tables.facts, "A comparison"), tables.facts)
    names = tuple(brand.name for brand in brands)
    talk = matched_talk(query, tables, brands)
    read = read_talk(talk, tables)
    found = criticism(read, len(brands), 0, tables.facts, seed=query.seed)
    if not found.negative:
        raise not_read(tables.facts, "how posts about brands are meant")
    said = complaints(read, len(brands), 0, tables.facts)
    answers = responses(query, tables, talk, brands)
    interactions = drawn(query, tables, talk, brands)
    voices = voices_by_day(talk, len(brands))
    event = _event(query, tables, brands, voices)
    moved = (
        effects(read, voices, event, tables.facts, window_days=query.window_days, seed=query.seed) if event else None
    )
    make = Maker(names, 0, tables.facts.features)
    missing = tuple(_missing(names, found, interactions, answers, event, moved))
    return CompareBrandsResult(
        figures=(
            *make.sizes(talk),
            *make.criticism(found),
            *make.complaints(said),
            *make.drawn(interactions),
            *(make.responses(answers) if answers else ()),
            *(make.effects(moved) if moved else ()),
        ),
        posts=_evidence(talk, read, found, said, names, tables.facts, event),
        caveats=(*_caveats(talk, found, moved), *missing),
        period=talk.period,
        n_posts=sum(talk.about),
        brands=names,
        platforms=talk.platforms,
        openings=tuple(_standings(make, found.gaps, above=True)),
        exposed=tuple(_standings(make, found.gaps, above=False)),
        looked=len(found.gaps),
        unlike=tuple(
            sorted(
                (*_standings(make, found.overall, above=True), *_standings(make, found.overall, above=False)),
                key=lambda standing: standing.rival,
            )
        ),
        event=event.day if event else None,
        event_brand=names[event.brand] if event else None,
        event_found=event.found_by if event else None,
        campaign=event.campaign if event else None,
        moved=tuple(one.outcome for one in moved.found if one.is_settled and not one.was_under_way) if moved else (),
        under_way=tuple(one.outcome for one in moved.found if one.is_settled and one.was_under_way) if moved else (),
        missing=missing,
    )


def _ours_first(query: CompareBrandsQuery, brands: Sequence[Brand], facts: Facts) -> tuple[Brand, ...]:
    """Put the brand whose side is taken first: as asked, else the dataset's own, else the first."""
    ours = next((brand for brand in brands if brand.is_own), brands[0])
    if query.us:
        asked = facts.brand_named(query.us)
        if asked is None or asked not in brands:
            raise UnknownName("brand", query.us, (brand.name for brand in brands))
        ours = asked
    return (ours, *(brand for brand in brands if brand != ours))


def _event(query: CompareBrandsQuery, tables: Tables, brands: Sequence[Brand], voices: Voices) -> Event | None:
    if query.event:
        return given_event(query.event, query.event_brand, brands, voices)
    among = list(range(1, len(brands))) if not query.event_campaign else list(range(len(brands)))
    if query.event_brand:
        among = [brand_place(query.event_brand, brands)]
    found = campaign_event(query, tables, brands, among=among, campaign=query.event_campaign)
    return found or busiest_event(voices, among)


def _standings(make: Maker, gaps: Sequence[Gap], *, above: bool) -> Iterator[Standing]:
    """The gaps beyond chance on one side, the widest first."""
    sure = [gap for gap in gaps if (gap.above if above else gap.below)]
    features = make.features
    for gap in sorted(sure, key=lambda gap: (-abs(gap.read.value), gap.rival, gap.feature)):
        name = f"gap.read.{make.slug(gap.rival)}.{features[gap.feature] if gap.feature else 'all'}"
        yield Standing(rival=make.names[gap.rival], feature=gap.feature, gap=name)


def _evidence(
    talk: Talk,
    read: ir.Table,
    found: Criticism,
    said: Sequence[Complaint],
    names: Sequence[str],
    facts: Facts,
    event: Event | None,
) -> tuple[Evidence, ...]:
    """Complaints, and praise, for the widest gaps beyond chance; a complaint for each word; one of the event's day."""
    sure = sorted((gap for gap in found.gaps if gap.above or gap.below), key=lambda gap: -abs(gap.read.value))
    wanted = [Wanted(gap.rival if gap.above else 0, facts.features.index(gap.feature)) for gap in sure[:_QUOTED]]
    if not wanted:
        wanted = [Wanted(brand, None) for brand in range(len(names))][:_QUOTED]
    posts = list(quotes(read, list(dict.fromkeys(wanted)), brands=names, features=facts.features))
    posts += [
        Evidence(post_id=one.post_id, role="representative", group={"brand": names[one.brand], "word": one.word})
        for one in said
    ]
    if event and (loudest := loudest_of_day(talk, event.brand, event.day)):
        about = {"brand": names[event.brand], "event": str(event.day)}
        posts.append(Evidence(post_id=loudest, role="representative", group=about))
    return tuple({post.post_id: post for post in reversed(posts)}.values())[::-1]


def _missing(
    names: Sequence[str],
    found: Criticism,
    interactions: Sequence[Drawn],
    answers: Responses | None,
    event: Event | None,
    moved: Effects | None,
) -> Iterator[str]:
    if not found.gaps:
        yield (
            f"No feature has {TOPIC_MINIMUM} posts about {names[0]} and about a rival that could be read, so features "
            "are not compared."
        )
    elif found.thin:
        some = listed(found.thin[:5])
        yield f"Not compared, for having under {TOPIC_MINIMUM} posts about {names[0]} or about every rival: {some}."
    if answers is None:
        yield "Response times are not told: there is no table of tickets, and no thread that a brand answered."
    else:
        few = [f"{names[brand]} ({n:,})" for brand, n in answers.few.items()]
        if few:
            yield f"Response times need {RESPONSE_MINIMUM} conversations, and there are fewer of {listed(few)}."
        if answers.source == "threads":
            yield "Response times are of threads that a brand answered: those never answered are not known of."
    with_own = {one.brand for one in interactions if one.whose == "own"}
    without = [name for brand, name in enumerate(names) if brand not in with_own]
    if without:
        yield f"Too few own posts of {listed(without)} with likes, shares or replies are held to compare engagement."
    if event is None:
        yield "What a campaign changed is not told: no date is given, no post carries a campaign, and days are too few."
    yield from moved.missing if moved else ()


def _caveats(talk: Talk, found: Criticism, moved: Effects | None) -> Iterator[str]:
    yield from found.caveats
    yield from talk.left_out
    if talk.several:
        yield f"{talk.several:,} posts name several of the brands and are tagged with none: sentiment leaves them out."
    yield "Whether brands differ is told from posts as read, by how much from posts corrected for the reader's error."
    yield "A post about a feature is judged as a whole: who complains of the price may praise the app in it."
    if moved:
        yield "Whatever changed is an association with the date: other things happened then too."
