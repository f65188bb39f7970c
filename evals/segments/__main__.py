"""Segments: planted ones found, none found in nothing, how right memberships are, and how long it takes.

    python -m evals.segments [--seeds 7,11,12] [--shufflings 200] [--worlds 20] [--people 100000]

Seeds 1 to 6 were looked at while the rule was made; the default ones were not.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from evals.segments.launches import members
from evals.segments.nothing import found_in_shuffled, found_in_worlds
from evals.segments.recovery import recovered, to_markdown
from evals.segments.speed import timed

_SEEDS = "7,11,12,13,14,15,16,17,18,19,20"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print each part as it is done."""
    parser = argparse.ArgumentParser(prog="python -m evals.segments", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seeds", default=_SEEDS, help="sample launches to recover the segments of")
    parser.add_argument("--shufflings", type=int, default=200)
    parser.add_argument("--worlds", type=int, default=20, help="times that each planted world is drawn")
    parser.add_argument("--people", type=int, default=100_000)
    asked = parser.parse_args(arguments)
    people = {seed: members(seed) for seed in map(int, asked.seeds.split(","))}
    sys.stdout.write(timed(asked.people) + "\n")
    sys.stdout.write(to_markdown([recovered(seed, each) for seed, each in people.items()]) + "\n")
    sys.stdout.flush()
    sys.stdout.write(found_in_shuffled([each.matrix for each in people.values()], asked.shufflings) + "\n")
    sys.stdout.flush()
    sys.stdout.write(found_in_worlds(asked.worlds))
    return 0


if __name__ == "__main__":
    sys.exit(main())
