"""Attack: reconstructing who is in a group from counts of overlapping populations, by least squares.

The attacker knows the population of every question, the share of the group, and how the protection works; only the
key and the group are secret. Each count is a sum of unknown bits with noise. Regularised least squares (the linear
Bayes estimate) solves for all of them at once, which holds every difference of nested populations and more.

Source: Dinur & Nissim, Revealing information while preserving privacy (2003); Kasiviswanathan, Rudelson & Smith, The
power of linear reconstruction attacks (2013).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]
    Bits = NDArray[np.bool_]

CERTAIN = 0.95
TIMES = 10.0
"""By how much the odds have to have moved from what the group's share alone tells: strong evidence, by Jeffreys. Who
is said to be outside of a group that has hardly anybody is not singled out by it."""
_NOISES = (0.05, 1.0, 4.0, 9.0, 16.0, 36.0, 64.0)


class Singled(NamedTuple):
    """Whom an attack singles out."""

    people: int
    right: int
    """Of those, whom it is right about."""
    named: int
    """Of those, said to be in the group."""


def reconstruct(asked: Bits, counts: Array, *, share: float) -> Array:
    """Return each person's probability of being counted in the group, shape (people,).

    `asked`, shape (questions, people), is whom each count is about. The noise is taken at what makes the counts
    likeliest.
    """
    import numpy as np
    from scipy.special import expit, logit

    design, spread = asked.astype(float), share * (1 - share)
    off = counts - design.sum(axis=1) * share
    values, vectors = np.linalg.eigh(design @ design.T)
    along, values = (vectors.T @ off) ** 2, np.maximum(values, 0) * spread

    def unlikely(noise: float) -> float:
        return float(np.sum(np.log(values + noise) + along / (values + noise)))

    noise = min(_NOISES, key=unlikely)
    after = np.linalg.inv(design.T @ design / noise + np.eye(design.shape[1]) / spread)
    mean, variance = share + after @ (design.T @ off) / noise, np.diag(after)
    # What the counts alone say of a person, taken apart from the prior, weighs "in" against "out".
    told = 1 / np.maximum(1 / variance - 1 / spread, 1e-9)
    at = told * (mean / variance - share / spread)
    found: Array = expit(np.clip((2 * at - 1) / (2 * told) + logit(share), -40, 40))
    return found


def of_the_person(counted: Array, *, share: float, aside: float) -> Array:
    """Turn the probability that somebody was counted for a person into that of the person's own membership.

    A share `aside` of people is stood in for by others, whom the group's share describes.
    """
    found: Array = counted * ((1 - aside) + aside * share) + (1 - counted) * aside * share
    return found


def singled_out(certainty: Array, truth: Bits, *, share: float) -> Singled:
    """Count whom an attacker is certain about: to 95 %, and by ten times the odds that the share alone gives."""
    import numpy as np
    from scipy.special import logit

    moved = np.abs(logit(np.clip(certainty, 1e-12, 1 - 1e-12)) - logit(share)) >= np.log(TIMES)
    said = moved & (np.maximum(certainty, 1 - certainty) >= CERTAIN)
    is_in = certainty > 0.5
    return Singled(int(said.sum()), int((said & (is_in == truth)).sum()), int((said & is_in).sum()))
