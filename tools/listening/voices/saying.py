"""Saying: advocates and detractors in plain sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tools.base import Sentence
from tools.figure import Figure
from tools.groups import slugs
from tools.listening.voices.asked import WORDS, VoicesQuery, VoicesResult
from tools.wording import listed

_SAID = 5


def say_sides(query: VoicesQuery, result: VoicesResult) -> Iterator[Sentence]:
    """Say who stands out, what they praise or blame, and then a sentence for each of the first."""
    words = WORDS[query.kind][1]
    found, judged, base = (result.figure(name) for name in (f"authors.{query.kind}", "authors.judged", "share.base"))
    held = {figure.name: figure for figure in result.figures}
    if found.value:
        are = f"author is {_one(query.kind)}" if found.value == 1 else f"authors are {query.kind}"
        text = f"{found.shown} {are} of {_whom(result)}, of {judged.shown} with enough posts to be judged"
        cited = [found.name, judged.name]
        if written := held.get("share.written"):
            text += f"; they wrote {written.shown} of the posts that speak {words}"
            cited.append(written.name)
        yield Sentence(text=f"{text}.", figures=tuple(cited))
    else:
        text = (
            f"Nobody of the {judged.shown} authors with enough posts is certain to be {_one(query.kind)} of "
            f"{_whom(result)}: none surely speaks {words} more often than people in general ({base.shown})."
        )
        yield Sentence(text=text, figures=(judged.name, base.name))
    yield from _say_reasons(query, result, held)
    yield from _say_people(query, result)


def _say_reasons(query: VoicesQuery, result: VoicesResult, held: Mapping[str, Figure]) -> Iterator[Sentence]:
    verb = "praise" if query.kind == "advocates" else "blame"
    names = slugs(result.topics)
    topics = [figure for topic in result.topics if (figure := held[f"topic.{names[topic]}"]).n > 1]
    if topics:
        parts = listed(f"{figure.group['aspect']} ({figure.shown} of {figure.n:,} posts)" for figure in topics[:3])
        yield Sentence(text=f"They {verb} {parts}.", figures=tuple(figure.name for figure in topics[:3]))
    words = slugs(result.words)
    pairs = [(word, held[f"word.{words[word]}"], held[f"word.others.{words[word]}"]) for word in result.words[:3]]
    if pairs:
        parts = listed(f"“{word}” ({mine.shown} against {others.shown})" for word, mine, others in pairs)
        cited = tuple(figure.name for _, mine, others in pairs for figure in (mine, others))
        yield Sentence(text=f"Words that set their posts apart from those of others: {parts}.", figures=cited)


def _say_people(query: VoicesQuery, result: VoicesResult) -> Iterator[Sentence]:
    side, words = WORDS[query.kind]
    names = slugs(voice.author_id for voice in result.voices)
    for voice in result.voices[:_SAID]:
        slug = names[voice.author_id]
        read, share, certainty = (result.figure(f"{stem}.{slug}") for stem in ("read", "share", "certainty"))
        may = "" if voice.certain else f" may be {_one(query.kind)}, not certain"
        text = (
            f"{voice.author_id}{may}{':' if may else ' wrote'} {read.shown} of {read.n:,} posts read as {side}, which "
            f"makes {share.shown} after shrinkage and correction (95 % interval {share.shown_interval}); certainty "
            f"{certainty.shown}"
        )
        topics = [f for f in result.figures if f.name.startswith(f"topic.{slug}.") and f.n > 1]
        for figure in topics[:1]:
            text += f"; speaks {words} of {figure.group['aspect']} in {figure.shown} of {figure.n:,} posts that name it"
        cited = (read.name, share.name, certainty.name, *(figure.name for figure in topics[:1]))
        posts = tuple(post.post_id for post in result.posts if post.group.get("author") == voice.author_id)
        yield Sentence(text=f"{text}.", figures=cited, posts=posts)


def _one(kind: str) -> str:
    return f"an {kind[:-1]}" if kind == "advocates" else f"a {kind[:-1]}"


def _whom(result: VoicesResult) -> str:
    return listed(result.about) or "what is talked about"
