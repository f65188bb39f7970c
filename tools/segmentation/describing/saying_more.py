"""Saying more: what a segment's people write, where they are active and what they pay, in plain sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tools.base import Sentence
from tools.figure import Figure
from tools.segmentation.describing.seen import Seen
from tools.wording import listed

_SAID = 3


def say_more(seen: Seen, posts: Sequence[str]) -> Iterator[Sentence]:
    """Say what they pay, where they are active, what they write and how it sounds; then what a message may build on."""
    yield from _say_worth(seen)
    yield from _say_shares(seen, ("platform",), "They are active more often than others on", "less often on")
    yield from _say_writing(seen, posts)
    yield from _say_shares(seen, ("topic",), "They write more often than others of", "less often of")
    yield from _say_words(seen)
    yield from _say_shares(
        seen, ("emotion", "intent"), "The reader finds in what they write, over all of them together, more",
        "less",
    )  # fmt: skip
    yield from _say_brief(seen)


def _say_brief(seen: Seen) -> Iterator[Sentence]:
    """Say what a message may build on; it rests on what sets them apart."""
    if seen.portrait.brief:
        features = (*seen.portrait.over, *seen.portrait.under)
        cited = [figure.name for feature in features[:_SAID] if (figure := seen.contrast(feature))]
        yield Sentence(text=" ".join(seen.portrait.brief), kind="theme", figures=tuple(cited))


def _say_worth(seen: Seen) -> Iterator[Sentence]:
    parts, cited = [], list[Figure]()
    for middle in seen.all("middle"):
        what = middle.group["middle"]
        everybody, part = seen.one("middle.everybody", middle=what), seen.one("part", middle=what)
        if everybody is None:
            continue
        whole = f", {part.shown} ({part.shown_interval}) of the whole" if part else ""
        parts.append(f"{what} {middle.shown} ({middle.shown_interval}) against {everybody.shown} of everybody{whole}")
        cited += [middle, everybody, *([part] if part else [])]
    if parts:
        text = f"Medians of those who have any: {'; '.join(parts)}."
        yield Sentence(text=text, figures=tuple(figure.name for figure in cited))


def _say_writing(seen: Seen, posts: Sequence[str]) -> Iterator[Sentence]:
    writers, written = seen.one("writers"), seen.one("posts")
    net, others = seen.one("net"), seen.one("net.others")
    if writers is None or written is None:
        return
    text = f"{writers.shown} of them wrote {written.shown} posts that could be read"
    cited = [writers, written]
    if net and others:
        text += f"; net sentiment is {net.shown} ({net.shown_interval})"
        text += f", of all others {others.shown} ({others.shown_interval})"
        cited += [net, others]
    yield Sentence(text=f"{text}.", figures=tuple(figure.name for figure in cited), posts=tuple(posts))


def _say_shares(seen: Seen, kinds: Sequence[str], more: str, less: str) -> Iterator[Sentence]:
    pairs = [pair for kind in kinds for pair in standing(seen, kind)]
    up = [pair for pair in pairs if pair[0].value > pair[1].value][:_SAID]
    down = [pair for pair in pairs if pair[0].value < pair[1].value][:_SAID]
    if not up and not down:
        return
    parts = [f"{lead} {listed(map(_against, some))}" for lead, some in ((more, up), (less, down)) if some]
    text = "; ".join(parts) if up else f"{more.rpartition(' more')[0]} {less} {listed(map(_against, down))}"
    yield Sentence(text=f"{text}.", figures=tuple(figure.name for pair in (*up, *down) for figure in pair))


def standing(seen: Seen, kind: str) -> list[tuple[Figure, Figure]]:
    """Return the shares of a kind that differ beyond chance, each with that of all others."""
    named = {*seen.portrait.stands}
    found = []
    for figure in seen.all(kind):
        label = figure.group.get(kind)
        others = seen.one(f"{kind}.others", **{kind: label}) if label else None
        if others and label in named:
            found.append((figure, others))
    return found


def _against(pair: tuple[Figure, Figure]) -> str:
    label = next(value for key, value in pair[0].group.items() if key != "segment")
    return f"{label} ({pair[0].shown} against {pair[1].shown})"


def _say_words(seen: Seen) -> Iterator[Sentence]:
    pairs = [(figure, seen.one("word.others", word=figure.group["word"])) for figure in seen.all("word")]
    told = [(mine, theirs) for mine, theirs in pairs if theirs is not None]
    if told:
        parts = listed(f"“{mine.group['word']}” ({mine.shown} of them against {theirs.shown})" for mine, theirs in told)
        text = f"Words that more of them use: {parts}."
        yield Sentence(text=text, figures=tuple(figure.name for pair in told for figure in pair))
