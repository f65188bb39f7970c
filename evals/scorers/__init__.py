"""Scorers: each judges one quality of an answer, 0 to 1, or says that it does not apply.

A case passes or fails by `SCORERS`, listed in reading order; `FURTHER` are only reported. A scorer trusts nothing that
the agent says of itself: numbers are compared with the planted truth, results are run again, calls are looked up on
record, quotes in the stored posts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from evals.scorers.abstention import abstention, is_excused
from evals.scorers.arguments import arguments
from evals.scorers.base import Exam, Score
from evals.scorers.citations import citations
from evals.scorers.exact_tools import exact_tools
from evals.scorers.figures import figures
from evals.scorers.meaning import meaning
from evals.scorers.numbers import estimated_numbers, exact_numbers, numbers
from evals.scorers.scope import scope
from evals.scorers.statements import statements
from evals.scorers.support import citation_precision, citation_recall
from evals.scorers.tool_choice import tool_choice
from evals.scorers.wording import wording

SCORERS: Mapping[str, Callable[[Exam], Score | None]] = {
    "abstention": abstention,
    "tool choice": tool_choice,
    "arguments": arguments,
    "numbers": numbers,
    "figures": figures,
    "citations": citations,
    "statements": statements,
    "meaning": meaning,
    "wording": wording,
}

FURTHER: Mapping[str, Callable[[Exam], Score | None]] = {
    "exact tools": exact_tools,
    "exact numbers": exact_numbers,
    "estimated numbers": estimated_numbers,
    "scope": scope,
    "citation precision": citation_precision,
    "citation recall": citation_recall,
}

__all__ = ["FURTHER", "SCORERS", "Exam", "Score", "is_excused"]
