"""Associations: how often intervals hold the truth, and how often something is found where nothing is.

    python -m evals.associations [--rounds 400]

Simulated posts: authors write several and differ both in how readily they are exposed and in how readily they complain;
exposure is commoner in some strata, and where strata matter the outcome is too, so that the plain ratio is wrong.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.statistics.association import Association, associated
from tools.statistics.keyness import discoveries
from tools.statistics.proportion import wilson

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]

_STRATA, _PAIRS, _BY_AUTHOR = 6, 120, 0.3


class World(NamedTuple):
    """What is simulated: authors, the true ratio within strata, how authors differ, whether strata confound.

    With `by_author` the exposure is the author's (a tenure, an event), not the post's.
    """

    name: str
    authors: int = 300
    ratio: float = 1.0
    spread: float = 0.5
    confounded: bool = False
    by_author: bool = False


WORLDS = (
    World("nothing, 300 authors"),
    World("nothing, 60 authors", authors=60),
    World("nothing, exposure by author", by_author=True),
    World("nothing, strata confound", confounded=True),
    World("twice as likely", ratio=2.0),
    World("twice as likely, 60 authors", authors=60, ratio=2.0),
    World("twice as likely, exposure by author", ratio=2.0, by_author=True),
    World("1.5 times, strata confound", ratio=1.5, confounded=True),
    World("authors differ greatly", spread=1.0),
)


class Measured(NamedTuple):
    """Over rounds: how many crude and adjusted intervals held the true ratio, and how many adjusted ones left out 1."""

    world: World
    rounds: int
    crude: int
    adjusted: int
    apart: int


def main(arguments: Sequence[str] | None = None) -> int:
    """Print coverage by world, and false discoveries among many pairs."""
    parser = argparse.ArgumentParser(prog="python -m evals.associations", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=400, help="simulations a world")
    asked = parser.parse_args(arguments)
    sys.stdout.write(to_markdown([measured(world, asked.rounds) for world in WORLDS]))
    sys.stdout.write("\n" + discovered_to_markdown(max(asked.rounds // 2, 1)))
    return 0


def measured(world: World, rounds: int) -> Measured:
    """Simulate a world so often and count."""
    import numpy as np

    random = np.random.default_rng(5)
    crude = adjusted = apart = 0
    for _ in range(rounds):
        found = simulate(world, random)
        crude += found.crude.interval.holds(world.ratio)
        adjusted += found.best.interval.holds(world.ratio)
        apart += found.best.chance < 0.05
    return Measured(world, rounds, crude, adjusted, apart)


def simulate(world: World, random: np.random.Generator) -> Association:
    """Draw posts of a world, and measure them."""
    import numpy as np

    clusters, strata = _crowd(world.authors, random)
    tends = random.normal(0, world.spread, world.authors)
    chance = np.linspace(0.1, 0.5, _STRATA)[strata]
    lean = np.log(chance / (1 - chance)) + tends[clusters]
    exposed = random.random(len(clusters)) < 1 / (1 + np.exp(-lean))
    if world.by_author:
        exposed = (random.random(world.authors) < _BY_AUTHOR)[clusters]
    base = np.linspace(0.06, 0.3, _STRATA)[strata] if world.confounded else np.full(len(clusters), 0.15)
    differs = np.exp(random.normal(0, world.spread, world.authors) - world.spread**2 / 2)
    risk = np.minimum(base * differs[clusters] * np.where(exposed, world.ratio, 1), 0.95)
    return associated(exposed, random.random(len(clusters)) < risk, clusters, strata)


def discovered(rounds: int, *, real: int) -> tuple[int, int, int]:
    """Look at 120 pairs a round, `real` of them true: found, found wrongly, and rounds in which any was so found."""
    import numpy as np

    random = np.random.default_rng(6)
    found = wrong = rounds_wrong = 0
    for _ in range(rounds):
        worlds = [World("", ratio=2.0 if i < real else 1.0) for i in range(_PAIRS)]
        stands = discoveries([simulate(world, random).best.chance for world in worlds])
        false = sum(stands[real:])
        found, wrong, rounds_wrong = found + sum(stands), wrong + false, rounds_wrong + bool(false)
    return found, wrong, rounds_wrong


def to_markdown(results: Sequence[Measured]) -> str:
    """Write coverage of the crude and the adjusted interval, and how often chance below 5 % was given."""
    lines = [
        "| simulated | crude intervals that hold the ratio | adjusted ones | adjusted that leave out 1 |",
        "|---|---|---|---|",
    ]
    for each in results:
        rates = (_rate(count, each.rounds) for count in (each.crude, each.adjusted, each.apart))
        lines.append(f"| {each.world.name} | {' | '.join(rates)} |")
    return "\n".join(lines) + "\n"


def discovered_to_markdown(rounds: int) -> str:
    """Write what is found among 120 pairs of which none, and of which twelve, are true."""
    _, _, rounds_wrong = discovered(rounds, real=0)
    found, wrong, _ = discovered(rounds, real=12)
    return (
        f"Of {_PAIRS} pairs, none true: something is found in {_rate(rounds_wrong, rounds)} of rounds.\n"
        f"Of {_PAIRS} pairs, 12 true: of those found, wrong {_rate(wrong, found)}; of the true, found "
        f"{_rate(found - wrong, 12 * rounds)}.\n"
    )


def _crowd(authors: int, random: np.random.Generator) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Draw authors who write one to 30 posts, and the stratum of each post, half of an author's in one."""
    import numpy as np

    wrote = np.minimum(random.geometric(0.3, authors), 30)
    clusters = np.repeat(np.arange(authors), wrote)
    home = random.integers(0, _STRATA, authors)[clusters]
    strata = np.where(random.random(len(clusters)) < 0.5, home, random.integers(0, _STRATA, len(clusters)))
    return clusters, strata


def _rate(part: int, whole: int) -> str:
    if not whole:
        return "none"
    low, high = wilson(part, whole)
    return f"{part / whole:.1%} ({low:.1%} to {high:.1%}, {part:,} of {whole:,})"


if __name__ == "__main__":
    sys.exit(main())
