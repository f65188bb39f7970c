"""Heard most: the result for influencers, with red flags and places that hold however the components are weighed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from tools.base import Evidence, Sentence
from tools.figure import Figure, Unit
from tools.groups import slugs
from tools.inputs import Tables
from tools.listening.voices.asked import METHOD, Voice, VoicesQuery, VoicesResult, brands_of
from tools.listening.voices.influence import COMPONENTS, Field, Influencer, influence
from tools.listening.voices.naming import may_name, nameable, not_named
from tools.scope import covered

_SAID = 5
_LUCKY, _MOSTLY = 0.5, 0.5
_LABELS = {
    "relevance": "part of their posts that is about the brand, shrunk",
    "reach": "audience on a log scale, 1 for the largest here",
    "resonance": "r / (1 + r), r being interactions per post over those of a typical post on the platform, shrunk",
    "authenticity": "no sign of automation, no paid or campaign posts",
}


def heard_most(query: VoicesQuery, tables: Tables) -> VoicesResult:
    """Return influencers. Raises TooFewPosts below ten authors, MissingData where nothing tells who is heard."""
    field = influence(query, tables)
    named = may_name(query.kind, tables.facts)
    people = nameable(query.kind, [one.author_id for one in field.influencers], tables)
    kept = set(people.ids if named else ())
    shown = [one for one in field.influencers if one.author_id in kept][: query.limit]
    return VoicesResult(
        figures=(*_figures(field), *_of(shown)),
        posts=tuple(_evidence(shown)),
        caveats=tuple(_caveats(query, tables, field, people.withheld)),
        period=covered(field.first, field.last, tables.facts),
        n_posts=field.posts,
        kind=query.kind,
        about=brands_of(query, tables.facts),
        voices=tuple(_voice(one) for one in shown),
        named=named,
    )


def _figure(name: str, label: str, value: float, unit: Unit, n: int, **more: Any) -> Figure:  # noqa: ANN401 (fields of a Figure)
    return Figure(name=name, label=label, value=value, unit=unit, n=n, method=METHOD, **more)


def _figures(field: Field) -> Iterator[Figure]:
    yield _figure("authors", "authors with posts in scope", field.authors, "authors", field.authors)
    label = "authors with enough posts, at least one about the brand"
    yield _figure("authors.judged", label, field.considered, "authors", field.authors)


def _of(shown: Sequence[Influencer]) -> Iterator[Figure]:
    names = slugs(one.author_id for one in shown)
    for one in shown:
        slug, about = names[one.author_id], {"author": one.author_id}
        ends = {"low": one.low, "high": one.high}
        label = f"influence of {one.author_id}, of 100"
        yield _figure(f"score.{slug}", label, one.score, "score", one.posts, **ends, group=about)
        for component, value in zip(COMPONENTS, one.components, strict=True):
            label = f"{component} of {one.author_id}, 0 to 1: {_LABELS[component]}"
            yield _figure(f"{component}.{slug}", label, value, "ratio", one.posts, group=about)
        yield _figure(
            f"about.{slug}", f"posts by {one.author_id} about the brand", one.about, "posts", one.posts, group=about
        )
        yield _figure(
            f"audience.{slug}", f"audience of {one.author_id}", one.audience, "authors", one.posts, group=about
        )
        label = f"interactions per post by {one.author_id}"
        yield _figure(f"per_post.{slug}", label, one.per_post, "per_post", one.posts - one.paid, group=about)
        if one.typical:
            label = f"interactions per post by {one.author_id} over those of a typical post on the platform, shrunk"
            yield _figure(f"times.{slug}", label, one.resonance, "ratio", one.posts, group=about)
        for stem, count, n in _counted(one):
            yield _figure(f"{stem}.{slug}", f"posts by {one.author_id} {_FLAGS[stem]}", count, "posts", n, group=about)


_FLAGS = {
    "paid": "in a campaign or marked as paid",
    "offensive": "with words that may offend",
    "spam": "that look like spam",
    "ill": "read as negative",
}


def _counted(one: Influencer) -> Iterator[tuple[str, int, int]]:
    """Counts that are a red flag, and of how many posts."""
    for stem, count in (("paid", one.paid), ("offensive", one.offensive), ("spam", one.spam)):
        if count:
            yield stem, count, one.posts
    if one.read and one.ill / one.read > _MOSTLY:
        yield "ill", one.ill, one.read


def _voice(one: Influencer) -> Voice:
    reasons = (
        f"{one.about:,} of {one.posts:,} posts are about the brand",
        f"an audience of {one.audience:,}",
        f"{one.per_post:,.1f} interactions per post",
    )
    flags = [f"{count:,} of {n:,} posts {_FLAGS[stem]}" for stem, count, n in _counted(one)]
    flags += [f"{one.points} signs of automation, too few to be suspected"] if one.points > 1 else []
    if one.top_share > _LUCKY and one.posts - one.paid > 1:
        flags.append("one post drew most of the interactions")
    return Voice(
        author_id=one.author_id,
        posts=one.posts,
        best_place=one.best_place,
        last_place=one.last_place,
        reasons=reasons,
        flags=tuple(flags),
    )


def _evidence(shown: Sequence[Influencer]) -> Iterator[Evidence]:
    for one in shown:
        yield Evidence(post_id=one.top_post, role="representative", group={"author": one.author_id})


def _caveats(query: VoicesQuery, tables: Tables, field: Field, withheld: int) -> Iterator[str]:
    if not may_name(query.kind, tables.facts):
        yield not_named(query.kind, tables.facts)
    if withheld:
        yield f"{withheld:,} authors opted out or did not allow this use, and are not named."
    if not field.followers_known:
        yield (
            "Followers are not known, so that reach is that of posts, or is left out. Import a table 'authors': "
            f"groundswell import FILE --dataset {tables.facts.dataset} --table authors"
        )
    yield (
        "Suspected bots and the brand's own accounts are left out; paid and campaign posts are flagged where they are "
        "marked, and what they drew counts for nobody. What is paid and not marked cannot be seen."
    )
    yield "Being heard is not being fit: look at the posts and the flags before you write to anybody."


def say_heard_most(query: VoicesQuery, result: VoicesResult) -> Iterator[Sentence]:  # noqa: ARG001 (the contract of `say`)
    """Say who leads, which places are ties, and what each of the first rests on."""
    if not result.voices:
        judged = result.figure("authors.judged")
        text = f"{judged.shown} authors have enough posts to be ranked; none of them may be named."
        yield Sentence(text=text, figures=(judged.name,))
        return
    names = slugs(voice.author_id for voice in result.voices)
    first = result.voices[0]
    tied = [v for v in result.voices[1:] if first.last_place and v.best_place and v.best_place <= first.last_place]
    score = result.figure(f"score.{names[first.author_id]}")
    if tied:
        text = (
            f"No single voice leads: {first.author_id} has the highest score ({score.shown} of a hundred), but its "
            "place hangs on how relevance, reach, resonance and authenticity are weighed, and overlaps with others'."
        )
    else:
        text = f"{first.author_id} leads, however the components are weighed: score {score.shown} of a hundred."
    yield Sentence(text=text, figures=(score.name,))
    for voice in result.voices[:_SAID]:
        yield _say_one(result, voice, names[voice.author_id])


def _say_one(result: VoicesResult, voice: Voice, slug: str) -> Sentence:
    held = {figure.name: figure for figure in result.figures}
    score, about, audience, per_post = (held[f"{stem}.{slug}"] for stem in ("score", "about", "audience", "per_post"))
    cited = [score, about, audience, per_post]
    text = (
        f"{voice.author_id}: score {score.shown} ({score.shown_interval}); {about.shown} of {about.n:,} posts are "
        f"about the brand, to an audience of {audience.shown}, at {per_post.shown} interactions per post"
    )
    if times := held.get(f"times.{slug}"):
        text += f", {times.shown} times what is typical there"
        cited.append(times)
    flagged = [held[name] for stem in _FLAGS if (name := f"{stem}.{slug}") in held]
    if flagged:
        told = [f"{f.shown} of {f.n:,} posts {_FLAGS[f.name.partition('.')[0]]}" for f in flagged]
        text += f". Red flag: {'; '.join(told)}"
        cited += flagged
    posts = tuple(post.post_id for post in result.posts if post.group.get("author") == voice.author_id)
    return Sentence(text=f"{text}.", figures=tuple(figure.name for figure in cited), posts=posts)
