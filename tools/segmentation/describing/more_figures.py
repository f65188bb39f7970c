"""More figures of a segment: what its people write, where they are active, and what they pay."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tools.figure import Figure
from tools.groups import slugs
from tools.segmentation.describing.figures import Told
from tools.segmentation.describing.places import Places
from tools.segmentation.describing.shares import Share
from tools.segmentation.describing.talk import Talk
from tools.segmentation.describing.units import unit_of
from tools.segmentation.describing.worth import Worth

_KINDS = {"topic": "are about {}", "emotion": "express {}", "intent": "have the intent {}"}


def of_talk(told: Told, found: Talk) -> Iterator[Figure]:
    """Make figures of how much they write, how it sounds, and of every topic, emotion and intent compared."""
    yield told.figure("writers", f"people in {told.name} whose posts could be read", found.writers, "people")
    label = f"posts by people in {told.name} that could be read"
    yield told.figure("posts", label, found.posts, "posts", n=found.posts)
    sides = (("net", f"people in {told.name}", found.moods.here), ("net.others", "all others", found.moods.there))
    for stem, who, mood in sides:
        label = f"net sentiment of posts by {who}"
        yield told.figure(stem, label, mood.net, "net", n=mood.posts, ends=mood.interval, raw=mood.raw)
    for kind, words in _KINDS.items():
        yield from _shares(told, kind, f"share of posts that {words}", found.shares[kind])
    named = slugs(each.trait.value for each in found.words)
    for each in found.words:
        word, about = each.trait.value, {"word": each.trait.value}
        for stem, who, share, n in (
            ("word", f"people in {told.name}", each.here, each.n_here),
            ("word.others", "all others", each.there, each.n_there),
        ):
            label = f"share of {who} who wrote anything that used the word “{word}”"
            yield told.figure(stem, label, share, "share", part=named[word], n=n, group=about)


def of_places(told: Told, found: Places) -> Iterator[Figure]:
    """Make figures of the share of each platform in what they did or wrote."""
    yield from _shares(told, "platform", f"share of {found.what} on {{}}", found.shares)


def of_worth(told: Told, found: Sequence[Worth], slug_of: dict[str, str]) -> Iterator[Figure]:
    """Make figures of the middle amount here and among everybody, and of the part of the whole."""
    for one in found:
        part, about, what = slug_of[one.feature.name], {"middle": one.feature.label}, one.feature.label
        label, unit = f"median {what} of people in {told.name} who have any", unit_of(one.feature, one.middle)
        ends = one.interval
        yield told.figure("middle", label, one.middle, unit, part=part, n=one.people, ends=ends, group=about)
        label = f"median {what} of everybody who has any"
        yield told.figure("middle.everybody", label, one.everyones, unit, part=part, n=one.everyone, group=about)
        if one.part is not None:
            label = f"part of everybody's {what} that is of people in {told.name}"
            ends = one.part_interval or one.interval
            yield told.figure("part", label, one.part, "share", part=part, n=one.everyone, ends=ends, group=about)


def _shares(told: Told, kind: str, words: str, found: Sequence[Share]) -> Iterator[Figure]:
    named = slugs(one.label for one in found)
    for one in found:
        about, what = {kind: one.label}, words.format(one.label)
        for stem, who, share in (
            (kind, f"by people in {told.name}", one.here),
            (f"{kind}.others", "by all others", one.there),
        ):
            yield told.figure(
                stem, f"{what}, {who}", share.value, "share", part=named[one.label], n=int(share.n),
                ends=share.interval(), group=about,
            )  # fmt: skip
