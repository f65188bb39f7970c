"""Outcome: what a kind of outcome says of a person, which is not the same for a purchase and for a survey's answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from tools.errors import BadRequest, MissingData, UnknownName
from tools.inputs import Tables
from tools.segmentation.testing.asked import Measure

if TYPE_CHECKING:
    import ibis.expr.types as ir

Shape = Literal["happened", "answered", "rated", "amount"]
"""happened: share of people with one; answered: share of answers that are yes (1); rated: mean answer; amount: sum."""

BAD = ("churned",)
"""Outcomes of which less is better."""
_ANSWERS = "surveyed"


class Outcome(NamedTuple):
    """A kind of outcome and how it is read."""

    kind: str
    shape: Shape

    @property
    def measure(self) -> Measure:
        """share or value."""
        return "share" if self.shape in ("happened", "answered") else "value"

    @property
    def asks(self) -> bool:
        """Whether people without one are unknown; else they count as not having had it."""
        return self.shape in ("answered", "rated")

    @property
    def less_is_better(self) -> bool:
        """Whether a negative lift is good news."""
        return self.kind in BAD

    @property
    def said(self) -> str:
        """What the figure is, in plain words."""
        return {
            "happened": f"share of people with the outcome “{self.kind}”",
            "answered": f"share of yes among the answers “{self.kind}”",
            "rated": f"mean answer “{self.kind}”",
            "amount": f"mean value of “{self.kind}” per person",
        }[self.shape]


def outcome_of(kind: str, measure: Measure | None, tables: Tables) -> Outcome:
    """Return how a kind is read, from its values alone; UnknownName, or BadRequest for a value it does not have."""
    outcomes = tables["outcomes"]
    rows = outcomes.filter(outcomes.kind == kind)
    seen = rows.aggregate(
        n=rows.count(),
        valued=rows.value.count(),
        yes=(rows.value == 1).sum(),
        no=(rows.value == 0).sum(),
    )
    row = seen.to_pyarrow().to_pylist()[0]
    if not row["n"]:
        raise UnknownName("outcome", kind, kinds(tables))
    yes_or_no = row["valued"] and row["no"] and (row["yes"] or 0) + row["no"] == row["valued"]
    if yes_or_no:
        return Outcome(kind, "answered")
    if measure == "value" and not row["valued"]:
        raise BadRequest(f"Outcome {kind!r} has no values, so there is no mean of them. Ask for measure 'share'.")
    if kind == _ANSWERS and row["valued"] and measure != "share":
        return Outcome(kind, "rated")
    return Outcome(kind, "amount" if measure == "value" else "happened")


def kinds(tables: Tables) -> list[str]:
    """Return the kinds of outcome there are, in order."""
    outcomes: ir.Table = tables["outcomes"]
    found = [str(kind) for kind in outcomes.select("kind").distinct().to_pyarrow()["kind"].to_pylist()]
    if not found:
        raise MissingData(
            f"Table 'outcomes' of dataset {tables.facts.dataset!r} has no rows: import what came of people."
        )
    return sorted(found)
