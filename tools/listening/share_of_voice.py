"""Share of voice: how the talk about a set of tracked brands is divided between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Literal

from pydantic import Field

from tools.base import Evidence, Query, Result, Sentence, tool
from tools.errors import TooFewPosts
from tools.facts import Brand
from tools.figure import Figure
from tools.groups import dotted, labels, phrase, slugs, split
from tools.inputs import Tables
from tools.listening.heard import Voice, Voices, loudest_posts, voices
from tools.listening.rivals.compared import compared
from tools.scope import covered
from tools.statistics.clusters import ClusteredCounts
from tools.wording import capital, listed

By = Literal["platform", "lang", "region", "campaign", "format", "tenure", "day", "week"]

MINIMUM = 30
_METHOD = "share_of_voice"
_SAID = 6


class ShareOfVoiceQuery(Query):
    """Who is talked about most? Two or more `filter.brands` name the set to compare, else all tracked brands are."""

    by: By | None = Field(None, description="Split by this; none for all posts together.")
    copies_once: bool = Field(
        False, description="Count a text once whoever posts it; by default only copies by the same author count once."
    )


class ShareOfVoiceResult(Result):
    """Mentions and shares by brand, and which places in the order are settled."""

    brands: tuple[str, ...] = Field((), description="Brands compared, from the largest share down.")
    settled: tuple[bool, ...] = Field((), description="Whether each brand is ahead of the next beyond chance.")
    groups: tuple[str, ...] = Field((), description="Groups shown: in time order, else from the largest down.")
    collected_by_brand: bool = Field(
        False, description="Whether every post came tagged with a brand, so that counts may only mirror the export."
    )


def _say(query: ShareOfVoiceQuery, result: ShareOfVoiceResult) -> Sequence[Sentence]:
    names = slugs(result.brands)
    shares = [result.figure(f"share.{names[brand]}") for brand in result.brands]
    parts = listed(f"{brand} {share.shown_full}" for brand, share in zip(result.brands, shares, strict=True))
    said = [Sentence(text=f"Share of voice: {parts}.", figures=tuple(share.name for share in shares))]
    if result.collected_by_brand:
        return [Sentence(text=_BY_BRAND, kind="theme"), *said, *_say_groups(query, result)]
    for (one, other), settled in zip(pairwise(result.brands), result.settled, strict=True):
        lead = result.figure(f"lead.{names[one]}.{names[other]}")
        ahead = f"{one} leads {other} by {lead.shown_full}."
        unsettled = f"The order of {one} and {other} is not settled: {lead.shown_full} lie between them."
        said.append(Sentence(text=ahead if settled else unsettled, figures=(lead.name,)))
    return [*said, *_say_groups(query, result)]


def _say_groups(query: ShareOfVoiceQuery, result: ShareOfVoiceResult) -> Iterator[Sentence]:
    brands, groups = slugs(result.brands), slugs(result.groups)
    for group in result.groups[:_SAID]:
        shares = {brand: result.figure(f"share.{brands[brand]}.{groups[group]}") for brand in result.brands}
        parts = listed(f"{brand} {share.shown}" for brand, share in shares.items())
        where = phrase(query.by, group).strip()
        yield Sentence(text=f"{capital(where)}: {parts}.", figures=tuple(share.name for share in shares.values()))


@tool(
    title="Share of voice",
    toolset="listen",
    needs=("posts",),
    method=_METHOD,
    examples=(
        "Who is talked about most?",
        "what's our share of voice",
        "How do we compare with competitors in mentions?",
        "which brand gets the most buzz",
        "share of voice by platform",
        "How many people mention us vs the others",
        "are we louder than our rivals this week",
        "How has our share of the conversation changed by week?",
        "mentions per brand",
        "is the competitor getting more attention than us",
        "who dominates the conversation on reddit",
        "brand mention counts",
        "who is ahead in the conversation",
        "our slice of the conversation",
        "how loud are we compared with the others",
        "how much of the chatter is about us",
        "who gets talked about more, us or them",
        "how did our part of the talk move from week to week",
        "who is winning the conversation",
        "what part of the talk is about us",
        "who is most visible",
    ),
    say=_say,
    tags=("SOV", "mentions", "competitors", "rivals", "buzz", "benchmark"),
)
def share_of_voice(query: ShareOfVoiceQuery, tables: Tables) -> ShareOfVoiceResult:
    """Mentions of each tracked brand as a share of the mentions of all of them.

    A post mentions a brand if its brand column says so or its text holds the brand's name or an alias as a whole word;
    it counts once for each brand that it mentions. share = mentions / mentions of all brands compared: 0 to 1,
    adding to 1. Intervals hold together for all brands (Goodman 1965) and are widened for authors who post often.
    Raises TooFewPosts below 30 mentions, MissingData where fewer than two brands are tracked.
    """
    brands = compared(query, tables.facts, "Share of voice")
    heard = voices(query, tables, brands, by=query.by, copies_once=query.copies_once)
    everyone = heard.everyone
    if everyone.counts.whole < MINIMUM:
        raise TooFewPosts(found=int(everyone.counts.whole), needed=MINIMUM, what="mentions")
    groups = split(heard.sizes, query.by, at_least=MINIMUM, what="mentions")
    order = sorted(range(len(brands)), key=lambda i: (-everyone.counts.totals[i], brands[i].name))
    ranked = tuple(brands[i].name for i in order)
    leads = [everyone.counts.lead(one, other) for one, other in pairwise(order)]
    return ShareOfVoiceResult(
        figures=tuple(_figures(query, heard, brands, order, groups.shown)),
        posts=_evidence(loudest_posts(query, tables, brands), ranked),
        caveats=(*_caveats(heard, brands), *groups.left_out),
        period=covered(heard.first, heard.last, tables.facts),
        n_posts=everyone.posts,
        brands=ranked,
        settled=tuple(lead.low > 0 for lead in leads),
        groups=groups.shown,
        collected_by_brand=heard.all_tagged,
    )


_BY_BRAND = (
    "Every post came tagged with a brand: if the export was made brand by brand, shares of voice are shares of the "
    "export, and say nothing about who is talked about most."
)


def _figures(
    query: ShareOfVoiceQuery, heard: Voices, brands: Sequence[Brand], order: Sequence[int], groups: Sequence[str]
) -> Iterator[Figure]:
    named, parts = slugs(brands[i].name for i in order), slugs(groups)
    for i in order:
        name = named[brands[i].name]
        yield from _mentions(heard.everyone, i, brands[i].name, name)
        yield _share(heard.everyone.counts, i, brands[i].name, name)
        for group in groups:
            at = dotted(name, parts[group])
            yield _share(heard.groups[group].counts, i, brands[i].name, at, by=query.by, group=group)
    for one, other in pairwise(order):
        yield _lead(heard.everyone.counts, one, other, brands, named)
    yield Figure(
        name="posts.copies",
        label="posts left out as copies",
        value=heard.everyone.copies,
        unit="posts",
        n=heard.everyone.posts + heard.everyone.copies,
        method=_METHOD,
    )


def _mentions(everyone: Voice, place: int, brand: str, name: str) -> Iterator[Figure]:
    """Make figures of the posts that mention a brand, and why they count as mentions of it."""
    mentions = int(everyone.counts.totals[place])
    for stem, label, count, n in (
        ("mentions", f"posts that mention {brand}", mentions, everyone.posts),
        ("mentions.tagged", f"of these, posts tagged {brand}", everyone.tagged[place], mentions),
        ("mentions.named", f"of these, posts that name {brand} in their text", everyone.named[place], mentions),
    ):
        about = {"group": {"brand": brand}, "method": _METHOD}
        yield Figure(name=dotted(stem, name), label=label, value=count, unit="mentions", n=n, **about)


def _share(
    counts: ClusteredCounts, place: int, brand: str, name: str, *, by: By | None = None, group: str = ""
) -> Figure:
    return Figure(
        name=dotted("share", name),
        label=f"share of voice of {brand}{phrase(by, group)}",
        value=counts.share(place),
        unit="share",
        n=int(counts.whole),
        **counts.share_interval(place)._asdict(),
        method=_METHOD,
        group={"brand": brand} | labels(by, group),
    )


def _lead(counts: ClusteredCounts, one: int, other: int, brands: Sequence[Brand], named: Mapping[str, str]) -> Figure:
    ahead, behind = brands[one].name, brands[other].name
    return Figure(
        name=f"lead.{named[ahead]}.{named[behind]}",
        label=f"share of voice of {ahead} less that of {behind}",
        value=counts.share(one) - counts.share(other),
        unit="share_change",
        n=int(counts.whole),
        **counts.lead(one, other)._asdict(),
        method=_METHOD,
    )


def _evidence(posts: Mapping[str, str], brands: Sequence[str]) -> tuple[Evidence, ...]:
    found = [brand for brand in brands if brand in posts]
    return tuple(Evidence(post_id=posts[brand], role="representative", group={"brand": brand}) for brand in found)


def _caveats(heard: Voices, brands: Sequence[Brand]) -> Iterator[str]:
    if heard.all_tagged:
        yield _BY_BRAND
    silent = [brand.name for brand, count in zip(brands, heard.everyone.counts.totals, strict=True) if not count]
    if silent:
        yield f"No post mentions {listed(silent)}: check the aliases, or whether it was collected at all."
    yield "Names with other meanings are counted too; look at a few posts of each brand before you quote a share."
