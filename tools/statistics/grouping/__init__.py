"""Grouping: points put into groups by nearness alone, how steady the groups are, and which of two groupings match.

    kmeans.py      unit vectors around k centres
    merging.py     small groups merged into larger ones, as a tree
    neighbours.py  each point moved towards its nearest ones
    agreement.py   how far two groupings of the same points agree, and which of their groups belong together

Written for one result on one machine whatever the number of threads: scikit-learn's k-means adds up in the order in
which its threads end.
"""

from tools.statistics.grouping.agreement import adjusted_rand, jaccards, matched
from tools.statistics.grouping.kmeans import centres_of, spherical_kmeans, unit
from tools.statistics.grouping.merging import Tree, merged
from tools.statistics.grouping.neighbours import drawn_to_neighbours

__all__ = [
    "Tree",
    "adjusted_rand",
    "centres_of",
    "drawn_to_neighbours",
    "jaccards",
    "matched",
    "merged",
    "spherical_kmeans",
    "unit",
]
