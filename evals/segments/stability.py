"""Stability: whether verdicts on segments are true of planted groups that stay, drift, dissolve, or are new.

    python -m evals.segments.stability [--rounds 200] [--seed 3] [--only verdicts|new]

Worlds count whose groups the first window shows (adjusted Rand .8 or more against those planted): of others there is
nothing to be stable. Seeds 1 and 2 were looked at while thresholds were set; the default one was not.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from evals.segments.changing import FATES, Crowd, Fate, Windows, all_do_more, crowd, gathers, stays, windows
from tools.segmentation.asked import Definition
from tools.segmentation.matrix import Matrix
from tools.segmentation.moving.drift import drifted
from tools.segmentation.moving.earlier import regrouped
from tools.segmentation.moving.emerged import emerged
from tools.segmentation.moving.standing import standing
from tools.segmentation.segmented import Segmented
from tools.statistics.grouping import adjusted_rand
from tools.statistics.proportion import wilson

VERDICTS = ("stable", "drifting", "dissolving", "unsteady")
_SHOWN, _AGAIN = 0.8, 0.5
_SIZES = (20, 30, 40, 60, 80, 120)
_PEOPLE = 900


class Judged(NamedTuple):
    """Verdicts on the group that a fate was planted in, and on the others where nothing happened to those."""

    target: Counter[str]
    others: Counter[str]


class Found(NamedTuple):
    """Rounds, those in which the planted new group was found, those with any other, and mean Jaccard of those found."""

    rounds: int
    found: int
    false: int
    jaccard: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Print verdicts by what was planted, and new groups found by how many people they have."""
    parser = argparse.ArgumentParser(
        prog="python -m evals.segments.stability", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--rounds", type=int, default=200, help="plantings of each fate")
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--only", choices=("verdicts", "new"), help="one of the two tables alone")
    asked = parser.parse_args(arguments)
    if asked.only != "new":
        worlds = list(_shown_worlds(asked.rounds, asked.seed))
        sys.stdout.write(_verdicts_to_markdown({fate: judged(fate, worlds, asked.seed) for fate in FATES}))
        sys.stdout.flush()
    if asked.only != "verdicts":
        sys.stdout.write("\n" + _found_to_markdown(asked.rounds, asked.seed))
    return 0


def judged(name: str, worlds: Sequence[Crowd], seed: int) -> Judged:
    """Plant a fate in one group of each world, kinds of it by turns, and count verdicts."""
    target, others = Counter[str](), Counter[str]()
    fates = FATES[name]
    for number, world in enumerate(worlds):
        random = np.random.default_rng([seed, number, 3])
        kind = number % len(fates)
        aim = int(random.integers(len(world.rates)))
        planted = windows(world, fates[kind], aim, random)
        first = segmented(planted.before, len(world.rates), seed=0)
        drift = drifted(first, planted.after)
        mine = int(np.bincount(first.placing.segment[planted.group == aim]).argmax())
        for segment, verdict in enumerate(drift.verdicts, start=1):
            if segment == mine:
                target[verdict] += 1
            elif kind == 0 and name != "dissolving":  # nobody came from them or went to them
                others[verdict] += 1
    return Judged(target, others)


def found(fate: Fate, rounds: int, seed: int) -> Found:
    """Look for new groups in so many worlds of 900 people; a planted one is found where Jaccard is .5 or more."""
    hits, false, alike = 0, 0, []
    for number in range(rounds):
        random = np.random.default_rng([seed, number, 77])
        planted = windows(crowd(random, people=_PEOPLE), fate, 0, random)
        again = [_jaccard(planted, group) for group in _new_groups(planted)]
        best = max(again, default=0.0)
        hits += best >= _AGAIN
        false += sum(each < _AGAIN for each in again) > 0
        alike += [best] if best >= _AGAIN else []
    return Found(rounds, hits, false, float(np.mean(alike)) if alike else 0.0)


def segmented(matrix: Matrix, k: int, *, seed: int) -> Segmented:
    """Segment people into k groups without choosing how many."""
    names = tuple(feature.name for feature in matrix.features)
    asked = {"dataset": "planted", "features": names, "k": k, "algorithm": "gaussian_mixture", "seed": seed}
    return regrouped(Definition.model_validate(asked | {"period": matrix.period}), matrix)


def _shown_worlds(rounds: int, seed: int) -> Iterator[Crowd]:
    """Draw worlds until so many have groups that their people show."""
    number = shown = 0
    while shown < rounds:
        world, number = crowd(np.random.default_rng([seed, number])), number + 1
        trial = windows(world, stays, 0, np.random.default_rng([seed, number, 1]))
        first = segmented(trial.before, len(world.rates), seed=0)
        if first.k == len(world.rates) and adjusted_rand(trial.group, first.placing.segment) >= _SHOWN:
            shown += 1
            yield world


def _new_groups(planted: Windows) -> Iterator[set[str]]:
    people = standing(planted.before, planted.after, planted.before.features, blurred=0)
    for group in emerged(people, seed=0).groups:
        yield {people.people[row] for row in np.flatnonzero(group.members).tolist()}


def _jaccard(planted: Windows, found: set[str]) -> float:
    new = {planted.after.people[row] for row in np.flatnonzero(planted.new).tolist()}
    return len(new & found) / len(new | found)


def _verdicts_to_markdown(results: Mapping[str, Judged]) -> str:
    lines = ["| planted | " + " | ".join(VERDICTS) + " |", "|---|" + "---|" * len(VERDICTS)]
    for fate, one in results.items():
        lines.append(f"| {fate} | {_row(one.target)} |")
        if one.others:
            lines.append(f"| others, where one is {fate} | {_row(one.others)} |")
    return "\n".join(lines) + "\n"


def _row(counts: Counter[str]) -> str:
    return " | ".join(_rate(counts[verdict], counts.total()) for verdict in VERDICTS)


def _found_to_markdown(rounds: int, seed: int) -> str:
    lines = ["| planted among 900 people | found | other groups found | Jaccard where found |", "|---|---|---|---|"]
    plants: list[tuple[str, Fate]] = [("nothing", stays), ("all do a fifth more of everything", all_do_more)]
    plants += [(f"a new group of {size}", gathers(size)) for size in _SIZES]
    for name, fate in plants:
        new = name.startswith("a new")
        one = found(fate, rounds if not new else max(rounds // 2, 1), seed)
        hit, alike = (_rate(one.found, one.rounds), f"{one.jaccard:.2f}") if new else ("", "")
        lines.append(f"| {name} | {hit} | {_rate(one.false, one.rounds)} | {alike} |")
    return "\n".join(lines) + "\n"


def _rate(part: int, whole: int) -> str:
    low, high = wilson(part, whole)
    return f"{part / whole:.1%} ({low:.1%} to {high:.1%}, {part:,} of {whole:,})"


if __name__ == "__main__":
    sys.exit(main())
