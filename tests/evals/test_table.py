"""The table of measures, over cases small enough to reckon by hand."""

from typing import Any

import pytest

from evals.runner import ASKING, CaseReport, Ran, Scored
from evals.table import Row, rows, to_lines


def case(name: str, *, scores: dict[str, tuple[float, int]] | None = None, **more: Any) -> CaseReport:  # noqa: ANN401
    found = {scorer: Scored(value=value, of=of) for scorer, (value, of) in (scores or {}).items()}
    given = {"question": "q?", "headline": "h", "abstained": False, "latency_ms": 10.0}
    return CaseReport(id=name, scores=found, **(given | more))


def row(name: str, *cases: CaseReport) -> Row:
    return next(row for row in rows(cases) if row.name == name)


def test_a_share_of_cases_counts_those_whose_every_check_is_right() -> None:
    found = row(
        "arguments, all right", *(case(str(n), scores={"arguments": (v, 4)}) for n, v in enumerate((1, 1, 0.75)))
    )
    assert (found.value, found.n) == (pytest.approx(2 / 3), 3)


def test_a_share_of_checks_weighs_each_check_alike() -> None:
    # 4 of 4 and 0 of 1: 4 of 5 checks, though half of the cases
    found = row(
        "numbers counted: equal to the recount",
        case("a", scores={"exact numbers": (1, 4)}),
        case("b", scores={"exact numbers": (0, 1)}),
    )
    assert (found.value, found.n) == (pytest.approx(0.8), 5)
    assert found.interval is not None
    assert found.interval.low < 0.8 < found.interval.high


def test_a_question_that_broke_the_agent_has_nothing_right() -> None:
    broken = case("b", scores={ASKING: (0, 1)}, latency_ms=0.0)
    found = row("arguments, all right", case("a", scores={"arguments": (1, 1)}), broken)
    assert found.value == 0.5


def test_unsupported_claims_are_counted_not_shared() -> None:
    # 1 of 4 statements and 1 of 2 meanings are amiss
    found = row(
        "unsupported claims (a count, of checks)", case("a", scores={"statements": (0.75, 4), "meaning": (0.5, 2)})
    )
    assert (found.value, found.n) == (2, 6)


def test_abstention_f1_and_over_refusal() -> None:
    # two refused rightly, one refused wrongly, one answered wrongly, four answered rightly:
    # precision 2/3, recall 2/3, F1 2/3; one of five answerable refused
    refused, answered = {"abstained": True}, {"abstained": False}
    cases = [case(f"r{n}", refuse=True, **refused) for n in range(2)]
    cases += [case("o", **refused), case("u", refuse=True, **answered)]
    cases += [case(f"a{n}", **answered) for n in range(4)]
    f1 = row("abstention F1", *cases)
    assert (f1.value, f1.n) == (pytest.approx(2 / 3), 4)
    assert f1.interval is not None
    assert f1.interval.low < f1.value < f1.interval.high
    over = row("over-refusal", *cases)
    assert (over.value, over.n) == (pytest.approx(1 / 5), 5)


def test_wordings_are_stable_where_they_do_what_most_of_their_question_do() -> None:
    # family f: 3 of 4 alike; family g: 2 of 2; a case without a family does not count
    most, other = Ran(tools="sentiment", arguments="[]", numbers="net = 0.5"), Ran(tools="search_posts")
    cases = [case(f"f{n}", family="f", ran=most) for n in range(3)] + [case("f3", family="f", ran=other)]
    cases += [case(f"g{n}", family="g", ran=other) for n in range(2)] + [case("alone", ran=most)]
    found = row("paraphrase stability, all three", *cases)
    assert (found.value, found.n) == (pytest.approx(5 / 6), 6)


def test_the_same_numbers_by_other_arguments_are_stable_in_numbers_only() -> None:
    one, other = (
        Ran(tools="sentiment", arguments="[]", numbers="n"),
        Ran(tools="sentiment", arguments="[{}]", numbers="n"),
    )
    cases = [case("a", family="f", ran=one), case("b", family="f", ran=other)]
    assert row("paraphrase stability, numbers", *cases).value == 1
    assert row("paraphrase stability, arguments", *cases).value == 0.5


def test_percentiles_are_of_the_nearest_rank_and_leave_out_what_broke() -> None:
    cases = [case(str(n), latency_ms=float(n)) for n in range(1, 21)] + [
        case("b", scores={ASKING: (0, 1)}, latency_ms=0)
    ]
    assert row("latency, 50th percentile", *cases).value == 10
    assert row("latency, 95th percentile", *cases).value == 19


def test_what_no_case_has_is_left_out_and_parts_stand_side_by_side() -> None:
    assert rows([]) == ()
    lines = list(to_lines({"all": [case("a")], "held out": []}))
    assert lines[0] == "| measure | goal | all |"
    assert not any("numbers" in line for line in lines)
