"""Share of influence, by numbers worked by hand and by the planted truth of the sample."""

from __future__ import annotations

import pytest

from knowledge.samples import Launch, generate
from tests.tools.conftest import FACTS, Row, borne_out, make_tables
from tools.errors import MissingData, TooFewPosts
from tools.facts import Brand
from tools.inputs import Tables
from tools.listening.influence.places import Place
from tools.listening.influence.share_of_influence import (
    ShareOfInfluenceQuery,
    ShareOfInfluenceResult,
    share_of_influence,
)
from tools.tables import TABLES


def posts(count: int, text: str, *, start: int = 0, **columns: object) -> list[Row]:
    """Posts that differ in text and author."""
    return [
        {"post_id": f"p_{text}_{i}", "text": f"{text} {i}", "author_id": f"{text}{i}", "likes": 1} | columns
        for i in range(start, start + count)
    ]


def followed(rows: list[Row], **by_text: int) -> list[Row]:
    """Authors of the posts, with the followers given for the first word of their text."""
    return [
        {
            "author_id": row["author_id"],
            "handle": row["author_id"],
            "followers": by_text.get(str(row["text"]).split()[0]),
        }
        for row in {row["author_id"]: row for row in rows}.values()
    ]


def ask(tables: Tables, **query: object) -> ShareOfInfluenceResult:
    asked = ShareOfInfluenceQuery.model_validate({"dataset": "demo"} | query)
    result = share_of_influence.run(asked, tables)
    borne_out(share_of_influence, asked, result)
    assert isinstance(result, ShareOfInfluenceResult)
    return result


def said(result: ShareOfInfluenceResult) -> str:
    asked = ShareOfInfluenceQuery(dataset="demo")
    return " ".join(sentence.text for sentence in share_of_influence.say(asked, result))


def test_mentions_weigh_as_much_as_their_authors_have_followers():
    rows = posts(60, "acme") + posts(40, "bolt")
    result = ask(make_tables(posts=rows, authors=followed(rows, acme=99, bolt=999)))
    assert result.figure("share.equal.acme").value == pytest.approx(0.6)
    # 60 * 99 of 60 * 99 + 40 * 999, and 60 * 2 of 60 * 2 + 40 * 3.
    assert result.figure("share.audience.acme").value == pytest.approx(5940 / 45900)
    assert result.figure("share.log_audience.acme").value == pytest.approx(0.5)
    assert result.figure("gap.audience.acme").value == pytest.approx(5940 / 45900 - 0.6)
    assert result.figure("top.audience").value == pytest.approx(999 / 45900)


def test_an_order_that_turns_round_with_the_weighting_is_nobodys():
    rows = posts(90, "acme") + posts(40, "bolt")
    tables = make_tables(posts=rows, authors=followed(rows, acme=99, bolt=9999))
    result = ask(tables)
    assert result.places == (Place(brand="Acme", best=1, worst=2), Place(brand="Bolt", best=1, worst=2))
    assert result.flips == (("Acme", "Bolt"),)
    assert "turns round with the weighting, so neither is ahead" in said(result)
    assert "No place in the order is settled" in said(result)


def test_places_that_every_weighting_gives_are_settled():
    rows = posts(90, "acme") + posts(40, "bolt")
    result = ask(make_tables(posts=rows, authors=followed(rows, acme=99, bolt=99)))
    assert [(place.best, place.worst) for place in result.places] == [(1, 1), (2, 2)]
    assert result.figure("gap.audience.acme").value == pytest.approx(0)


def test_one_giant_account_settles_nothing():
    rows = posts(90, "acme") + posts(40, "bolt")
    authors = [dict(row, followers=9_000_000 if row["author_id"] == "acme0" else 100) for row in followed(rows)]
    tables = make_tables(posts=rows, authors=authors)
    result = ask(tables)
    assert result.figure("share.audience.acme").value > 0.99
    assert [(place.best, place.worst) for place in result.places] == [(1, 2), (1, 2)]
    assert "by followers chance could make the lead" in said(result)
    assert "One author holds" in said(result)


@pytest.mark.slow
def test_engagement_is_the_mean_of_an_authors_posts():
    rows = posts(40, "acme", likes=3) + posts(40, "bolt", likes=1)
    rows += [row | {"post_id": f"m_{i}", "text": f"nobody {i}", "likes": 5} for i, row in enumerate(rows[40:])]
    # Bolt's authors have 1 and 5 interactions, 3 on average, for one mention each.
    assert ask(make_tables(posts=rows)).figure("share.engagement.bolt").value == pytest.approx(0.5)


@pytest.mark.slow
def test_who_is_followed_answered_and_named_ranks_higher():
    rows = posts(40, "acme") + posts(40, "bolt")
    follows = [{"from_id": f"bolt{i}", "to_id": f"acme{i}"} for i in range(40)]
    result = ask(make_tables(posts=rows, follows=follows))
    # Who follows ranks 0.15 / 80 + what is shared out, who is followed 0.85 of its follower more: 1 to 1.85.
    assert result.figure("share.pagerank.acme").value == pytest.approx(1.85 / 2.85)
    answers = [dict(row, reply_to=f"p_acme_{i}") for i, row in enumerate(rows[40:])]
    assert ask(make_tables(posts=rows[:40] + answers)).figure("share.pagerank.acme").value == pytest.approx(1.85 / 2.85)
    named = [dict(row, text=f"bolt for @ACME{i}: {i}") for i, row in enumerate(rows[40:])]
    tables = make_tables(posts=rows[:40] + named, authors=followed(rows))
    assert ask(tables).figure("share.pagerank.acme").value == pytest.approx(1.85 / 2.85)


def test_weightings_that_the_data_cannot_bear_are_left_out_and_said_to_be():
    rows = posts(60, "acme", likes=None) + posts(40, "bolt", likes=None)
    result = ask(make_tables(posts=rows, authors=followed(rows, bolt=10)))
    assert result.weightings == ("equal",)
    assert any("followers: it is known for the authors of 40 of 100 mentions" in caveat for caveat in result.caveats)
    assert any("PageRank: 0 of the 100 authors" in caveat for caveat in result.caveats)


@pytest.mark.slow
def test_unknown_audiences_leave_the_gap_to_the_same_mentions():
    rows = posts(60, "acme") + posts(40, "bolt")
    authors = [row for i, row in enumerate(followed(rows, acme=10, bolt=10)) if i >= 30]
    result = ask(make_tables(posts=rows, authors=authors))
    assert result.figure("covered.audience").value == pytest.approx(0.7)
    assert result.figure("share.audience.acme").value == pytest.approx(30 / 70)
    assert result.figure("gap.audience.acme").value == pytest.approx(0)
    assert result.figure("share.equal.acme").value == pytest.approx(0.6)


@pytest.mark.slow
def test_reach_that_was_measured_is_taken_before_followers():
    rows = posts(60, "acme", reach=10) + posts(40, "bolt", reach=30)
    result = ask(make_tables(posts=rows, authors=followed(rows, acme=5, bolt=5)))
    assert result.words["audience"] == "reach"
    assert result.figure("share.audience.acme").value == pytest.approx(600 / 1800)
    tables = make_tables(posts=rows, authors=followed(rows, acme=5, bolt=5))
    assert ask(tables, audience="followers").figure("share.audience.acme").value == pytest.approx(0.6)


@pytest.mark.slow
def test_a_split_gives_shares_and_doubts_by_group_and_the_whole_stays():
    rows = posts(60, "acme") + posts(40, "bolt") + posts(50, "bolt", start=50, platform="reddit")
    tables = make_tables(posts=rows, authors=followed(rows, acme=10, bolt=10))
    result = ask(tables, by="platform")
    assert result.groups == ("x", "reddit")
    assert result.figure("share.audience.bolt.reddit").value == 1
    assert result.figure("share.equal.acme") == ask(tables).figure("share.equal.acme")
    assert result.doubts["reddit"] == ()


def test_only_the_weightings_asked_for_stand_beside_voice():
    rows = posts(60, "acme") + posts(40, "bolt")
    result = ask(make_tables(posts=rows, authors=followed(rows, acme=10, bolt=10)), weightings=["audience"])
    assert result.weightings == ("equal", "audience")


def test_it_refuses_too_few_mentions_and_a_single_brand():
    with pytest.raises(TooFewPosts, match="Found 12 mentions"):
        ask(make_tables(posts=posts(12, "acme")))
    one = FACTS.model_copy(update={"brands": FACTS.brands[:1]})
    with pytest.raises(MissingData, match="Share of influence compares at least two"):
        ask(make_tables(posts=posts(40, "acme"), facts=one))


def test_the_order_of_rows_does_not_matter():
    rows = posts(60, "acme or bolt") + posts(30, "bolt")
    people = [dict(row, followers=7 * i % 113) for i, row in enumerate(followed(rows))]
    follows = [{"from_id": f"bolt{i}", "to_id": f"acme or bolt{i * 7 % 60}"} for i in range(30)]
    mixed = [some[1::2] + some[::2] for some in (rows, people, follows)]
    assert ask(make_tables(posts=rows, authors=people, follows=follows)) == ask(
        make_tables(posts=mixed[0], authors=mixed[1], follows=mixed[2])
    )


@pytest.fixture(scope="module")
def launch() -> Launch:
    return generate(seed=7)


@pytest.mark.slow
def test_promotion_by_bots_is_loud_but_hardly_heard(launch: Launch):
    tables = sample(launch)
    result = ask(tables, by="platform")
    assert set(result.weightings) == {"equal", "log_audience", "audience", "engagement", "pagerank"}
    shares = launch.truth.share_of_voice["all"]
    for brand, share in shares.items():
        assert result.figure(f"share.equal.{brand.lower()}").value == pytest.approx(share, abs=0.02)
    assert result.brands == tuple(sorted(shares, key=lambda brand: -shares[brand]))
    without = ask(tables, filter={"suspected_bots": "exclude"})
    moved = {
        how: result.figure(f"share.{how}.mingleforth").value - without.figure(f"share.{how}.mingleforth").value
        for how in ("equal", "audience")
    }
    assert moved["equal"] > 2 * abs(moved["audience"])


def sample(launch: Launch) -> Tables:
    facts = FACTS.model_copy(
        update={"brands": tuple(Brand(name=name, aliases=also) for name, also in launch.truth.aliases.items())}
    )
    rows = {
        name: [
            {key: value for key, value in row._asdict().items() if key in TABLES[name].columns}
            for row in getattr(launch, name)
        ]
        for name in ("posts", "authors", "follows")
    }
    return make_tables(facts=facts, **rows)
