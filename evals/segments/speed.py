"""Speed: how long segmenting many people takes, and the memory that it needs."""

from __future__ import annotations

import resource
import time

from evals.segments.planting import FOUR, plant
from tools.segmentation.asked import Definition
from tools.segmentation.clustering.agreement import adjusted_rand
from tools.segmentation.clustering.fit import segmented


def timed(n: int) -> str:
    """Segment so many people by default, and write time, memory and agreement with what was planted."""
    people = plant(FOUR, n, seed=1)
    before, started, spent = _peak(), time.perf_counter(), time.process_time()
    found = segmented(Definition(dataset="x"), people.matrix)
    wall, cpu = time.perf_counter() - started, time.process_time() - spent
    agreed = adjusted_rand(found.placing.segment, people.group)
    return (
        f"{n:,} people: {found.k} groups in {wall:.1f} s ({cpu:.1f} CPU-seconds), {_peak() - before:.0f} MB more at "
        f"the peak, adjusted Rand {agreed:.3f}.\n"
    )


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
