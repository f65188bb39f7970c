"""Figures of tribes: how tight they are, their sizes, what stays inside, how they feel, and what sets them apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.figure import Figure, Unit
from tools.segmentation.disclosure import Counter, is_told
from tools.segmentation.tribes.asked import METHOD
from tools.segmentation.tribes.bridges import Between
from tools.segmentation.tribes.feeling import Feeling
from tools.segmentation.tribes.finding import Communities
from tools.segmentation.tribes.traits import Apart
from tools.statistics.interval import percentile_interval

if TYPE_CHECKING:
    import numpy as np


class Seen(NamedTuple):
    """One tribe as it is told of."""

    number: int
    n: int
    """Members, rounded."""
    apart: tuple[Apart, ...]
    feeling: Feeling | None


TIES_TO = 100
"""Ties are counted to the next multiple: one person more or less does not show."""


def of_graph(found: Communities, counter: Counter, ties: int) -> Iterator[Figure]:
    """Make the figures that say whether there are tribes at all."""
    n = counter.n
    yield _figure("people", "people with a tie", n, "people", n)
    yield _figure("ties", "ties between them, to a hundred", round(ties / TIES_TO) * TIES_TO, "interactions", n)
    yield _figure("modularity", "modularity of the tribes", found.modularity, "score", n, rounded=True)
    ends = percentile_interval(float(found.by_chance.mean()), found.by_chance)._asdict()
    label = "modularity found where the same ties are exchanged at random"
    yield _figure("modularity.chance", label, float(found.by_chance.mean()), "score", n, rounded=True, **ends)
    if found.beyond_chance:
        ends = percentile_interval(float(found.again.mean()), found.again)._asdict()
        label = "agreement with the tribes found without a fifth of the ties (adjusted Rand index)"
        yield _figure("agreement", label, float(found.again.mean()), "score", n, rounded=True, **ends)
        label = "agreement between runs that begin otherwise (adjusted Rand index)"
        yield _figure("agreement.runs", label, found.agreement, "score", n, rounded=True)


def of_bridges(lie: Between, counter: Counter) -> Iterator[Figure]:
    """Make the figures of those who stand between tribes, where they are enough to be told of."""
    n = counter.count(lie.bridging)
    if is_told(n):
        yield _figure("bridges", "people whose ties are spread over tribes", n, "people", counter.n)
        label = "share of people whose ties are spread over tribes"
        yield _figure("bridges.share", label, n / counter.n, "share", counter.n)


def of_tribe(seen: Seen, place: int, lie: Between, overlap: np.ndarray[Any, Any], people: int) -> Iterator[Figure]:
    """Make the figures of one tribe; `place` is its place among those told of, `overlap` that with thinned graphs."""
    key, about = f"tribe_{seen.number}", {"tribe": f"tribe {seen.number}"}
    whose = f"tribe {seen.number}"
    yield _figure(f"people.{key}", f"people in {whose}", seen.n, "people", people, group=about)
    share = min(seen.n / people, 1.0)
    yield _figure(f"share.{key}", f"share of people in {whose}", share, "share", people, group=about)
    # To a percent: the exact share would tell how many ties there are, and with them how many one person has.
    inside, chance = round(float(lie.inside[place]), 2), round(float(lie.by_chance[place]), 2)
    yield _figure(f"inside.{key}", f"share of its ties that stay in {whose}", inside, "share", seen.n, group=about)
    label = f"share of its ties that would stay in {whose} by chance"
    yield _figure(f"inside.chance.{key}", label, chance, "share", seen.n, group=about)
    ends = percentile_interval(float(overlap.mean()), overlap)._asdict()
    label = f"share of {whose} that is found again without a fifth of the ties (Jaccard index)"
    yield _figure(f"again.{key}", label, float(overlap.mean()), "share", seen.n, group=about, **ends)
    if seen.feeling:
        label = f"net sentiment of posts by {whose}"
        more = {"raw": seen.feeling.raw, "group": about, **seen.feeling.interval._asdict()}
        yield _figure(f"net.{key}", label, seen.feeling.net, "net", seen.feeling.posts, **more)
    if seen.feeling and seen.feeling.apart is not None and seen.feeling.apart_interval is not None:
        label = f"net sentiment of posts by {whose} less that of posts by the other tribes"
        more = {"group": about, **seen.feeling.apart_interval._asdict()}
        yield _figure(f"net.apart.{key}", label, seen.feeling.apart, "net", seen.feeling.posts, **more)
    for i, one in enumerate(seen.apart, start=1):
        yield from _apart(one, f"{i}.{key}", whose, about)


def _apart(one: Apart, key: str, whose: str, about: Mapping[str, str]) -> Iterator[Figure]:
    doing = did(one.trait.kind, one.trait.value)
    of = dict(about) | {"trait": f"{one.trait.kind}: {one.trait.value}"}
    yield _figure(f"trait.{key}", f"share of {whose} who {doing}", one.here, "share", one.n_here, group=of)
    label = f"share of the others who {doing}"
    yield _figure(f"trait.others.{key}", label, one.there, "share", one.n_there, group=of)


def did(kind: str, value: str) -> str:
    """Say what people with a trait do."""
    if kind == "word":
        return f"write “{value}”"
    return f"write on {value}" if kind == "platform" else f"declare {kind} “{value}”"


def named(apart: Sequence[Apart]) -> tuple[str, ...]:
    """Return traits that are no words, as `kind: value`."""
    return tuple(f"{one.trait.kind}: {one.trait.value}" for one in apart if one.trait.kind != "word")


def _figure(name: str, label: str, value: float, unit: Unit, n: int, *, rounded: bool = False, **more: Any) -> Figure:  # noqa: ANN401 (fields of a Figure)
    if rounded:
        value = round(value, 3)
        more |= {end: round(more[end], 3) for end in ("low", "high") if end in more}
    return Figure(name=name, label=label, value=value, unit=unit, n=n, method=METHOD, **more)
