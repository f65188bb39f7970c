"""Changes: is a planted cause of a change among the first slices found, and is nothing found where there is none?

    python -m evals.changes [--rounds 200] [--seed 0]

Tables of two periods are generated: 1,500 to 8,000 posts a period by authors who post again and again and have moods
of their own; platforms, brands, formats, regions, tenures and features that are judged differently always; shares of
them that shift between the periods; and a drift of everything by -3 to 8 points. A planting adds 20 to 40 points to
the negative share of one slice of one or two conditions, 6 to 30 % of the later posts and 150 at least. Recovered
means that exactly its conditions are among the first three slices. A null table has all of that but the planting.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.statistics.slices import Column, Condition, Found, Table, leading_slices

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]
    Places = NDArray[np.intp]

FIRST = 3
GOAL_RECOVERED, GOAL_FALSE = 0.95, 0.05
_LEAST_POSTS, _SHARES, _RISE = 150, (0.06, 0.30), (0.20, 0.40)
_POSTS, _DRIFT, _BASE = (1_500, 8_000), (-0.03, 0.08), 0.18
_OF_POST = {"platform": 5, "brand": 3, "format": 4}
_OF_AUTHOR = {"region": 6, "tenure": 3}
_FEATURES, _BLOCKS = 8, 256


class Planted(NamedTuple):
    """A generated table, the conditions of the slice planted in it (none in a null table), and its rise."""

    table: Table
    conditions: tuple[Condition, ...]
    rise: float


class Outcome(NamedTuple):
    """One table: what was planted, and what was found."""

    planted: Planted
    found: Found

    @property
    def rank(self) -> int | None:
        """Place of the planted slice among those found, from 1; none where it is not there."""
        conditions = [frozenset(one.conditions) for one in self.found.slices]
        wanted = frozenset(self.planted.conditions)
        return conditions.index(wanted) + 1 if wanted in conditions else None


def main(arguments: Sequence[str]) -> int:
    """Print the table; return 1 where a goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m evals.changes", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=200, help="tables of each kind")
    parser.add_argument("--seed", type=int, default=0, help="seed of everything random")
    asked = parser.parse_args(arguments)
    started = time.process_time()
    measured = Measured(
        outcomes(asked.rounds, seed=asked.seed, planting=True),
        outcomes(asked.rounds, seed=asked.seed + 1, planting=False),
    )
    sys.stdout.write(f"{measured}\n\n{time.process_time() - started:.0f} s of processor time.\n")
    return 0 if measured.is_good else 1


class Measured(NamedTuple):
    """What came of tables with a planted cause and of null ones."""

    planted: list[Outcome]
    null: list[Outcome]

    @property
    def recovered(self) -> float:
        """Share of planted slices that are among the first three."""
        return _among(self.planted, FIRST)

    @property
    def false(self) -> float:
        """Share of null tables in which anything is found."""
        return sum(bool(one.found.slices) for one in self.null) / len(self.null)

    @property
    def is_good(self) -> bool:
        """Whether both goals are met."""
        return self.recovered >= GOAL_RECOVERED and self.false <= GOAL_FALSE

    def __str__(self) -> str:
        n = len(self.planted)
        beside = sum(len(one.found.slices) - (one.rank is not None) for one in self.planted) / n
        looks = sorted(one.found.looks for one in (*self.planted, *self.null))
        lines = [
            "| what | tables | measured | goal |\n|---|---|---|---|",
            f"| planted slice among the first {FIRST} | {n} | {self.recovered:.1%} | >= {GOAL_RECOVERED:.0%} |",
        ]
        for depth, words in ((1, "1 condition"), (2, "2 conditions")):
            if some := [one for one in self.planted if len(one.planted.conditions) == depth]:
                lines.append(f"| ... of {words} | {len(some)} | {_among(some, FIRST):.1%} | |")
        lines += [
            f"| planted slice is the first | {n} | {_among(self.planted, 1):.1%} | |",
            f"| other slices found beside it, mean | {n} | {beside:.2f} | |",
            f"| null tables in which anything is found | {len(self.null)} | {self.false:.1%} | <= {GOAL_FALSE:.0%} |",
            f"\n{looks[0]} to {looks[-1]} slices were looked at in a table.",
        ]
        return "\n".join(lines)


def _among(some: Sequence[Outcome], first: int) -> float:
    return sum(one.rank is not None and one.rank <= first for one in some) / len(some)


def outcomes(rounds: int, *, seed: int, planting: bool) -> list[Outcome]:
    """Generate tables and look for slices in each."""
    import numpy as np

    generated = (generate(np.random.default_rng([seed, number]), planting=planting) for number in range(rounds))
    return [Outcome(one, leading_slices(one.table)) for one in generated]


def generate(random: np.random.Generator, *, planting: bool) -> Planted:
    """Generate a table; with `planting` a slice of it becomes more negative in the later period."""
    import numpy as np

    posts = 2 * int(np.exp(random.uniform(*np.log(_POSTS))))
    later = np.arange(posts) >= posts // 2
    authors = posts // 4
    activity = random.pareto(1.5, authors) + 0.1
    author = random.choice(authors, posts, p=activity / activity.sum())
    chance = _BASE + random.normal(0, 0.08, authors)[author] + later * random.uniform(*_DRIFT)
    columns = [_of_author(name, size, author, random) for name, size in _OF_AUTHOR.items()]
    columns += [_of_post(name, size, later, random) for name, size in _OF_POST.items()]
    for column in columns:
        chance += random.normal(0, 0.05, len(column.values))[column.codes]
    features = _features(later, random)
    if features.rows is not None:
        np.add.at(chance, features.rows, random.normal(0, 0.05, _FEATURES)[features.codes])
    heard = np.isin(author, author[~later])
    columns += [features, Column("voices", ("new", "returning"), heard.astype(np.intp), fresh=True)]
    block = random.integers(_BLOCKS, size=authors)[author]
    table = Table(np.ones(posts, dtype=np.intp), later, later, block, tuple(columns))
    conditions = _slice(table, random) if planting else ()
    rise = float(random.uniform(*_RISE)) if planting else 0.0
    if conditions:
        chance += rise * (later & table.holds(conditions))
    negative = random.random(posts) < np.clip(chance, 0.01, 0.99)
    return Planted(table._replace(counts=negative), conditions, rise)


def _of_author(name: str, size: int, author: Places, random: np.random.Generator) -> Column:
    values = random.choice(size, author.max() + 1, p=random.dirichlet([4] * size))
    return Column(name, _names(name, size), values[author])


def _of_post(name: str, size: int, later: NDArray[np.bool_], random: np.random.Generator) -> Column:
    """A column whose shares shift between the periods."""
    import numpy as np

    usual = random.dirichlet([4] * size)
    codes = np.empty(len(later), dtype=np.intp)
    for side in (False, True):
        codes[later == side] = random.choice(size, int((later == side).sum()), p=random.dirichlet(60 * usual + 0.5))
    return Column(name, _names(name, size), codes)


def _features(later: NDArray[np.bool_], random: np.random.Generator) -> Column:
    """Each post names up to three features, most of them none or one."""
    import numpy as np

    popular = random.dirichlet([2] * _FEATURES)
    named = random.choice(4, len(later), p=[0.45, 0.40, 0.12, 0.03])
    post = np.repeat(np.arange(len(later)), named)
    pairs = np.unique(np.stack([post, random.choice(_FEATURES, len(post), p=popular)]), axis=1)
    return Column("aspect", _names("feature", _FEATURES), pairs[1], pairs[0])


def _slice(table: Table, random: np.random.Generator) -> tuple[Condition, ...]:
    """Draw conditions until they hold for a slice of the sizes that the module names."""
    while True:
        chosen = random.choice(len(table.columns), 1 + int(random.random() < 0.5), replace=False)
        columns = [table.columns[place] for place in sorted(chosen)]
        conditions = tuple(Condition(one.name, one.values[random.integers(len(one.values))]) for one in columns)
        posts = int((table.holds(conditions) & table.later).sum())
        if posts >= _LEAST_POSTS and _SHARES[0] <= posts / table.later.sum() <= _SHARES[1] and _said(table, conditions):
            return conditions


def _said(table: Table, conditions: tuple[Condition, ...]) -> bool:
    """Whether no condition alone holds for nearly the same posts: the pair could not be told from it."""
    posts = (table.holds(conditions) & table.later).sum()
    return all(posts <= 0.75 * (table.holds((one,)) & table.later).sum() for one in conditions if len(conditions) > 1)


def _names(name: str, size: int) -> tuple[str, ...]:
    return tuple(f"{name} {place}" for place in range(size))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
