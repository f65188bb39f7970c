"""Sentiment: how many posts are negative, neutral and positive, and what that nets to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from pydantic import Field

from tools.base import Evidence, Query, Result, Sentence, tool
from tools.errors import TooFewPosts
from tools.figure import Figure, Unit
from tools.groups import TIMES, By, dotted, labels, phrase, slugs, split
from tools.inputs import Tables
from tools.scope import covered
from tools.sentiment.correction import NET, Corrected, corrected
from tools.sentiment.counting import Counts, counted, total
from tools.sentiment.sarcasm import DESCRIPTION, HINT, NOTE, Sarcasm, effect_figures, without_sarcasm
from tools.statistics.interval import simultaneous_interval
from tools.statistics.quantification import Shares
from tools.wording import capital, ends

Role = Literal["representative", "contrary"]

MINIMUM = 30
_SAID = 6
_POSTS_OF_GROUPS = 12
_MEASURES: tuple[tuple[str, str, Unit, tuple[float, float, float]], ...] = (
    ("net", "net sentiment of posts", "net", NET),
    ("share.negative", "share of negative posts", "share", (1, 0, 0)),
    ("share.neutral", "share of neutral posts", "share", (0, 1, 0)),
    ("share.positive", "share of positive posts", "share", (0, 0, 1)),
)


class SentimentQuery(Query):
    """How do people feel?"""

    by: By | None = Field(None, description="Split by this; none for all posts together.")
    sarcasm: Sarcasm = Field("include", description=DESCRIPTION)
    seed: int = Field(0, ge=0, description="Seed of the simulation behind the intervals.")


class SentimentResult(Result):
    """Shares and net sentiment, overall and by group; `apart` says which groups really differ."""

    groups: tuple[str, ...] = Field((), description="Groups shown: in time order, else from the largest down.")
    best: str | None = Field(None, description="Group of highest net sentiment; none without a split.")
    worst: str | None = Field(None, description="Group of lowest net sentiment; none without a split.")
    apart: bool | None = Field(None, description="Whether best and worst differ beyond chance; none without a split.")


def _say(query: SentimentQuery, result: SentimentResult) -> Sequence[Sentence]:
    overall = [_sentence(result, "", f"Net sentiment is {result.figure('net').shown_full}")]
    overall += [_say_effect(result)] if query.sarcasm == "exclude" else []
    if not result.groups:
        return overall
    names = slugs(result.groups)
    shown = ends(sorted(result.groups, key=lambda group: -result.figure(f"net.{names[group]}").value), _SAID // 2)
    split_up = [
        _sentence(result, names[group], capital(_said_of(query.by, group, result.figure(f"net.{names[group]}"))))
        for group in (result.groups if query.by in TIMES and len(result.groups) <= _SAID else shown)
    ]
    gap = [_say_gap(query.by, result)] if result.best else []
    return [*gap, *split_up, *overall]


@tool(
    title="Sentiment",
    toolset="core",
    needs=("posts", "readings"),
    method="sentiment",
    version=4,
    examples=(
        "How do people feel about us?",
        "how do ppl feel about each brand",
        "What is the sentiment on Reddit compared with Instagram?",
        "are people happy or angry",
        "What share of posts is negative?",
        "how many positive vs negative comments did we get last week",
        "Do long-time customers like it less than new ones?",
        "what's our net sentiment score",
        "Which brand is liked best?",
        "Where are people most unhappy?",
        "do people love or hate the new feature",
        "reactions to the launch, good or bad?",
        "what is the general opinion of us",
        "what's our reputation like",
        "how are we perceived",
        "what image do we have",
        "general impression of us",
        "is the mood good or bad",
        "whats the vibe on the platform",
        "what do people think of the feature",
        "how was the feature received",
        "how did the feature go down with people",
        "break the mood down by platform",
        "compare the mood in march and april",
        "was it better in one month than in the other",
        "which platform is most positive",
        "how does sentiment differ between languages",
        "are we liked",
        "is it positive or negative overall",
        "what percentage of what is said is negative",
        "mood of the posts in the language",
        "who is liked better, us or us",
        "net sentiment without sarcasm",
        "leave out sarcastic posts: how do people feel",
    ),
    say=_say,
    tags=("opinion", "mood", "polarity", "feelings", "reputation"),
)
def sentiment(query: SentimentQuery, tables: Tables) -> SentimentResult:
    """Share of negative, neutral and positive posts and net sentiment, overall or by group.

    net = positive share - negative share, -1 (all negative) to 1 (all positive); 0 means that they balance. Shares
    count posts that were read reliably, are corrected for the reader's error by adjusted count, and carry an interval
    that holds sampling and that error. Source: Forman, Data Mining and Knowledge Discovery 17 (2008) 164-206.
    Raises TooFewPosts below 30 posts read reliably; smaller groups are left out and named.
    """
    everything, tables = tables, without_sarcasm(tables) if query.sarcasm == "exclude" else tables
    counts = counted(query, tables, query.by)
    everyone = total(counts.values())
    if everyone.n_read < MINIMUM:
        raise TooFewPosts(found=everyone.n_read, needed=MINIMUM, what="posts that were read reliably")
    sizes = {group: count.n_read for group, count in counts.items()}
    groups = split(sizes, query.by, at_least=MINIMUM, what="posts read reliably")
    measured = {"": everyone} | {group: counts[group] for group in groups.shown}
    read = {group: count.read for group, count in measured.items()}
    times = dict.fromkeys(groups.shown, "all") if query.by in TIMES else {}
    answer = corrected(read, tables.facts, whole=everyone.read, seed=query.seed, scopes=times)
    gap = _gap(query.by, groups.shown, answer.shares, measured)
    plain = everything is not tables
    return SentimentResult(
        figures=(
            *_figures(query.by, measured, answer, note=NOTE if plain else ""),
            *gap.figures,
            *(_effect(query, everything, everyone, answer) if plain else ()),
            _coverage(everyone, plain=plain),
        ),
        posts=_evidence(query.by, measured, answer.shares),
        caveats=(*answer.caveats, *([HINT] if plain else []), *groups.left_out),
        period=covered(everyone.first, everyone.last, tables.facts),
        n_posts=everyone.n_read,
        groups=groups.shown,
        best=gap.best,
        worst=gap.worst,
        apart=gap.apart,
    )


class _Gap(NamedTuple):
    figures: tuple[Figure, ...] = ()
    best: str | None = None
    worst: str | None = None
    apart: bool | None = None


def _figures(by: By | None, measured: Mapping[str, Counts], answer: Corrected, *, note: str) -> list[Figure]:
    names = slugs(measured)
    return [
        Figure(
            name=dotted(stem, names[group] if group else ""),
            label=what + phrase(by if group else None, group) + note,
            value=float(answer.shares[group].value @ weights),
            unit=unit,
            n=count.n_read,
            **answer.shares[group].interval(weights)._asdict(),
            raw=float(answer.shares[group].raw @ weights) if answer.done else None,
            method="sentiment",
            group=labels(by if group else None, group),
        )
        for group, count in measured.items()
        for stem, what, unit, weights in _MEASURES
    ]


def _gap(by: By | None, groups: Sequence[str], shares: Mapping[str, Shares], measured: Mapping[str, Counts]) -> _Gap:
    """Compare the best group with the worst, at the level that holds for every pair they were chosen from."""
    if len(groups) < 2:
        return _Gap()
    net = {group: float(shares[group].value @ NET) for group in groups}
    best, worst = max(groups, key=net.__getitem__), min(groups, key=net.__getitem__)
    value = net[best] - net[worst]
    pairs = len(groups) * (len(groups) - 1) // 2
    interval = simultaneous_interval(value, (shares[best].draws - shares[worst].draws) @ NET, comparisons=pairs)
    figure = Figure(
        name="gap.net",
        label=f"net sentiment{phrase(by, best)} less that{phrase(by, worst)}",
        value=value,
        unit="net",
        n=measured[best].n_read + measured[worst].n_read,
        **interval._asdict(),
        method="sentiment",
    )
    return _Gap((figure,), best, worst, interval.low > 0)


def _effect(query: SentimentQuery, everything: Tables, plain: Counts, answer: Corrected) -> Iterator[Figure]:
    everyone = total(counted(query, everything, None, typical=False).values())
    value = float(answer.shares[""].value @ NET)
    return effect_figures(plain, everyone, everything.facts, value=value, seed=query.seed)


def _coverage(everyone: Counts, *, plain: bool) -> Figure:
    counted_are = "read reliably and are not likely sarcastic" if plain else "read reliably"
    return Figure(
        name="share.read",
        label=f"share of the posts that were {counted_are}, and so count here",
        value=everyone.n_read / everyone.n,
        unit="share",
        n=everyone.n,
        method="sentiment",
    )


def _evidence(by: By | None, measured: Mapping[str, Counts], shares: Mapping[str, Shares]) -> tuple[Evidence, ...]:
    """A typical post of each side for each group; the side that disagrees with its net sentiment is contrary."""
    found = []
    chosen = [group for group in measured if group] or [""]
    for group in chosen[:_POSTS_OF_GROUPS]:
        sides = (("positive", measured[group].positive_post), ("negative", measured[group].negative_post))
        finding = "positive" if shares[group].value @ NET >= 0 else "negative"
        for side, post_id in sorted(sides, key=lambda pair: pair[0] != finding):
            if post_id:
                role: Role = "representative" if side == finding else "contrary"
                about = labels(by if group else None, group) | {"sentiment": side}
                found.append(Evidence(post_id=post_id, role=role, group=about))
    return tuple(found)


def _said_of(by: By | None, group: str, net: Figure) -> str:
    return f"{phrase(by, group).strip()} it is {net.shown_full}"


def _sentence(result: SentimentResult, name: str, lead: str) -> Sentence:
    net, positive, negative = (dotted(stem, name) for stem in ("net", "share.positive", "share.negative"))
    shares = f"{result.figure(positive).shown} positive and {result.figure(negative).shown} negative"
    about = result.figure(net).group
    posts = tuple(
        post.post_id for post in result.posts if {**post.group, "sentiment": ""} == {**about, "sentiment": ""}
    )
    return Sentence(text=f"{lead}: {shares}.", figures=(net, positive, negative), posts=posts)


def _say_effect(result: SentimentResult) -> Sentence:
    share, before, change = (result.figure(name) for name in ("share.sarcastic", "net.with_sarcasm", "change.sarcasm"))
    text = (
        f"That is without the {share.shown} of posts that are likely sarcastic; with them it is {before.shown}, so "
        f"leaving them out changes it by {change.shown_full}."
    )
    return Sentence(text=text, figures=(share.name, before.name, change.name))


def _say_gap(by: By | None, result: SentimentResult) -> Sentence:
    gap = result.figure("gap.net")
    best, worst = phrase(by, result.best or "").strip(), phrase(by, result.worst or "").strip()
    if result.apart:
        text = f"Net sentiment is highest {best} and lowest {worst}; they are {gap.shown_full} apart."
    else:
        text = f"Net sentiment is highest {best} and lowest {worst}, but chance could make that gap: {gap.shown_full}."
    return Sentence(text=text, figures=("gap.net",))
