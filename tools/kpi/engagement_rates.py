"""Engagement rates: likes, shares and replies, per post and per person reached, shown or following."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pydantic import Field

from tools.base import Own, Query, Result, Sentence, tool
from tools.errors import MissingData, TooFewPosts
from tools.figure import Figure, show
from tools.groups import By, dotted, labels, phrase, slugs, split
from tools.inputs import Tables
from tools.kpi.totals import PERS, Per, Total, added, totals
from tools.scope import covered
from tools.statistics.ratio import ratio_of_totals
from tools.wording import listed

MINIMUM = 30
_METHOD = "engagement_rates"
_PER_WORDS: Mapping[Per, str] = {
    "reach": "account reached",
    "impressions": "impression",
    "followers": "follower",
    "views": "view",
    "post": "post",
}
_WHOSE: Mapping[Own, str] = {"exclude": "posts by others", "only": "our own posts", "include": "all posts"}
_SAID = 6
_TOP_HEAVY = 0.2


class EngagementRatesQuery(Query):
    """How much do people engage?"""

    per: Per | None = Field(None, description="What to divide by; none for each that the data hold.")
    by: By | None = Field(None, description="Split by this; none for all posts together.")


class EngagementRatesResult(Result):
    """Rates, each with its denominator and the number of posts that have it."""

    groups: tuple[str, ...] = Field((), description="Groups shown: in time order, else from the largest down.")
    pers: tuple[Per, ...] = Field((), description="Denominators used.")


def _say(query: EngagementRatesQuery, result: EngagementRatesResult) -> Sequence[Sentence]:
    names = slugs(result.groups)
    whose = _WHOSE[query.filter.own]
    overall = [_sentence(result, per, "", whose) for per in result.pers]
    split_up = [_sentence(result, result.pers[0], names[g], whose + phrase(query.by, g)) for g in result.groups[:_SAID]]
    return [sentence for sentence in (*overall, *split_up) if sentence]


@tool(
    title="Engagement rates",
    toolset="kpi",
    needs=("posts",),
    method=_METHOD,
    examples=(
        "What is our engagement rate?",
        "whats the ER by reach on instagram",
        "Which platform gets the most engagement?",
        "how many likes and shares does a post get",
        "engagement rate by impressions per campaign",
        "Do video posts engage more than images?",
        "interactions per post for each brand",
        "are people engaging with our content",
        "what is the engagement rate by followers",
        "compare our engagement with the competitors",
        "did engagement go up this month",
        "how well do our posts perform",
        "do videos get more likes than photos",
        "which type of post gets the most interaction",
        "engagement by format",
        "interactions per thousand views",
        "likes per post on the platform",
        "which platform performs best in likes and shares",
        "what gets people to interact",
        "engagement broken down by platform",
        "how often are posts shared",
    ),
    say=_say,
    tags=("likes", "interactions", "ER", "performance", "vanity metrics"),
)
def engagement_rates(query: EngagementRatesQuery, tables: Tables) -> EngagementRatesResult:
    """Likes, shares and replies per account reached, impression, follower, view or post; always says which.

    rate = sum(likes + shares + replies) / sum(denominator) over the posts that have both: 0 means that nobody
    engaged; with reach 0.02 means two interactions for a hundred accounts. Delta-method intervals (Cochran 1977).
    Raises TooFewPosts below 30 posts with the denominator, MissingData where no post has it. Own posts: filter.own.
    """
    found = totals(query, tables, pers=(query.per,) if query.per else PERS, by=query.by)
    everyone = added(found.values())
    pers = _pers(query, everyone, tables)
    sizes = {group: max(total.sums[per].n for per in pers) for group, total in found.items()}
    groups = split(sizes, query.by, at_least=MINIMUM, what="posts with counts")
    measured = {"": everyone} | {group: found[group] for group in groups.shown}
    return EngagementRatesResult(
        figures=tuple(_figures(query, measured, pers)),
        caveats=(*_caveats(everyone, pers), *groups.left_out),
        period=covered(everyone.first, everyone.last, tables.facts),
        n_posts=everyone.n,
        groups=groups.shown,
        pers=pers,
    )


def _pers(query: EngagementRatesQuery, everyone: Total, tables: Tables) -> tuple[Per, ...]:
    """Return the denominators that enough posts have; refuse where none, or the one asked for, is there."""
    name = tables.facts.dataset
    if everyone.posts == 0:
        raise TooFewPosts(found=0, needed=MINIMUM)
    if everyone.n == 0:
        raise MissingData(
            f"No post in question has likes, shares or replies, so dataset {name!r} says nothing about engagement. "
            "Import posts with these columns (groundswell import --map likes=THEIR_NAME ...)."
        )
    wanted = (query.per,) if query.per else PERS[:-1]
    having = {per: everyone.sums[per].n if per in everyone.sums else 0 for per in wanted}
    if not any(having.values()):
        columns = listed("authors.followers" if per == "followers" else f"posts.{per}" for per in wanted)
        raise MissingData(
            f"A rate needs a denominator, and no post in question has one: {columns} "
            f"{'is' if len(wanted) == 1 else 'are'} absent or 0 in dataset {name!r}. "
            "Import it, or ask for interactions per post (per = 'post')."
        )
    enough = tuple(per for per in wanted if having[per] >= MINIMUM)
    if not enough:
        raise TooFewPosts(found=max(having.values()), needed=MINIMUM, what=f"posts with {listed(wanted)}")
    return enough if query.per else (*enough, "post")


def _figures(query: EngagementRatesQuery, measured: Mapping[str, Total], pers: Sequence[Per]) -> Iterator[Figure]:
    names, whose = slugs(measured), _WHOSE[query.filter.own]
    for group, total in measured.items():
        by = query.by if group else None
        name, said, about = names[group] if group else "", whose + phrase(by, group), labels(by, group)
        yield Figure(
            name=dotted("interactions", name),
            label=f"likes, shares and replies of {said}",
            value=total.interactions,
            unit="interactions",
            n=total.n,
            method=_METHOD,
            group=about,
        )
        for per in pers:
            if total.sums[per].n >= MINIMUM:
                rate = ratio_of_totals(total.sums[per])
                yield Figure(
                    name=dotted("rate", per, name),
                    label=f"interactions per {_PER_WORDS[per]} of {said}",
                    value=rate.value,
                    unit="per_post" if per == "post" else "rate",
                    n=total.sums[per].n,
                    **rate.interval._asdict(),
                    method=_METHOD,
                    group=about,
                )
    everyone = measured[""]
    if everyone.interactions:
        yield Figure(
            name="share.top_post",
            label="share of all interactions that one post holds",
            value=everyone.most / everyone.interactions,
            unit="share",
            n=everyone.n,
            method=_METHOD,
        )


def _caveats(everyone: Total, pers: Sequence[Per]) -> Iterator[str]:
    if "reach" not in pers and "impressions" in pers:
        yield "Impressions count showings, not people: one account shown a post ten times counts ten times."
    elif "reach" in pers:
        yield "Reach is not attention: an account reached may not have looked."
    if "followers" in pers:
        yield "Followers are those known at import, not those at the time of the post."
    if everyone.interactions and everyone.most / everyone.interactions > _TOP_HEAVY:
        yield (
            f"One post holds {show(everyone.most / everyone.interactions, 'share')} of all interactions; "
            "rates that rest on few posts swing, and their intervals are too narrow."
        )
    else:
        yield "A few posts usually draw most interactions, so intervals of small groups are somewhat too narrow."


def _sentence(result: EngagementRatesResult, per: Per, name: str, where: str) -> Sentence | None:
    rate = next((figure for figure in result.figures if figure.name == dotted("rate", per, name)), None)
    if rate is None:
        return None
    count = result.figure(dotted("interactions", name))
    if per == "post":
        text = f"Likes, shares and replies of {where}: {rate.shown_full} a post on average, {count.shown} in all."
        return Sentence(text=text, figures=(rate.name, count.name))
    text = f"The engagement rate by {per} of {where} is {rate.shown_full}."
    return Sentence(text=text, figures=(rate.name,))
