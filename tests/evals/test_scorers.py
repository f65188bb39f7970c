"""Scorers, on answers small enough to judge by hand."""

# ruff: noqa: ANN401 - builders pass on fields of any kind

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest

from evals.report import to_junit, to_markdown
from evals.runner import CaseReport, Report, Scored
from evals.scorers import SCORERS, Exam
from evals.scorers.meaning import _beside
from evals.suite import Case, Expected, Suite
from evals.truth import Truth
from server.agent.answer import Answer, CitedFigure, CitedPost, Claim, ToolCall
from server.runtime import Call, Recomputed
from tools.base import Evidence, Query
from tools.errors import NotFound
from tools.figure import Figure
from tools.numbers import numbers_in
from tools.sentiment.sentiment import SentimentQuery, SentimentResult


@dataclass
class Fake:
    """A runtime that knows one result, r_1, over posts p_1 and p_2, and which query it was run with."""

    query: Query = field(default_factory=lambda: SentimentQuery(dataset="d"))
    tool: str = "sentiment"

    def stored(self, result_id: str) -> Call:
        if result_id != "r_1":
            raise NotFound("no such result")
        posts = tuple(Evidence(post_id=name, role="match") for name in POSTS)
        others = (REAL.model_copy(update={"name": name}) for name in ("net", "share.negative"))
        result = SentimentResult(figures=(REAL, *others), posts=posts)
        return Call(id="r_1", tool=self.tool, query=self.query, result=result, dataset_version="v_1", latency_ms=0)

    def recompute(self, result_id: str) -> Recomputed:
        result = self.stored(result_id).result
        return Recomputed(id=result_id, same=True, on_version="v_1", data_changed=False, result=result)

    def posts(self, _dataset: str, post_ids: list[str]) -> list[Any]:
        at = datetime(2026, 3, 3, tzinfo=UTC)
        known = [name for name in post_ids if name in POSTS]
        return [SimpleNamespace(post_id=name, text=POSTS[name], platform="x", created_at=at) for name in known]


POSTS = {"p_1": "I love the  new app, really", "p_2": "meh"}
REAL = Figure(name="share.positive", label="l", value=0.5, unit="share", n=100, low=0.4, high=0.6, method="sentiment")
CALL = ToolCall(tool="sentiment", arguments={"dataset": "d"}, result="r_1")
TRUTH = Truth({"a": {"b": 0.5}}, (), date(2026, 3, 1), date(2026, 3, 31))


def figure(name: str = "share.positive", value: float = 0.5, result: str = "r_1", **more: Any) -> CitedFigure:
    given = {"label": name, "unit": "share", "n": 100, "low": 0.4, "high": 0.6, "shown": "50.0 %", "period": "",
             "filter": "", "method": "sentiment"}  # fmt: skip
    return CitedFigure(id=f"{result}#{name}", name=name, value=value, result=result, **(given | more))


def answer(**fields: Any) -> Answer:
    given = {"question": "q", "headline": "h", "dataset": "d", "dataset_version": "v_1", "tool_calls": (CALL,)}
    return Answer(**(given | fields))


def score(name: str, case: Case, given: Answer, *, truth: Truth = TRUTH, runtime: Any = None) -> Any:
    return SCORERS[name](Exam(case=case, answer=given, truth=truth, runtime=runtime or Fake(), dataset="d"))


CASE = Case(id="c", question="q", tools=("sentiment",))
REFUSE = Case(id="c", question="q", abstain=True, twin="d", says=("forecast",))
STATED = Claim(id="c1", text="It is 50.0 %.", kind="number", figures=("r_1#share.positive",))


def test_abstention_is_right_only_when_both_agree() -> None:
    refused = answer(abstained=True, reason="no forecast")
    assert score("abstention", CASE, answer(claims=(STATED,))).value == 1
    assert score("abstention", CASE, refused).value == 0
    assert score("abstention", REFUSE, refused).value == 1
    assert score("abstention", REFUSE, answer(claims=(STATED,))).value == 0


def test_saying_nothing_is_neither_an_answer_nor_a_refusal() -> None:
    assert score("abstention", CASE, answer()).value == 0
    assert score("abstention", REFUSE, answer(abstained=True, reason=" ")).value == 0
    assert score("abstention", REFUSE, answer(abstained=True, reason="none", claims=(STATED,))).value == 0


def test_tool_choice_counts_only_calls_that_are_on_record() -> None:
    failed = ToolCall(tool="sentiment", arguments={}, result=None, error="too few")
    invented = ToolCall(tool="sentiment", arguments={}, result="r_2")
    assert score("tool choice", CASE, answer(tool_calls=(failed, invented))).value == 0
    assert score("tool choice", CASE, answer(tool_calls=(failed, CALL))).value == 1


def test_tool_choice_takes_either_of_two_tools() -> None:
    case = Case(id="c", question="q", tools=("share_of_voice|sentiment",))
    assert score("tool choice", case, answer()).value == 1


def asked(**fields: Any) -> Fake:
    return Fake(SentimentQuery.model_validate({"dataset": "d", **fields}))


def test_arguments_compare_leaves_whatever_the_order_of_lists() -> None:
    wanted = {"by": "brand", "filter": {"platforms": ["x", "reddit"]}}
    case = Case(id="c", question="q", tools=("sentiment",), arguments=wanted)
    right = asked(by="brand", filter={"platforms": ["reddit", "x"]}, seed=3)
    wrong = asked(by="platform", filter={"platforms": ["x"]})
    assert score("arguments", case, answer(), runtime=right).value == 1
    assert score("arguments", case, answer(), runtime=wrong).value < 0.5


@pytest.mark.parametrize(
    ("period", "value"),
    [
        ({"start": "2026-03-11", "end": "2026-03-31"}, 1),
        ({"start": "2026-03-11", "end": "2026-11-21"}, 1),
        ({"start": "2026-03-01", "end": "2026-03-31"}, 0.5),
        (None, 0.5),
    ],
)
def test_periods_are_the_days_of_the_data_they_cover(period: Any, value: float) -> None:
    wanted = {"period": {"start": "2026-03-11", "end": "2026-03-31"}}
    case = Case(id="c", question="q", tools=("sentiment",), arguments=wanted)
    assert score("arguments", case, answer(), runtime=asked(period=period)).value == value


def test_a_filter_or_period_that_was_not_asked_for_is_a_fault_unless_free() -> None:
    narrow = asked(filter={"platforms": ["x"]})
    assert score("arguments", CASE, answer(), runtime=narrow).value < 1
    free = CASE.model_copy(update={"free": ("filter.platforms",)})
    assert score("arguments", free, answer(), runtime=narrow).value == 1
    whole = asked(period={"start": "2026-03-01", "end": "2026-03-31"})
    assert score("arguments", CASE, answer(), runtime=whole).value == 1


@pytest.mark.parametrize(
    ("tolerance", "truth", "value"),
    [("exact", 0.5, 1), ("exact", 0.51, 0), ("interval", 0.59, 1), ("interval", 0.61, 0)],
)
def test_numbers_agree_with_the_truth_within_their_tolerance(tolerance: Any, truth: float, value: float) -> None:
    expected = Expected(figure="share.positive", truth="a.b", tolerance=tolerance)
    case = Case(id="c", question="q", numbers=(expected,))
    given = answer(figures=(figure(),), claims=(STATED,))
    assert score("numbers", case, given, truth=Truth({"a": {"b": truth}})).value == value


def test_a_number_that_is_listed_but_never_stated_does_not_count() -> None:
    case = Case(id="c", question="q", numbers=(Expected(figure="share.positive", truth="a.b"),))
    silent = STATED.model_copy(update={"text": "It is good."})
    assert "states no" in score("numbers", case, answer(figures=(figure(),), claims=(silent,))).why


def test_two_figures_of_one_name_must_both_be_right() -> None:
    case = Case(id="c", question="q", numbers=(Expected(figure="share.positive", truth="a.b"),))
    other = Claim(id="c2", text="It is 70.0 %.", kind="number", figures=("r_2#share.positive",))
    figures = (figure(), figure(result="r_2", value=0.7, shown="70.0 %"))
    assert score("numbers", case, answer(figures=figures, claims=(STATED, other))).value == 0


def test_numbers_miss_a_figure_that_is_not_given() -> None:
    case = Case(id="c", question="q", numbers=(Expected(figure="share.none", truth="a.b"),))
    assert "share.none" in score("numbers", case, answer(figures=(figure(),), claims=(STATED,))).why


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


def test_a_refusal_without_words_for_its_reason_is_no_case() -> None:
    with pytest.raises(ValueError, match="reason"):
        Case(id="c", question="q", abstain=True, twin="d")


def test_a_twin_must_be_answerable() -> None:
    cases = tuple(REFUSE.model_copy(update={"id": one, "twin": other}) for one, other in ("ab", "ba"))
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


def test_junit_is_xml_whatever_a_question_holds() -> None:
    odd = report().cases[2].model_copy(update={"question": "why \x1b[31m\x00\ufffe?"})
    xml = to_junit(report().model_copy(update={"cases": (odd,)}))
    assert fromstring(xml).find("testcase/failure") is not None  # noqa: S314 - our own XML


@pytest.mark.parametrize(
    ("headline", "value"),
    [
        ("It is 50.0 % (95 % interval 40.0 % to 60.0 %, n = 100).", 1),
        ("I read 'since 11 May' as all days: 50.0 %.", 1),
        ("It is 51.0 %.", 0.5),
        ("It is 50.0 % of 5,000.", 0.5),
        ("It was 50.0 % on 2026-03-01 and on 2026-03-31.", 1),
        ("It was 50.0 % on 2025-03-01.", 0.5),
        ("It is 50.0 %, “99 % at Bolt”.", 0.5),
    ],
)
def test_the_headline_states_only_numbers_and_days_that_something_shows(headline: str, value: float) -> None:
    case = Case(id="c", question="How is it since 11 May?", tools=("sentiment",))
    given = answer(headline=headline, figures=(figure(),), claims=(STATED,))
    assert score("statements", case, given).value == value


def test_a_number_answers_for_the_names_in_its_own_sentence_only() -> None:
    text = "Posts on x: 5 in all. Posts on reddit: 7 in all."
    assert "reddit" not in _beside(text, numbers_in(text), 0)
    assert "reddit" in _beside(text, numbers_in(text), 1)
