"""Keyness: which words set one set of posts apart from another."""

from __future__ import annotations

from math import log, sqrt

from tools.statistics.interval import simultaneous_z

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


def floor_of_z(words: int) -> float:
    """Return how far from 0 a z-score must lie so that among so many words none is a chance find, 19 times of 20."""
    return simultaneous_z(words)
