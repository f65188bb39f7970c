"""Experiments: how often the intervals of a test hold the truth, its alarms sound for nothing, and its plans come true.

    python -m evals.experiments [--rounds 1000]

Simulated tests: of nothing and of a planted lift, by shares rare and common and by values with a long tail; arms that
lost people; people who were chosen for what they did before; segments that answer alike and otherwise.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.statistics.effects import Effect, effect_of_means, effect_of_shares, moments
from tools.statistics.heterogeneity import interaction_chance, share_effect
from tools.statistics.keyness import discoveries
from tools.statistics.mismatch import LEVEL, ratio_mismatch
from tools.statistics.power import Aim, people_for_means, people_for_shares
from tools.statistics.propensity import adjusted, apart, selection
from tools.statistics.proportion import wilson

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]
    Random = np.random.Generator

_FOUND = 0.05
_DOUBT = 0.01


class Shares(NamedTuple):
    """A test on shares: the base, the lift, people in the control and treated."""

    name: str
    base: float
    lift: float
    control: int
    treated: int


class Chosen(NamedTuple):
    """A test in which people with more of a trait are likelier to be treated, by `pull`, and to have the outcome."""

    name: str
    pull: float
    lift: float = 0.0
    people: int = 1000
    traits: int = 12


SHARES = (
    Shares("nothing, 14 %, 450 an arm", 0.14, 0.0, 450, 450),
    Shares("nothing, 2 %, 200 an arm", 0.02, 0.0, 200, 200),
    Shares("nothing, 50 %, 30 an arm", 0.5, 0.0, 30, 30),
    Shares("nothing, 10 %, a holdout of 100 in 1,000", 0.1, 0.0, 100, 900),
    Shares("14 % to 21 %, 450 an arm", 0.14, 0.07, 450, 450),
    Shares("2 % to 5 %, 200 an arm", 0.02, 0.03, 200, 200),
    Shares("10 % to 20 %, a holdout of 100 in 1,000", 0.1, 0.1, 100, 900),
)
CHOSEN = (
    Chosen("by lot, no lift", 0.0),
    Chosen("by lot, 5 points", 0.0, lift=0.05),
    Chosen("chosen a little, no lift", 0.5),
    Chosen("chosen strongly, no lift", 1.0),
    Chosen("chosen strongly, 5 points", 1.0, lift=0.05),
)


class Held(NamedTuple):
    """Over rounds: intervals that held the planted difference and ratio, and tests that found something."""

    name: str
    rounds: int
    difference: int
    ratio: int
    found: int


class Weighed(NamedTuple):
    """Over rounds: mean error of the raw and of the weighted lift, intervals of either that held, alarms raised."""

    name: str
    rounds: int
    raw: float
    weighted: float
    raw_held: int
    weighted_held: int
    alarms: int


def main(arguments: Sequence[str] | None = None) -> int:
    """Print coverage, false alarms, power reached and bias removed."""
    parser = argparse.ArgumentParser(prog="python -m evals.experiments", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=1000, help="simulated tests of each kind")
    rounds = parser.parse_args(arguments).rounds
    for part in _parts(rounds):
        sys.stdout.write(part + "\n")
        sys.stdout.flush()
    return 0


def _parts(rounds: int) -> Iterator[str]:
    yield held_to_markdown([*(shares(world, rounds) for world in SHARES), *values(rounds)])
    yield power_to_markdown(rounds)
    yield splits_to_markdown(rounds)
    yield segments_to_markdown(rounds)
    yield weighed_to_markdown([weighed(world, max(rounds // 4, 1)) for world in CHOSEN])
    yield peeking_to_markdown(rounds)


def shares(world: Shares, rounds: int) -> Held:
    """Simulate a test on shares so often and count."""
    import numpy as np

    random = np.random.default_rng(11)
    ratio = (world.base + world.lift) / world.base

    def once() -> Effect:
        x0, x1 = random.binomial(world.control, world.base), random.binomial(world.treated, world.base + world.lift)
        return effect_of_shares((int(x1), world.treated), (int(x0), world.control))

    return _held(world.name, rounds, once, world.lift, ratio)


def values(rounds: int) -> Iterator[Held]:
    """Simulate tests on values: a fifth of the people buy, for amounts with a long tail."""
    import numpy as np

    random = np.random.default_rng(12)
    mean = 0.2 * float(np.exp(0.5 * 0.8**2))

    for people, times in ((100, 1.0), (450, 1.0), (450, 1.3)):

        def once(people: int = people, times: float = times) -> Effect:
            return effect_of_means(moments(times * _spent(people, random)), moments(_spent(people, random)))

        name = f"values, {f'{times} times' if times != 1 else 'nothing'}, {people} an arm"
        yield _held(name, rounds, once, (times - 1) * mean, times)


def power_to_markdown(rounds: int) -> str:
    """Plan tests for 80 % power, run them, and count how many find the lift."""
    import numpy as np

    random = np.random.default_rng(13)
    lines = ["| planned for 80 % | people | found |", "|---|---|---|"]
    for base, lift, ratio in (
        (0.14, 0.02, 1.0),
        (0.02, 0.02, 1.0),
        (0.5, 0.1, 1.0),
        (0.1, 0.05, 9.0),
        (0.2, -0.05, 1.0),
    ):
        arms = people_for_shares(base, lift, Aim(), ratio=ratio)
        x0, x1 = random.binomial(arms.control, base, rounds), random.binomial(arms.treated, base + lift, rounds)
        found = sum(
            effect_of_shares((int(b), arms.treated), (int(a), arms.control)).is_settled
            for a, b in zip(x0, x1, strict=True)
        )
        name = f"{base:.0%} {lift:+.0%}, {ratio:g} treated for each control"
        lines.append(f"| {name} | {arms.n:,} | {_rate(found, rounds)} |")
    sd = float(np.std(_spent(200_000, random)))
    arms = people_for_means(sd, 0.1)
    found = sum(
        effect_of_means(moments(_spent(arms.treated, random) + 0.1), moments(_spent(arms.control, random))).is_settled
        for _ in range(rounds)
    )
    return "\n".join([*lines, f"| values, a third of their mean more | {arms.n:,} | {_rate(found, rounds)} |"]) + "\n"


def splits_to_markdown(rounds: int) -> str:
    """Count alarms over splits: false ones of tests by lot, and those of arms that lost people."""
    import numpy as np

    random = np.random.default_rng(14)
    lines = ["| split | people | alarms |", "|---|---|---|"]
    for people, lost in (
        (200, 0.0),
        (1000, 0.0),
        (100_000, 0.0),
        (1000, 0.1),
        (10_000, 0.03),
        (10_000, 0.1),
        (100_000, 0.03),
    ):
        treated = random.binomial(people, 0.5, 20 * rounds if not lost else rounds)
        kept = random.binomial(treated, 1 - lost)
        alarms = sum(
            ratio_mismatch((people - int(a), int(b)), (1, 1)) < LEVEL for a, b in zip(treated, kept, strict=True)
        )
        name = f"{lost:.0%} of one arm lost" if lost else "as planned"
        lines.append(f"| {name} | {people:,} | {_rate(alarms, len(treated))} |")
    return "\n".join(lines) + "\n"


def segments_to_markdown(rounds: int) -> str:
    """Count segments said to differ and lifts said to stand in segments, where none is and where one is."""
    import numpy as np

    random = np.random.default_rng(15)
    lines = [
        "| four segments of 150 an arm | lifts said to differ | tests with a lift that stands in a segment |",
        "|---|---|---|",
    ]
    for name, lifts in (
        ("nothing in any", (0.0, 0.0, 0.0, 0.0)),
        ("10 points in all", (0.1, 0.1, 0.1, 0.1)),
        ("20 points in one", (0.2, 0.0, 0.0, 0.0)),
    ):
        differ = standing = 0
        for _ in range(rounds):
            pairs = [
                ((int(random.binomial(150, 0.14 + lift)), 150), (int(random.binomial(150, 0.14)), 150))
                for lift in lifts
            ]
            differ += interaction_chance([share_effect(*pair) for pair in pairs]) < _FOUND
            standing += any(discoveries([effect_of_shares(*pair).chance for pair in pairs]))
        lines.append(f"| {name} | {_rate(differ, rounds)} | {_rate(standing, rounds)} |")
    return "\n".join(lines) + "\n"


def weighed(world: Chosen, rounds: int) -> Weighed:
    """Simulate tests in which people were chosen, and hold the raw and the weighted lift against the planted one."""
    import numpy as np

    random = np.random.default_rng(16)
    errors = np.zeros((rounds, 2))
    raw_held = weighted_held = alarms = 0
    for i in range(rounds):
        traits = random.gamma(1.0, 3.0, (world.people, world.traits))
        trait = np.log1p(traits[:, 0]) - 1.2
        treated = random.random(world.people) < 1 / (1 + np.exp(-world.pull * trait))
        chance = (0.2 + 0.1 * trait + world.lift * treated).clip(0.01, 0.99)
        outcome = (random.random(world.people) < chance).astype(float)
        found = selection(traits, treated, seed=i)
        effect = adjusted(outcome, treated, found.propensities)
        raw = effect_of_shares(_counts(outcome[treated]), _counts(outcome[~treated]))
        errors[i] = raw.difference - world.lift, effect.difference - world.lift
        raw_held += raw.interval.holds(world.lift)
        weighted_held += effect.interval.holds(world.lift)
        alarms += apart(found.separation, treated) < _DOUBT
    mean = errors.mean(axis=0)
    return Weighed(world.name, rounds, float(mean[0]), float(mean[1]), raw_held, weighted_held, alarms)


def peeking_to_markdown(rounds: int) -> str:
    """Count tests of nothing that find something when they are looked at five times on the way."""
    import numpy as np

    random = np.random.default_rng(17)
    found = 0
    for _ in range(rounds):
        arms = random.random((2, 1000)) < 0.2
        looks = (
            (_counts(arms[1, :n].astype(float)), _counts(arms[0, :n].astype(float))) for n in range(200, 1001, 200)
        )
        found += any(effect_of_shares(*look).is_settled for look in looks)
    return f"Tests of nothing that find something in one of five looks: {_rate(found, rounds)}.\n"


def held_to_markdown(results: Sequence[Held]) -> str:
    """Write how many intervals held the planted lift, and how many tests found one."""
    lines = [
        "| simulated | intervals that hold the difference | the ratio | tests that find something |",
        "|---|---|---|---|",
    ]
    for one in results:
        rates = " | ".join(_rate(count, one.rounds) for count in (one.difference, one.ratio, one.found))
        lines.append(f"| {one.name} | {rates} |")
    return "\n".join(lines) + "\n"


def weighed_to_markdown(results: Sequence[Weighed]) -> str:
    """Write the error of the raw and the weighted lift, their coverage, and the alarms."""
    lines = [
        "| people came to the arm | raw lift is off by | weighted | raw intervals that hold | weighted | alarms |",
        "|---|---|---|---|---|---|",
    ]
    for one in results:
        rates = " | ".join(_rate(count, one.rounds) for count in (one.raw_held, one.weighted_held, one.alarms))
        lines.append(f"| {one.name} | {100 * one.raw:+.1f} points | {100 * one.weighted:+.1f} points | {rates} |")
    return "\n".join(lines) + "\n"


def _held(name: str, rounds: int, once: Callable[[], Effect], lift: float, ratio: float) -> Held:
    difference = times = found = 0
    for _ in range(rounds):
        effect = once()
        difference += effect.interval.holds(lift)
        # Where a control without the outcome leaves no ratio, none is told, and none is wrong.
        times += effect.ratio_interval is None or effect.ratio_interval.holds(ratio)
        found += effect.is_settled
    return Held(name, rounds, difference, times, found)


def _spent(people: int, random: Random) -> Array:
    import numpy as np

    amounts: Array = np.where(random.random(people) < 0.2, random.lognormal(0, 0.8, people), 0.0)
    return amounts


def _counts(outcome: Array) -> tuple[int, int]:
    return round(float(outcome.sum())), len(outcome)


def _rate(part: int, whole: int) -> str:
    low, high = wilson(part, whole)
    return f"{part / whole:.1%} ({low:.1%} to {high:.1%}, {part:,} of {whole:,})"


if __name__ == "__main__":
    sys.exit(main())
