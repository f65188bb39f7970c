"""Saying: topics in plain sentences, the largest first, then what became of them, then hashtags."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from tools.base import Sentence
from tools.figure import Figure
from tools.groups import dotted
from tools.wording import capital, listed

if TYPE_CHECKING:
    from tools.listening.topics.topics import Topic, TopicsQuery, TopicsResult

_FIRMNESS = ((0.8, "firm"), (0.65, "fairly steady"), (-1.0, "shaky"))
"""Adjusted Rand indices from which it is good and moderate: Steinley, Psychological Methods 9 (2004) 386-396."""
_SAID, _PARTS, _TAGS, _CHANGES = 6, 3, 6, 4


def said(query: TopicsQuery, result: TopicsResult) -> Sequence[Sentence]:
    """Say how many topics there are and how firm they are, the largest six, and what changed."""
    held = {figure.name: figure for figure in result.figures}
    sentences = [_whole(held)]
    if query.before:
        sentences += _course(result, held)
    sentences += [_one(topic, result, held) for topic in result.topics[:_SAID]]
    return [*sentences, *_tags(held)]


def _whole(held: Mapping[str, Figure]) -> Sentence:
    number, out, steady = held["number"], held["left_out"], held["stability"]
    firm = next(word for least, word in _FIRMNESS if steady.value >= least)
    text = (
        f"{number.shown} topics were found; {out.shown} of the posts belong to none. The grouping is {firm}: others "
        f"from other starts agree with it by an adjusted Rand index of {steady.shown}."
    )
    return Sentence(text=text, figures=(number.name, out.name, steady.name))


def _one(topic: Topic, result: TopicsResult, held: Mapping[str, Figure]) -> Sentence:
    share, net = held[dotted("share", topic.key)], held.get(dotted("net", topic.key))
    judged = f", net sentiment {net.shown_full}" if net else ""
    parts = f"; within it {listed(f'“{part}”' for part in topic.subtopics[:_PARTS])}" if topic.subtopics else ""
    posts = tuple(post.post_id for post in result.posts if post.group.get("topic") == topic.name)
    text = f"{capital(_quoted(topic.name))}: {share.shown_full} of the posts{judged}{parts}."
    return Sentence(text=text, figures=(share.name, *((net.name,) if net else ())), posts=posts)


def _course(result: TopicsResult, held: Mapping[str, Figure]) -> Iterator[Sentence]:
    moved = [(topic, held[dotted("change", topic.key)]) for topic in result.topics]
    sure = [(topic, change) for topic, change in moved if (change.low or 0) > 0 or (change.high or 0) < 0]
    for verb, way in (("gained", 1), ("lost", -1)):
        some = sorted((pair for pair in sure if way * pair[1].value > 0), key=lambda pair: -abs(pair[1].value))
        if some:
            parts = listed(f"{_quoted(topic.name)} ({change.shown_full})" for topic, change in some[:_CHANGES])
            text = f"Topics that {verb} share since then, beyond chance: {parts}."
            yield Sentence(text=text, figures=tuple(change.name for _, change in some[:_CHANGES]))
    if not sure:
        yield Sentence(text="No topic gained or lost share beyond chance.", kind="theme")
    if fresh := [topic for topic, change in sure if topic.since == "new" and change.value > 0]:
        shares = [held[dotted("share", topic.key)] for topic in fresh]
        parts = listed(f"{_quoted(topic.name)} ({share.shown})" for topic, share in zip(fresh, shares, strict=True))
        yield Sentence(text=f"New since then: {parts}.", figures=tuple(share.name for share in shares))
    if result.gone:
        yield Sentence(text=f"Gone since then: {listed(map(_quoted, result.gone))}.", kind="theme")


def _tags(held: Mapping[str, Figure]) -> Iterator[Sentence]:
    told = [figure for name, figure in held.items() if name.startswith("hashtag.")][:_TAGS]
    if told:
        parts = listed(
            f"#{figure.group['hashtag']} to {_quoted(figure.group['topic'])} ({figure.shown} of its posts)"
            for figure in told
        )
        yield Sentence(text=f"Hashtags belong {parts}.", figures=tuple(figure.name for figure in told))


def _quoted(name: str) -> str:
    return f"“{name}”"
