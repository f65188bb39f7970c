"""Comparing brands, by numbers worked by hand and by what is planted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.tools.conftest import FACTS, Row, borne_out, make_tables, read_posts
from tools.errors import BadRequest, MissingData, TooFewPosts, UnknownName
from tools.inputs import Tables
from tools.listening.rivals.compare_brands import CompareBrandsQuery, CompareBrandsResult, compare_brands
from tools.listening.rivals.subjects import stems

FACTS_TOO = FACTS.model_copy(update={"features": ("Pricing", "Live streaming")})
START = date(2026, 10, 1)


def posts(
    count: int, brand: str, label: str = "neutral", *, text: str = "is what I use", **columns: object
) -> list[Row]:
    """Posts about a brand that differ in text and author, spread over thirty days."""
    return [
        {
            "post_id": f"p_{brand}_{label}_{text}_{i}",
            "text": f"{brand} {text}, note number {i}",
            "author_id": f"{brand}{label}{text}{i}",
            "created_at": f"{START + timedelta(days=i % 30)}T12:00:00",
            "label": label,
            "likes": 2,
        }
        | columns
        for i in range(count)
    ]


def ask(tables: Tables, **query: object) -> CompareBrandsResult:
    asked = CompareBrandsQuery.model_validate({"dataset": "demo"} | query)
    result = compare_brands.run(asked, tables)
    borne_out(compare_brands, asked, result)
    assert isinstance(result, CompareBrandsResult)
    return result


def said(result: CompareBrandsResult) -> str:
    return " ".join(sentence.text for sentence in compare_brands.say(CompareBrandsQuery(dataset="demo"), result))


CRITICISED = (
    *posts(90, "acme", "positive", text="has a fair price"),
    *posts(10, "acme", "negative", text="has no fair price"),
    *posts(40, "bolt", "positive", text="has a good price"),
    *posts(60, "bolt", "negative", text="asks too high a price"),
    *posts(60, "acme", text="streams well"),
    *posts(60, "bolt", text="streams well too"),
)


def test_where_a_rival_is_criticised_and_we_are_not():
    tables = read_posts(CRITICISED, facts=FACTS_TOO)
    result = ask(tables)
    assert result.brands == ("Acme", "Bolt")
    assert [(one.rival, one.feature) for one in result.openings] == [("Bolt", "Pricing")]
    assert result.exposed == ()
    assert result.looked == 2
    assert result.figure("gap.read.bolt.pricing").value == pytest.approx(0.6 - 0.1)
    assert result.figure("gap.bolt.pricing").value == pytest.approx(0.5, abs=0.03)
    assert result.figure("gap.read.bolt.live_streaming").value == pytest.approx(0)
    assert result.figure("talk.bolt.pricing").value == pytest.approx(100 / 160)
    assert "Pricing: Bolt is criticised more than Acme" in said(result)
    assert {post.group["aspect"] for post in result.posts if "aspect" in post.group} == {"Pricing"}


@pytest.mark.slow
def test_the_other_side_sees_the_reverse():
    result = ask(read_posts(CRITICISED, facts=FACTS_TOO), us="Bolt")
    assert [(one.rival, one.feature) for one in result.exposed] == [("Acme", "Pricing")]
    assert result.openings == ()
    assert result.figure("gap.read.acme.pricing").value == pytest.approx(-0.5)


@pytest.mark.slow
def test_brands_spoken_of_alike_have_no_gaps():
    rows = [
        row
        for brand in ("acme", "bolt")
        for row in (*posts(60, brand, "negative", text="price"), *posts(60, brand, "positive", text="price is"))
    ]
    result = ask(read_posts(rows, facts=FACTS_TOO))
    assert result.openings == result.exposed == result.unlike == ()


@pytest.mark.slow
def test_one_loud_complainer_makes_no_gap():
    loud = [dict(row, author_id="grudge") if row["label"] == "negative" else row for row in CRITICISED]
    assert ask(read_posts(loud, facts=FACTS_TOO)).openings == ()


@pytest.mark.slow
def test_only_platforms_and_days_that_all_brands_share_are_compared():
    rows = [*CRITICISED, *posts(50, "acme", "negative", text="on a forum", platform="forum")]
    early = posts(20, "acme", "negative", text="long ago", created_at="2026-09-01T12:00:00")
    result = ask(read_posts([*rows, *early], facts=FACTS_TOO))
    assert result.platforms == ("x",)
    assert result.figure("posts.acme").value == 160
    assert any("Left out: forum" in caveat for caveat in result.caveats)
    assert any("70 mentions lie outside" in caveat for caveat in result.caveats)


@pytest.mark.slow
def test_words_of_complaints_that_are_not_made_of_us():
    rows = [
        *posts(60, "acme", "negative", text="is down and login fails"),
        *posts(60, "bolt", "negative", text="is down and the queue is endless"),
    ]
    letters = "abcdefghijklmnopqrstuvwxyz"
    varied = [dict(row, text=f"{row['text']} {letters[i % 26] * 2}{letters[i // 26]}") for i, row in enumerate(rows)]
    result = ask(read_posts(varied, facts=FACTS_TOO))
    assert result.figure("word.bolt.acme.queue").value == 1
    assert result.figure("elsewhere.bolt.acme.queue").value == 0
    assert "login" in said(result)
    assert not any("down" in figure.group.get("word", "") for figure in result.figures)


def tickets(brand: str, minutes: list[int], *, waiting: int = 0) -> tuple[list[Row], list[Row]]:
    """Tickets with their first posts."""
    rows = [
        {
            "thread_id": f"t_{brand}_{i}",
            "opened_at": "2026-10-02T12:00:00",
            "first_reply_at": f"2026-10-02T{12 + wait // 60:02}:{wait % 60:02}:00" if i < len(minutes) else None,
        }
        for i, wait in enumerate([*minutes, *[0] * waiting])
    ]
    opened = [
        {
            "text": f"{brand} does not work for me, case {i}",
            "thread_id": row["thread_id"],
            "author_id": f"asker{brand}{i}",
            "created_at": "2026-10-02T12:00:00",
            "label": "neutral",
        }
        for i, row in enumerate(rows)
    ]
    return rows, opened


def test_who_answers_slower_and_whom_nobody_answers():
    (ours, mine), (theirs, others) = (
        tickets("acme", [10] * 8 + [20] * 8),
        tickets("bolt", [40] * 9 + [50] * 9, waiting=4),
    )
    tables = read_posts([*CRITICISED, *mine, *others], facts=FACTS_TOO, tickets=[*ours, *theirs])
    result = ask(tables)
    assert result.figure("response.acme").value == 10
    # Of 22, 9 are answered in 40 minutes and 18 in 50: the half is passed at 50.
    assert result.figure("response.bolt").value == 50
    assert result.figure("answered.bolt").value == pytest.approx(18 / 22)
    assert result.figure("response.gap.bolt").value == 40
    assert "Slower than Acme beyond chance: Bolt" in said(result)


@pytest.mark.slow
def test_without_tickets_answered_threads_count_and_that_is_said():
    threads = [
        row
        for brand, wait in (("acme", 5), ("bolt", 30))
        for i in range(12)
        for row in (
            {
                "post_id": f"q_{brand}{i}",
                "thread_id": f"q_{brand}{i}",
                "text": f"{brand} help {i}",
                "label": "neutral",
                "created_at": "2026-10-03T12:00:00",
                "author_id": f"q{brand}{i}",
            },
            {
                "post_id": f"a_{brand}{i}",
                "thread_id": f"q_{brand}{i}",
                "text": "We look into it.",
                "brand": brand.capitalize(),
                "is_own": True,
                "created_at": f"2026-10-03T12:{wait:02}:00",
                "author_id": brand,
            },
        )
    ]
    result = ask(read_posts([*CRITICISED, *threads], facts=FACTS_TOO))
    assert result.figure("response.acme").value == 5
    assert result.figure("response.bolt").value == 30
    assert any("those never answered are not known of" in sentence for sentence in result.missing)
    without = ask(read_posts(CRITICISED, facts=FACTS_TOO))
    assert any("no table of tickets" in sentence for sentence in without.missing)


@pytest.mark.slow
def test_own_posts_are_measured_beside_those_of_others():
    own = [
        dict(row, is_own=True, brand=brand.capitalize(), likes=likes, author_id=brand)
        for brand, likes in (("acme", 10), ("bolt", 30))
        for row in posts(25, brand, text="brings news")
    ]
    result = ask(read_posts([*CRITICISED, *own], facts=FACTS_TOO))
    assert result.figure("engagement.own.post.acme").value == 10
    assert result.figure("engagement.own.post.bolt").value == 30
    assert result.figure("engagement.audience.post.acme").value == 2


def course(daily: dict[str, list[int]], *, label: str = "neutral") -> list[Row]:
    """So many people a day who mention each brand."""
    return [
        {
            "text": f"{brand} again, {brand} on day {day} says person {i}",
            "author_id": f"{brand}{day}x{i}",
            "created_at": f"{START + timedelta(days=day)}T12:00:00",
            "label": label,
        }
        for brand, counts in daily.items()
        for day, count in enumerate(counts)
        for i in range(count)
    ]


NOISE = [0, 2, -1, 1, -2, 0, 1]
STEADY = [10 + NOISE[day % 7] for day in range(30)]
LIFTED = [count + (20 if day >= 15 else 0) for day, count in enumerate(STEADY)]


def test_a_campaign_that_doubled_mentions_is_found_against_the_control():
    tables = read_posts(course({"acme": STEADY, "bolt": LIFTED}))
    result = ask(tables, event="2026-10-16", event_brand="Bolt")
    # Seven days of 10 a day on average before, of 30 after; a half is added to each day.
    assert result.figure("effect.mentions").value == pytest.approx(3, abs=0.3)
    assert result.moved == ("mentions",)
    assert "which chance and other days do not explain" in said(result)


@pytest.mark.slow
def test_what_moves_all_brands_alike_is_no_effect():
    tables = read_posts(course({"acme": LIFTED, "bolt": LIFTED}))
    result = ask(tables, event="2026-10-16", event_brand="Bolt")
    assert result.figure("effect.mentions").value == pytest.approx(1)
    assert result.moved == ()


@pytest.mark.slow
def test_what_was_under_way_before_is_no_effect():
    rising = [round(6 * 1.1**day) for day in range(30)]
    result = ask(read_posts(course({"acme": STEADY, "bolt": rising})), event="2026-10-16", event_brand="Bolt")
    assert result.moved == ()


@pytest.mark.slow
def test_a_campaign_that_posts_carry_gives_the_day_and_else_a_rivals_busiest():
    rows = course({"acme": STEADY, "bolt": LIFTED})
    marked = [dict(row, campaign="spring") if row["created_at"] == "2026-10-18T12:00:00" else row for row in rows]
    result = ask(read_posts(marked))
    assert (result.event, result.event_found, result.campaign) == (date(2026, 10, 18), "campaign", "spring")
    burst = [count + (60 if day == 12 else 0) for day, count in enumerate(STEADY)]
    result = ask(read_posts(course({"acme": STEADY, "bolt": burst})))
    assert (result.event, result.event_found, result.event_brand) == (date(2026, 10, 13), "busiest", "Bolt")
    # The day itself was chosen for being loud, and does not count.
    assert result.figure("effect.mentions").value == pytest.approx(1, abs=0.2)
    assert result.moved == ()
    with pytest.raises(UnknownName, match="sprint"):
        ask(read_posts(marked), event_campaign="sprint")


def test_it_refuses_what_it_cannot_compare():
    with pytest.raises(TooFewPosts, match="Found 5 posts about Bolt"):
        ask(read_posts([*posts(40, "acme"), *posts(5, "bolt")]))
    with pytest.raises(MissingData, match="No platform"):
        ask(read_posts([*posts(40, "acme"), *posts(40, "bolt", platform="reddit")]))
    with pytest.raises(MissingData, match="A comparison compares at least two"):
        ask(read_posts(posts(40, "acme"), facts=FACTS.model_copy(update={"brands": FACTS.brands[:1]})))
    with pytest.raises(BadRequest, match="5 days on either side"):
        ask(read_posts(CRITICISED), event="2026-10-02")
    with pytest.raises(UnknownName, match="Dolt"):
        ask(read_posts(CRITICISED), us="Dolt")
    with pytest.raises(MissingData, match="readings"):
        ask(make_tables(posts=[{k: v for k, v in row.items() if k != "label"} for row in CRITICISED]))


@pytest.mark.slow
def test_the_order_of_rows_does_not_matter():
    rows = [*CRITICISED, *course({"acme": STEADY, "bolt": LIFTED})]
    numbered = [{"post_id": f"p_{i}"} | dict(row) for i, row in enumerate(rows)]
    one, other = (ask(read_posts(some, facts=FACTS_TOO)) for some in (numbered, numbered[1::2] + numbered[::2]))
    assert one == other


def test_stems_are_the_last_words_in_all_their_forms():
    facts = FACTS.model_copy(update={"features": ("Pricing", "Live streaming", "Mobile app", "AI Summaries")})
    assert stems(facts) == {"Pricing": "pric", "Live streaming": "stream", "AI Summaries": "summar"}
