"""Outcome: how people behaved before the middle of a window, and what came of them after it.

Who is gone early has less time to do anything; counting from a landmark keeps that from passing for an effect.
Source: Anderson, Cain & Gelber, Journal of Clinical Oncology 1 (1983) 710-719.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.errors import MissingData, UnknownName
from tools.inputs import Tables
from tools.scope import bounds
from tools.segmentation.features.stability import Halves
from tools.segmentation.features.weights import Weights, learnt_weights
from tools.segmentation.matrix import Matrix

if TYPE_CHECKING:
    import ibis.expr.types as ir

_ONCE = ("churned", "converted", "lead", "qualified")
"""Outcomes that people have once: who had one before the middle is left out."""


def weights_of(kind: str, before: Matrix, cut: Halves, tables: Tables, *, seed: int) -> Weights:
    """Learn what the behaviour of the first half says of an outcome in the second.

    Raises UnknownName for a kind of outcome that there is not, MissingData without outcomes, TooFewPosts as
    `learnt_weights` does.
    """
    import numpy as np

    rows = _rows(kind, tables)
    middle, end = bounds(cut.second, tables.facts)
    came = set(_people(rows.filter(rows["at"] >= middle, rows["at"] < end)))
    had = set(_people(rows.filter(rows["at"] < middle))) if kind in _ONCE else set()
    kept = np.array([person not in had for person in before.people])
    people = tuple(person for person in before.people if person not in had)
    behaved = before._replace(people=people, values=before.values[kept])
    return learnt_weights(behaved, np.array([person in came for person in people], dtype=bool), seed=seed)


def _rows(kind: str, tables: Tables) -> ir.Table:
    if "outcomes" not in tables:
        raise MissingData(
            f"Weights are learnt from what came of people: dataset {tables.facts.dataset!r} has no table 'outcomes'. "
            f"Import one: groundswell import FILE --dataset {tables.facts.dataset} --table outcomes"
        )
    outcomes = tables["outcomes"]
    kinds = outcomes.select("kind").distinct().to_pyarrow()["kind"].to_pylist()
    if kind not in kinds:
        raise UnknownName("outcome", kind, kinds)
    return outcomes.filter(outcomes.kind == kind)


def _people(rows: ir.Table) -> list[str]:
    return [str(person) for person in rows.select("user_id").distinct().to_pyarrow()["user_id"].to_pylist()]
