"""Aspects: which features posts talk about, and how they judge each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from tools.base import Evidence, Query, Result, Sentence, tool
from tools.errors import MissingData, TooFewPosts
from tools.facts import Facts
from tools.groups import By, phrase, slugs, split
from tools.inputs import Tables
from tools.reader.views import Ekman
from tools.scope import covered
from tools.sentiment.expressed.views import how_measured, not_read
from tools.sentiment.judged.counting import Judged, counted, judgements, lead
from tools.sentiment.judged.figures import MINIMUM, figures, group_figures
from tools.statistics.interval import Interval
from tools.wording import capital, listed

if TYPE_CHECKING:
    import ibis.expr.types as ir

Order = Literal["complaints", "mentions", "worst", "best"]

_METHOD = "aspect_sentiment"
_SAID, _QUOTED, _GROUPS = 5, 6, 12
_ORDERS: Mapping[Order, Callable[[Judged], float]] = {
    "complaints": lambda judged: -judged.negative,
    "mentions": lambda judged: -float(judged.mentions),
    "worst": lambda judged: judged.net,
    "best": lambda judged: -judged.net,
}


class AspectsQuery(Query):
    """Which features are talked about, and how are they judged?"""

    by: By | None = Field(None, description="Split by this; none for all posts together.")
    of: Literal["features", "brands"] = Field("features", description="What is judged: features, or tracked brands.")
    order: Order = Field(
        "complaints",
        description="complaints: by posts that speak ill of it, which is volume times negativity; mentions: by volume; "
        "worst, best: by positive share less negative share.",
    )
    emotion: Ekman | None = Field(None, description="Only posts that express this emotion; none for all.")
    limit: int = Field(8, ge=1, le=30, description="Features to return, at most.")


class AspectsResult(Result):
    """Mentions of each feature, and the shares of them that speak ill and well of it."""

    aspects: tuple[str, ...] = Field((), description="Features, in the order asked for.")
    settled: bool | None = Field(
        None,
        description="Whether more posts speak ill of the first than of the second beyond chance; by complaints only.",
    )
    groups: tuple[str, ...] = Field((), description="Groups shown: in time order, else from the largest down.")


def _say(query: AspectsQuery, result: AspectsResult) -> Sequence[Sentence]:
    names = slugs(result.aspects)
    said = [*_say_lead(query, result, names)]
    said += [_say_one(result, aspect, names[aspect]) for aspect in result.aspects[:_SAID]]
    return [*said, *_say_groups(query, result, names)]


@tool(
    title="Aspects",
    toolset="listen",
    needs=("posts", "readings"),
    method=_METHOD,
    examples=(
        "what are people angry about",
        "which features do people talk about",
        "what is it that makes people furious",
        "which part of the product is hated",
        "which parts of the product are liked and which are not",
        "which features are praised and which are criticised",
        "aspect-based sentiment",
        "quotes for and against the features",
        "what are people frustrated with",
        "which parts of it upset people most",
    ),
    say=_say,
    tags=("features", "ABSA", "aspect-based sentiment", "product feedback"),
)
def aspects(query: AspectsQuery, tables: Tables) -> AspectsResult:
    """Mentions of each feature, and how many of them speak ill or well of it; ranked by volume times negativity.

    share = posts that speak so of the feature / posts that name it and could be read: 0 to 1. A post counts once for a
    feature. Not corrected for the reader's error. Intervals allow for authors who post often (Kish 1965). Raises
    TooFewPosts where no feature has 30 such posts, MissingData where the dataset lists no features, or its reader
    does not tell what is said of them.
    """
    names = _names(query, tables.facts)
    posts = judgements(query, tables, names, query.by, query.emotion)
    every = {name: judged for (name, _), judged in counted(posts).items()}
    if every and not any(judged.n for judged in every.values()):
        raise not_read(tables.facts, "what is said of a feature")
    enough = {name: judged for name, judged in every.items() if judged.n >= MINIMUM}
    if not enough:
        most = max((judged.n for judged in every.values()), default=0)
        raise TooFewPosts(found=most, needed=MINIMUM, what=f"posts that name any one of the {query.of}")
    ranked = sorted(enough, key=lambda name: (_ORDERS[query.order](enough[name]), name))
    shown = ranked[: query.limit]
    ahead = _ahead(query, ranked, posts)
    parts = counted(posts, by_group=True) if query.by else {}
    groups = split(_sizes(parts), query.by, at_least=MINIMUM, what=f"posts that name one of the {query.of}")
    return AspectsResult(
        figures=(
            *figures(shown, enough, ahead),
            *group_figures(query.by, shown, parts, groups.shown[:_GROUPS]),
        ),
        posts=tuple(_evidence(shown, enough)),
        caveats=(*_caveats(query, tables.facts, every, len(ranked)), *groups.left_out),
        period=covered(
            min(judged.first for judged in every.values() if judged.first),
            max(judged.last for judged in every.values() if judged.last),
            tables.facts,
        ),
        n_posts=sum(judged.mentions for judged in every.values()),
        aspects=tuple(shown),
        settled=None if ahead is None else ahead.low > 0,
        groups=groups.shown[:_GROUPS],
    )


def _names(query: AspectsQuery, facts: Facts) -> tuple[str, ...]:
    if query.of == "brands":
        names, how = tuple(brand.name for brand in facts.brands), "--brand"
    else:
        names, how = facts.features, "--feature"
    if not names:
        raise MissingData(
            f"Dataset {facts.dataset!r} lists no {query.of} to look for. Name them when posts are imported "
            f"(groundswell import FILE --dataset {facts.dataset} {how} NAME ...)."
        )
    return names


def _ahead(query: AspectsQuery, ranked: Sequence[str], posts: ir.Table) -> Interval | None:
    if query.order != "complaints" or len(ranked) < 2:
        return None
    pairs = len(ranked) * (len(ranked) - 1) // 2
    return lead(posts, ranked[0], ranked[1], comparisons=pairs)


def _sizes(parts: Mapping[tuple[str, str | None], Judged]) -> dict[str | None, int]:
    sizes: dict[str | None, int] = {}
    for (_, group), judged in parts.items():
        sizes[group] = sizes.get(group, 0) + judged.n
    return sizes


def _evidence(shown: Sequence[str], found: Mapping[str, Judged]) -> Iterator[Evidence]:
    """A quote for and one against each feature; that of the rarer side is contrary."""
    for name in shown[:_QUOTED]:
        judged = found[name]
        finding, against = ("negative", "positive") if judged.net < 0 else ("positive", "negative")
        for side in (finding, against):
            if post := judged.quotes[side]:
                about = {"aspect": name, "sentiment": side}
                role: Literal["representative", "contrary"] = "representative" if side == finding else "contrary"
                yield Evidence(post_id=post, role=role, group=about)


def _caveats(query: AspectsQuery, facts: Facts, every: Mapping[str, Judged], ranked: int) -> Iterator[str]:
    yield how_measured(facts, "targets", "judgements")
    few = [f"{name} ({judged.n:,})" for name, judged in sorted(every.items()) if judged.n < MINIMUM]
    if few:
        more = f" and {len(few) - 5} more" if len(few) > 5 else ""
        yield f"Left out for having under {MINIMUM} posts that judge them: {', '.join(few[:5])}{more}."
    if ranked > query.limit:
        yield f"Only {query.limit} of {ranked} {query.of} are shown; a higher limit shows the others."
    yield f"Only {query.of} that a post names count; pronouns and paraphrases are not found."


def _say_lead(query: AspectsQuery, result: AspectsResult, names: Mapping[str, str]) -> Iterator[Sentence]:
    first = result.aspects[0]
    felt = f", among posts that express {query.emotion}" if query.emotion else ""
    negative, mentions = result.figure(f"complaints.{names[first]}"), result.figure(f"mentions.{names[first]}")
    lead_in = {
        "complaints": f"{capital(first)} draws the most complaints",
        "mentions": f"{capital(first)} is named most",
        "worst": f"{capital(first)} is judged worst",
        "best": f"{capital(first)} is judged best",
    }[query.order]
    what = f"{lead_in}{felt}: {negative.shown} of the {mentions.shown} posts that name it speak ill of it"
    gap = next((figure for figure in result.figures if figure.name == "gap.complaints"), None)
    if gap is None:
        yield Sentence(text=f"{what}.", figures=(negative.name, mentions.name))
        return
    second = result.aspects[1]
    order = "" if result.settled else "; chance could make that lead"
    text = f"{what}, {gap.shown_full} more than of {second}{order}."
    yield Sentence(text=text, figures=(negative.name, mentions.name, gap.name))


def _say_one(result: AspectsResult, aspect: str, name: str) -> Sentence:
    mentions, ill, well = (result.figure(f"{stem}.{name}") for stem in ("mentions", "share.negative", "share.positive"))
    posts = tuple(post.post_id for post in result.posts if post.group["aspect"] == aspect)
    text = f"{capital(aspect)}: {mentions.shown} posts name it; {ill.shown_full} speak ill of it and {well.shown} well."
    return Sentence(text=text, figures=(mentions.name, ill.name, well.name), posts=posts)


def _say_groups(query: AspectsQuery, result: AspectsResult, names: Mapping[str, str]) -> Iterator[Sentence]:
    held = {figure.name: figure for figure in result.figures}
    for group, slug in slugs(result.groups).items():
        told = [
            (aspect, share)
            for aspect in result.aspects[:_SAID]
            if (share := held.get(f"share.negative.{names[aspect]}.{slug}"))
        ]
        if told:
            parts = listed(f"{aspect} {share.shown_full}" for aspect, share in told)
            where = capital(phrase(query.by, group).strip())
            text = f"{where}, the share of posts that speak ill of each: {parts}."
            yield Sentence(text=text, figures=tuple(share.name for _, share in told))
