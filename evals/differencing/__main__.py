"""Differencing: a thousand overlapping questions and exports about the sample's members, and whom they single out.

    python -m evals.differencing [--questions 1000] [--people 915,300,120] [--seed 1]

The groups that were planted are the secret. Each question publishes how many of every group are in its population:
exactly, rounded to five, and as the tools count by a key. "Singled out" are people about whom the attacker is 95 %
certain, by ten times the odds that the group's share alone gives. Exports are of each group within each population.
The second table is a ceiling, beyond what any counts tell: were it known of everybody where they (or who stands in for
them) were counted in every single question, how many of those nearly always in one group are truly in it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from evals.differencing.attack import Singled, of_the_person, reconstruct, singled_out
from evals.differencing.exports import exported
from evals.differencing.world import World, populations, smaller, world_of
from tools.segmentation.disclosure import ASIDE, Counter, keyed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Bits = NDArray[np.bool_]
    Counts = NDArray[np.int64]


class Protection(NamedTuple):
    """A way of counting, and the share of people whom it has others stand in for."""

    name: str
    counts: Callable[[World, Bits, bytes], Counts]
    aside: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Print whom questions and exports single out, without and with protection; exit 1 if with it anybody."""
    from knowledge.samples import generate

    parser = argparse.ArgumentParser(prog="python -m evals.differencing", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--questions", type=int, default=1000)
    parser.add_argument("--people", default="915,300,120")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    whole = world_of(generate(seed=7))
    worlds = [smaller(whole, int(n), seed=given.seed) for n in given.people.split(",")]
    rows = [row for world in worlds for row in _questions(world, given.questions, given.seed)]
    heads = ("people", "group's share", "counted", "questions", "singled out", "right", "named as members")
    known = [row for world in worlds for row in _known(world, given.questions, given.seed)]
    files = list(_files(whole, given.questions, given.seed))
    sys.stdout.write(_table(heads, [row.cells for row in rows]))
    sys.stdout.write(_table(("people", "group's share", "always counted there", "truly there"), known))
    sys.stdout.write(_table(("exports", "asked for", "written", "people in a pattern of under 20"), files))
    return int(any(row.found.people for row in rows if row.kept) or files[-1][-1] != "0")


class Row(NamedTuple):
    """A row of the table of questions."""

    cells: tuple[str, ...]
    found: Singled
    kept: bool
    """Counted as the tools count."""


def _questions(world: World, asked: int, seed: int) -> Iterator[Row]:
    import numpy as np

    about = populations(world, asked, seed=seed)
    for protection in PROTECTIONS:
        counts = protection.counts(world, about, f"key {seed}".encode())
        for group in range(1, 5):
            truth = world.group == group
            share = float(np.mean(truth))
            counted = reconstruct(about, counts[:, group - 1].astype(float), share=share)
            found = singled_out(of_the_person(counted, share=share, aside=protection.aside), truth, share=share)
            cells = (str(len(truth)), f"{share:.2f}", protection.name, str(len(about)), str(found.people),
                     str(found.right), str(found.named))  # fmt: skip
            yield Row(cells, found, protection.aside > 0)


def _known(world: World, asked: int, seed: int) -> Iterator[tuple[str, ...]]:
    import numpy as np

    people = np.array(world.people)
    times = np.zeros((len(people), 5))
    with keyed(f"key {seed}".encode()):
        for row in populations(world, asked, seed=seed):
            groups = world.group[row]
            times[row.nonzero()[0], Counter(people[row].tolist(), groups).counted(groups)] += 1
    nearly_always = times >= 0.95 * times.sum(axis=1, keepdims=True)
    for group in range(1, 5):
        there = nearly_always[:, group] & (times[:, group] > 0)
        truth = world.group == group
        yield str(len(people)), f"{truth.mean():.2f}", str(there.sum()), f"{truth[there].mean():.1%}"


def _files(world: World, asked: int, seed: int) -> Iterator[tuple[str, ...]]:
    import numpy as np

    about = populations(world, asked, seed=seed + 1)
    group = np.random.default_rng(seed).integers(1, 5, len(about))
    wanted = about & (world.group[None, :] == group[:, None])
    for name, controlled in (("as the platform takes them", False), ("with overlap control", True)):
        done = exported(wanted, controlled=controlled)
        yield name, str(done.asked), str(done.written), str(done.alone)


def _exactly(world: World, about: Bits, key: bytes) -> Counts:  # noqa: ARG001 - nothing is disguised
    import numpy as np

    return np.array([[(row & (world.group == group)).sum() for group in range(1, 5)] for row in about])


def _as_the_tools(world: World, about: Bits, key: bytes) -> Counts:
    import numpy as np

    people, rows = np.array(world.people), []
    with keyed(key):
        for row in about:
            groups = world.group[row]
            counter = Counter(people[row].tolist(), groups)
            rows.append([counter.count(groups == group) for group in range(1, 5)])
    return np.array(rows)


def _rounded(world: World, about: Bits, key: bytes) -> Counts:  # noqa: ARG001 - by no key
    return _as_the_tools(world, about, b"")


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [" | ".join(heads), " | ".join("---" for _ in heads), *(" | ".join(row) for row in rows)]
    return "".join(f"| {line} |\n" for line in lines) + "\n"


PROTECTIONS = (
    Protection("exactly", _exactly, 0.0),
    Protection("rounded to 5", _rounded, 0.0),
    Protection("as the tools do", _as_the_tools, ASIDE),
)

if __name__ == "__main__":
    sys.exit(main())
