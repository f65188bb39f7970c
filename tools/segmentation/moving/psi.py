"""Population stability index: how far a feature's distribution moved from one window to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]

LARGE = 0.25
"""From which a shift is called large by convention. Source: Siddiqi, Credit Risk Scorecards (2006)."""
_BINS = 10
_FEWEST = 20


class Psi(NamedTuple):
    """The index, from 0, and the value that chance alone exceeds in one of twenty cases."""

    value: float
    by_chance: float

    @property
    def is_settled(self) -> bool:
        """Whether it is more than chance makes."""
        return self.value > self.by_chance


def psi(earlier: Array, later: Array) -> Psi | None:
    """Return sum((q - p) ln(q / p)) over bins that hold a tenth of the earlier people each; equal values stay together.

    Values that are not known are left out; none where either side has under 20, or all of the earlier are alike. Half
    a person is added to each bin. Where nothing changed, the index over 1/n1 + 1/n2 is chi-squared with bins - 1
    degrees of freedom. Source: Yurdakul & Naranjo, Journal of Risk Model Validation 14 (2020) 89-100.
    """
    import numpy as np
    from scipy.stats import chi2

    earlier, later = earlier[~np.isnan(earlier)], later[~np.isnan(later)]
    if min(len(earlier), len(later)) < _FEWEST:
        return None
    cuts = np.unique(np.quantile(earlier, np.linspace(0, 1, _BINS + 1)[1:-1], method="inverted_cdf"))
    bins = len(cuts) + 1
    counts = [np.bincount(np.searchsorted(cuts, side), minlength=bins) + 0.5 for side in (earlier, later)]
    held = counts[0] + counts[1] > 1
    if held.sum() < 2:
        return None
    p, q = (side[held] / side[held].sum() for side in counts)
    scale = 1 / len(earlier) + 1 / len(later)
    return Psi(float(((q - p) * np.log(q / p)).sum()), float(chi2.ppf(0.95, int(held.sum()) - 1) * scale))
