"""Saying: spikes and their causes in plain sentences, or what was looked at in vain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from tools.base import Sentence
from tools.figure import Figure
from tools.listening.spikes.figures import NAMES, SAID_WORDS
from tools.wording import capital, listed

if TYPE_CHECKING:
    from tools.listening.spikes.spikes import Spike, SpikesQuery, SpikesResult

_MOST = 3
_SOUGHT: Mapping[str, str] = {"spike": "spike", "dip": "dip", "both": "spike or dip"}


def said(query: SpikesQuery, result: SpikesResult) -> Sequence[Sentence]:
    """Say the surest three with what makes them up; the days of the others; or that none stands out."""
    if not result.spikes:
        return [_none(query, result)]
    sentences = [sentence for spike in result.spikes[:_MOST] for sentence in _one(query, result, spike)]
    return [*sentences, *_others(query, result)]


def _none(query: SpikesQuery, result: SpikesResult) -> Sentence:
    looked_at, usual = result.figure("looked_at"), result.figure("usual")
    cited = [looked_at.name, usual.name]
    text = (
        f"No {_SOUGHT[query.kind]} of {NAMES[query.measure]} stands out from chance: {looked_at.shown} {result.every}s "
        f"from {result.period.start if result.period else ''} to {result.period.end if result.period else ''} were "
        f"looked at, and {usual.shown} is usual for {'an' if result.every == 'hour' else 'a'} {result.every}"
    )
    if "needed" in {figure.name for figure in result.figures}:
        needed = result.figure("needed")
        text, cited = f"{text}; {needed.shown} on a middling {result.every} would have stood out", [*cited, needed.name]
    return Sentence(text=f"{text}.", figures=tuple(cited))


def _one(query: SpikesQuery, result: SpikesResult, spike: Spike) -> Iterator[Sentence]:
    found = {figure.name.replace(f".{spike.figures}", "", 1): figure for figure in result.figures}
    posts = tuple(post.post_id for post in result.posts if post.group.get(result.every) == spike.start)
    yield _size(query, spike, result.every, found)
    yield from _words(spike, found, posts)
    yield from _beside(spike, found)
    yield from _authors(spike, found)


def _size(query: SpikesQuery, spike: Spike, every: str, found: Mapping[str, Figure]) -> Sentence:
    observed, expected = found["observed"], found["expected"]
    when = f"on {spike.start}" if every == "day" else f"in the hour from {spike.start}"
    if spike.end != spike.start:
        when = f"from {spike.start} to {spike.end}" if every == "day" else f"in the hours {spike.start} to {spike.end}"
    verb = "spiked" if spike.kind == "spike" else "dipped"
    text = f"{capital(NAMES[query.measure])} {verb} {when}: {observed.shown}"
    beyond = found.get("ratio") or found["change"]
    more = f"{beyond.shown} times as many" if "ratio" in found else f"a change of {beyond.shown}"
    text = f"{text} where {expected.shown} (usual range {expected.shown_interval}) was expected, {more}."
    return Sentence(text=text, figures=(observed.name, expected.name, beyond.name))


def _words(spike: Spike, found: Mapping[str, Figure], posts: tuple[str, ...]) -> Iterator[Sentence]:
    shares = [
        (figure, found["elsewhere" + name[5:]]) for name, figure in found.items() if name.startswith("share.word.")
    ]
    shares = [pair for pair in shares if pair[0].group.get("word") in spike.words[:SAID_WORDS]]
    if shares:
        parts = listed(f"“{here.group['word']}” ({here.shown} against {there.shown})" for here, there in shares)
        cited = tuple(figure.name for pair in shares for figure in pair)
        yield Sentence(text=f"Words that set its posts apart from other times: {parts}.", figures=cited, posts=posts)
    elif spike.kind == "spike":
        text = "No word sets its posts apart beyond chance; read the posts cited."
        yield Sentence(text=text, kind="theme", figures=(found["observed"].name,), posts=posts)


def _beside(spike: Spike, found: Mapping[str, Figure]) -> Iterator[Sentence]:
    if spike.platform:
        here, there = found["share.platform"], found["elsewhere.platform"]
        much = "More" if spike.kind == "spike" else "Less"
        text = f"{much} of it than usual is on {spike.platform}: {here.shown} of its posts against {there.shown}."
        yield Sentence(text=text, figures=(here.name, there.name))
    if "share.negative" in found:
        here, there = found["share.negative"], found["elsewhere.negative"]
        text = f"{here.shown} of its posts are labelled negative, {there.shown} at other times."
        yield Sentence(text=text, figures=(here.name, there.name))


def _authors(spike: Spike, found: Mapping[str, Figure]) -> Iterator[Sentence]:
    if spike.kind == "dip" and "change" not in found:
        return
    authors, loudest = found.get("authors"), found.get("loudest")
    if authors and loudest:
        who = "one author" if authors.value == 1 else f"{authors.shown} authors"
        text = f"It comes from {who}, the loudest with {loudest.shown} of it"
        alone = "; without that one it would not stand out" if spike.one_author else ""
        yield Sentence(text=f"{text}{alone}.", figures=(authors.name, loudest.name))
    if copies := found.get("copies"):
        text = f"{copies.shown} of its posts repeat the words of another."
        yield Sentence(text=text, figures=(copies.name,))


def _others(query: SpikesQuery, result: SpikesResult) -> Iterator[Sentence]:
    if rest := result.spikes[_MOST:]:
        cited = [result.figure(f"observed.{spike.figures}") for spike in rest]
        parts = listed(
            f"{spike.start} ({figure.shown}, a {spike.kind})" for spike, figure in zip(rest, cited, strict=True)
        )
        text = f"Less sure, but beyond chance too: {NAMES[query.measure]} on {parts}."
        yield Sentence(text=text, figures=tuple(figure.name for figure in cited))
