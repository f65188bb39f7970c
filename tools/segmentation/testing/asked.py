"""Asked: what can be asked of a test that was run, and what comes back."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from tools.base import Model, Period, Query, Result
from tools.errors import BadRequest
from tools.segmentation.asked import picks_nobody_out

Measure = Literal["share", "value"]
Verdict = Literal["better", "worse", "not distinguishable"]
Fairness = Literal["fair", "not fair", "not known"]

METHOD = "test_result"
MINIMUM = 30
"""People that an arm needs."""
WORTH_SHARE, WORTH_VALUE = 0.05, 0.1
"""Smallest difference worth acting on unless told otherwise: five points, or a tenth of the control's mean."""


class TestResultQuery(Query):
    """Did the treated do better than the control, and was the comparison fair?"""

    __test__ = False

    experiment: str | None = Field(None, description="Name of the test; none: the one that started last.")
    outcome: str | None = Field(
        None, description="Kind of outcome that decides (converted, purchased, churned ...); none: the one best known."
    )
    measure: Measure | None = Field(
        None, description="share: people with the outcome; value: mean of its values. None: by what the outcome is."
    )
    control: str | None = Field(None, description="Arm to compare with; none: one named control, holdout or generic.")
    planned: tuple[str, ...] = Field(
        (), description="Planned share of each arm, `control=0.5`; none: equal shares. The split is tested against it."
    )
    within_days: int | None = Field(
        None, ge=1, description="Count outcomes this many days from each person's assignment; none: to the end."
    )
    worth: float | None = Field(
        None,
        gt=0,
        description="Smallest difference worth acting on: 0.02 is two points; for values in their own unit.",
    )
    seed: int = Field(0, ge=0, description="Seed of the folds in which propensities are predicted.")

    @model_validator(mode="after")
    def _picks_nobody_out(self) -> TestResultQuery:
        return picks_nobody_out(self)


def named_number(text: str, what: str) -> tuple[str, float]:
    """Return the name and the number of `name=number`; BadRequest where there is none above 0."""
    name, _, number = text.rpartition("=")
    try:
        value = float(number)
    except ValueError:
        value = 0.0
    if not (name and 0 < value < float("inf")):
        raise BadRequest(f"{text!r} is no {what}: write name=number with a number above 0, as in control=0.5.")
    return name, value


class Check(Model):
    """One thing that makes a comparison fair, whether it holds (none: cannot be told), and why in a clause."""

    name: Literal["split", "segments", "answers", "before", "selection", "contamination"]
    holds: bool | None
    clause: str
    figures: tuple[str, ...] = ()


class Compared(Model):
    """An arm against the control. Figures end in `key`."""

    arm: str
    key: str
    verdict: Verdict


class Told(Model):
    """A segment that both arms have enough people of. Figures end in `key`."""

    segment: str
    key: str
    verdict: Verdict


class Proposal(Model):
    """What the results suggest for segments; somebody has to approve it, and another test to bear it out."""

    kind: Literal["own treatment", "merge", "split"]
    segments: tuple[str, ...]
    text: str
    figures: tuple[str, ...]


class TestResult(Result):
    """What a test showed, and whether it may be believed."""

    __test__ = False

    experiment: str = Field("", description="Name of the test.")
    outcome: str = Field("", description="Kind of outcome that was counted.")
    measure: Measure = Field("share", description="What was made of it.")
    control: str = Field("", description="The arm that others are compared with.")
    follow_up: Period | None = Field(None, description="Days from the first assignment over which outcomes count.")
    fairness: Fairness = Field("not known", description="Whether the comparison was fair, as far as can be checked.")
    blocked: bool = Field(False, description="The arms hold people otherwise than planned: no lift is told.")
    checks: tuple[Check, ...] = Field((), description="What was checked for fairness.")
    compared: tuple[Compared, ...] = Field((), description="Each arm against the control.")
    segments: tuple[Told, ...] = Field((), description="Segments that are large enough, the largest first.")
    differs: bool | None = Field(None, description="Whether the lift differs between segments; none: not told.")
    proposals: tuple[Proposal, ...] = Field((), description="Segments to treat on their own, to merge or to split.")
