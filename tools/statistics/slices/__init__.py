"""Slices: which parts of the posts changed more than the rest did, of all parts that one or two conditions cut out.

    Column, Table   what the posts are and in which period            table.py
    tallied         counts of every slice that holds enough posts      tally.py
    contrast        each slice against the rest, and how likely chance makes that       contrast.py
    leading_slices  those that stand when so many were looked at       leading.py

Sources: Klösgen, Explora (1996), on subgroup discovery; Chung et al., Slice Finder, ICDE (2019).
"""

from tools.statistics.slices.leading import Found, Slice, leading_slices
from tools.statistics.slices.table import Column, Condition, Table

__all__ = ["Column", "Condition", "Found", "Slice", "Table", "leading_slices"]
