"""Explain change, on posts whose causes are known, and on the planted truth of the sample."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import pytest

from knowledge.samples import Launch, generate
from tests.tools.conftest import FACTS, Row, borne_out, read_posts
from tools.errors import BadRequest, MissingData, TooFewPosts
from tools.facts import Brand
from tools.inputs import Tables
from tools.sentiment.explain_change import ExplainChangeQuery, ExplainChangeResult, explain_change

BEFORE, AFTER = "2026-10-05T12:00:00+00:00", "2026-10-12T12:00:00+00:00"
EVENT = {"event": "2026-10-10"}
TEXT = "a post that is long enough to be shown as typical"


def posts(at: str, platform: str, *, negative: int, positive: int, neutral: int = 0, **more: object) -> list[Row]:
    """Posts by as many authors (who come back with any label), so many of each label."""
    labels = ["negative"] * negative + ["positive"] * positive + ["neutral"] * neutral
    return [
        {"label": label, "created_at": at, "platform": platform, "text": TEXT, "author_id": f"{platform}{i * 37 % 101}"}
        | more
        for i, label in enumerate(labels)
    ]


def shift() -> list[Row]:
    """The platforms x (always net -.5) and reddit (always net .5) swap sizes: all mix."""
    return [
        *posts(BEFORE, "x", negative=30, positive=10),
        *posts(BEFORE, "reddit", negative=30, positive=90),
        *posts(AFTER, "x", negative=90, positive=30),
        *posts(AFTER, "reddit", negative=10, positive=30),
    ]


def sinking() -> list[Row]:
    """Reddit goes from net .5 to -.5, x stays at .5, sizes stay: all rate."""
    return [
        *posts(BEFORE, "x", negative=25, positive=75),
        *posts(BEFORE, "reddit", negative=25, positive=75),
        *posts(AFTER, "x", negative=25, positive=75),
        *posts(AFTER, "reddit", negative=75, positive=25),
    ]


def ask(rows: Sequence[Row] | Tables, **query: object) -> ExplainChangeResult:
    asked = ExplainChangeQuery.model_validate({"dataset": "demo"} | query)
    result = explain_change.run(asked, rows if isinstance(rows, Tables) else read_posts(rows))
    borne_out(explain_change, asked, result)
    assert isinstance(result, ExplainChangeResult)
    return result


def texts(result: ExplainChangeResult, **query: object) -> list[str]:
    asked = ExplainChangeQuery.model_validate({"dataset": "demo"} | query)
    return [sentence.text for sentence in explain_change.say(asked, result)]


def value(result: ExplainChangeResult, name: str) -> float:
    return result.figure(name).value


def test_what_only_grows_elsewhere_is_mix_by_hand():
    result = ask(shift(), **EVENT, by="platform")
    # (10 - 30 + 90 - 30) / 160 = .25 to (30 - 90 + 30 - 10) / 160 = -.25
    assert value(result, "net.before") == pytest.approx(0.25, abs=0.01)
    assert value(result, "change") == pytest.approx(-0.5, abs=0.01)
    assert value(result, "mix.platform") == pytest.approx(-0.5, abs=0.01)
    assert value(result, "rate.platform") == pytest.approx(0, abs=0.01)
    assert value(result, "mix.platform.x") == pytest.approx(-0.25, abs=0.01)  # (.75 - .25) (-.5 - 0)
    assert (value(result, "share.before.platform.x"), value(result, "share.after.platform.x")) == (0.25, 0.75)
    assert (result.changed, result.mainly) == (True, "mix")
    assert any(text.startswith("Mostly the mix changed") for text in texts(result, **EVENT, by="platform"))


def test_what_is_judged_otherwise_is_rate_by_hand():
    result = ask(sinking(), **EVENT, by="platform")
    assert value(result, "rate.platform") == pytest.approx(-0.5, abs=0.01)
    assert value(result, "rate.platform.reddit") == pytest.approx(-0.5, abs=0.01)
    assert value(result, "mix.platform") == pytest.approx(0, abs=0.01)
    assert result.mainly == "rate"


def test_the_slice_that_sank_leads_with_its_figures_by_hand():
    result = ask(sinking(), **EVENT)
    [slice_] = result.slices
    assert (slice_.conditions, slice_.worse, slice_.new) == ({"platform": "reddit"}, True, False)
    shares = {
        name: value(result, f"slice.1.{name}") for name in ("share", "before", "later", "rest", "excess", "added")
    }
    wanted = {"share": 0.5, "before": 0.25, "later": 0.75, "rest": 0.25, "excess": 0.5, "added": 0.25}
    assert shares == pytest.approx(wanted, abs=0.01)
    assert value(result, "slice.1.ratio") == pytest.approx(3, abs=0.05)
    typical = [post for post in result.posts if post.role == "representative"]
    assert typical[0].group == {"platform": "reddit", "sentiment": "negative"}
    assert any("association" in caveat for caveat in result.caveats)
    assert any(f"{result.looks} slices" in caveat for caveat in result.caveats)


def test_the_negative_share_can_be_explained_instead():
    result = ask(sinking(), **EVENT, by="platform", measure="negative")
    assert value(result, "share.negative.before") == pytest.approx(0.25, abs=0.01)
    assert value(result, "rate.platform") == pytest.approx(0.25, abs=0.01)
    assert result.figure("change").unit == "share_change"


@pytest.mark.parametrize("rows", [shift(), sinking(), shift()[::2] + sinking()[::3]])
def test_parts_add_up_and_swapping_the_periods_changes_their_sign(rows: list[Row]):
    first, second = {"start": "2026-10-05", "end": "2026-10-06"}, {"start": "2026-10-12", "end": "2026-10-13"}
    there, back = (ask(rows, before=one, after=two) for one, two in ((first, second), (second, first)))
    change = value(there, "change")
    assert value(back, "change") == pytest.approx(-change, abs=1e-3)
    for name in there.dimensions:
        assert value(there, f"mix.{name}") + value(there, f"rate.{name}") == pytest.approx(change, abs=1e-12)
    assert value(back, "mix.platform") == pytest.approx(-value(there, "mix.platform"), abs=1e-3)
    leading = [figure for figure in there.figures if figure.name.startswith(("mix.", "rate.")) and figure.group]
    assert sum(figure.value for figure in leading) == pytest.approx(change, abs=1e-12)


def test_parts_add_up_where_the_reader_errs():
    error = FACTS.reader_error
    assert error is not None
    errs = {"confusion": ((60, 25, 15), (10, 80, 10), (5, 15, 80)), "borrowed": True}
    facts = FACTS.model_copy(update={"reader_error": error.model_copy(update=errs)})
    result = ask(read_posts(sinking(), facts=facts), **EVENT)
    change = result.figure("change")
    assert change.raw == pytest.approx(-0.5)
    assert change.value < -0.5  # a reader that takes some for others hides a part of the change
    for name in result.dimensions:
        assert value(result, f"mix.{name}") + value(result, f"rate.{name}") == pytest.approx(change.value, abs=1e-12)


def test_the_order_of_rows_does_not_matter():
    rows = [dict(row, post_id=f"p_{i:03}") for i, row in enumerate(sinking())]
    assert ask(rows, **EVENT) == ask(rows[::-1], **EVENT)


def test_other_posts_do_not_matter():
    only = {"filter": {"brands": ["Acme"]}} | EVENT
    rows = [dict(row, post_id=f"p_{i:03}", brand="Acme") for i, row in enumerate(sinking())]
    others = [dict(row, post_id=f"q_{i:03}", brand="Bolt") for i, row in enumerate(shift())]
    assert ask(rows, **only) == ask(others + rows, **only)


def test_a_steady_mood_is_not_distinguishable_from_noise():
    rows = [*posts(BEFORE, "x", negative=30, positive=60), *posts(AFTER, "x", negative=33, positive=60)]
    result = ask(rows, **EVENT)
    assert (result.changed, result.mainly, result.slices) == (False, "unclear", ())
    assert "not distinguishable from noise" in texts(result, **EVENT)[0]


def test_new_voices_are_those_without_a_post_before():
    rows = [
        *posts(BEFORE, "x", negative=20, positive=80),
        *posts(AFTER, "x", negative=20, positive=80),
        *posts(AFTER, "x", negative=80, positive=20, author_id=None),
    ]
    result = ask(rows, **EVENT, by="voices")
    assert value(result, "share.after.voices.new_voices") == 0.5
    assert value(result, "share.before.voices.returning_voices") == 1
    # The old ones are judged alike; that new ones came who are at -.6 and not at .6 is all mix: .5 * -1.2
    assert value(result, "mix.voices") == pytest.approx(-0.6, abs=0.01)
    [slice_] = result.slices
    assert (slice_.conditions, slice_.new) == ({"voices": "new voices"}, True)


def test_a_post_about_two_features_counts_half_for_each():
    facts = FACTS.model_copy(update={"features": ("Agenda", "Badges")})
    about = "the agenda and the badges, at some length, again"
    both = posts(BEFORE, "x", negative=30, positive=30, text=about)
    rows = [*both, *posts(AFTER, "x", negative=30, positive=30)]
    result = ask(read_posts(rows, facts=facts), **EVENT, by="aspect")
    assert [value(result, f"share.before.aspect.{name}") for name in ("agenda", "badges")] == [0.5, 0.5]
    assert value(result, "share.after.aspect.no_feature") == 1


def test_too_few_posts_or_authors_are_refused_with_what_is_needed():
    few = [*posts(BEFORE, "x", negative=10, positive=10), *posts(AFTER, "x", negative=40, positive=40)]
    with pytest.raises(TooFewPosts, match=r"Found 20 posts that were read reliably from .* at least 50"):
        ask(few, **EVENT)
    lone = [dict(row, author_id="a") for row in sinking()]
    with pytest.raises(TooFewPosts, match=r"Found 1 authors .* at least 10"):
        ask(lone, **EVENT)
    with pytest.raises(TooFewPosts):
        ask(read_posts([]), **EVENT)


def test_what_cannot_be_split_is_refused_with_what_can():
    with pytest.raises(MissingData, match="table 'authors'"):
        ask(sinking(), **EVENT, by="tenure")
    with pytest.raises(MissingData, match=r"by brand.*split by platform"):
        ask(sinking(), **EVENT, by="brand")
    with pytest.raises(BadRequest, match="no days on one side"):
        ask(sinking(), event="2026-12-01")


@cache
def launch() -> Launch:
    return generate(seed=7)


@cache
def sample() -> Tables:
    """The sample as a reader that makes no mistakes would read it."""
    made, truth = launch(), launch().truth.posts
    rows = [
        {name: item for name, item in row._asdict().items() if name != "source"}
        | {"label": truth[row.post_id].sentiment}
        for row in made.posts
    ]
    facts = FACTS.model_copy(
        update={
            "brands": (Brand(name="ConnectSphere", is_own=True), Brand(name="Palavero"), Brand(name="Mingleforth")),
            "features": ("Real-time AI Summaries", "AI Networking Suggestions", "AI Personalized Agenda"),
        }
    )
    return read_posts(rows, facts=facts)


def asked_of_the_sample(**query: Any) -> ExplainChangeResult:  # noqa: ANN401 - fields of a query
    return ask(sample(), filter={"brands": ["ConnectSphere"]}, **query)


@pytest.mark.slow
def test_the_fall_after_the_launch_week_is_recovered_from_the_sample():
    first, last = {"start": "2026-03-11", "end": "2026-03-17"}, {"start": "2026-03-27", "end": "2026-04-09"}
    result = asked_of_the_sample(before=first, after=last, by="aspect")
    # Week one is planned at 75 - 5, the last day at 55 - 20, with spikes on top.
    assert value(result, "net.before") == pytest.approx(0.70, abs=0.05)
    assert result.figure("change").value < -0.25
    assert result.changed
    assert result.mainly == "rate"


def test_the_features_that_are_liked_most_lead_the_slices_after_the_launch():
    # Planted: 90 % of the polar mentions of the summaries are positive, 85 % of the suggestions, 40 % of the agenda.
    result = asked_of_the_sample(event="2026-03-11", measure="negative")
    assert result.slices[0].conditions == {"aspect": "Real-time AI Summaries"}
    assert not result.slices[0].worse
    assert {"aspect": "AI Networking Suggestions"} in [one.conditions for one in result.slices if not one.worse]
