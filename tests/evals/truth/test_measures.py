"""Measures of what was read and planted, on four posts counted by hand."""

from __future__ import annotations

from datetime import date

import pytest

from evals.truth import Read, Selection, TruePost, Truth
from tools.errors import BadRequest, MissingData, TooFewPosts


def post(number: int, read: Read | None, **true: object) -> TruePost:
    given: dict[str, object] = {"sentiment": "neutral", "brand": "Acme", "tagged": "Acme"} | true
    return TruePost(
        day=date(2026, 3, number), platform="x", author=f"u{number}", text="hi", lang="en", mentions=frozenset(),
        is_own=False, interactions=0, reach=None, impressions=None, post_id=f"p_{number}", read=read, **given,
    )  # type: ignore[arg-type] # fmt: skip


def read(sentiment: str, *emotions: str, reliable: bool = True, **aspects: str) -> Read:
    return Read(sentiment, reliable, frozenset(emotions), frozenset({"praise"}), aspects)


TRUTH = Truth(
    posts=[
        post(1, read("positive", "joy", agenda="positive"), aspects={"agenda": "negative"}, is_bot=True),
        post(2, read("negative", "anger", agenda="negative"), sentiment="negative", intent="complaint"),
        post(3, read("negative", "anger", "joy"), emotion="anger", brand=None, tagged="Acme"),
        post(4, read("positive", reliable=False, agenda="negative"), sentiment="positive"),
    ]
)
AGENDA = Selection(label=("agenda",))


@pytest.mark.parametrize(
    ("measure", "where", "value"),
    [
        ("read", Selection(), 3),  # the fourth was not read reliably
        ("read_positive", Selection(), 1 / 3),
        ("read_net", Selection(), 1 / 3 - 2 / 3),
        ("read_net", Selection(start=date(2026, 3, 2)), -1),
        ("read_mentions", AGENDA, 2),
        ("read_complaints", AGENDA, 1),
        ("read_ill", AGENDA, 1 / 2),
        ("read_well", AGENDA, 1 / 2),
        ("read_emotion", Selection(label=("anger",)), 2 / 3),
        ("read_emotion", Selection(label=("anger", "joy")), 1),  # either will do
        ("read_intent", Selection(label=("praise",)), 1),
        ("aspect_mentions", AGENDA, 1),
        ("aspect_complaints", AGENDA, 1),
        ("emotion", Selection(label=("anger",)), 1 / 4),
        ("intent", Selection(label=("complaint",)), 1 / 4),
        ("bot_posts", Selection(), 1),
        ("bot_share", Selection(), 1 / 4),
        ("bot_authors", Selection(), 1),
        ("posts", Selection(bots="exclude"), 3),
        ("posts", Selection(brands=("Acme",)), 3),
        ("posts", Selection(tagged=("Acme",)), 4),  # a post that only bears the name is filed under it too
    ],
)
def test_measures_count_as_by_hand(measure: str, where: Selection, value: float) -> None:
    assert TRUTH.measure(measure, where) == pytest.approx(value)


def test_what_cannot_be_counted_is_refused() -> None:
    with pytest.raises(TooFewPosts):
        TRUTH.measure("read_positive", Selection(start=date(2026, 3, 4)))
    with pytest.raises(BadRequest, match="label"):
        TRUTH.measure("read_mentions", Selection())
    with pytest.raises(MissingData, match="sample_truth"):
        Truth(posts=[post(1, None)]).measure("read", Selection())


def test_a_post_is_found_by_its_id() -> None:
    assert TRUTH.post("p_2") is TRUTH.posts[1]
    assert TRUTH.post("p_9") is None
