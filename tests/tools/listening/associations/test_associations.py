"""Associations, on posts and people whose numbers are worked by hand."""

from __future__ import annotations

import pytest

from tests.tools.conftest import FACTS, Row, borne_out, read_posts
from tools.errors import BadRequest, MissingData, TooFewPosts, UnknownName
from tools.listening.associations.asked import AssociationsQuery, AssociationsResult
from tools.listening.associations.associations import associations
from tools.listening.associations.lookup import exposure_named, outcome_named

FEATURES = FACTS.model_copy(update={"features": ("Smart Agenda", "badge")})


def posts(n: int, label: str, text: str = "nothing much to report from here today", **more: object) -> list[Row]:
    """Posts of one sentiment, each by an author of its own."""
    return [{"label": label, "text": text, "author_id": f"{label} {text} {more} {i}"} | more for i in range(n)]


PRIVACY = "what about my privacy in this thing of yours"


def twice(**more: object) -> list[Row]:
    """Of a hundred posts on privacy forty are negative, of a hundred others twenty."""
    return [
        *posts(40, "negative", PRIVACY, **more),
        *posts(60, "neutral", PRIVACY, **more),
        *posts(20, "negative", **more),
        *posts(80, "neutral", **more),
    ]


def ask(rows: list[Row], others: dict[str, list[Row]] | None = None, **query: object) -> AssociationsResult:
    asked = AssociationsQuery.model_validate({"dataset": "demo"} | query)
    result = associations.run(asked, read_posts(rows, facts=FEATURES, **(others or {})))
    sentences = borne_out(associations, asked, result)
    assert sentences[-1].startswith("Association, not cause")
    assert isinstance(result, AssociationsResult)
    return result


def said(result: AssociationsResult, **query: object) -> str:
    asked = AssociationsQuery.model_validate({"dataset": "demo"} | query)
    return " ".join(sentence.text for sentence in associations.say(asked, result))


def test_posts_that_mention_privacy_are_twice_as_likely_to_be_negative():
    result = ask(twice(), exposure="mentions: privacy", outcome="negative")
    (pair,) = result.pairs
    assert (pair.exposure, pair.outcome, pair.stands, pair.agreement) == (
        "mentions: privacy",
        "negative",
        True,
        "alike",
    )
    values = {
        stem: result.figure(f"{stem}.{pair.key}").value for stem in ("share", "share.others", "ratio", "adjusted")
    }
    assert values == pytest.approx({"share": 0.4, "share.others": 0.2, "ratio": 2, "adjusted": 2})
    assert result.figure(f"difference.{pair.key}").value == pytest.approx(0.2)
    assert result.figure(f"e_value.{pair.key}").value == pytest.approx(2 + 2**0.5)
    assert {post.role for post in result.posts} == {"representative", "contrary"}
    assert "2.00 times as likely to be negative as others" in said(result, exposure="x", outcome="y")


def test_platforms_that_explain_it_away_are_named():
    # On x privacy is talked about more and everything is worse; on each platform it makes no difference.
    rows = [
        *posts(160, "negative", PRIVACY, platform="x"),
        *posts(160, "neutral", PRIVACY, platform="x"),
        *posts(40, "negative", platform="x"),
        *posts(40, "neutral", platform="x"),
        *posts(8, "negative", PRIVACY, platform="reddit"),
        *posts(72, "neutral", PRIVACY, platform="reddit"),
        *posts(32, "negative", platform="reddit"),
        *posts(288, "neutral", platform="reddit"),
    ]
    result = ask(rows, exposure="mentions: privacy", outcome="negative")
    (pair,) = result.pairs
    assert result.figure(f"ratio.{pair.key}").value == pytest.approx((168 / 400) / (72 / 400))
    assert result.figure(f"adjusted.{pair.key}").value == pytest.approx(1)
    assert (pair.agreement, pair.stands) == ("vanishes", False)
    assert result.strata == ("platform", "week")
    assert "platform and week it is 1.00 times" in said(result, exposure="x", outcome="y")


def test_an_exposure_is_not_held_fixed_against_itself():
    rows = [*twice(platform="x"), *posts(50, "negative", platform="reddit"), *posts(50, "neutral", platform="reddit")]
    result = ask(rows, exposure="platform: reddit", outcome="negative")
    assert "Within the same week" in said(result, exposure="x", outcome="y")
    assert result.figure(f"ratio.{result.pairs[0].key}").value == pytest.approx((50 / 100) / (60 / 200))


@pytest.mark.slow
def test_one_author_who_posts_a_hundred_times_proves_little():
    rows = [row | {"author_id": f"author {i % 24}"} for i, row in enumerate(twice())]
    (pair,) = ask(twice(), exposure="mentions: privacy", outcome="negative").pairs
    many = ask(
        [*rows, *posts(40, "negative", PRIVACY, author_id="loud")], exposure="mentions: privacy", outcome="negative"
    )
    few = ask([*rows, *posts(40, "negative", PRIVACY)], exposure="mentions: privacy", outcome="negative")
    width = [r.figure(f"ratio.{pair.key}").high / r.figure(f"ratio.{pair.key}").value for r in (many, few)]  # type: ignore[operator]
    assert width[0] > width[1]


def test_people_are_counted_once_by_what_they_ever_do():
    pair = [{"label": "negative", "text": PRIVACY}, {"label": "neutral", "text": "quite another thing altogether here"}]
    rows = [row | {"author_id": f"a{i}"} for i in range(40) for row in pair]
    rows += [{"label": "negative", "text": "some other words", "author_id": f"b{i}"} for i in range(20)]
    rows += [{"label": "neutral", "text": "some other words", "author_id": f"c{i % 20}"} for i in range(40)]
    result = ask(rows, exposure="mentions: privacy", outcome="negative", unit="authors")
    assert (result.unit, result.n, result.n_posts) == ("authors", 80, 140)
    assert result.figure(f"ratio.{result.pairs[0].key}").value == 2


def test_the_strongest_are_looked_for_and_chance_is_held_off_over_all():
    rows = [row | {"platform": ("x", "reddit")[i % 2]} for i, row in enumerate(twice())]
    mention = {"name": "badge", "start": 0, "end": 5, "p_negative": 0.8, "p_neutral": 0.1, "p_positive": 0.1}
    rows = [row | {"aspects": [mention] if row["text"] == PRIVACY else []} for row in rows]
    result = ask(rows, outcome="negative")
    assert (result.pairs[0].exposure, result.pairs[0].stands) == ("feature: badge", True)
    assert result.looked_at == 3
    assert result.figure("pairs.standing").value == 1
    assert any("looked for" in caveat for caveat in result.caveats)


def test_names_are_looked_up():
    tables = read_posts([*posts(1, "neutral", platform="x"), *posts(1, "neutral", platform="reddit")], facts=FEATURES)
    exposures = {
        "Reddit": "platform: reddit",
        "privacy": "mentions: privacy",
        "AGENDA": "feature: Smart Agenda",
        "suspected bots": "suspected_bot",
        "feature: Badge": "feature: badge",
    }
    assert {name: str(exposure_named(name, tables)) for name in exposures} == exposures
    outcomes = {"complaints": "intent: complaint", "frustration": "emotion: frustration", "Negative": "negative"}
    assert {name: str(outcome_named(name, tables)) for name in outcomes} == outcomes
    with pytest.raises(UnknownName, match="'reddit'"):
        exposure_named("platform: redit", tables)
    with pytest.raises(UnknownName, match="kind of exposure"):
        exposure_named("intent: complaint", tables)
    with pytest.raises(UnknownName, match="complaint"):
        outcome_named("complant", tables)
    with pytest.raises(BadRequest, match="names nothing"):
        exposure_named("mentions:", tables)


def test_too_few_on_a_side_are_refused_by_name():
    with pytest.raises(TooFewPosts, match=r"Found 0 posts that mention “zebra”, and at least 30"):
        ask(twice(), exposure="zebra", outcome="negative")
    with pytest.raises(TooFewPosts, match=r"Found 0 posts with the outcome 'positive', and at least 10"):
        ask(twice(), exposure="privacy", outcome="positive")


@pytest.mark.slow
def test_an_outcome_that_all_have_and_a_side_of_one_author_are_refused():
    with pytest.raises(BadRequest, match="Nearly all"):
        ask(posts(50, "negative", PRIVACY) + posts(50, "negative"), exposure="privacy", outcome="negative")
    one = [row | {"author_id": "loud" if row["text"] == PRIVACY else row["author_id"]} for row in twice()]
    with pytest.raises(TooFewPosts, match="Found 1 authors on one side"):
        ask(one, exposure="privacy", outcome="negative")


def users(n: int, name: str, *, used: bool, churned: bool) -> tuple[list[Row], list[Row]]:
    events = [{"user_id": f"{name}{i}", "at": "2026-10-02", "kind": "login", "object": "app"} for i in range(n)]
    if used:
        events += [row | {"at": "2026-10-03", "kind": "use", "object": "summaries"} for row in events]
    outcomes = [{"user_id": f"{name}{i}", "at": "2026-10-25", "kind": "churned"} for i in range(n if churned else 0)]
    return events, outcomes


def test_outcomes_of_people_count_after_a_landmark():
    parts = [
        users(10, "a", used=True, churned=True),
        users(90, "b", used=True, churned=False),
        users(30, "c", used=False, churned=True),
        users(70, "d", used=False, churned=False),
    ]
    events, outcomes = ([row for part in parts for row in part[place]] for place in (0, 1))
    late = [{"user_id": "d1", "at": "2026-10-28", "kind": "use", "object": "summaries"}]
    gone = [{"user_id": "early", "at": "2026-10-02", "kind": "churned"}]
    came = [{"user_id": "early", "at": "2026-10-01", "kind": "use", "object": "summaries"}]
    period = {"start": "2026-10-01", "end": "2026-10-30"}
    others = {"events": [*events, *late, *came], "outcomes": [*outcomes, *gone]}
    result = ask(twice(), others, exposure="use summaries", outcome="churned", period=period)
    (pair,) = result.pairs
    # Who used it only after the landmark did not use it; who had left before is nobody.
    assert (result.after, result.unit, result.n, result.n_posts) == ("2026-10-16", "authors", 200, 0)
    assert result.figure(f"share.{pair.key}").value == pytest.approx(0.1)
    assert result.figure(f"share.others.{pair.key}").value == pytest.approx(0.3)
    assert result.figure(f"ratio.{pair.key}").value == pytest.approx(1 / 3)
    assert "People who did “use summaries” are 0.33 times as likely to churn" in said(result, exposure="x", outcome="y")


def test_outcomes_that_were_never_imported_are_missed():
    with pytest.raises(MissingData, match="no table 'outcomes'"):
        ask(twice(), exposure="privacy", outcome="outcome: churned")


@pytest.mark.slow
def test_the_order_of_posts_changes_nothing():
    rows = [row | {"post_id": f"q_{i}", "likes": i % 5} for i, row in enumerate(twice())]
    query = {"exposure": "privacy", "outcome": "negative"}
    assert ask(rows, **query) == ask(rows[::-1], **query)


def test_people_are_shown_by_a_post_that_has_both():
    pair = [
        {"label": "neutral", "text": "an entirely different matter, long before it"},
        {"label": "negative", "text": PRIVACY},
    ]
    rows = [row | {"author_id": f"a{i}", "post_id": f"q{i}_{j}"} for i in range(40) for j, row in enumerate(pair)]
    rows += [row | {"post_id": f"z{i}"} for i, row in enumerate(posts(60, "neutral"))]
    result = ask(rows, exposure="mentions: privacy", outcome="negative", unit="authors")
    assert [(post.post_id, post.role) for post in result.posts] == [("q0_1", "representative")]
