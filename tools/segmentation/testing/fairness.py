"""Fairness: whether the arms of a test held the same kind of people, told by all that is known but the result."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.errors import BadRequest, UnknownName
from tools.segmentation.disclosure import is_told
from tools.segmentation.testing.asked import MINIMUM, Fairness, TestResultQuery, named_number
from tools.segmentation.testing.before import Known, predictors
from tools.segmentation.testing.reading import effect_between
from tools.segmentation.testing.trial import Trial
from tools.statistics.effects import Effect
from tools.statistics.mismatch import LEVEL, mixture_mismatch, ratio_mismatch
from tools.statistics.propensity import Adjusted, Selection, adjusted, apart, selection

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Bits = NDArray[np.bool_]

DOUBT = 0.01
"""Chance below which answers, earlier outcomes or features that differ between arms are no luck: each is looked at."""
_UNEQUAL = 0.2
"""How far above an equal share the largest arm must be for a split that was likely planned so."""


class Split(NamedTuple):
    """How people fell to the arms, against the shares planned; `holds` is none where the plan is not known."""

    chance: float
    holds: bool | None
    shares: tuple[float, ...]


class Selected(NamedTuple):
    """Who was treated, told from before, in one arm against the control; and the effect that allows for it."""

    arm: str
    selection: Selection
    chance: float
    adjusted: Adjusted


class Contamination(NamedTuple):
    """People who may have been reached by something else too: their rounded number and the effect without them.

    `effect` is none where they are too few to be told of, or too many for anybody to be left; `holds` tells whether
    the difference over everybody is one that people without them could show.
    """

    n: int
    crossed: int
    elsewhere: int
    effect: Effect | None
    left: int
    """People in the smaller arm without them, rounded."""
    holds: bool | None


class Checked(NamedTuple):
    """Everything that was checked. None where it could not be."""

    split: Split
    segments: float | None
    answers: float | None
    before: Effect | None
    selected: tuple[Selected, ...]
    contamination: Contamination

    @property
    def doubts(self) -> tuple[bool | None, ...]:
        """Whether each holds, in order: split, segments, answers, earlier outcomes, selection, contamination."""
        return (
            self.split.holds,
            None if self.segments is None else self.segments >= LEVEL,
            None if self.answers is None else self.answers >= DOUBT,
            None if self.before is None else self.before.chance >= DOUBT,
            None if not self.selected else min(one.chance for one in self.selected) >= DOUBT / len(self.selected),
            self.contamination.holds,
        )

    @property
    def fairness(self) -> Fairness:
        """not fair where a check fails; not known where the plan of the split is not, or nothing from before is."""
        if False in self.doubts:
            return "not fair"
        return "fair" if self.split.holds and any(self.doubts[3:5]) else "not known"


def checked(query: TestResultQuery, trial: Trial, known: Known) -> Checked:
    """Check a test for everything that would make arms differ by themselves."""
    return Checked(
        split=_split(query, trial),
        segments=_segments(trial),
        answers=_answers(trial),
        before=_before(trial),
        selected=tuple(_selected(query, trial, predictors(trial, known))),
        contamination=_contamination(trial),
    )


def _split(query: TestResultQuery, trial: Trial) -> Split:
    counts = [int(trial.of(arm).sum()) for arm in trial.arms]
    planned = _planned(query.planned, trial.arms)
    chance = ratio_mismatch(counts, planned)
    holds: bool | None = chance >= LEVEL
    if not holds and not query.planned and max(counts) / sum(counts) >= 1 / len(counts) + _UNEQUAL:
        holds = None
    return Split(chance, holds, planned)


def _planned(given: Sequence[str], arms: Sequence[str]) -> tuple[float, ...]:
    """Return the planned shares of the arms, in their order, summing to 1; equal ones where none are given."""
    if not given:
        return (1 / len(arms),) * len(arms)
    shares: dict[str, float] = {}
    for text in given:
        arm, share = named_number(text, "planned share")
        if arm not in arms:
            raise UnknownName("arm", arm, arms)
        shares[arm] = share
    if missing := [arm for arm in arms if arm not in shares]:
        raise BadRequest(f"The planned share of {', '.join(map(repr, missing))} is missing: give one for every arm.")
    return tuple(shares[arm] / sum(shares.values()) for arm in arms)


def _segments(trial: Trial) -> float | None:
    import numpy as np

    if len(trial.segments) < 2:
        return None
    table = np.zeros((len(trial.arms), len(trial.segments) + 1))
    np.add.at(table, (trial.arm, trial.segment), 1)
    return mixture_mismatch(table)


def _answers(trial: Trial) -> float | None:
    """Return the chance that arms answer so differently; none where everybody did or nobody was asked."""
    import numpy as np

    if not trial.measured.asks or trial.known.all():
        return None
    table = np.zeros((len(trial.arms), 2))
    np.add.at(table, (trial.arm, trial.known.astype(int)), 1)
    return mixture_mismatch(table)


def _before(trial: Trial) -> Effect | None:
    """Return the effect on the same outcome before anybody was treated: there can be none (an A/A test)."""
    import numpy as np

    if trial.before is None:
        return None
    known, control = ~np.isnan(trial.before), trial.of(trial.arms[0])
    enough = min(int((known & trial.of(arm)).sum()) for arm in trial.arms) >= MINIMUM
    return effect_between(trial, trial.before, known & ~control, known & control) if enough else None


def _selected(query: TestResultQuery, trial: Trial, features: np.ndarray[Any, Any] | None) -> Iterator[Selected]:
    if features is None:
        return
    control = trial.of(trial.arms[0])
    for arm in trial.treated:
        here = (trial.of(arm) | control) & trial.known
        treated = trial.of(arm)[here]
        found = selection(features[here], treated, seed=query.seed)
        effect = adjusted(trial.outcome[here], treated, found.propensities)
        yield Selected(arm, found, apart(found.separation, treated), effect)


def _contamination(trial: Trial) -> Contamination:
    touched, control = trial.elsewhere | trial.crossed, trial.of(trial.arms[0])
    n = trial.counter.count(touched)
    clean = trial.known & ~touched
    smaller = min((clean & control, clean & ~control), key=lambda bits: int(bits.sum()))
    effect, holds = None, None if touched.any() else True
    if is_told(n) and smaller.sum() >= MINIMUM:
        effect = effect_between(trial, trial.outcome, clean & ~control, clean & control)
        everybody = effect_between(trial, trial.outcome, trial.known & ~control, trial.known & control)
        holds = effect.interval.holds(everybody.difference)
    crossed, elsewhere = trial.counter.count(trial.crossed), trial.counter.count(trial.elsewhere)
    return Contamination(n, crossed, elsewhere, effect, trial.counter.count(smaller), holds)
