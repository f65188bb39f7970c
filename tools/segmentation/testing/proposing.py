"""Proposing: what results by segment suggest: treat one on its own, or two as one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from math import sqrt
from statistics import NormalDist

from tools.segmentation.testing.asked import Proposal
from tools.segmentation.testing.reading import Line, Reading
from tools.segmentation.testing.splitting import Halves
from tools.segmentation.testing.trial import Trial
from tools.statistics.heterogeneity import Estimate, contrast, pooled
from tools.statistics.keyness import discoveries

LEVEL = 0.05
_ALIKE = NormalDist().inv_cdf(1 - LEVEL)
"""Two one-sided tests at 5 %. Source: Schuirmann, J. Pharmacokinetics and Biopharmaceutics 15 (1987) 657-680."""


def proposals(
    trial: Trial, reading: Reading, halves: Sequence[Halves], worth: float, keys: Mapping[str, str]
) -> Iterator[Proposal]:
    """Yield proposals: what stands apart on its own, what is shown to be alike as one, what differs inside in two."""
    yield from (_split(cut, keys[cut.segment]) for cut in halves)
    lines = reading.segments
    if len(lines) < 2 or reading.interaction is None:
        return
    if reading.interaction < LEVEL:
        yield from _own(trial, lines, keys)
    for one, other in combinations(lines, 2):
        if alike(one.estimate, other.estimate, worth) and _same_level(one, other, worth):
            names = (str(one.segment), str(other.segment))
            text = (
                f"“{names[0]}” and “{names[1]}” answer alike, with and without “{one.arm}”, to within what is worth "
                "acting on: for this message they could be one segment."
            )
            yield Proposal(kind="merge", segments=names, text=text, figures=tuple(f"lift.{keys[n]}" for n in names))


def alike(one: Estimate, other: Estimate, worth: float) -> bool:
    """Return whether two effects are shown to differ by less than is worth acting on: no gap seen is not enough."""
    reach = _ALIKE * sqrt(one.variance + other.variance)
    return abs(one.value - other.value) + reach < worth


def _own(trial: Trial, lines: Sequence[Line], keys: Mapping[str, str]) -> Iterator[Proposal]:
    gaps = [contrast(one.estimate, pooled([o.estimate for o in lines if o is not one])) for one in lines]
    for one, gap, stands in zip(lines, gaps, discoveries([gap.chance for gap in gaps]), strict=True):
        if not stands:
            continue
        name, better = str(one.segment), (gap.value > 0) != trial.measured.less_is_better
        text = f"“{one.arm}” works {'better' if better else 'less well'} among “{name}” than among the others"
        if better and one.verdict(less_is_better=trial.measured.less_is_better) == "better":
            text += ": keep it there, whatever is decided for the rest."
        elif not better:
            text += f": leave them with “{trial.arms[0]}”, or make something of their own for them."
        else:
            text += ": test it there with more people before anything is kept."
        yield Proposal(kind="own treatment", segments=(name,), text=text, figures=(f"lift.{keys[name]}",))


def _split(cut: Halves, key: str) -> Proposal:
    text = (
        f"“{cut.segment}” could be split by {cut.feature.label}: those with more and those with less answer "
        f"“{cut.more.arm}” differently, by more than chance makes them."
    )
    figures = (f"lift.{key}.more", f"lift.{key}.less", f"chance.{key}.split")
    return Proposal(kind="split", segments=(cut.segment,), text=text, figures=figures)


def _same_level(one: Line, other: Line, worth: float) -> bool:
    """Return whether the controls of two segments have the same outcome to within what is worth acting on."""
    sides = one.control, other.control
    spread = sqrt(sum(((side.interval.high - side.interval.low) / 3.92) ** 2 for side in sides))
    return abs(sides[0].mean - sides[1].mean) + _ALIKE * spread < worth
