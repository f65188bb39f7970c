"""Buying: how often people come back and for how much, as long as they do (BG/NBD and gamma-gamma)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

_WEEK = 7.0
_MOST_FITTED = 20_000
_BOUND = 8.0
"""Parameters lie between e^-8 and e^8."""
_RIDGE = 1e-3


class Histories(NamedTuple):
    """What is known of each buyer on a day, (people,) each; times in days."""

    repeats: Array
    """Purchases after the first."""
    last: Array
    """From the first purchase to the last; 0 without repeats."""
    age: Array
    """From the first purchase to that day."""
    mean: Array
    """Mean value of a purchase, above 0."""


class Buying(NamedTuple):
    """Parameters: purchases come at gamma(r, alpha) rates a week; after each, people leave by a beta(a, b) chance."""

    r: float
    alpha: float
    a: float
    b: float

    def stays(self, known: Histories) -> Array:
        """Return the chance that each buyer still buys, 0 to 1; 1 for who bought once, about whom nothing is known."""
        import numpy as np

        x, left, age = known.repeats, known.last / _WEEK, known.age / _WEEK
        odds = self.a / (self.b + np.maximum(x, 1) - 1) * ((self.alpha + age) / (self.alpha + left)) ** (self.r + x)
        return np.asarray(np.where(x > 0, 1 / (1 + odds), 1.0))

    def ahead(self, known: Histories, days: float) -> Array:
        """Return how many purchases to expect of each buyer in the next days. Equation 10 of the source."""
        import numpy as np
        from scipy.special import hyp2f1

        x, age, weeks = known.repeats, known.age / _WEEK, days / _WEEK
        a = self.a if abs(self.a - 1) > _RIDGE else 1 + _RIDGE  # the formula divides by a - 1
        whole = a + self.b + x - 1
        series = hyp2f1(self.r + x, self.b + x, whole, weeks / (self.alpha + age + weeks))
        come = 1 - ((self.alpha + age) / (self.alpha + age + weeks)) ** (self.r + x) * series
        return np.asarray(np.maximum(whole / (a - 1) * come, 0) * self.stays(known))


class Spending(NamedTuple):
    """Parameters: a person's purchases are gamma(p, v) amounts, v being gamma(q, g) between people."""

    p: float
    q: float
    g: float

    def mean(self, known: Histories) -> Array:
        """Return the value to expect of each buyer's next purchase: theirs so far, drawn to everybody's."""
        n = known.repeats + 1
        return (self.g + n * known.mean) * self.p / (self.p * n + self.q - 1)


def buying(known: Histories) -> Buying:
    """Fit by maximum likelihood, of 20,000 buyers at most.

    Source: Fader, Hardie & Lee, "Counting Your Customers" the Easy Way, Marketing Science 24 (2005) 275-284, eq. 6.
    """
    import numpy as np
    from scipy.special import betaln, gammaln

    rows = np.column_stack([known.repeats, known.last / _WEEK, known.age / _WEEK])[:: _thinned(len(known.age))]
    (x, left, age), n = np.unique(rows, axis=0, return_counts=True)[0].T, np.unique(rows, axis=0, return_counts=True)[1]

    def loss(logs: Array) -> float:
        r, alpha, a, b = np.exp(logs)
        steady = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + betaln(a, b + x) - betaln(a, b)
        stayed = -(r + x) * np.log(alpha + age)
        # Who left did so after the last purchase; nobody who bought once has left.
        gone = np.log(a) - np.log(b + np.maximum(x, 1) - 1) - (r + x) * np.log(alpha + left)
        ended = np.where(x > 0, np.logaddexp(stayed, gone), stayed)
        return float(-(n @ (steady + ended)) / n.sum() + _RIDGE * (logs @ logs) / n.sum())

    return Buying(*_fitted(loss, 4))


def spending(known: Histories) -> Spending:
    """Fit by maximum likelihood, amounts in units of their mean.

    Source: Fader & Hardie, The Gamma-Gamma Model of Monetary Value (2013), equation 1a.
    """
    import numpy as np
    from scipy.special import gammaln

    every = slice(None, None, _thinned(len(known.mean)))
    n, unit = known.repeats[every] + 1, float(known.mean.mean())
    m = known.mean[every] / unit

    def loss(logs: Array) -> float:
        p, q, g = np.exp(logs)
        q += 1  # the mean of all people is finite
        said = gammaln(p * n + q) - gammaln(p * n) - gammaln(q) + q * np.log(g)
        said += (p * n - 1) * np.log(m) + p * n * np.log(n) - (p * n + q) * np.log(g + m * n)
        return float(-said.mean() + _RIDGE * (logs @ logs) / len(m))

    p, q, g = _fitted(loss, 3)
    return Spending(p, q + 1, g * unit)


def _thinned(people: int) -> int:
    return max(1, -(-people // _MOST_FITTED))


def _fitted(loss: object, parameters: int) -> list[float]:
    import numpy as np
    from scipy.optimize import minimize

    found = minimize(loss, np.zeros(parameters), method="L-BFGS-B", bounds=[(-_BOUND, _BOUND)] * parameters)
    return [float(value) for value in np.exp(found.x)]
