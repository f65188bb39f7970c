"""Voices: how well those planted in the sample are found, how seldom anybody is where all are alike, and coverage.

    python -m evals.voices [--seeds 1,2,7] [--rounds 200]

Two readers: one that never errs, and one that errs as often as the shipped one does on the sample, its errors told
from 400 labelled posts. "Planted" says what an author was made to be; "true share" whether their posts, by what was
planted in each, lie ten points or more beyond what people in general write: that is what the method looks for.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from tools.facts import Brand, Facts, ReaderError
from tools.inputs import Tables
from tools.listening.voices.asked import WORDS, VoicesQuery
from tools.listening.voices.influence import influence
from tools.listening.voices.opinions import opinion_posts, opinions
from tools.listening.voices.rise import chance_of_rise
from tools.sentiment.counting import SENTIMENTS
from tools.statistics.keyness import discoveries
from tools.statistics.proportion import wilson
from tools.statistics.shrinkage import MARGIN, standings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from knowledge.samples.launch import Launch

    Array = NDArray[np.floating[Any]]

PERFECT = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
ERRING = ((0.65, 0.28, 0.07), (0.10, 0.81, 0.09), (0.11, 0.33, 0.56))
"""P(read | true) of negative, neutral, positive, near what the shipped reader does on the sample."""
_LABELLED, _FEWEST = 400, 3
_AUTHORS, _CROWD = 900, (0.17, 0.23, 0.60)
_MADE: dict[str, tuple[str, ...]] = {"advocates": ("advocate",), "detractors": ("detractor", "churner")}


class Found(NamedTuple):
    """Authors named at a certainty: how many, right by plan, right by true share, planted among those judged."""

    kind: str
    reader: str
    certainty: float
    named: int
    planned: int
    true: int
    judged: int
    hit: int


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables of planted voices, of crowds where nobody differs, and of coverage."""
    parser = argparse.ArgumentParser(prog="python -m evals.voices", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seeds", default="1,2,7", help="seeds of the sample")
    parser.add_argument("--rounds", type=int, default=200, help="simulated crowds")
    asked = parser.parse_args(arguments)
    from knowledge.samples.launch import generate

    launches = [generate(int(seed)) for seed in asked.seeds.split(",")]
    sys.stdout.write(planted_to_markdown([found for launch in launches for found in planted(launch)]))
    for launch in launches:
        sys.stdout.write(_innovators(launch))
    sys.stdout.write("\n" + simulated_to_markdown(asked.rounds))
    return 0


def planted(launch: Launch) -> Iterator[Found]:
    """Name advocates and detractors of the sample by both readers, at three certainties."""
    for reader, rates in (("never errs", PERFECT), ("errs", ERRING)):
        tables = as_tables(launch, rates)
        for kind in ("advocates", "detractors"):
            yield from _found(launch, tables, kind, reader)


def _found(launch: Launch, tables: Tables, kind: Literal["advocates", "detractors"], reader: str) -> Iterator[Found]:
    roles = _roles(launch)
    wrote = _true_counts(launch)
    side = SENTIMENTS.index(WORDS[kind][0])
    whole = [sum(counts[i] for counts in wrote.values()) for i in range(3)]
    base = whole[side] / sum(whole)
    query = VoicesQuery(dataset="sample", kind=kind, certainty=0.8)
    told = opinions(query, tables, opinion_posts(query, tables))
    judged = {author for author, counts in wrote.items() if sum(counts) >= _FEWEST and roles[author] in _MADE[kind]}
    for certainty in (0.8, 0.9, 0.95):
        named = {speaker.author_id for speaker in told.speakers if speaker.chance >= certainty}
        true = sum(wrote[author][side] / sum(wrote[author]) >= base + MARGIN for author in named)
        planned = sum(roles[author] in _MADE[kind] for author in named)
        yield Found(kind, reader, certainty, len(named), planned, true, len(judged), len(named & judged))


def _roles(launch: Launch) -> defaultdict[str, str]:
    roles: defaultdict[str, str] = defaultdict(str)
    roles |= dict.fromkeys(launch.truth.churners, "churner")
    for role in ("advocate", "detractor", "innovator"):
        roles |= dict.fromkeys(getattr(launch.truth, f"{role}s"), role)
    return roles


def _true_counts(launch: Launch) -> dict[str, list[int]]:
    wrote: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for post in launch.posts:
        if post.brand == launch.truth.own_brand and not post.is_own and post.author_id:
            wrote[post.author_id][SENTIMENTS.index(launch.truth.posts[post.post_id].sentiment)] += 1
    return wrote


def as_tables(launch: Launch, rates: Sequence[Sequence[float]]) -> Tables:
    """Make tables of a sample as if a reader of those error rates had read it, and 400 posts had been labelled."""
    import ibis
    import numpy as np
    import pyarrow as pa

    from tools.tables import TABLES

    random = np.random.default_rng(0)
    true = np.asarray([SENTIMENTS.index(launch.truth.posts[post.post_id].sentiment) for post in launch.posts])
    reach = np.cumsum(np.asarray(rates), axis=1)[true]
    read = (random.random(len(true))[:, None] > reach[:, :2]).sum(axis=1)
    readings = [
        {"post_id": post.post_id, "reader": "simulated", "sentiment": SENTIMENTS[label], "reliable": True}
        | {f"p_{name}": 0.8 if i == label else 0.1 for i, name in enumerate(SENTIMENTS)}
        for post, label in zip(launch.posts, read, strict=True)
    ]
    connection = ibis.duckdb.connect()
    rows: dict[str, list[dict[str, Any]]] = {
        "posts": [post._asdict() for post in launch.posts],
        "authors": [author._asdict() for author in launch.authors],
        "readings": readings,
    }
    for name, held in rows.items():
        schema = ibis.schema({column: spec.type for column, spec in TABLES[name].columns.items()}).to_pyarrow()
        table = pa.Table.from_pylist([{c: row.get(c) for c in schema.names} for row in held], schema)
        connection.con.register(name, table)
    drawn = random.choice(len(true), _LABELLED, replace=False)
    confusion = [[int(((true[drawn] == t) & (read[drawn] == r)).sum()) for r in range(3)] for t in range(3)]
    error = ReaderError(
        confusion=tuple(tuple(row) for row in confusion),
        population=tuple(int((read == r).sum()) for r in range(3)),
        source="the manifest",
        borrowed=False,
    )
    brands = (Brand(name=launch.truth.own_brand, is_own=True), *(Brand(name=name) for name in launch.truth.rivals))
    facts = Facts(dataset="sample", brands=brands, reader="simulated", reader_error=error, purposes=("support",))
    return Tables({name: connection.table(name) for name in rows}, facts)


def planted_to_markdown(found: Sequence[Found]) -> str:
    """Write precision by plan and by true share, and recall of planted authors with three posts, over all seeds."""
    sums: dict[tuple[str, str, float], Counter[str]] = defaultdict(Counter)
    for each in found:
        sums[each.reader, each.kind, each.certainty].update(each._asdict() | {"kind": 0, "reader": 0, "certainty": 0})
    lines = [
        "| reader | kind | certainty | named | right by true share | right by plan | planted found, of those judged |",
        "|---|---|---|---|---|---|---|",
    ]
    for (reader, kind, certainty), n in sums.items():
        rates = (_rate(n["true"], n["named"]), _rate(n["planned"], n["named"]), _rate(n["hit"], n["judged"]))
        lines.append(f"| {reader} | {kind} | {certainty:.0%} | {n['named']} | {' | '.join(rates)} |")
    return "\n".join(lines) + "\n"


def _innovators(launch: Launch) -> str:
    """Say how many of the first 10 and 25 influencers are planted innovators, and how many would be by chance."""
    roles = _roles(launch)
    field = influence(VoicesQuery(dataset="sample", kind="influencers"), as_tables(launch, PERFECT))
    first = [roles[one.author_id] == "innovator" for one in field.influencers]
    wrote = Counter(post.author_id for post in launch.posts)
    judged = sum(wrote[author] >= _FEWEST for author in launch.truth.innovators)
    by_chance = judged / field.considered
    return (
        f"\nInnovators (seed {launch.truth.seed}): {sum(first[:10])} of the first 10 influencers and {sum(first[:25])} "
        f"of the first 25; by chance {10 * by_chance:.1f} and {25 * by_chance:.1f}.\n"
    )


class Simulated(NamedTuple):
    """Simulated crowds: rounds in which anybody was named though all are alike, and intervals that held the truth."""

    rounds: int
    named: int
    held: float


def simulated(rates: Sequence[Sequence[float]], rounds: int, *, certainty: float = 0.9) -> Simulated:
    """Simulate crowds of 900 authors with few posts each; half the rounds are of people who differ (Dirichlet)."""
    import numpy as np

    random = np.random.default_rng(11)
    matrix, base = np.asarray(rates), np.asarray(_CROWD)
    named, held = 0, []
    for _ in range(rounds):
        n = np.minimum(random.geometric(0.33, size=_AUTHORS), 25)
        enough = n >= _FEWEST
        alike = standings_of(np.tile(base, (_AUTHORS, 1)), n, matrix, random)
        named += bool((alike.above[enough][:, [0, 2]] >= certainty).any())
        people = random.dirichlet(base * 4, size=_AUTHORS)
        told = standings_of(people, n, matrix, random)
        inside = (told.low <= people) & (people <= told.high)
        held.append(float(inside[enough][:, [0, 2]].mean()))
    return Simulated(rounds, named, float(np.mean(held)))


def standings_of(people: Array, n: NDArray[np.integer[Any]], matrix: Array, random: np.random.Generator) -> Any:  # noqa: ANN401 (a Standing by author)
    """Draw what people post and how it is read, and judge them: a Standing with a row a person."""
    import numpy as np

    read = people @ matrix
    counts = np.asarray([random.multinomial(k, p / p.sum()) for k, p in zip(n, read, strict=True)])
    patterns, place = np.unique(counts, axis=0, return_inverse=True)
    place = place.ravel()
    told = standings(patterns.astype(float), np.bincount(place).astype(float), matrix[None])
    parts = {name: getattr(told, name)[place] for name in ("mean", "low", "high", "above", "exceeds")}
    return told._replace(**parts)


def steady(rounds: int) -> int:
    """Count rounds in which anybody rises though nobody does: 300 authors, random days, heavy-tailed interactions."""
    import numpy as np

    random = np.random.default_rng(12)
    anybody = 0
    for _ in range(rounds):
        chances = []
        for days in np.minimum(3 + random.geometric(0.25, size=300), 30):
            drawn, later = np.rint(random.lognormal(2, 1.2, size=days)), random.random(days) < 0.5
            chances.append(chance_of_rise(drawn[~later].tolist(), drawn[later].tolist(), 0.5))
        anybody += any(discoveries(chances))
    return anybody


def simulated_to_markdown(rounds: int) -> str:
    """Write how often anybody is named where all are alike, and how often intervals hold the truth."""
    lines = ["| simulated | anybody named though all are alike | 95 % intervals that hold the share |", "|---|---|---|"]
    for reader, rates in (("never errs", PERFECT), ("errs", ERRING)):
        found = simulated(rates, rounds)
        lines.append(f"| reader {reader} | {_rate(found.named, found.rounds)} | {found.held:.1%} |")
    lines.append(f"| rising | {_rate(steady(rounds), rounds)} | |")
    return "\n".join(lines) + "\n"


def _rate(part: int, whole: int) -> str:
    if not whole:
        return "none"
    low, high = wilson(part, whole)
    return f"{part / whole:.1%} ({low:.1%} to {high:.1%}, {part} of {whole})"


if __name__ == "__main__":
    sys.exit(main())
