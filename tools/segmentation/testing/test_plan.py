"""Test plan: how many people and days a test needs, what the people there are can show, and how to split them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tools.base import Sentence, tool
from tools.inputs import Tables
from tools.segmentation.segmented import Segmenter
from tools.segmentation.testing.planning.asked import METHOD, Allotted, TestPlan, TestPlanQuery
from tools.segmentation.testing.planning.figures import figures
from tools.segmentation.testing.planning.saying import say
from tools.segmentation.testing.planning.worked import Worked, worked


def _say(query: TestPlanQuery, result: TestPlan) -> Sequence[Sentence]:
    return list(say(query, result))


@tool(
    title="Test plan",
    toolset="segment",
    needs=(),
    method=METHOD,
    examples=(
        "how many people do we need to see a lift of 2 points",
        "how large must the A/B test be",
        "how should I split the test budget over segments",
        "what is the smallest lift we could detect with the members we have",
        "sample size for a test of the new onboarding mail",
        "how big a holdout do we need",
        "how many days should the experiment run",
        "do we have enough people to test this in each segment",
        "plan an experiment for the cautious adopters",
        "what should we fix before the test starts",
        "minimum detectable effect with 90 % power",
        "how likely is contamination between the arms",
    ),
    say=_say,
    tags=("sample size", "power", "MDE", "A/B test", "experiment design", "Neyman", "Thompson sampling", "holdout"),
)
def test_plan(query: TestPlanQuery, tables: Tables, *, segmenter: Segmenter) -> TestPlan:
    """People and days that a lift takes, what those there are can show, and their split over segments.

    people in the control = (z_alpha/2 + z_power)^2 (v0 + v1 / ratio) / lift^2, two-sided, variances not pooled (Fleiss
    2003); v = p (1 - p) for shares, the variance for means. The base is given, or that of people left alone, whose
    interval makes a range of sizes. Split: Neyman's allocation, size x spread / sqrt(cost). Raises TooFewPosts below 60
    people, BadRequest for a lift that no share can have, UnknownName for an outcome, MissingData without any base.
    """
    plan = worked(query, tables, segmenter)
    return TestPlan(
        figures=tuple(figures(plan)),
        caveats=tuple(_caveats(query, plan)),
        period=query.period,
        outcome=plan.measured.kind if plan.measured else None,
        measure="share" if plan.share else "value",
        enough=plan.enough,
        source=plan.audience.members.source if plan.audience else None,
        segments=tuple(
            Allotted(segment=part.segment, key=part.key, enough=bool(part.size and part.people >= part.size.arms.n))
            for part in plan.parts
        ),
    )


def _caveats(query: TestPlanQuery, plan: Worked) -> Iterator[str]:
    if query.base is None:
        yield (
            "The base is what came of people who were in no treated arm, over the last days of the data; another "
            "season or another public has another one."
        )
    if plan.query.lift is None and plan.query.relative_lift is None:
        yield "No lift was asked for: the plan is for five points, or a tenth of a mean. Give the smallest that pays."
    if plan.measured and query.outcome is None:
        yield f"Planned on “{plan.measured.kind}”, the commonest outcome; `outcome` names another."
    if plan.audience and plan.audience.members.source == "recorded":
        yield "Segments are those recorded with earlier assignments; `segments: found` takes those of what people do."
    if plan.untold:
        yield "Segments with few people are not told of, and get no part of the split by themselves."
    if any(part.base is None for part in plan.parts) and query.base is None:
        yield "Segments in which too few outcomes are known are planned for with the base of everybody."
    if plan.halved:
        yield "More people are needed than there are, so the split is shown for half of them; `people` asks for others."
    if plan.audience is None:
        yield "The dataset holds no people to test on, so only sizes are told."
    yield "Sizes hold for arms drawn by lot person by person, and for outcomes of people who do not sway each other."
