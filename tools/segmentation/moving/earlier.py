"""Earlier: the segmentation of the earlier days, under the numbers of that of all days."""

from __future__ import annotations

from tools.base import Period
from tools.segmentation.asked import Definition, SegmentsQuery
from tools.segmentation.moving.renumbering import renumbered
from tools.segmentation.segmented import Segmented, Segmenter


def within(query: SegmentsQuery, days: Period) -> Definition:
    """Return the definition of the same segmentation over other days."""
    return query.definition.model_copy(update={"period": days})


def earlier_segments(query: SegmentsQuery, whole: Segmented, days: Period, segmenter: Segmenter) -> Segmented:
    """Segment the people of the earlier days, by the method and the number of groups that all days together show.

    A half of the days is too little to choose the number by. Segments are numbered as over all days, so that one number
    means the same group in every answer; a number without a like one there goes to what is left.
    """
    if whole.k < 2:
        return whole
    definition = within(query, days).model_copy(update={"k": whole.k, "algorithm": whole.algorithm})
    return renumbered(segmenter.segmented(definition), whole)
