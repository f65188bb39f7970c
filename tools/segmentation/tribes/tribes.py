"""Tribes: communities of the graph of who follows, answers or mentions whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tools.base import Evidence, Sentence, tool
from tools.errors import TooFewPosts
from tools.inputs import Tables
from tools.scope import covered, scope
from tools.segmentation.disclosure import BASE, FLOOR, Counter, told
from tools.segmentation.tribes.asked import METHOD, Tribe, TribesQuery, TribesResult
from tools.segmentation.tribes.bridges import Between, between
from tools.segmentation.tribes.feeling import Felt, feelings, typical
from tools.segmentation.tribes.figures import Seen, named, of_bridges, of_graph, of_tribe
from tools.segmentation.tribes.finding import HOLDS, Communities, communities
from tools.segmentation.tribes.saying import say
from tools.segmentation.tribes.ties import Ties, ties
from tools.segmentation.tribes.traits import Apart, Traits, apart, traits

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tools.base import Period

FEWEST_PEOPLE, FEWEST_TIES = 60, 100
_EACH = 4
"""Traits of a kind that are told of a tribe, at most."""


def _say(_query: TribesQuery, result: TribesResult) -> Sequence[Sentence]:
    return list(say(result))


@tool(
    title="Tribes",
    toolset="segment",
    needs=("follows", "posts"),
    method=METHOD,
    examples=(
        "which communities are there among our members",
        "what tribes do our users form",
        "who hangs together in our audience",
        "are there cliques among our followers",
        "which groups talk mostly among themselves",
        "how connected are our communities",
        "how many people bridge the communities",
        "community detection on who follows whom",
        "what does each community talk about",
        "how does each tribe feel about us",
        "communities of interest in our network",
        "is our audience one crowd or several circles",
    ),
    say=_say,
    tags=("communities", "network", "graph", "circles", "cliques", "Leiden", "modularity", "bridges"),
)
def tribes(query: TribesQuery, tables: Tables) -> TribesResult:
    """Groups of people with more ties to each other than chance would make, and how many stand between them.

    Ties are follows, or replies and mentions. Groups are found by the Leiden algorithm (Traag, Waltman & van Eck 2019)
    and told of only where modularity is beyond that of graphs whose ties were exchanged at random, each person keeping
    as many (p < .001). Counts of people are rounded; nobody is named, no group under 20 is told of. Modularity is -0.5
    to 1; about 0 where ties fall anywhere. Raises TooFewPosts below 60 people or 100 ties, MissingData without ties.
    """
    graph = ties(query, tables, query.ties)
    for found, needed, what in (
        (len(graph.people), FEWEST_PEOPLE, "people with a tie"),
        (len(graph.source), FEWEST_TIES, "ties between people"),
    ):
        if found < needed:
            raise TooFewPosts(found=found, needed=needed, what=what)
    whole = communities(graph, resolution=query.resolution, seed=query.seed)
    counter = Counter(graph.people, whole.labels)
    figures = tuple(of_graph(whole, counter, len(graph.source)))
    if not whole.beyond_chance:
        caveats = (_WHAT_TIES[graph.kind],)
        return TribesResult(figures=figures, ties=graph.kind, caveats=caveats, period=query.period)
    shown = _shown(whole, counter, query.limit)
    lie = between(graph.adjacency(), whole.labels, [number for number, _ in shown])
    felt = feelings(query, tables, graph.people, whole.labels, seed=query.seed)
    known = traits(query, tables, graph.people)
    seen = [_seen(number, n, whole, known, counter, felt) for number, n in shown]
    figures += tuple(of_bridges(lie, counter)) + tuple(
        figure
        for place, one in enumerate(seen)
        for figure in of_tribe(one, place, lie, whole.overlap[one.number - 1], counter.n)
    )
    return TribesResult(
        figures=figures,
        posts=tuple(_evidence(seen, felt, known, whole.labels)),
        caveats=tuple(_caveats(graph, whole, seen, felt)),
        period=_days(query, tables),
        n_posts=len(felt.posts.place) if felt else 0,
        ties=graph.kind,
        beyond_chance=True,
        tribes=tuple(_tribe(one, place, lie, whole, seen) for place, one in enumerate(seen)),
        left_out=round((len(whole.sizes) - len(seen)) / BASE) * BASE,
    )


class _Size(NamedTuple):
    number: int
    n: int


def _shown(whole: Communities, counter: Counter, limit: int) -> list[_Size]:
    """Return the communities to tell of, with their rounded counts."""
    sizes = [n for n in whole.sizes if n >= FLOOR]
    cells = {str(i): counter.count(whole.labels == i) for i in range(1, len(sizes) + 1)}
    cells |= {"others": counter.count(whole.labels > len(sizes))} if len(sizes) < len(whole.sizes) else {}
    kept = told(cells)
    return [_Size(int(name), n) for name, n in kept.items() if name != "others"][:limit]


def _seen(number: int, n: int, whole: Communities, known: Traits, counter: Counter, felt: Felt | None) -> Seen:
    members: NDArray[np.bool_] = whole.labels == number
    found: list[Apart] = []
    for kind in known.known:
        found += apart(known, members, counter, kind=kind, limit=_EACH)
    found.sort(key=lambda one: (-one.z, one.trait))
    return Seen(number, n, tuple(found), felt.feelings.get(number) if felt else None)


def _tribe(seen: Seen, place: int, lie: Between, whole: Communities, everyone: Sequence[Seen]) -> Tribe:
    lifts = [(float(lie.lifted[place, j]), -j) for j in range(len(everyone)) if j != place]
    nearest = everyone[-max(lifts)[1]].number if lifts and max(lifts)[0] > 0 else None
    return Tribe(
        number=seen.number,
        key=f"tribe_{seen.number}",
        words=tuple(one.trait.value for one in seen.apart if one.trait.kind == "word"),
        traits=named(seen.apart),
        holds=bool(whole.overlap[seen.number - 1].mean() >= HOLDS),
        nearest=nearest,
    )


def _evidence(seen: Sequence[Seen], felt: Felt | None, known: Traits, labels: NDArray[np.int64]) -> Iterator[Evidence]:
    if felt is None:
        return
    for one in seen:
        words = [found.trait for found in one.apart if found.trait.kind == "word"]
        shown = typical(felt, labels, one.number, known.held[words[0]] if words else None)
        about = {"tribe": f"tribe {one.number}"}
        for post in shown.posts:
            yield Evidence(post_id=post, role="representative", group=about)
        if shown.contrary:
            yield Evidence(post_id=shown.contrary, role="contrary", group=about)


_WHAT_TIES = {
    "follows": "Ties are who follows whom, as imported; who follows nobody and is followed by nobody is in no tribe.",
    "talk": "Ties are who answers or mentions whom in the posts imported; people who only read are in no tribe.",
}


def _caveats(graph: Ties, whole: Communities, seen: Sequence[Seen], felt: Felt | None) -> Iterator[str]:
    yield _WHAT_TIES[graph.kind]
    yield f"Counts of people are rounded to a multiple of {BASE}, and groups under {FLOOR} are not told of."
    loose = [one.number for one in seen if whole.overlap[one.number - 1].mean() < HOLDS]
    if loose:
        which = "tribe" if len(loose) == 1 else "tribes"
        yield (
            f"Do not build on {which} {', '.join(map(str, loose))}: without a fifth of the ties, drawn at random, "
            "other people would be in it."
        )
    if not seen:
        yield "Every group is too small to be told of; a lower resolution makes larger ones."
    yield "A tie is no friendship, and a tribe no club: that people are tied says nothing of why."
    if felt:
        yield from felt.caveats


def _days(query: TribesQuery, tables: Tables) -> Period | None:
    if query.period or "posts" not in tables:
        return query.period
    posts = scope(query, tables)
    row = posts.aggregate(first=posts.created_at.min(), last=posts.created_at.max()).to_pyarrow().to_pylist()[0]
    return covered(row["first"], row["last"], tables.facts)
