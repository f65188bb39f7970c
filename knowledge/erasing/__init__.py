"""Erasing: forgetting a person, applying retention, and showing what is held on somebody."""

from knowledge.erasing.erase import Erased, forget_person, retain
from knowledge.erasing.holdings import Holdings, holdings
from knowledge.erasing.scan import Trace, scan
from knowledge.erasing.suppression import Suppressions

__all__ = ["Erased", "Holdings", "Suppressions", "Trace", "forget_person", "holdings", "retain", "scan"]
