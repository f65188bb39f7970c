"""Voices, on a crowd whose numbers are worked by hand."""

from __future__ import annotations

from random import Random

import ibis
import pytest

from tests.tools.conftest import FACTS, Row, borne_out, read_posts
from tools.errors import TooFewPosts
from tools.facts import Facts
from tools.listening.voices.asked import VoicesQuery, VoicesResult
from tools.listening.voices.voices import voices

SERVED = FACTS.model_copy(update={"purposes": ("analytics", "support"), "features": ("agenda",)})
DAYS = [f"2026-10-{day:02}T12:00:00+00:00" for day in range(1, 29)]
NAMES = [
    f"{one}{two}"
    for one in ("ana", "bo", "cem", "dee", "eli", "fay")
    for two in ("bel", "dorf", "ko", "lin", "son", "wu", "zar", "mo")
]
NOBODY = ibis.memtable({"author_id": [], "score": []}, schema={"author_id": "string", "score": "int64"})


def says(author: str, *labels: str, **more: object) -> list[Row]:
    """Posts of an author about Acme, one a day, all of other words than anybody else's."""
    rng = Random(author)  # noqa: S311 (words, not secrets)
    return [
        {
            "author_id": author,
            "brand": "Acme",
            "label": label,
            "text": " ".join("".join(rng.choices("aeiklmnoprstu", k=6)) for _ in range(7)),
            "created_at": DAYS[i],
        }
        | more
        for i, label in enumerate(labels)
    ]


def crowd(people: int = 40) -> list[Row]:
    """Most people: two positive posts, one neutral, one negative; every fourth is all positive."""
    usual = ("positive", "neutral", "positive", "negative")
    return [row for a in range(people) for row in says(NAMES[a], *(["positive"] * 4 if a % 4 == 0 else usual))]


def ask(
    rows: list[Row],
    *,
    facts: Facts = SERVED,
    others: dict[str, list[Row]] | None = None,
    bots: bool = False,
    **query: object,
) -> VoicesResult:
    asked = VoicesQuery.model_validate({"dataset": "demo"} | query)
    tables = read_posts(rows, facts=facts, **(others or {}))
    if not bots:  # looking for them takes most of the time
        tables.memo["suspicion"] = NOBODY
    result = voices.run(asked, tables)
    borne_out(voices, asked, result)
    assert isinstance(result, VoicesResult)
    return result


def said(result: VoicesResult, kind: str) -> str:
    return " ".join(s.text for s in voices.say(VoicesQuery.model_validate({"dataset": "demo", "kind": kind}), result))


FURIOUS = says("furious", *["negative"] * 12)


def test_one_of_twelve_negative_posts_is_a_detractor_and_one_furious_post_makes_none():
    result = ask([*crowd(), *FURIOUS, *says("once", "negative")], kind="detractors")
    assert [voice.author_id for voice in result.voices] == ["furious"]
    assert result.figure("authors.detractors").value == 1
    assert result.figure("authors.judged").value == 41
    assert result.figure("authors").value == 42
    assert result.figure("read.furious").value == 12
    assert result.figure("share.furious").raw == 1
    # 30 of the crowd, the furious one's twelve and the single post speak ill.
    assert result.figure("share.written").value == pytest.approx(12 / 43)
    assert {post.group["author"] for post in result.posts} == {"furious"}


def test_a_copy_of_ones_own_words_is_no_further_opinion():
    same = [row | {"text": "you have ruined every single one of my mornings"} for row in FURIOUS]
    result = ask([*crowd(), *same], kind="detractors")
    assert result.voices == ()
    assert result.figure("authors.judged").value == 40


def test_analytics_alone_names_no_detractor():
    facts = SERVED.model_copy(update={"purposes": ("analytics",)})
    result = ask([*crowd(), *FURIOUS], facts=facts, kind="detractors")
    assert result.figure("authors.detractors").value == 1
    assert not result.named
    assert "furious" not in result.model_dump_json()
    assert "Who they are is not shown" in " ".join(result.caveats)


def test_an_author_who_opted_out_is_counted_and_not_named():
    other = [row | {"author_id": "angry", "text": f"{row['text']} indeed"} for row in FURIOUS]
    others = {"authors": [{"author_id": "furious", "opt_out": True}, {"author_id": "angry", "purposes": "research"}]}
    result = ask([*crowd(), *FURIOUS, *other], others=others, kind="detractors")
    assert result.voices == ()
    assert result.figure("authors.detractors").value == 2
    assert "furious" not in result.model_dump_json()
    assert "angry" not in result.model_dump_json()


def test_staff_and_suspected_bots_are_nobodys_detractors():
    staff = [row | {"is_own": i == 0} for i, row in enumerate(FURIOUS)]
    slogan = "do not ever buy this thing it is a scam for all of you {}"
    bots = [
        row | {"text": slogan.format(i)} for a in range(4) for i, row in enumerate(says(f"bot{a}", *["negative"] * 9))
    ]
    assert ask([*crowd(), *staff, *bots], kind="detractors", bots=True).voices == ()


@pytest.mark.slow
def test_nobody_is_an_advocate_where_all_are_content():
    rows = [row for a in range(40) for row in says(NAMES[a], *["positive"] * 4)]
    result = ask(rows, kind="advocates")
    assert result.figure("authors.advocates").value == 0
    assert "Nobody of the 40 authors" in said(result, "advocates")


def test_an_advocate_among_the_sceptical_has_reasons():
    mention = {"name": "agenda", "start": 0, "end": 6, "p_negative": 0.1, "p_neutral": 0.1, "p_positive": 0.8}
    rows = [row for a in range(40) for row in says(NAMES[a], "negative", "neutral", "negative", "neutral")]
    result = ask([*rows, *says("fan", *["positive"] * 10, aspects=[mention])], kind="advocates")
    assert [voice.author_id for voice in result.voices] == ["fan"]
    assert result.voices[0].reasons == ("speaks well of agenda in 10 of 10 posts that name it",)
    assert result.topics == ("agenda",)


def test_too_few_authors_are_refused():
    with pytest.raises(TooFewPosts, match="Found 10 authors with 3 posts or more that could be read, and at least 30"):
        ask(crowd(10), kind="detractors")


@pytest.mark.slow
def test_results_hang_on_no_order_of_posts():
    rows = [row | {"post_id": f"q_{i}", "likes": i % 7} for i, row in enumerate([*crowd(), *FURIOUS])]
    for kind in ("advocates", "detractors", "influencers", "rising"):
        assert ask(rows, kind=kind) == ask(rows[::-1], kind=kind)


def drawn(author: str, likes: int, posts: int = 4, **more: object) -> list[Row]:
    return [row | {"likes": likes} for row in says(author, *["neutral"] * posts, **more)]


def test_influence_is_the_geometric_mean_of_its_components():
    rows = [row for a in range(12) for row in drawn(NAMES[a], 10)]
    followers = [{"author_id": NAMES[a], "followers": 100} for a in range(12)]
    result = ask(rows, others={"authors": followers}, kind="influencers")
    one = {
        name: result.figure(f"{name}.{NAMES[0]}").value for name in ("relevance", "reach", "resonance", "authenticity")
    }
    assert one == pytest.approx({"relevance": 1, "reach": 1, "resonance": 0.5, "authenticity": 1})
    assert result.figure(f"score.{NAMES[0]}").value == pytest.approx(100 * 0.5**0.25)
    # All are alike: every place is a tie.
    assert {(voice.best_place, voice.last_place) for voice in result.voices} <= {(1, 12), (1, 11), (2, 12)} or all(
        voice.best_place is not None and voice.last_place is not None and voice.last_place - voice.best_place >= 5
        for voice in result.voices
    )
    assert "No single voice leads" in said(result, "influencers")


def test_a_voice_ahead_in_everything_leads_however_it_is_weighed():
    rows = [row for a in range(12) for row in drawn(NAMES[a], 1)] + drawn("star", 90, posts=20)
    followers = [{"author_id": NAMES[a], "followers": 20} for a in range(12)]
    result = ask(rows, others={"authors": [*followers, {"author_id": "star", "followers": 9000}]}, kind="influencers")
    assert (result.voices[0].author_id, result.voices[0].best_place, result.voices[0].last_place) == ("star", 1, 1)
    assert "star leads" in said(result, "influencers")


def test_paid_posts_are_flagged_and_what_they_drew_counts_for_nobody():
    rows = [row for a in range(12) for row in drawn(NAMES[a], 10)]
    rows += [row | {"text": f"{row['text']} #ad"} for row in drawn("paid", 900)]
    paid = ask(rows, kind="influencers", limit=20).voices[-1]
    assert (paid.author_id, paid.flags) == ("paid", ("4 of 4 posts in a campaign or marked as paid",))


def test_rising_compares_shares_of_the_two_halves():
    rows = [row for a in range(20) for row in drawn(NAMES[a], 10, posts=28)]
    late = [row | {"likes": 10} for row in says("late", *["neutral"] * 28)[14:]]
    result = ask([*rows, *late], kind="rising")
    assert [voice.author_id for voice in result.voices if voice.certain] == ["late"]
    assert result.figure("before.late").value == 0
    assert result.figure("later.late").value == pytest.approx(14 / (14 * 21))
    assert result.figure("change.late").low is not None


@pytest.mark.slow
def test_nobody_rises_in_a_steady_crowd():
    result = ask([row for a in range(20) for row in drawn(NAMES[a], 10, posts=28)], kind="rising")
    assert result.figure("authors.rising").value == 0
    assert "No voice is rising" in said(result, "rising")
