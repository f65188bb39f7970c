"""Scores: the reader's heads over an encoded text, in NumPy; calibration is folded in.

Everything is worked out one text at a time: a product over many would round by how many there are.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Probabilities = NDArray[np.float64]


class Heads(NamedTuple):
    """Linear heads side by side, one label a column, and the network that reads targets.

    `text` is (2 * width, labels) over the mean and the first token's state. `inner` is (3 * width, hidden) over the
    target's mean state and those two, `outer` (hidden, 3).
    """

    text: Floats
    text_bias: Floats
    inner: Floats
    inner_bias: Floats
    outer: Floats
    outer_bias: Floats

    def scores(self, pooled: Floats) -> Probabilities:
        """Score one text, `pooled` of shape (2 * width,); shape (labels,)."""
        import numpy as np

        return (pooled @ self.text + self.text_bias).astype(np.float64)

    def target_scores(self, target: Floats, pooled: Floats) -> Probabilities:
        """Score one target by its mean state, (width,), within its text; shape (3,)."""
        import numpy as np

        hidden = gelu(np.concatenate([target, pooled]) @ self.inner + self.inner_bias)
        return (hidden @ self.outer + self.outer_bias).astype(np.float64)


def pooled(states: Floats) -> Floats:
    """Return mean and first token's state of one text's states (tokens, width), side by side: (2 * width,)."""
    import numpy as np

    return np.concatenate([states.mean(axis=0), states[0]])


def gelu(values: Floats) -> Floats:
    """Gaussian error linear unit, exact. Source: Hendrycks and Gimpel 2016."""
    import numpy as np
    from scipy.special import erf

    active: Floats = (values * 0.5 * (1 + erf(values * np.float32(0.5**0.5)))).astype(np.float32)
    return active


def softmax(scores: Probabilities) -> Probabilities:
    """Probabilities that sum to 1, of the last axis."""
    import numpy as np

    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    shares: Probabilities = powers / powers.sum(axis=-1, keepdims=True)
    return shares


def logistic(scores: Probabilities) -> Probabilities:
    """Probability of each label by itself, without overflow."""
    import numpy as np

    return 0.5 * (1 + np.tanh(scores / 2))


def load_heads(path: Path) -> Heads:
    """Read heads from an .npz file without pickles."""
    import numpy as np

    with np.load(path, allow_pickle=False) as arrays:
        return Heads(*(arrays[name] for name in Heads._fields))
