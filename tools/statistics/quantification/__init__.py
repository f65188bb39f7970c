"""Quantification: what shares of classes are, given what a classifier that errs has counted.

    Labelled   the dataset's own random posts, labelled by people      labelled.py
    Borrowed   error rates that were counted on other sources of posts  borrowed.py

Sources: Forman, Data Mining and Knowledge Discovery 17 (2008) 164-206; Hopkins & King, AJPS 54 (2010) 229-247.
"""

from tools.statistics.quantification.borrowed import BORROWED_WORTH, Borrowed, borrowed
from tools.statistics.quantification.labelled import SLICE_WORTH, Labelled, labelled
from tools.statistics.quantification.shares import DRAWS, Shares, corrected_shares
from tools.statistics.quantification.solving import ROW_MINIMUM, SEPARATION_MINIMUM, solve

__all__ = [
    "BORROWED_WORTH",
    "DRAWS",
    "ROW_MINIMUM",
    "SEPARATION_MINIMUM",
    "SLICE_WORTH",
    "Borrowed",
    "Labelled",
    "Shares",
    "borrowed",
    "corrected_shares",
    "labelled",
    "solve",
]
