"""Saying: what emerges and by whom, or that nothing does; then what people ask for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from tools.base import Sentence
from tools.figure import Figure
from tools.groups import dotted
from tools.listening.topics.emerging_figures import ABOUT
from tools.wording import listed

if TYPE_CHECKING:
    from tools.listening.topics.emerging_topics import Emerging, EmergingTopicsQuery, EmergingTopicsResult, Wish

_WISHES = 4


def said(query: EmergingTopicsQuery, result: EmergingTopicsResult) -> Sequence[Sentence]:
    """Say what was asked about, what emerges and who carries it, what only few carry, and what is wished for."""
    held = {figure.name: figure for figure in result.figures}
    sentences = [*_asked(query, result, held)]
    if not result.emerging:
        sentences.append(_nothing(result, held))
    for topic in result.emerging:
        sentences += _one(topic, result, held)
    sentences += [_loud(topic, result, held) for topic in result.loud]
    return [*sentences, *_wishes(result, held)]


def _asked(query: EmergingTopicsQuery, result: EmergingTopicsResult, held: Mapping[str, Figure]) -> Iterator[Sentence]:
    if query.about is None:
        return
    growth, now, before = (held[dotted(stem, ABOUT)] for stem in ("growth", "share", "share.before"))
    fullest = held.get(dotted("fullest_day", ABOUT))
    burst = result.asked == "burst" and result.grows
    grown = "came up in a burst" if burst else "is growing"
    settled = {True: grown, False: "is shrinking", None: "has not grown or shrunk beyond chance"}[result.grows]
    text = (
        f"Talk about “{query.about}” {settled}: {now.shown_full} of the posts against {before.shown_full} before"
        f"{_times(growth, before)}."
    )
    yield Sentence(text=text, figures=(now.name, before.name, growth.name), posts=_posts(result, f"“{query.about}”"))
    if fullest:
        authors = held[dotted("authors", ABOUT)]
        text = f"{authors.shown} equally loud authors would be as broad; its fullest day holds {fullest.shown} of it."
        yield Sentence(text=text, figures=(authors.name, fullest.name))


def _times(growth: Figure, before: Figure) -> str:
    return f", {growth.shown} times as much (95 % interval {growth.shown_interval})" if before.value else ""


def _nothing(result: EmergingTopicsResult, held: Mapping[str, Figure]) -> Sentence:
    looked_at = held["looked_at"]
    text = (
        f"Nothing is emerging: of {looked_at.shown} topics none takes more of the talk from {_days(result)} than from "
        f"{result.before.start if result.before else ''} to {result.before.end if result.before else ''} beyond chance "
        "and by many authors"
    )
    if result.nearest:
        growth = next(f for f in result.figures if f.name.startswith("growth.") and f.group["topic"] == result.nearest)
        text = f"{text}; nearest to it is “{result.nearest}”, {growth.shown} times as much (95 % interval "
        text = f"{text}{growth.shown_interval})"
        return Sentence(text=f"{text}.", figures=(looked_at.name, growth.name))
    return Sentence(text=f"{text}.", figures=(looked_at.name,))


def _days(result: EmergingTopicsResult) -> str:
    return f"{result.period.start} to {result.period.end}" if result.period else ""


def _one(topic: Emerging, result: EmergingTopicsResult, held: Mapping[str, Figure]) -> Iterator[Sentence]:
    growth, now, before, authors, loudest, fullest = (
        held[dotted(stem, topic.key)]
        for stem in ("growth", "share", "share.before", "authors", "loudest", "fullest_day")
    )
    verb = "is growing" if topic.kind == "growing" else "came up in a burst"
    text = (
        f"“{topic.name}” {verb}: {now.shown_full} of the posts against {before.shown} before{_times(growth, before)}."
    )
    yield Sentence(text=text, figures=(now.name, before.name, growth.name), posts=_posts(result, topic.name))
    novelty = held.get(dotted("novelty", topic.key))
    fresh = f" It is like no earlier topic (novelty {novelty.shown})." if novelty and topic.new else ""
    text = (
        f"{authors.shown} equally loud authors would be as broad; the loudest wrote {loudest.shown}, and its fullest "
        f"day holds {fullest.shown} of it.{fresh}"
    )
    cited = (authors.name, loudest.name, fullest.name, *((novelty.name,) if novelty and fresh else ()))
    yield Sentence(text=text, figures=cited)
    if topic.came_back:
        highest = held[dotted("highest", topic.key)]
        text = f"It was as large before, with {highest.shown} of the posts at its highest: it comes back."
        yield Sentence(text=text, figures=(highest.name,))


def _loud(topic: Emerging, result: EmergingTopicsResult, held: Mapping[str, Figure]) -> Sentence:
    authors, loudest, posts = (held[dotted(stem, topic.key)] for stem in ("authors", "loudest", "posts"))
    text = (
        f"“{topic.name}” grew too ({posts.shown} posts), but by few: as broad as {authors.shown} equally loud "
        f"authors, the loudest with {loudest.shown} of it. That is no trend."
    )
    cited = (posts.name, authors.name, loudest.name)
    return Sentence(text=text, figures=cited, posts=_posts(result, topic.name))


def _wishes(result: EmergingTopicsResult, held: Mapping[str, Figure]) -> Iterator[Sentence]:
    share = held["share.needs"]
    if not result.needs:
        text = f"In no topic do people ask for something more than in others; {share.shown_full} of the posts do."
        yield Sentence(text=text, figures=(share.name,))
        return
    told = [(wish, held[dotted("needs", wish.key)]) for wish in result.needs[:_WISHES]]
    parts = listed(f"“{_wished(wish)}” ({count.shown} posts that ask)" for wish, count in told)
    text = f"People ask for something most about {parts}; {share.shown_full} of all posts do."
    posts = tuple(post.post_id for post in result.posts if post.group.get("intent") == "suggestion")
    yield Sentence(text=text, figures=(share.name, *(count.name for _, count in told)), posts=posts)


def _wished(wish: Wish) -> str:
    return ", ".join(wish.words) or wish.name


def _posts(result: EmergingTopicsResult, name: str) -> tuple[str, ...]:
    return tuple(
        post.post_id for post in result.posts if post.group.get("topic") == name and "intent" not in post.group
    )
