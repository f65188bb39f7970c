"""Share of influence: how the talk is divided between brands once mentions weigh as much as their authors are heard."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal

from pydantic import Field

from tools.base import Evidence, Query, Result, tool
from tools.errors import TooFewPosts
from tools.figure import show
from tools.groups import split
from tools.inputs import Tables
from tools.listening.heard import coverage, everybody, loudest_posts
from tools.listening.influence.authors import Authors, authors
from tools.listening.influence.figures import METHOD, figures
from tools.listening.influence.places import Place
from tools.listening.influence.saying import say
from tools.listening.influence.weighing import Influence, influence
from tools.listening.influence.weightings import MINIMUM, WEIGHTINGS, Audience, Scales, Weighting, scales
from tools.listening.rivals.compared import compared
from tools.scope import covered
from tools.wording import listed

By = Literal["platform", "lang", "region", "campaign", "format", "tenure", "day", "week"]


class ShareOfInfluenceQuery(Query):
    """Who is heard most? Two or more `filter.brands` name the set to compare, else all tracked brands are."""

    by: By | None = Field(None, description="Split by this; none for all posts together.")
    weightings: tuple[Weighting, ...] = Field(
        (),
        description="How mentions weigh: equal (share of voice, always given), log_audience, audience, engagement "
        "(engagement rate x audience), pagerank; none named for all that the data can bear.",
    )
    audience: Audience | None = Field(
        None,
        description="What an author's audience is: followers, or mean reach or impressions of a post; none for "
        "the one the data hold best.",
    )
    copies_once: bool = Field(
        False, description="Count a text once whoever posts it; by default only copies by the same author count once."
    )


class ShareOfInfluenceResult(Result):
    """Shares by brand and weighting, and which places in the order hold whatever the weighting."""

    brands: tuple[str, ...] = Field((), description="Brands compared, listed by share of voice; `places` ranks them.")
    weightings: tuple[Weighting, ...] = Field((), description="Weightings that the data can bear.")
    words: dict[str, str] = Field({}, description="How each weighting is called in sentences.")
    places: tuple[Place, ...] = Field((), description="The places each brand may hold, over all weightings and chance.")
    flips: tuple[tuple[str, str], ...] = Field(
        (), description="Neighbours in the list whose order weightings turn round."
    )
    groups: tuple[str, ...] = Field((), description="Groups shown: in time order, else from the largest down.")
    doubts: dict[str, tuple[Weighting, ...]] = Field(
        {}, description="By group the weightings by which its most mentioned brand is not first beyond chance."
    )


@tool(
    title="Share of influence",
    toolset="listen",
    needs=("posts",),
    method=METHOD,
    examples=(
        "Who is heard most, weighted by influence?",
        "share of influence",
        "share of voice weighted by reach",
        "share of voice weighted by followers, us against the rivals",
        "do influential people talk about us or about our rivals",
        "is our share of voice inflated by small accounts",
        "who has the bigger voices behind it, us or them",
        "weighted share of voice by platform",
        "how does our share of voice change when you count reach",
        "which brand do the big accounts talk about",
        "SOI versus SOV",
        "are we loud or influential",
        "does the order hold when mentions are weighted by audience",
        "influence weighted share of the conversation",
        "pagerank weighted mentions per brand",
    ),
    say=say,
    tags=("SOI", "weighted share of voice", "influence", "reach", "followers", "PageRank", "rivals"),
)
def share_of_influence(query: ShareOfInfluenceQuery, tables: Tables) -> ShareOfInfluenceResult:
    """Share of each brand in the mentions, weighted by how far their authors are heard, in several published ways.

    share = sum of weights of a brand's mentions / sum over all brands compared: 0 to 1, adding to 1; with equal weights
    it is share of voice. An order of brands is named only where every weighting gives it beyond chance. Intervals allow
    for few authors who weigh much. Raises TooFewPosts below 30 mentions, MissingData where fewer than two brands are
    tracked; a weighting that under half of the mentions have is left out, and said to be.
    """
    brands = compared(query, tables.facts, "Share of influence")
    heard = authors(query, tables, brands, by=query.by, copies_once=query.copies_once)
    found = int(heard.mentions.sum())
    if found < MINIMUM:
        raise TooFewPosts(found=found, needed=MINIMUM, what="mentions")
    heard, names = _listed(heard, tuple(brand.name for brand in brands))
    weighed = scales(query, tables, heard, wanted=query.weightings or WEIGHTINGS, audience=query.audience)
    whole = influence(heard, weighed.used, names)
    parts = split(_sizes(heard), query.by, at_least=MINIMUM, what="mentions")
    groups = {group: _of_group(heard, weighed, names, group) for group in parts.shown}
    ends = coverage(everybody(query, tables)).to_pyarrow().to_pylist()[0]
    loudest = loudest_posts(query, tables, brands)
    return ShareOfInfluenceResult(
        figures=tuple(figures(names, weighed.used, whole, groups, query.by)),
        posts=tuple(
            Evidence(post_id=loudest[brand], role="representative", group={"brand": brand})
            for brand in names
            if brand in loudest
        ),
        caveats=(*_caveats(query, weighed, all_tagged=ends["n"] == ends["tagged"]), *parts.left_out),
        period=covered(ends["first"], ends["last"], tables.facts),
        n_posts=whole.scales["equal"].mentions,
        brands=names,
        weightings=tuple(whole.scales),
        words={one.weighting: one.words for one in weighed.used},
        places=whole.order.places(),
        flips=tuple((one, other) for one, other in pairwise(names) if whole.order.flips(one, other)),
        groups=parts.shown,
        doubts={group: found.order.doubts(_first(found)) for group, found in groups.items()},
    )


def _listed(heard: Authors, names: tuple[str, ...]) -> tuple[Authors, tuple[str, ...]]:
    """List the brands by mentions, from the most down."""
    totals = heard.mentions.sum(axis=0)
    order = sorted(range(len(names)), key=lambda i: (-totals[i], names[i]))
    return heard._replace(mentions=heard.mentions[:, order]), tuple(names[i] for i in order)


def _sizes(heard: Authors) -> dict[str | None, int]:
    sizes: dict[str | None, int] = {}
    for group, mentions in zip(heard.groups, heard.mentions.sum(axis=1), strict=True):
        sizes[group] = sizes.get(group, 0) + int(mentions)
    return sizes


def _of_group(heard: Authors, weighed: Scales, names: Sequence[str], group: str) -> Influence:
    import numpy as np

    return influence(heard, weighed.used, names, np.array([one == group for one in heard.groups]))


def _first(found: Influence) -> str:
    """Return the brand of most mentions, the first in the list among equals."""
    shares = [share.value for share in found.scales["equal"].shares]
    return found.order.brands[shares.index(max(shares))]


def _caveats(query: ShareOfInfluenceQuery, weighed: Scales, *, all_tagged: bool) -> Iterator[str]:
    yield from weighed.missing
    thin = [one for one in weighed.used if one.covered < 1]
    if thin:
        known = listed(f"{show(one.covered, 'share')} by {one.words}" for one in thin)
        yield f"Only mentions whose weight is known count ({known}); gaps to share of voice are of the same mentions."
    if weighed.audience == "followers":
        yield "Followers are those known at import, and can be bought; reach as platforms measure it would tell more."
    if query.filter.suspected_bots == "include":
        yield "Suspected bots are counted: ask again without them before you quote a share."
    if all_tagged:
        yield "Every post came tagged with a brand: if the export was made brand by brand, shares mirror the export."
    yield "Being heard is not being believed: no weighting says that anybody was persuaded."
