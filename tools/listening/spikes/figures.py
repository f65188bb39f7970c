"""Figures of spikes: what was there and what was expected, and how much words, platforms and authors have of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from tools.figure import Figure, Unit
from tools.groups import dotted, slugs
from tools.listening.spikes.causes import Cause, Share, Side
from tools.listening.spikes.series import Measure, Series
from tools.listening.spikes.windows import LIFT, Finding, Window
from tools.statistics.proportion import wilson

UNITS: Mapping[Measure, Unit] = {
    "posts": "posts",
    "interactions": "interactions",
    "negative_share": "share",
    "net_sentiment": "net",
}
NAMES: Mapping[Measure, str] = {
    "posts": "posts",
    "interactions": "interactions",
    "negative_share": "share of negative posts",
    "net_sentiment": "net sentiment",
}
_ALONE = 0.5
"""Share of one author from which a sentiment is that author's."""
_COPIED = 0.5
SAID_WORDS = 4


class Explained(NamedTuple):
    """A window with its cause; `side` is the sentiment whose posts it is about, none for all."""

    window: Window
    cause: Cause
    side: Side | None

    def key(self, line: Series) -> str:
        """What the names of its figures end in: 2026-10-01, or 2026-10-01t08."""
        return line.label(self.window.first).lower().removesuffix(":00")

    @property
    def is_one_author(self) -> bool:
        """Whether a spike is none without its loudest author, or half of a sentiment is theirs."""
        window, cause = self.window, self.cause
        if not cause.weight or (self.side is None and window.kind == "dip"):
            return False
        if self.side:
            return cause.loudest >= _ALONE * cause.weight
        return window.observed - cause.loudest < LIFT * window.expected

    @property
    def is_copied(self) -> bool:
        """Whether half of the posts repeat the words of another."""
        return self.cause.copies >= _COPIED * max(self.window.posts, 1)


def figures(
    explained: Sequence[Explained], line: Series, finding: Finding, measure: Measure, *, method: str
) -> Iterator[Figure]:
    """Yield what was looked at, and for each window its size, and its parts beside those of other times."""
    yield from _whole(line, finding, measure, method)
    for one in explained:
        yield from _size(one, line, measure, method)
        yield from _parts(one, line, method)


def _whole(line: Series, finding: Finding, measure: Measure, method: str) -> Iterator[Figure]:
    unit = UNITS[measure]
    yield Figure(
        name="looked_at",
        label=f"{line.every}s looked at",
        value=finding.looked_at,
        unit="days" if line.every == "day" else "hours",
        n=line.n,
        method=method,
    )
    yield Figure(
        name="usual", label=f"{NAMES[measure]} expected in a middling {line.every}", value=finding.typical, unit=unit,
        n=line.n, method=method,
    )  # fmt: skip
    if finding.needed is not None:
        yield Figure(
            name="needed", label=f"{NAMES[measure]} from which a middling {line.every} would stand out",
            value=finding.needed, unit=unit, n=line.n, method=method,
        )  # fmt: skip


def _size(one: Explained, line: Series, measure: Measure, method: str) -> Iterator[Figure]:
    window, unit, at, about = one.window, UNITS[measure], one.key(line), _about(one, line)
    when, name = _when(one, line), NAMES[measure]
    low, high = window.usual
    yield Figure(
        name=dotted("observed", at), label=f"{name} {when}", value=window.observed, unit=unit, n=window.posts,
        method=method, group=about,
    )  # fmt: skip
    yield Figure(
        name=dotted("expected", at), label=f"{name} expected {when}, with the range that chance allows",
        value=min(max(window.expected, low), high), unit=unit, n=line.n, low=low, high=high, method=method, group=about,
    )  # fmt: skip
    if line.spread is None:
        yield Figure(
            name=dotted("ratio", at), label=f"{name} {when} over those expected",
            value=window.observed / max(window.expected, 1e-9), unit="ratio", n=window.posts, method=method,
            group=about,
        )  # fmt: skip
    else:
        yield Figure(
            name=dotted("change", at), label=f"{name} {when} less that expected",
            value=window.observed - window.expected, unit="share_change" if unit == "share" else "net",
            n=window.posts, low=window.observed - high, high=window.observed - low, method=method, group=about,
        )  # fmt: skip


def _parts(one: Explained, line: Series, method: str) -> Iterator[Figure]:
    cause, at, about, when = one.cause, one.key(line), _about(one, line), _when(one, line)
    of = f"{one.side} posts" if one.side else "posts"
    named = slugs([word.word for word in cause.words])
    shares = [
        (f"word.{named[word.word]}", f"hold “{word.word}”", {"word": word.word}, _of_word(word.word, cause))
        for word in cause.words
    ]
    if cause.platform:
        shares.append(("platform", f"are on {cause.platform.name}", {"platform": cause.platform.name}, cause.platform))
    if cause.negative and not one.side:
        shares.append(("negative", "are negative, as labelled", {"sentiment": "negative"}, cause.negative))
    for name, what, group, share in shares:
        for stem, where, count, n in (
            ("share", when, share.here, share.n_here),
            ("elsewhere", "at other times", share.there, share.n_there),
        ):
            yield Figure(
                name=dotted(stem, at, name), label=f"share of {of} {where} that {what}", value=count / n, unit="share",
                n=n, **wilson(count, n)._asdict(), method=method, group=about | group,
            )  # fmt: skip
    if cause.authors:
        yield Figure(
            name=dotted("authors", at), label=f"authors of {of} {when}", value=cause.authors, unit="authors",
            n=cause.authors, method=method, group=about,
        )  # fmt: skip
    if cause.weight:
        yield Figure(
            name=dotted("loudest", at), label=f"share of the loudest author {when}", value=cause.loudest / cause.weight,
            unit="share", n=cause.weight, method=method, group=about,
        )  # fmt: skip
    if cause.copies and one.window.posts:
        yield Figure(
            name=dotted("copies", at), label=f"{of} {when} that repeat the words of another", value=cause.copies,
            unit="posts", n=one.window.posts, method=method, group=about,
        )  # fmt: skip


def _of_word(word: str, cause: Cause) -> Share:
    contrast = next(held.contrast for held in cause.words if held.word == word)
    return Share(word, contrast.here[word], contrast.n_here, contrast.there[word], contrast.n_there)


def _about(one: Explained, line: Series) -> dict[str, str]:
    first, last = line.label(one.window.first), line.label(one.window.last)
    return {line.every: first} | ({} if first == last else {"until": last})


def _when(one: Explained, line: Series) -> str:
    first, last = line.label(one.window.first), line.label(one.window.last)
    if first == last:
        return f"on {first}" if line.every == "day" else f"in the hour from {first}"
    return f"from {first} to {last}" if line.every == "day" else f"in the hours from {first} to {last}"
