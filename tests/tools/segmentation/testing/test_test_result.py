"""Test results, on people whose numbers are worked by hand and on the planted test of the sample."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest

from tests.tools.conftest import Row, borne_out, make_tables
from tests.tools.segmentation.testing.made import AFTER, EARLIER, START, Fake, assigned, came
from tools.errors import BadRequest, MissingData, TooFewPosts, UnknownName
from tools.segmentation.testing.asked import TestResult, TestResultQuery
from tools.segmentation.testing.test_result import test_result as tool

FAIR = [*assigned("generic", range(200)), *assigned("segmented", range(200, 400))]
WON = [*came(range(20)), *came(range(200, 250))]


def ask(
    assignments: Iterable[Row], outcomes: Iterable[Row], segmenter: Fake | None = None, *,
    exposures: Iterable[Row] | None = None, **query: object,
) -> TestResult:  # fmt: skip
    asked = TestResultQuery.model_validate({"dataset": "demo"} | query)
    tables = {"assignments": assignments, "outcomes": outcomes, "events": [{"user_id": "u_0000", "at": START}]}
    if exposures is not None:
        tables["exposures"] = exposures
    result = tool.run(asked, make_tables(**tables), segmenter=segmenter or Fake())
    assert isinstance(result, TestResult)
    borne_out(tool, asked, result)
    return result


def said(result: TestResult) -> list[str]:
    return [sentence.text for sentence in tool.say(TestResultQuery(dataset="demo"), result)]


def test_the_segmented_mail_beats_the_generic_one():
    result = ask(FAIR, WON)
    lift = result.figure("lift.segmented")
    # 50 of 200 against 20 of 200: 25 % less 10 %; score interval by Miettinen & Nurminen 0.0757 to 0.2242.
    assert (result.figure("rate.segmented").value, result.figure("rate.generic").value) == (0.25, 0.1)
    assert (lift.value, lift.low, lift.high) == (0.15, pytest.approx(0.076, abs=2e-3), pytest.approx(0.224, abs=2e-3))
    assert result.figure("lift.relative.segmented").value == 1.5
    assert (result.control, result.compared[0].verdict) == ("generic", "better")
    assert said(result)[0].startswith("“segmented” beat “generic” on “converted”: 25.0 % of 200 against 10.0 % of 200")


def test_counts_of_people_are_rounded_and_rates_too_coarse_to_give_them_away():
    result = ask(
        [*assigned("a", range(203)), *assigned("b", range(203, 407))], [*came(range(33)), *came(range(203, 240))]
    )
    assert all(figure.value % 5 == 0 for figure in result.figures if figure.unit == "people")
    assert all(figure.n % 5 == 0 for figure in result.figures)
    assert result.figure("rate.a").value == 0.163  # 33 / 203 = 0.16256


def test_outcomes_before_the_assignment_do_not_count_and_serve_as_a_placebo():
    later = came(range(1), kind="churned", at="2026-10-30T00:00:00+00:00")
    result = ask(FAIR, [*WON, *came(range(100, 140), at=EARLIER), *later], outcome="converted", within_days=12)
    assert result.figure("rate.generic").value == 0.1
    # 40 of 200 in the control had converted before, nobody in the other arm: the arms were never alike.
    assert result.figure("placebo").value == -0.2
    assert result.fairness == "not fair"
    assert "differed in this outcome before anybody was treated" in " ".join(said(result))


def test_a_split_off_the_plan_blocks_the_reading():
    uneven = [*assigned("generic", range(200)), *assigned("segmented", range(200, 500))]
    # 200 and 300 of 500: chi-square = 2 x 50^2 / 250 = 20, p = 8e-6.
    result = ask(uneven, WON)
    assert (result.blocked, result.fairness, result.compared) == (True, "not fair", ())
    assert not [figure.name for figure in result.figures if figure.name.startswith(("lift", "rate"))]
    assert said(result) == [
        "The test “mail” must not be read, because people did not fall to the arms as planned (200 to “generic” and "
        "300 to “segmented”; chance 0.01 % or less), so some are missing: find out why, and run it again."
    ]
    assert not ask(uneven, WON, planned=["generic=0.4", "segmented=0.6"]).blocked


def test_a_holdout_of_a_tenth_was_likely_planned_and_is_said_to_be_unknown():
    held = [*assigned("holdout", range(40)), *assigned("mailed", range(40, 400))]
    result = ask(held, [*came(range(4)), *came(range(40, 112))])
    # 72 of 360 against 4 of 40: ten points more, of 360 people 36 conversions, told as 35.
    assert (result.control, result.fairness, result.blocked) == ("holdout", "not known", False)
    assert result.figure("incremental.mailed").value == 35
    assert "not known whether that was planned" in " ".join(said(result))


@pytest.mark.slow
def test_nothing_is_said_to_win_where_arms_are_alike():
    result = ask(FAIR, [*came(range(20)), *came(range(200, 222))])
    assert result.compared[0].verdict == "not distinguishable"
    assert "are not distinguishable" in said(result)[0]


def test_less_churn_is_better():
    result = ask(FAIR, [*came(range(50), kind="churned"), *came(range(200, 220), kind="churned")])
    assert result.figure("lift.segmented").value == -0.15
    assert result.compared[0].verdict == "better"


def test_answers_are_counted_among_those_who_answered_and_unequal_answering_is_unfair():
    yes_and_no = [
        *came(range(100), kind="surveyed", value=0.0), *came(range(100, 200), kind="surveyed", value=1.0),
        *came(range(200, 250), kind="surveyed", value=0.0), *came(range(250, 300), kind="surveyed", value=1.0),
    ]  # fmt: skip
    result = ask(FAIR, yes_and_no)
    assert (result.figure("rate.generic").value, result.figure("rate.segmented").value) == (0.5, 0.5)
    assert (result.figure("rate.generic").n, result.figure("rate.segmented").n) == (200, 100)
    assert result.fairness == "not fair"
    assert "do not answer equally often" in " ".join(said(result))


@pytest.mark.slow
def test_values_are_means_over_everybody_by_welch():
    from scipy.stats import ttest_ind

    bought = [*came(range(20), value=30.0), *came(range(200, 250), value=20.0)]
    result = ask(FAIR, bought, measure="value")
    lift = result.figure("lift.segmented")
    control, treated = np.r_[np.full(20, 30.0), np.zeros(180)], np.r_[np.full(50, 20.0), np.zeros(150)]
    low, high = ttest_ind(treated, control, equal_var=False).confidence_interval()
    assert (lift.value, lift.unit) == (2.0, "amount")
    assert (lift.low, lift.high) == (pytest.approx(low, rel=5e-3), pytest.approx(high, rel=5e-3))


@pytest.mark.slow
def test_segments_are_told_of_from_the_floor_on_and_never_all_but_one():
    rows = [
        *assigned("generic", range(100), segment="big"), *assigned("segmented", range(100, 200), segment="big"),
        *assigned("generic", range(200, 260), segment="mid"), *assigned("segmented", range(260, 320), segment="mid"),
        *assigned("generic", range(320, 330), segment="tiny"), *assigned("segmented", range(330, 340), segment="tiny"),
    ]  # fmt: skip
    result = ask(rows, [*came(range(10)), *came(range(100, 140))])
    assert [one.segment for one in result.segments] == ["big"]
    assert "tiny" not in " ".join(figure.name for figure in result.figures)
    assert any("not told of" in caveat for caveat in result.caveats)


def test_lifts_that_differ_between_segments_propose_a_treatment_of_its_own():
    rows = [
        *assigned("generic", range(100), segment="open"), *assigned("segmented", range(100, 200), segment="open"),
        *assigned("generic", range(200, 300), segment="shut"), *assigned("segmented", range(300, 400), segment="shut"),
    ]  # fmt: skip
    result = ask(rows, [*came(range(10)), *came(range(100, 150)), *came(range(200, 210)), *came(range(300, 310))])
    assert result.differs
    assert [(p.kind, p.segments) for p in result.proposals] == [
        ("own treatment", ("open",)),
        ("own treatment", ("shut",)),
    ]
    assert "keep it there" in result.proposals[0].text
    assert "“generic”" in result.proposals[1].text


@pytest.mark.slow
def test_a_merge_is_proposed_only_where_segments_are_shown_to_be_alike():
    def rows(n: int) -> list[Row]:
        arms = enumerate([("generic", "x"), ("segmented", "x"), ("generic", "y"), ("segmented", "y")])
        return [row for i, (arm, segment) in arms for row in assigned(arm, range(i * n, i * n + n), segment=segment)]

    few = ask(rows(100), came(range(0, 400, 4)))
    assert few.proposals == ()
    many = ask(rows(2000), came(range(0, 8000, 4)), worth=0.06)
    assert [proposal.kind for proposal in many.proposals] == ["merge"]


def test_who_was_chosen_is_told_from_what_they_did_before():
    # The busy were chosen: people with many logins are nearly all in the treated arm, and they convert anyway.
    random = np.random.default_rng(1)
    busy = random.random(800) < 0.5
    treated = random.random(800) < np.where(busy, 0.8, 0.2)
    converts = random.random(800) < np.where(busy, 0.4, 0.1)
    rows = [row for i in range(800) for row in assigned("segmented" if treated[i] else "generic", range(i, i + 1))]
    known = {f"u_{i:04}": 10.0 if busy[i] else 1.0 for i in range(800)}
    segmenter = Fake(known)
    result = ask(rows, [row for i in range(800) if converts[i] for row in came(range(i, i + 1))], segmenter)
    raw, weighted = result.figure("lift.segmented"), result.figure("lift.adjusted.segmented")
    assert raw.value > 0.12
    assert weighted.low is not None
    assert weighted.low < 0 < weighted.value < 0.08
    assert result.fairness == "not fair"
    assert "part of the raw one is who was chosen" in " ".join(said(result))
    # What is known of people ends the day before the assignment.
    assert str(segmenter.asked[0].period) == "2026-08-06 to 2026-09-30"


@pytest.mark.slow
def test_people_of_another_test_are_left_out_beside():
    other = assigned("b", range(150, 250), experiment="prices")
    other = [row | {"at": "2026-09-01T00:00:00+00:00"} for row in other]
    result = ask([*FAIR, *other], [*WON, *came(range(150, 200))])
    # 70 of 200 against 50 of 200; without the hundred 20 of 150 against none of 150 (all of 200 to 249 are in it).
    assert result.figure("contaminated").value == 0.25
    assert result.figure("lift.segmented").value == -0.1
    assert result.figure("lift.uncontaminated").value == -0.133


def test_those_shown_the_message_of_the_other_arm_are_found_in_exposures():
    shown = [{"user_id": f"u_{i:04}", "at": AFTER, "rank": 1, "item_id": "segmented"} for i in range(60)]
    result = ask(FAIR, WON, exposures=shown)
    assert result.figure("contaminated").value == 0.15
    assert any("another arm's message" in caveat for caveat in result.caveats)


@pytest.mark.slow
def test_what_cannot_be_asked_is_refused_with_what_can():
    with pytest.raises(UnknownName, match="mail"):
        ask(FAIR, WON, experiment="male")
    with pytest.raises(UnknownName, match="converted"):
        ask(FAIR, WON, outcome="convertd")
    with pytest.raises(UnknownName, match="generic"):
        ask(FAIR, WON, control="generick")
    with pytest.raises(BadRequest, match="only the arm"):
        ask(assigned("generic", range(100)), WON)
    with pytest.raises(BadRequest, match=r"control=0\.5"):
        ask(FAIR, WON, planned=["generic=half", "segmented=0.5"])
    with pytest.raises(BadRequest, match="'segmented' is missing"):
        ask(FAIR, WON, planned=["generic=0.5"])
    with pytest.raises(TooFewPosts, match="in arm"):
        ask([*assigned("a", range(10)), *assigned("b", range(10, 100))], WON)
    with pytest.raises(BadRequest, match="30 days or more"):
        ask(FAIR, WON, within_days=30)
    with pytest.raises(MissingData, match="comes after"):
        ask(FAIR, came(range(20), at=EARLIER))
    with pytest.raises(ValueError, match="single people out"):
        ask(FAIR, WON, filter={"author_ids": ["u_0001"]})


@pytest.mark.slow
def test_the_order_of_rows_makes_no_difference():
    assert ask(FAIR, WON) == ask(FAIR[::-1], WON[::-1])


@pytest.mark.slow
def test_the_planted_lift_of_the_sample_lies_in_its_interval():
    from knowledge.samples import generate

    launch = generate(seed=7)
    rows = {name: [row._asdict() for row in getattr(launch, name)] for name in ("assignments", "outcomes")}
    known = {str(row["user_id"]): float(i % 7) for i, row in enumerate(rows["assignments"])}
    result = ask(rows["assignments"], rows["outcomes"], Fake(known))
    lifts, letters = launch.truth.experiment_lift, launch.truth.segments.values()
    planted = float(np.mean([lifts[letter] for letter in letters]))
    lift = result.figure("lift.explainer")
    assert lift.low is not None
    assert lift.high is not None
    assert lift.low <= planted <= lift.high
    assert (result.fairness, result.compared[0].verdict, result.outcome) == ("fair", "better", "surveyed")
    for letter, name in launch.truth.segment_names.items():
        one = next(f for f in result.figures if f.name.startswith("lift.") and f.group.get("segment") == name)
        assert one.low is not None
        assert one.high is not None
        assert one.low <= lifts[letter] <= one.high


@pytest.mark.slow
def test_people_who_came_too_late_are_left_out_with_a_wave_of_many():
    def on(day: int, people: range) -> list[Row]:
        at = f"2026-10-{day:02}T10:00:00+00:00"
        return [row | {"at": at} for i in people for row in assigned("ab"[i % 2], range(i, i + 1))]

    # Three hundred on the first, then ten a day: from the second day on two days make a wave of twenty.
    rows = on(1, range(300)) + [row for day in range(2, 8) for row in on(day, range(280 + 10 * day, 290 + 10 * day))]
    outcomes = [*came(range(300)), *came(range(1), kind="lead", at="2026-10-08T09:00:00+00:00")]

    def people(days: int | None) -> float:
        return ask(rows, outcomes, outcome="converted", within_days=days).figure("people").value

    # Followed two days or more until the eighth are those of the sixth; but they came with those of the seventh.
    assert people(None) == 360
    assert people(1) == 340
    assert people(2) == 340
    assert people(3) == people(4) == 320
    # The eighth alone makes no wave of its own: those ten go with the seventh's.
    rows += on(8, range(360, 370))
    assert people(None) == people(1) == 340


@pytest.mark.slow
def test_a_segment_in_which_half_answers_otherwise_is_proposed_to_be_split():
    rows = [*assigned("generic", range(200), segment="all"), *assigned("segmented", range(200, 400), segment="all")]
    known = {f"u_{i:04}": float(i % 2) for i in range(400)}
    # 10 % convert everywhere, but 50 % of those treated who log in more than the middle (the odd ones).
    converts = [*range(0, 200, 10), *range(200, 400, 10), *range(201, 400, 4)]
    result = ask(rows, [row for i in converts for row in came(range(i, i + 1))], Fake(known))
    (proposal,) = result.proposals
    assert (proposal.kind, proposal.segments) == ("split", ("all",))
    # The generic half of them: none; the even ones: 20 of 100 either way.
    assert (result.figure("lift.all.more").value, result.figure("lift.all.less").value) == (0.5, 0.0)
    assert "could be split by logins a week" in " ".join(said(result))
    alike = ask(rows, WON, Fake(known))
    assert alike.proposals == ()


@pytest.mark.slow
def test_arms_made_for_one_segment_each_are_read_together_against_the_generic():
    rows = [
        *assigned("generic", range(50), segment="north"), *assigned("mail for north", range(50, 100), segment="north"),
        *assigned("generic", range(100, 150), segment="south"),
        *assigned("mail for south", range(150, 200), segment="south"),
    ]  # fmt: skip
    result = ask(rows, [*came(range(5)), *came(range(50, 70)), *came(range(150, 170))])
    assert [one.arm for one in result.compared] == ["segment-specific"]
    # 40 of 100 against 5 of 100.
    assert result.figure("lift.segment-specific").value == 0.35
    assert any("each went to one segment" in caveat for caveat in result.caveats)
