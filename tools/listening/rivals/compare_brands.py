"""Compare brands: rivals on the same days and platforms, where they are criticised and we are not, and what moved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from pydantic import Field

from tools.base import Model, Query, Result, tool
from tools.errors import UnknownName
from tools.facts import Brand, Facts
from tools.figure import Figure
from tools.inputs import Tables, held
from tools.listening.rivals.compared import compared
from tools.listening.rivals.complaints import complaints
from tools.listening.rivals.drawn import drawn
from tools.listening.rivals.effect import Outcome, effects
from tools.listening.rivals.event import (
    Event,
    Voices,
    brand_place,
    busiest_event,
    campaign_event,
    given_event,
    voices_by_day,
)
from tools.listening.rivals.evidence import evidence
from tools.listening.rivals.figures import METHOD, Maker
from tools.listening.rivals.gaps import Gap, criticism
from tools.listening.rivals.limits import caveats, missing
from tools.listening.rivals.readings import read_talk
from tools.listening.rivals.responses import responses
from tools.listening.rivals.saying import say
from tools.listening.rivals.seen import Seen
from tools.listening.rivals.talk import matched_talk
from tools.sentiment.expressed.views import not_read


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
    return _told(_seen(query, tables, brands))


def _seen(query: CompareBrandsQuery, tables: Tables, brands: Sequence[Brand]) -> Seen:
    talk = matched_talk(query, tables, brands)
    read = held(read_talk(talk, tables))
    found = criticism(read, len(brands), 0, tables.facts, seed=query.seed)
    if not found.negative:
        raise not_read(tables.facts, "how posts about brands are meant")
    voices = voices_by_day(talk, len(brands))
    event = _event(query, tables, brands, voices)
    window = query.window_days
    moved = effects(read, voices, event, tables.facts, window_days=window, seed=query.seed) if event else None
    return Seen(
        names=tuple(brand.name for brand in brands),
        features=tables.facts.features,
        talk=talk,
        read=read,
        criticism=found,
        complaints=complaints(read, len(brands), 0, tables.facts),
        responses=responses(query, tables, talk, brands),
        interactions=drawn(query, tables, talk, brands),
        event=event,
        effects=moved,
    )


def _told(seen: Seen) -> CompareBrandsResult:
    make, found, event = Maker(seen.names, 0, seen.features), seen.criticism, seen.event
    unlike = (*_standings(make, found.overall, above=True), *_standings(make, found.overall, above=False))
    settled = [one for one in seen.effects.found if one.is_settled] if seen.effects else []
    lacking = tuple(missing(seen))
    return CompareBrandsResult(
        figures=tuple(_figures(make, seen)),
        posts=evidence(seen),
        caveats=(*caveats(seen), *lacking),
        period=seen.talk.period,
        n_posts=sum(seen.talk.about),
        brands=seen.names,
        platforms=seen.talk.platforms,
        openings=tuple(_standings(make, found.gaps, above=True)),
        exposed=tuple(_standings(make, found.gaps, above=False)),
        looked=len(found.gaps),
        unlike=tuple(sorted(unlike, key=lambda standing: standing.rival)),
        event=event.day if event else None,
        event_brand=seen.names[event.brand] if event else None,
        event_found=event.found_by if event else None,
        campaign=event.campaign if event else None,
        moved=tuple(one.outcome for one in settled if not one.was_under_way),
        under_way=tuple(one.outcome for one in settled if one.was_under_way),
        missing=lacking,
    )


def _figures(make: Maker, seen: Seen) -> Iterator[Figure]:
    yield from make.sizes(seen.talk)
    yield from make.criticism(seen.criticism)
    yield from make.complaints(seen.complaints)
    yield from make.drawn(seen.interactions)
    yield from make.responses(seen.responses) if seen.responses else ()
    yield from make.effects(seen.effects) if seen.effects else ()


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
