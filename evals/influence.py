"""Influence: do intervals of weighted shares hold the truth, and is a campaign named that did nothing?

    python -m evals.influence [--rounds 300] [--seed 0]

Shares: authors write one mention or more (geometric, mean 3), mostly about the brand that they favour, and their
audiences are log-normal, as heavy-tailed as followers are (spread 1.4, as in the sample, and 2.2), in half of the
launches larger among those who favour the third brand. Counted is how often 95 % intervals of shares, of gaps to share
of voice and of leads hold what an endless launch would show; beside them the bootstrap that is not used.

Campaigns: forty days of people who mention a brand and its rivals, with a common weekly rhythm, and shocks of their own
that last (memory 0, 0.3 and 0.6). Counted is how often a campaign is named that did nothing, or multiplied mentions by
1.5 or 2, and how often its interval holds the truth.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from math import exp, log
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.listening.rivals.effect import OUTCOMES, Effect
from tools.statistics.differences import Change, Windows, placebos, sloped, stepped
from tools.statistics.interval import Interval
from tools.statistics.weighted import WeightedShares

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]

GOAL_COVERED, GOAL_FALSE = 0.95, 0.05
_FAVOUR = (0.6, 0.25, 0.15)
_DAYS, _AT, _WINDOW = 40, 18, 7
_PEOPLE, _RHYTHM, _COMMON, _SHOCK = (20, 60), 0.3, 0.1, 0.15


class World(NamedTuple):
    """Launches to generate: authors, spread of log audience, how much larger it is for the third brand, loyalty."""

    authors: int
    spread: float
    lift: float
    loyal: float


class Coverage(NamedTuple):
    """Share of the intervals that held the truth, by what they are of."""

    world: World
    shares: float
    gaps: float
    leads: float
    bootstrap: float


class Campaigns(NamedTuple):
    """Campaigns of one size and memory: share named, and share of intervals that held the truth."""

    memory: float
    factor: float
    named: float
    covered: float


WORLDS = tuple(
    World(authors, spread, lift, loyal)
    for authors in (100, 400, 1_500)
    for spread in (1.4, 2.2)
    for lift, loyal in ((0.0, 0.5), (1.0, 0.8))
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print both tables, and how long they took."""
    parser = argparse.ArgumentParser(prog="python -m evals.influence", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=300, help="launches, and campaigns, of each kind")
    parser.add_argument("--seed", type=int, default=0, help="seed of the first")
    asked = parser.parse_args(arguments)
    start = time.process_time()
    covered = [coverage(world, rounds=asked.rounds, seed=asked.seed) for world in WORLDS]
    named = [
        campaigns(memory, factor, rounds=asked.rounds, seed=asked.seed)
        for memory in (0.0, 0.3, 0.6)
        for factor in (1.0, 1.5, 2.0)
    ]
    sys.stdout.write(to_markdown(covered, named))
    sys.stdout.write(f"\n{asked.rounds} rounds each, {time.process_time() - start:.0f} seconds of processor time.\n")
    return 0


def coverage(world: World, *, rounds: int, seed: int) -> Coverage:
    """Generate launches and count the intervals that hold the truth."""
    import numpy as np

    voice, influence = _truth(world)
    held = np.zeros(4)
    for place in range(rounds):
        random = np.random.default_rng([seed, place, world.authors])
        mentions, weighted = _launch(world, random)
        every = float(mentions.sum())
        heard, said = WeightedShares(weighted, every), WeightedShares(mentions, every)
        parts, plain = [heard.part(i) for i in range(3)], [said.part(i) for i in range(3)]
        drawn = random.standard_exponential((200, world.authors)) @ weighted
        low, high = np.quantile(drawn / drawn.sum(axis=1, keepdims=True), [0.025, 0.975], axis=0)
        held += (
            sum(part.interval.holds(truth) for part, truth in zip(parts, influence, strict=True)) / 3,
            sum(
                one.less(two).holds(after - before)
                for one, two, after, before in zip(parts, plain, influence, voice, strict=True)
            )
            / 3,
            float(parts[1].less(parts[2]).holds(influence[1] - influence[2])),
            float(np.mean((low <= influence) & (influence <= high))),
        )
    return Coverage(world, *(float(value) / rounds for value in held))


def campaigns(memory: float, factor: float, *, rounds: int, seed: int) -> Campaigns:
    """Generate campaigns and count those named by the rule of `compare_brands`, and intervals that hold the truth."""
    import numpy as np

    named = covered = 0
    for place in range(rounds):
        gaps = _course(memory, factor, np.random.default_rng([seed, place]))
        effect = _effect(gaps)
        named += effect.is_settled and not effect.was_under_way
        covered += effect.read.interval.holds(log(factor))
    return Campaigns(memory, factor, named / rounds, covered / rounds)


def _truth(world: World) -> tuple[Array, Array]:
    """Shares of voice and of influence of an endless launch."""
    import numpy as np

    favour = np.array(_FAVOUR)
    heard = favour * np.exp([0.0, 0.0, world.lift])
    heard /= heard.sum()
    return favour, world.loyal * heard + (1 - world.loyal) * favour


def _launch(world: World, random: np.random.Generator) -> tuple[Array, Array]:
    """Mentions of each author by brand, and the same weighted by audience."""
    import numpy as np

    favourite = random.choice(3, size=world.authors, p=_FAVOUR)
    audience = np.exp(random.normal(0, world.spread, world.authors) + np.where(favourite == 2, world.lift, 0.0))
    chances = world.loyal * np.eye(3)[favourite] + (1 - world.loyal) * np.array(_FAVOUR)
    mentions = random.multinomial(random.geometric(0.35, world.authors), chances).astype(np.float64)
    return mentions, mentions * audience[:, None]


def _course(memory: float, factor: float, random: np.random.Generator) -> Array:
    """People a day of a brand against its rivals, on the log scale."""
    import numpy as np

    days = np.arange(_DAYS)
    common = _RHYTHM * np.sin(2 * np.pi * days / 7) + _COMMON * random.normal(size=_DAYS)
    lifted = np.where(days >= _AT, log(factor), 0.0)
    mine = random.poisson(_PEOPLE[0] * np.exp(common + lifted + _lasting(memory, random)))
    others = random.poisson(_PEOPLE[1] * np.exp(common + _lasting(memory, random)))
    gaps: Array = np.log(mine + 0.5) - np.log(others + 0.5)
    return gaps


def _lasting(memory: float, random: np.random.Generator) -> Array:
    import numpy as np

    shocks = _SHOCK * random.normal(size=_DAYS)
    for day in range(1, _DAYS):
        shocks[day] += memory * shocks[day - 1]
    return np.asarray(shocks)


def _effect(gaps: Array) -> Effect:
    windows = Windows(_WINDOW)
    change = stepped(gaps, _AT, windows, comparisons=OUTCOMES) or Change(0.0, Interval(-1.0, 1.0))
    others = placebos(gaps, _AT, windows)
    as_large = sum(abs(value) >= abs(change.value) for value in others)
    return Effect("mentions", change, change, sloped(gaps, _AT, 2 * _WINDOW), len(others), as_large, 0)


def to_markdown(covered: Sequence[Coverage], named: Sequence[Campaigns]) -> str:
    """Write both tables."""
    lines = [
        f"Intervals that hold the truth (goal {GOAL_COVERED:.0%}), and the bootstrap's of the same shares:",
        "",
        "| authors | spread | larger audience | loyal | shares | gaps | leads | bootstrap |",
        "|---|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {one.world.authors:,} | {one.world.spread} | {exp(one.world.lift):.1f} times | {one.world.loyal} | "
        f"{one.shares:.3f} | {one.gaps:.3f} | {one.leads:.3f} | {one.bootstrap:.3f} |"
        for one in covered
    ]
    lines += [
        "",
        f"Campaigns named (goal for those that did nothing: at most {GOAL_FALSE:.0%}), and intervals that hold the "
        "truth (97.5 %, as two outcomes are looked at):",
        "",
        "| memory | mentions times | named | interval holds it |",
        "|---|---|---|---|",
    ]
    lines += [f"| {one.memory} | {one.factor} | {one.named:.3f} | {one.covered:.3f} |" for one in named]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    raise SystemExit(main())
