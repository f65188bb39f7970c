"""Scorers, on answers small enough to judge by hand."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from evals.report import to_junit, to_markdown
from evals.runner import CaseReport, Report, Scored
from evals.scorers import SCORERS, Exam
from evals.suite import Case, Expected, Suite
from server.agent.answer import Answer, CitedFigure, CitedPost, Claim, ToolCall
from tools.errors import NotFound

POSTS = {"p_1": "I love the  new app, really", "p_2": "meh"}


class FakeRuntime:
    """Knows one result and two posts."""

    def recompute(self, result_id: str) -> Any:
        if result_id != "r_1":
            raise NotFound("no such result")
        return SimpleNamespace(same=True)

    def posts(self, _dataset: str, post_ids: list[str]) -> list[Any]:
        return [SimpleNamespace(post_id=name, text=POSTS[name]) for name in post_ids if name in POSTS]


def figure(name: str = "share.positive", value: float = 0.5, result: str = "r_1", **more: Any) -> CitedFigure:
    return CitedFigure(
        id=f"{result}#{name}", name=name, label=name, value=value, unit="share", n=100, low=0.4, high=0.6,
        shown="50.0 %", period="all", filter="", method="sentiment", result=result, **more,
    )  # fmt: skip


def answer(**fields: Any) -> Answer:
    given = {"question": "q", "headline": "h", "dataset": "d", "dataset_version": "v_1"} | fields
    return Answer(**given)


def score(name: str, case: Case, given: Answer, truth: dict[str, Any] | None = None) -> Any:
    return SCORERS[name](Exam(case=case, answer=given, truth=truth or {}, runtime=FakeRuntime()))  # type: ignore[arg-type]


CASE = Case(id="c", question="q", tools=("sentiment",))


def test_abstention_is_right_only_when_both_agree() -> None:
    refuse = Case(id="c", question="q", abstain=True, twin="d")
    assert score("abstention", CASE, answer()).value == 1
    assert score("abstention", CASE, answer(abstained=True)).value == 0
    assert score("abstention", refuse, answer(abstained=True)).value == 1
    assert score("abstention", refuse, answer()).value == 0


def test_tool_choice_counts_only_calls_that_succeeded() -> None:
    failed = ToolCall(tool="sentiment", arguments={}, result=None, error="too few")
    ran = ToolCall(tool="sentiment", arguments={}, result="r_1")
    assert score("tool choice", CASE, answer(tool_calls=(failed,))).value == 0
    assert score("tool choice", CASE, answer(tool_calls=(failed, ran))).value == 1


def test_arguments_compare_leaves_whatever_the_order_of_lists() -> None:
    case = Case(
        id="c", question="q", tools=("sentiment",), arguments={"by": "brand", "filter": {"platforms": ["x", "reddit"]}}
    )
    call = ToolCall(
        tool="sentiment", arguments={"by": "brand", "filter": {"platforms": ["reddit", "x"]}, "k": 3}, result="r_1"
    )
    other = ToolCall(tool="sentiment", arguments={"by": "platform", "filter": {"platforms": ["x"]}}, result="r_1")
    assert score("arguments", case, answer(tool_calls=(other, call))).value == 1
    assert score("arguments", case, answer(tool_calls=(other,))).value == 0


@pytest.mark.parametrize(
    ("tolerance", "truth", "value"),
    [("exact", 0.5, 1), ("exact", 0.51, 0), ("interval", 0.59, 1), ("interval", 0.61, 0)],
)
def test_numbers_agree_with_the_truth_within_their_tolerance(tolerance: Any, truth: float, value: float) -> None:
    expected = Expected(figure="share.positive", truth="a.b", tolerance=tolerance)
    case = Case(id="c", question="q", numbers=(expected,))
    assert score("numbers", case, answer(figures=(figure(),)), {"a": {"b": truth}}).value == value


def test_numbers_miss_a_figure_that_is_not_given() -> None:
    case = Case(id="c", question="q", numbers=(Expected(figure="share.none", truth="a"),))
    assert "share.none" in score("numbers", case, answer(figures=(figure(),)), {"a": 1}).why


def quote(post_id: str, text: str) -> CitedPost:
    return CitedPost(
        id=post_id, quote=text, author=None, created_at=datetime(2026, 1, 1, tzinfo=UTC), url=None, platform="x"
    )


def claim(*, figures: tuple[str, ...] = (), posts: tuple[str, ...] = ()) -> Claim:
    return Claim(id="c1", text="t", kind="number", figures=figures, posts=posts)


@pytest.mark.parametrize(
    ("claims", "value"),
    [
        ((claim(figures=("r_1#share.positive",)),), 1),
        ((claim(),), 0),
        ((claim(figures=("r_1#share.invented",)),), 0),
        ((claim(figures=("r_2#share.positive",)),), 0),
        ((claim(posts=("p_1",)),), 1),
        ((claim(posts=("p_2",)),), 0),
        ((claim(posts=("p_3",)),), 0),
        ((claim(posts=("p_1",)), claim(posts=("p_2",))), 0.5),
    ],
)
def test_citations_must_exist_recompute_and_be_verbatim(claims: tuple[Claim, ...], value: float) -> None:
    given = answer(
        claims=claims,
        figures=(figure(), figure(result="r_2")),
        posts=(quote("p_1", "…the new app…"), quote("p_2", "meh!"), quote("p_3", "gone")),
    )
    assert score("citations", CASE, given).value == value


def test_a_refusal_without_a_twin_is_no_case() -> None:
    with pytest.raises(ValueError, match="twin"):
        Case(id="c", question="q", abstain=True)


def test_a_twin_must_be_answerable() -> None:
    cases = (Case(id="a", question="q", abstain=True, twin="b"), Case(id="b", question="q", abstain=True, twin="a"))
    with pytest.raises(ValueError, match="no answerable case"):
        Suite(name="s", dataset="d", about="", cases=cases)


def report() -> Report:
    def case(name: str, value: float) -> CaseReport:
        scored = {"numbers": Scored(value=value, why="" if value == 1 else "off <by> one")}
        return CaseReport(id=name, question="q?", headline="h", abstained=False, scores=scored, latency_ms=10)

    return Report(suite="s", dataset_version="v_1", model=None, cases=(case("a", 1), case("b", 1), case("c", 0)))


def test_report_gives_mean_and_standard_error() -> None:
    # values 1, 1, 0: mean 2/3, sample variance 1/3, standard error sqrt(1/9) = 1/3
    mean, error, n = report().mean("numbers")
    assert (round(mean, 6), round(error, 6), n) == (0.666667, 0.333333, 3)
    assert "2 of 3 passed" in to_markdown(report())


def test_junit_counts_failures_and_escapes_their_reasons() -> None:
    xml = to_junit(report())
    assert 'tests="3" failures="1"' in xml
    assert "off &lt;by&gt; one" in xml
