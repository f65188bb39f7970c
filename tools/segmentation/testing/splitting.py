"""Splitting: segments in which some answer a treatment otherwise than the rest, by what they did before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from tools.segmentation.disclosure import is_told
from tools.segmentation.matrix import Feature
from tools.segmentation.testing.before import Known
from tools.segmentation.testing.reading import Line, Reading, line_of
from tools.segmentation.testing.trial import Trial
from tools.statistics.heterogeneity import contrast
from tools.statistics.keyness import discoveries

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Bits = NDArray[np.bool_]


class Halves(NamedTuple):
    """A segment cut at the middle of a feature: those with more of it and the others, and the chance of the gap."""

    segment: str
    feature: Feature
    more: Line
    less: Line
    chance: float


def splits(trial: Trial, reading: Reading, known: Known) -> tuple[Halves, ...]:
    """Return for each segment the cut whose halves answer most differently, if chance does not explain it.

    Every segment told of is cut at the median of every feature; false discoveries over all cuts are held to 5 %.
    Halves with too few people in an arm to be told of are left out.
    """
    tried = [halves for line in reading.segments for halves in _cuts(trial, line, known)]
    if not tried:
        return ()
    stands = discoveries([halves.chance for halves in tried])
    best: dict[str, Halves] = {}
    for halves, stand in zip(tried, stands, strict=True):
        if stand and (halves.segment not in best or halves.chance < best[halves.segment].chance):
            best[halves.segment] = halves
    return tuple(best.values())


def _cuts(trial: Trial, line: Line, known: Known) -> Iterator[Halves]:
    import numpy as np

    segment = str(line.segment)
    here = trial.known & (trial.segment == trial.segments.index(segment))
    treated, control = here & trial.of(line.arm), here & trial.of(trial.arms[0])
    for feature, column in zip(known.features, known.values.T, strict=True):
        said = ~np.isnan(column)
        if not (here & said).any():
            continue
        more = said & (column > np.median(column[here & said]))
        less = said & ~more
        if all(_enough(trial, arm & half) for arm in (treated, control) for half in (more, less)):
            high, low = (line_of(trial, line.arm, segment, treated & half, control & half) for half in (more, less))
            yield Halves(segment, feature, high, low, contrast(high.estimate, low.estimate).chance)


def _enough(trial: Trial, who: Bits) -> bool:
    return is_told(int(who.sum())) and is_told(trial.counter.count(who))
