"""Valley: whether it is emptier between two groups than within either.

Along the line that joins their centres, the density of both groups' people at its lowest between the centres, as a
share of that at the lower of both. One crowd that is cut in two has no valley there: 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Labels = NDArray[np.int64]

DEEPEST = 0.85
"""Groups count as two where density falls below this share between them."""
_STEPS = 41


class Pair(NamedTuple):
    """Two groups that lie next to each other, by label, the lower first."""

    one: int
    other: int
    valley: float
    """0: nobody between; 1: no emptier between than within."""

    @property
    def is_two(self) -> bool:
        """Whether they are two groups rather than one that was cut."""
        return self.valley < DEEPEST


def pairs(points: Array, labels: Labels) -> list[Pair]:
    """Return each group with the nearest other one; none where there are fewer than two groups."""
    import numpy as np

    k = int(labels.max()) + 1
    if k < 2:
        return []
    centres = np.array([points[labels == each].mean(axis=0) for each in range(k)])
    far = ((centres[:, None] - centres[None]) ** 2).sum(axis=2)
    far[np.diag_indices(k)] = np.inf
    near = {(min(each, int(far[each].argmin())), max(each, int(far[each].argmin()))) for each in range(k)}
    return [Pair(one, other, _valley(points, labels, one, other)) for one, other in sorted(near)]


def _valley(points: Array, labels: Labels, one: int, other: int) -> float:
    import numpy as np
    from scipy.stats import gaussian_kde

    sides = [points[labels == each] for each in (one, other)]
    line = sides[1].mean(axis=0) - sides[0].mean(axis=0)
    along = [side @ line for side in sides]
    both = np.concatenate(along)
    if both.std() <= 0:
        return 1.0
    middles = [float(np.median(side)) for side in along]
    heights = gaussian_kde(both)(np.linspace(middles[0], middles[1], _STEPS))
    return float(heights.min() / min(heights[0], heights[-1]))
