"""Aspects, on frames whose numbers are worked by hand."""

from __future__ import annotations

import pytest

from tests.tools.conftest import FACTS, Row, borne_out, read_posts
from tools.errors import MissingData, TooFewPosts
from tools.facts import Facts
from tools.sentiment.aspects import AspectsQuery, AspectsResult, aspects

TEXT = "a post that is long enough to be quoted by the answer"
FEATURES = FACTS.model_copy(update={"features": ("agenda", "badge")})
CHANCES = {"negative": (0.8, 0.1, 0.1), "neutral": (0.1, 0.8, 0.1), "positive": (0.1, 0.1, 0.8), "": (None,) * 3}


def mention(name: str, side: str) -> dict[str, object]:
    chances = zip(("p_negative", "p_neutral", "p_positive"), CHANCES[side], strict=True)
    return {"name": name, "start": 0, "end": len(name)} | dict(chances)


def posts(count: int, *said: tuple[str, str], **more: object) -> list[Row]:
    row = {"label": "neutral", "text": TEXT, "aspects": [mention(name, side) for name, side in said]}
    return [row | more] * count


def ask(rows: list[Row], *, facts: Facts = FEATURES, **query: object) -> AspectsResult:
    asked = AspectsQuery.model_validate({"dataset": "demo"} | query)
    result = aspects.run(asked, read_posts(rows, facts=facts))
    borne_out(aspects, asked, result)
    assert isinstance(result, AspectsResult)
    return result


def both() -> list[Row]:
    """The agenda is named by 80 posts, half of them against it; the badge by 40, 30 of them against it."""
    agenda = [*posts(40, ("agenda", "negative")), *posts(40, ("agenda", "positive"))]
    return [*agenda, *posts(30, ("badge", "negative")), *posts(10, ("badge", "positive"))]


def test_features_are_ranked_by_volume_times_negativity():
    result = ask(both())
    assert result.aspects == ("agenda", "badge")
    named = ("mentions.agenda", "complaints.agenda", "share.negative.agenda", "share.negative.badge", "gap.complaints")
    assert [result.figure(name).value for name in named] == [80, 40, 0.5, 0.75, 10]


def test_other_orders_put_the_worst_or_the_best_first():
    assert ask(both(), order="worst").aspects == ("badge", "agenda")
    assert ask(both(), order="best").aspects == ("agenda", "badge")
    assert ask([*both(), *posts(60, ("badge", "neutral"))], order="mentions").aspects == ("badge", "agenda")


def test_a_post_for_one_feature_and_against_another_counts_so():
    result = ask(posts(30, ("agenda", "positive"), ("badge", "negative")))
    assert result.aspects == ("badge", "agenda")
    assert [result.figure(f"share.negative.{name}").value for name in result.aspects] == [1, 0]


def test_a_post_that_names_a_feature_twice_counts_once_by_its_mean():
    result = ask(posts(30, ("agenda", "negative"), ("agenda", "negative"), ("agenda", "positive")))
    assert result.figure("mentions.agenda").value == 30
    assert result.figure("share.negative.agenda").value == 1


def test_a_lead_that_chance_could_make_is_not_settled_and_a_large_one_is():
    assert ask(both()).settled is False  # 40 against 30, by 70 authors: 10 +- 16
    assert ask([*both(), *posts(60, ("agenda", "negative"))]).settled is True  # 100 against 30: 70 +- 22


def test_the_leads_interval_is_that_of_authors_own_differences():
    gap = ask(both()).figure("gap.complaints")
    # 70 authors of one complaint each: variance 70 / 69 * 70.
    half = 1.959964 * (70 / 69 * 70) ** 0.5
    assert (gap.low, gap.high) == pytest.approx((10 - half, 10 + half))


def test_one_author_alone_settles_nothing():
    loud = [dict(row, author_id="loud") for row in both()]
    result = ask(loud)
    assert result.settled is False
    assert result.figure("gap.complaints").low is None
    assert result.figure("share.negative.agenda").high == 1


def test_quotes_for_and_against_stand_by_each_feature():
    roles = {(post.group["aspect"], post.group["sentiment"]): post.role for post in ask(both()).posts}
    assert roles == {
        ("agenda", "positive"): "representative",
        ("agenda", "negative"): "contrary",
        ("badge", "negative"): "representative",
        ("badge", "positive"): "contrary",
    }


def test_with_an_emotion_only_posts_that_express_it_count():
    angry = posts(30, ("badge", "negative"), emotions=[("annoyance", 0.5)])
    result = ask([*both(), *angry], emotion="anger")
    assert result.aspects == ("badge",)
    assert result.figure("mentions.badge").value == 30


def test_groups_show_the_features_that_have_enough_posts_in_them():
    rows = [*both(), *posts(30, ("agenda", "negative"), platform="reddit")]
    result = ask(rows, by="platform")
    assert result.figure("share.negative.agenda.x").value == 0.5
    assert result.figure("share.negative.agenda.reddit").value == 1
    with pytest.raises(KeyError):
        result.figure("share.negative.badge.reddit")


def test_brands_are_judged_where_asked_for():
    result = ask(posts(40, ("Bolt", "negative"), ("agenda", "positive")), of="brands")
    assert result.aspects == ("Bolt",)


def test_a_rarely_named_feature_is_left_out_and_named():
    result = ask(
        [*both(), *posts(5, ("map", "negative"))], facts=FACTS.model_copy(update={"features": ("agenda", "map")})
    )
    assert result.aspects == ("agenda",)
    assert any("map (5)" in caveat for caveat in result.caveats)


def test_too_few_posts_are_refused_with_the_number_of_the_most_named():
    with pytest.raises(TooFewPosts, match="Found 29 posts that name any one of the features"):
        ask(posts(29, ("agenda", "negative")))


def test_a_reader_that_does_not_judge_mentions_is_refused_with_what_to_do():
    with pytest.raises(
        MissingData,
        match=r"what is said of a feature. Read them again with the reader that ships: groundswell reread demo",
    ):
        ask(posts(40, ("agenda", "")))


def test_a_dataset_without_features_is_refused_with_what_to_do():
    with pytest.raises(MissingData, match=r"lists no features.*--feature"):
        ask(posts(40), facts=FACTS)


def test_unread_mentions_count_as_mentions_but_in_no_share():
    result = ask([*posts(30, ("agenda", "negative")), *posts(20, ("agenda", ""))])
    assert result.figure("mentions.agenda").value == 50
    assert result.figure("share.negative.agenda").n == 30


def test_the_order_of_rows_does_not_matter():
    rows = [dict(row, post_id=f"p_{i}") for i, row in enumerate(both())]
    assert ask(rows, by="platform") == ask(rows[::-1], by="platform")
