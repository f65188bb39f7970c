"""Shares: class counts of groups, corrected for the classifier's errors, with draws that hold all the doubt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

from tools.statistics.interval import Interval, percentile_interval
from tools.statistics.quantification.borrowed import Borrowed
from tools.statistics.quantification.labelled import Labelled

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]

DRAWS = 1000


class Shares(NamedTuple):
    """Shares of the classes in one group: corrected, as counted, and simulated (draws, classes)."""

    value: Array
    raw: Array
    draws: Array

    def interval(self, weights: Sequence[float]) -> Interval:
        """Return the 95 % interval of a weighted sum of the shares."""
        import numpy as np

        scores = np.asarray(weights, dtype=float)
        return percentile_interval(float(self.value @ scores), self.draws @ scores)


def corrected_shares(
    counts: Mapping[str, Sequence[float]],
    errors: Labelled | Borrowed | None,
    *,
    seed: int,
    whole: Sequence[float] | None = None,
    draws: int = DRAWS,
    sampling: bool = True,
    resampled: Mapping[str, Array] | None = None,
    scopes: Mapping[str, str] | None = None,
) -> dict[str, Shares]:
    """Correct the predicted class counts of each group for the classifier's errors; the value is the mean draw.

    What the errors are is drawn once for all groups, since they share the classifier; a group's shares depend on the
    others only through the counts of the `whole` (the groups' sum by default), which borrowed errors must explain.
    Groups to which `scopes` gives the same name are times of the same posts, and are read nearly alike.

    With no errors known the shares are as counted and the draws hold the sampling error alone; without `sampling`
    they hold the classifier's error alone. `resampled` holds draws of the counted shares of each group, (draws,
    classes), that replace the multinomial ones, where posts hang together and groups vary together.
    """
    import numpy as np

    everyone = np.sum(list(counts.values()), axis=0) if whole is None else np.asarray(whole)
    mend = _mending(errors, everyone, counts, scopes or {}, seed=seed, draws=draws)
    shares = {}
    for key, group in counts.items():
        total = sum(group)
        raw = np.asarray(group, dtype=float) / total
        random = np.random.default_rng([seed, crc32(key.encode())])
        if resampled is not None:
            sampled = resampled[key]
        else:
            sampled = random.multinomial(int(total), raw, size=draws) / total if sampling else np.tile(raw, (draws, 1))
        corrected = mend(key, raw, sampled, random) if mend else None
        shares[key] = Shares(raw, raw, sampled) if corrected is None else Shares(corrected.mean(axis=0), raw, corrected)
    return shares


def _mending(
    errors: Labelled | Borrowed | None,
    whole: Array,
    counts: Mapping[str, Sequence[float]],
    scopes: Mapping[str, str],
    *,
    seed: int,
    draws: int,
) -> Callable[[str, Array, Array, np.random.Generator], Array] | None:
    """Return what turns a group's counted shares into corrected ones; none where no errors are known."""
    import numpy as np

    if errors is None:
        return None
    random = np.random.default_rng(seed)
    if isinstance(errors, Labelled):
        return _Strayed(errors, errors.drawn(whole, random, draws), counts, scopes, seed).corrected
    rates = errors.drawn(whole, random, draws)
    return lambda _key, _raw, sampled, _random: errors.corrected(sampled, rates)


class _Strayed:
    """How groups are read by labelled posts: each as a part of the population, or as a time of a scope of it."""

    def __init__(
        self,
        errors: Labelled,
        joint: Array,
        counts: Mapping[str, Sequence[float]],
        scopes: Mapping[str, str],
        seed: int,
    ) -> None:
        import numpy as np

        self._errors, self._joint, self._scopes = errors, joint, scopes
        self._population = errors.population.sum()
        self._sizes = {key: sum(group) for key, group in counts.items()}
        self._whole: dict[str, float] = {}
        for key, name in scopes.items():
            self._whole[name] = self._whole.get(name, 0.0) + self._sizes.get(key, 0.0)
        self._rates = {
            name: errors.scope(
                joint, size / self._population, np.random.default_rng([seed, crc32(f"of {name}".encode())])
            )
            for name, size in self._whole.items()
        }

    def corrected(self, key: str, raw: Array, sampled: Array, random: np.random.Generator) -> Array:
        """Return draws of a group's shares. All posts of the population are no sample of it, and are read as it is."""
        import numpy as np

        if self._sizes[key] >= self._population:
            return self._errors.stratified(np.tile(raw, (len(self._joint), 1)), self._joint)
        return self._errors.corrected(sampled, self._joint, self._of(key, random))

    def _of(self, key: str, random: np.random.Generator) -> Array:
        name = self._scopes.get(key)
        if name is None:
            return self._errors.scope(self._joint, self._sizes[key] / self._population, random)
        return self._errors.time(self._rates[name], self._sizes[key] / max(self._whole[name], 1e-9), random)
