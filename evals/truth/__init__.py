"""Truth: what the sample launch planted and what its reader read, as totals to look up and posts to count.

It is reckoned from the generator's own rows, never from an imported dataset, so a fault in importing, filtering or
reading shows as a difference; what was read is taken from the stored readings as they are. All of it is plain Python,
apart from the tools on purpose: it checks them.
"""

from evals.truth.labels import Read, readings_of
from evals.truth.measures import MEASURES
from evals.truth.planted import sample_truth, truth_of
from evals.truth.posts import Selection, TruePost
from evals.truth.truth import Truth

__all__ = ["MEASURES", "Read", "Selection", "TruePost", "Truth", "readings_of", "sample_truth", "truth_of"]
