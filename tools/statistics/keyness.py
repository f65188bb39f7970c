"""Keyness: which words set one set of posts apart from another."""

from __future__ import annotations

from collections.abc import Sequence
from math import erfc, log, sqrt

PRIOR_POSTS = 50
"""Weight of the prior, in posts: few of them hold a rare word, so that a handful of uses proves little."""


def log_odds_z(here: int, n_here: int, there: int, n_there: int) -> float:
    """Return the z-score of the log-odds ratio of a word, held by `here` of `n_here` posts and `there` of `n_there`.

    Above 0 the word belongs to the first set, below 0 to the second. An informative prior, the word's share in both
    sets together, pulls rare words to 0. Counted are posts that hold the word, not its uses, so that one long rant
    weighs no more than a short one; otherwise as in the source.
    Source: Monroe, Colaresi & Quinn, Fightin' Words, Political Analysis 16 (2008) 372-403, equations 16, 18 and 22.
    """
    prior = PRIOR_POSTS * (here + there) / (n_here + n_there)
    with_here, with_there = here + prior, there + prior
    without_here, without_there = n_here + PRIOR_POSTS - with_here, n_there + PRIOR_POSTS - with_there
    if min(with_here, with_there, without_here, without_there) <= 0:
        return 0.0  # nobody holds it, or everybody does
    gap = log(with_here / without_here) - log(with_there / without_there)
    return gap / sqrt(1 / with_here + 1 / without_here + 1 / with_there + 1 / without_there)


def chance(here: int, n_here: int, there: int, n_there: int) -> float:
    """Return how likely chance makes shares differ at least so much: the p-value of a log-likelihood ratio test.

    Unlike the z-score it holds where a word is rare, or absent from one set.
    Source: Dunning, Computational Linguistics 19 (1993) 61-74.
    """
    held, n = here + there, n_here + n_there
    cells = (
        (here, held * n_here / n),
        (there, held * n_there / n),
        (n_here - here, (n - held) * n_here / n),
        (n_there - there, (n - held) * n_there / n),
    )
    ratio = 2 * sum(seen * log(seen / expected) for seen, expected in cells if seen)
    return erfc(sqrt(max(ratio, 0.0) / 2))


def discoveries(chances: Sequence[float], *, false_share: float = 0.05) -> list[bool]:
    """Tell which findings stand when so many were tried: of those that do, 5 % at most are expected to be chance.

    Source: Benjamini & Hochberg, J. Royal Statistical Society B 57 (1995) 289-300.
    """
    ranked = sorted(chances)
    passing = [p for rank, p in enumerate(ranked, start=1) if p <= false_share * rank / len(ranked)]
    return [p <= max(passing, default=-1.0) for p in chances]
