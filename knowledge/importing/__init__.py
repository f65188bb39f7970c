"""Importing: from a file of somebody else's making to a new version of a dataset, or to a refusal that says why."""

from knowledge.importing.importer import import_file
from knowledge.importing.options import ImportOptions
from knowledge.importing.report import ImportReport, Progress, Reject

__all__ = ["ImportOptions", "ImportReport", "Progress", "Reject", "import_file"]
