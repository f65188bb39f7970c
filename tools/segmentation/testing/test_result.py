"""Test result: whether the treated did better than the control, by how much, and whether the test was fair."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tools.base import Sentence, tool
from tools.groups import slugs
from tools.inputs import Tables
from tools.segmentation.segmented import Segmenter
from tools.segmentation.testing.asked import METHOD, Compared, TestResult, TestResultQuery, Told
from tools.segmentation.testing.before import known_before
from tools.segmentation.testing.clauses import checks
from tools.segmentation.testing.fairness import checked
from tools.segmentation.testing.figures import figures
from tools.segmentation.testing.gathering import trial_of
from tools.segmentation.testing.outcome import kinds
from tools.segmentation.testing.proposing import LEVEL, proposals
from tools.segmentation.testing.reading import Reading, read, worth_of
from tools.segmentation.testing.saying import say
from tools.segmentation.testing.splitting import splits
from tools.segmentation.testing.trial import SPECIFIC, Trial
from tools.wording import listed


def _say(query: TestResultQuery, result: TestResult) -> Sequence[Sentence]:
    return list(say(query, result))


@tool(
    title="Test result",
    toolset="segment",
    needs=("assignments", "outcomes"),
    method=METHOD,
    examples=(
        "Did the segmented mail beat the generic one, and was the test fair?",
        "who won the A/B test",
        "what was the lift of the explainer",
        "was the experiment fair",
        "is there a sample ratio mismatch",
        "did the holdout buy less than the people we wrote to",
        "incremental lift against the holdout",
        "in which segment did the new message work",
        "was there selection bias in who got the campaign",
        "did the treatment group convert more than control",
        "is the difference between the variants significant",
        "did people in several tests spoil the result",
        "which segments should we merge or split after the test",
    ),
    say=_say,
    tags=("A/B test", "experiment", "lift", "incrementality", "holdout", "uplift", "variant", "SRM", "significance"),
)
def test_result(query: TestResultQuery, tables: Tables, *, segmenter: Segmenter) -> TestResult:
    """Lift of each arm over the control with intervals, by segment, and whether the comparison was fair.

    lift = outcome of the treated - outcome of the control; 0: the treatment makes no difference. Outcomes count from
    each person's assignment. Shares by score intervals (Miettinen & Nurminen 1985), means by Welch's; false discoveries
    over arms and over segments are held to 5 %. A split off the plan (p < 0.001) voids the test: no lift is told.
    Raises TooFewPosts below 30 people an arm, BadRequest for a test of one arm, UnknownName, MissingData.
    """
    trial = trial_of(query, tables)
    known = known_before(query, trial, segmenter, tables)
    reading, found = read(trial), checked(query, trial, known)
    keys = slugs((*trial.arms, *trial.segments))
    halves = splits(trial, reading, known)
    shown = tuple(figures(query, trial, reading, found, halves, keys))
    blocked = found.split.holds is False
    flip = trial.measured.less_is_better
    lines, segments = ((), ()) if blocked else (reading.lines, reading.segments)
    told = None if blocked or reading.interaction is None else reading.interaction < LEVEL
    worth = worth_of(query, reading, trial)
    return TestResult(
        figures=shown,
        caveats=tuple(_caveats(query, trial, reading, tables)),
        period=trial.follow_up,
        experiment=trial.experiment,
        outcome=trial.measured.kind,
        measure=trial.measured.measure,
        control=trial.arms[0],
        follow_up=trial.follow_up,
        fairness=found.fairness,
        blocked=blocked,
        checks=tuple(checks(trial, found, {figure.name: figure for figure in shown}, keys)),
        compared=tuple(
            Compared(arm=line.arm, key=keys[line.arm], verdict=line.verdict(less_is_better=flip)) for line in lines
        ),
        segments=tuple(
            Told(segment=str(one.segment), key=keys[str(one.segment)], verdict=one.verdict(less_is_better=flip))
            for one in segments
        ),
        differs=told,
        proposals=() if blocked else tuple(proposals(trial, reading, halves, worth, keys)),
    )


def _caveats(query: TestResultQuery, trial: Trial, reading: Reading, tables: Tables) -> Iterator[str]:
    yield (
        "The level holds for one look on a day fixed beforehand: whoever looks again and again, and stops when it "
        "looks good, finds lifts that are not there."
    )
    if query.outcome is None and (others := [kind for kind in kinds(tables) if kind != trial.measured.kind]):
        yield (
            f"Read on “{trial.measured.kind}”, the outcome known of most people; there are also {listed(others)}. Fix "
            "the one that decides before the test: the best of several is found to be better by luck."
        )
    if trial.guessed_control:
        yield f"No arm is called control, so all are compared with “{trial.arms[0]}”; `control` names another."
    if not query.planned:
        yield "Equal arms are taken to have been planned; give `planned` where they were not."
    if trial.pooled:
        named = listed(f"“{arm}”" for arm in trial.pooled)
        yield f"{named} each went to one segment, so they are read together, as “{SPECIFIC}”."
    yield from _left_out(query, trial, reading)


def _left_out(query: TestResultQuery, trial: Trial, reading: Reading) -> Iterator[str]:
    if trial.start is None:
        yield "Assignments have no time, so outcomes from before the test may be among those counted."
    if trial.measured.asks and not trial.known.all():
        yield "Counted among people who answered; what the others would have said is not known."
    if reading.untold:
        yield "Segments with few people in an arm are not told of, so that no count singles anybody out."
    if trial.left_out:
        yield "People assigned too late to be followed are left out of all arms, in waves of no fewer than 20."
    if trial.crossed.any():
        yield "People who got another arm's message are counted in their own, as assigned, which understates lifts."
    if not query.filter.is_empty:
        yield "The filter is one of posts: it does not restrict who was assigned, so it was not applied."
    if len(reading.lines) > 1 and reading.segments:
        yield f"By segment only “{reading.segments[0].arm}”, the largest arm, is compared."
