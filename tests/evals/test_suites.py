"""The suites that ship: whole, and every number they expect is really planted."""

from datetime import date

import pytest

from evals.suite import load_suite
from evals.truth import MEASURES, Read, Selection, TruePost, Truth, truth_of
from knowledge.samples import generate
from tools.errors import TooFewPosts, UnknownName
from tools.registry import tools

REFUSED = {"answers": 27, "sample": 10, "sample_practice": 20, "sample_sealed": 15, "sample_wordings": 6}
SUITES = sorted(REFUSED)


@pytest.fixture(scope="module")
def planted() -> Truth:
    """The sample's truth, and what a reader who errs in nothing would have read."""
    launch = generate()
    names = {slug: feature.name for slug, feature in launch.truth.features.items()}
    read = {
        post_id: Read(
            sentiment=true.sentiment,
            reliable=True,
            emotions=frozenset({true.emotion}),
            intents=frozenset({true.intent}),
            aspects={names[slug]: side for slug, side in true.aspects.items()},
        )
        for post_id, true in launch.truth.posts.items()
    }
    return truth_of(launch, read)


@pytest.mark.parametrize("name", SUITES)
def test_the_number_told_is_to_be_refused(name: str) -> None:
    suite = load_suite(name)
    assert suite.name == name
    assert sum(case.abstain for case in suite.cases) == REFUSED[name]


@pytest.mark.parametrize("name", SUITES)
def test_every_expected_number_is_planted(name: str, planted: Truth) -> None:
    for case in load_suite(name).cases:
        for expected in case.numbers:
            assert isinstance(expected.true(planted), float), case.id


@pytest.mark.parametrize("name", SUITES)
def test_every_expected_tool_and_argument_exists(name: str) -> None:
    known = {tool.name: tool for tool in tools()}
    for case in load_suite(name).cases:
        taken = [
            all(set(case.arguments) <= set(known[tool].query.model_fields) for tool in entry.split("|"))
            for entry in case.tools
        ]  # one call of one of them must be able to take them all
        assert any(taken) or not taken, f"{case.id}: none of {case.tools} takes {set(case.arguments)}"


def test_the_sample_asks_for_every_tool() -> None:
    wanted = {tool for case in load_suite("sample").cases for name in case.tools for tool in name.split("|")}
    assert {tool.name for tool in tools() if tool.toolset in ("core", "listen", "kpi")} >= wanted
    assert len(wanted) >= 6


def test_no_question_stands_in_two_suites() -> None:
    asked = [{case.question.casefold() for case in load_suite(name).cases} for name in SUITES]
    assert len(set.union(*asked)) == sum(map(len, asked))


def test_an_unknown_suite_names_those_there_are() -> None:
    with pytest.raises(UnknownName, match="sample"):
        load_suite("nosuch")


def test_truth_counts_as_by_hand(truth: Truth) -> None:
    # 240 posts: every fourth about Bolt and negative; two in five on reddit; of 20 posts a day 5 are Bolt's.
    assert truth.measure("posts", Selection(brands=("Bolt",))) == 60
    assert truth.measure("posts", Selection(platforms=("reddit",))) == 96
    assert truth.measure("net", Selection()) == pytest.approx(0.75 - 0.25)
    assert truth.measure("voice", Selection(brands=("Bolt",))) == 0.25
    assert truth.measure("posts", Selection(text="ROOM 239")) == 1
    first_day = Selection(end=truth.first)
    assert truth.measure("posts", first_day) == 20
    assert truth.measure("interactions", first_day) == sum(number % 7 for number in range(20))
    assert truth.total("totals.posts") == 240


def test_truth_refuses_what_was_not_planted(truth: Truth) -> None:
    with pytest.raises(TooFewPosts):
        truth.measure("positive", Selection(platforms=("myspace",)))
    with pytest.raises(UnknownName, match="totals"):
        truth.total("total.posts")
    with pytest.raises(UnknownName):
        truth.measure("mood", Selection())
    assert "net" in MEASURES


def test_truth_counts_words_formats_and_views() -> None:
    def post(day: int, text: str, form: str, views: int | None = None) -> TruePost:
        return TruePost(
            day=date(2026, 3, day), platform="x", author="ana", text=text, lang="en", brand=None, mentions=frozenset(),
            is_own=False, sentiment="neutral", interactions=6, reach=None, impressions=None, views=views, format=form,
        )  # fmt: skip

    truth = Truth(posts=[post(1, "Two agendas", "text"), post(4, "The AGENDA.", "video", views=30)])
    assert truth.measure("posts", Selection(text="agenda")) == 2
    assert truth.measure("posts", Selection(phrase="agenda")) == 1
    assert truth.measure("posts", Selection(formats=("video",))) == 1
    assert truth.measure("per_view", Selection()) == pytest.approx(6 / 30)
    assert truth.measure("empty_days", Selection()) == 2


def test_a_customer_is_new_for_ninety_days_and_long_time_after_two_years(planted: Truth) -> None:
    launch = generate()
    since = {author.author_id: author.customer_since for author in launch.authors}
    for row, post in zip(launch.posts, planted.posts, strict=True):
        joined = since[row.author_id]
        assert (post.tenure is None) == (joined is None or joined > row.created_at)
        assert post.tenure != "new" or (joined and (row.created_at - joined).days < 90)
        assert post.tenure != "long-time" or (joined and (row.created_at - joined).days >= 730)
