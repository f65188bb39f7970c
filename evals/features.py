"""Features: whether leavers are measured as they were, what is called moved, and whether weights hold the truth.

    python -m evals.features [--rounds 200]

All of it is simulated, so the truth is known: rates of people who leave after doing less and less, features that are
drawn twice from one distribution or from two, and outcomes that come of what people did by odds that were set.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tools.base import Period
from tools.segmentation.features.stability import MUCH, SOMEWHAT, population_stability
from tools.segmentation.features.staying import Done, Stay, stays
from tools.segmentation.features.weights import learnt_weights
from tools.segmentation.matrix import Feature, Matrix
from tools.statistics.proportion import wilson

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

_DAYS = 60


class Leaving(NamedTuple):
    """Leavers' rates as measured, as a multiple of what they were before: by stays, and by dividing by the period."""

    fading_days: int
    by_stay: float
    by_period: float


def leaving(fading_days: int, *, people: int = 1_000, rounds: int, seed: int = 0) -> Leaving:
    """Simulate people of whom a fifth leave after a launch on day 20, doing less in their last `fading_days` days."""
    import numpy as np

    measured, naive, true = 0.0, 0.0, 0.0
    for number in range(rounds):
        random = np.random.default_rng([seed, fading_days, number])
        rates = random.gamma(2, 0.1, (people, 2))
        gone = random.random(people) < 0.2
        last = np.where(gone, random.integers(25, _DAYS, people), _DAYS - 1)
        before = last[:, None] - np.arange(_DAYS)
        active = np.where(before >= 0, 1.0, 0.0)
        if fading_days:
            active *= np.where(gone[:, None], np.clip(before / fading_days, 0.1, 1), 1.0)
        could = np.stack([np.ones(_DAYS), np.arange(_DAYS) >= 20])
        done = random.poisson(rates[:, :, None] * active[:, None, :] * could)
        steps = np.zeros(_DAYS)
        for person in np.flatnonzero(gone):
            steps[: last[person] + 1] += done[person].sum(axis=0)[: last[person] + 1][::-1]
        used = done[~gone].sum(axis=0).astype(np.float64)
        stay = Stay(np.zeros(people, dtype=np.int64), last, gone)
        shares = stays(Done(used, used.sum(axis=0), steps), stay, np.ones(_DAYS))
        per_day = done.sum(axis=2) / could.sum(axis=1)
        measured += float((per_day / shares)[gone].sum())
        naive += float(per_day[gone].sum())
        true += float(rates[gone].sum())
    return Leaving(fading_days, measured / true, naive / true)


class Moved(NamedTuple):
    """How often a feature is called moved, by its index and chance, and by the index alone."""

    people: int
    shift: float
    rounds: int
    told: int
    by_index: int


def moved(people: int, shift: float, *, rounds: int, seed: int = 0) -> Moved:
    """Draw a skewed feature of two halves, the second's mean higher by `shift` standard deviations."""
    import numpy as np

    told, by_index = 0, 0
    for number in range(rounds):
        random = np.random.default_rng([seed, people, number])
        first = random.poisson(random.gamma(2, 2, people))
        second = random.poisson(random.gamma(2, 2, people) + shift * np.sqrt(12))
        found = population_stability(first.astype(np.float64), second.astype(np.float64))
        told += found.psi > max(SOMEWHAT, found.by_chance)
        by_index += found.psi > MUCH
    return Moved(people, shift, rounds, told, by_index)


class Weighing(NamedTuple):
    """How many intervals of weights held the truth, and how many of those without effect left out 1."""

    people: int
    tried: int
    held: int
    nothing: int
    false: int


def weighing(people: int, *, rounds: int, seed: int = 0) -> Weighing:
    """Learn weights of three behaviours, of which the third says nothing of the outcome."""
    import numpy as np

    effects = np.array([0.8, 0.4, 0.0])
    period = Period.model_validate({"start": "2026-01-05", "end": "2026-02-01"})
    features = tuple(Feature(f"{kind}.it", f"{kind}s a week", "per week", "use") for kind in ("share", "like", "view"))
    held, false = 0, 0
    for number in range(rounds):
        random = np.random.default_rng([seed, people, number])
        rates = random.poisson(random.gamma(2, 1, (people, 3)) * 4) / 4
        logs = np.log1p(rates)
        odds = ((logs - logs.mean(axis=0)) / logs.std(axis=0)) @ effects - 1
        came = random.random(people) < 1 / (1 + np.exp(-odds))
        matrix = Matrix(tuple(f"p{i:06d}" for i in range(people)), features, rates, period)
        for weight in learnt_weights(matrix, came, seed=number).weights:
            true = effects[features.index(weight.feature)]
            held += weight.interval.holds(float(np.exp(true)))
            false += bool(weight.stands and true == 0)
    return Weighing(people, 3 * rounds, held, rounds, false)


def report(rounds: int) -> Iterator[str]:
    """Yield the findings, a line each."""
    for days in (0, 7, 21):
        found = leaving(days, rounds=max(1, rounds // 10))
        yield (
            f"leavers who wind down over {days} days: measured at {found.by_stay:.2f} of what they did, "
            f"{found.by_period:.2f} where counts are divided by the period"
        )
    for people in (80, 300, 1_000):
        for shift in (0.0, 0.4):
            told = moved(people, shift, rounds=rounds)
            yield (
                f"{people} people, moved by {shift} standard deviations: told in {_share(told.told, rounds)}, "
                f"by the index alone in {_share(told.by_index, rounds)}"
            )
    for people in (300, 1_000):
        weights = weighing(people, rounds=max(1, rounds // 2))
        yield (
            f"weights of {people} people: {_share(weights.held, weights.tried)} of intervals hold the truth, "
            f"{_share(weights.false, weights.nothing)} of those of nothing leave out 1"
        )


def _share(x: int, n: int) -> str:
    low, high = wilson(x, n)
    return f"{x / n:.1%} ({low:.1%} to {high:.1%})"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the report."""
    parser = argparse.ArgumentParser(prog="python -m evals.features", description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=200)
    for line in report(parser.parse_args(arguments).rounds):
        sys.stdout.write(f"{line}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
