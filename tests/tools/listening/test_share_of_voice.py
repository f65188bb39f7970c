"""Share of voice, by numbers worked by hand."""

from __future__ import annotations

import pytest

from tests.tools.conftest import FACTS, Row, borne_out, make_tables
from tools.errors import MissingData, TooFewPosts, UnknownName
from tools.facts import Brand, Facts
from tools.listening.share_of_voice import ShareOfVoiceQuery, ShareOfVoiceResult, share_of_voice


def posts(count: int, text: str, *, start: int = 0, **columns: object) -> list[Row]:
    """Posts that differ in text and author."""
    return [
        {"post_id": f"p_{text}_{start + i}", "text": f"{text} {start + i}", "author_id": f"{text}{start + i}"} | columns
        for i in range(count)
    ]


def ask(rows: list[Row], *, facts: Facts = FACTS, **query: object) -> ShareOfVoiceResult:
    asked = ShareOfVoiceQuery.model_validate({"dataset": "demo"} | query)
    result = share_of_voice.run(asked, make_tables(posts=rows, facts=facts))
    borne_out(share_of_voice, asked, result)
    assert isinstance(result, ShareOfVoiceResult)
    return result


def test_sixty_mentions_to_twenty_are_three_quarters():
    result = ask(posts(60, "acme") + posts(20, "bolt") + posts(30, "nobody"))
    assert result.brands == ("Acme", "Bolt")
    assert result.figure("share.acme").value == pytest.approx(0.75)
    assert result.figure("mentions.acme").value == 60
    assert result.figure("share.acme").n == 80
    assert result.n_posts == 80
    assert result.settled == (True,)
    assert result.figure("lead.acme.bolt").shown == "+50.0 points"


def test_a_post_counts_once_for_each_brand_it_mentions():
    result = ask(posts(40, "acme or bolt?") + posts(10, "bolt"))
    assert result.figure("mentions.acme").value == 40
    assert result.figure("mentions.bolt").value == 50
    assert result.figure("share.bolt").value == pytest.approx(50 / 90)
    assert result.n_posts == 50


def test_tags_and_names_are_both_reasons_and_count_once():
    result = ask(posts(30, "acme", brand="Acme") + posts(5, "no name", brand="Acme") + posts(20, "bolt"))
    figures = {name: result.figure(f"{name}.acme").value for name in ("mentions", "mentions.tagged", "mentions.named")}
    assert figures == {"mentions": 35, "mentions.tagged": 35, "mentions.named": 30}


def test_copies_by_one_author_count_once_and_by_others_only_if_asked():
    rows = posts(30, "acme") + posts(10, "bolt")
    rows += [{"post_id": f"c_{i}", "text": "ACME 0", "author_id": "acme0"} for i in range(20)]
    rows += [{"post_id": f"d_{i}", "text": "acme 0", "author_id": f"other{i}"} for i in range(5)]
    assert ask(rows).figure("mentions.acme").value == 35
    assert ask(rows).figure("posts.copies").value == 20
    assert ask(rows, copies_once=True).figure("mentions.acme").value == 30


def test_one_loud_author_widens_the_interval():
    spread = ask(posts(60, "acme") + posts(60, "bolt")).figure("share.acme")
    loud = ask(posts(60, "acme", author_id="fan") + posts(60, "bolt")).figure("share.acme")
    assert spread.value == loud.value
    assert spread.low is not None
    assert loud.low is not None
    assert loud.low < spread.low - 0.1


def test_an_order_that_chance_could_make_is_not_settled():
    result = ask(posts(52, "acme") + posts(48, "bolt"))
    assert result.settled == (False,)
    said = [sentence.text for sentence in share_of_voice.say(ShareOfVoiceQuery(dataset="demo"), result)]
    assert said[1].startswith("The order of Acme and Bolt is not settled")


def test_where_every_post_is_tagged_the_counts_may_only_mirror_the_export():
    tagged = ask(posts(60, "acme", brand="Acme") + posts(30, "bolt", brand="Bolt"))
    assert tagged.collected_by_brand
    assert "say nothing about who is talked about most" in tagged.caveats[0]
    assert not ask(posts(60, "acme", brand="Acme") + posts(30, "bolt")).collected_by_brand


def test_shares_of_a_split_add_to_one_and_the_whole_does_not_depend_on_it():
    rows = posts(60, "acme") + posts(30, "bolt") + posts(40, "bolt", start=50, platform="reddit")
    whole, by_platform = ask(rows), ask(rows, by="platform")
    assert by_platform.groups == ("x", "reddit")
    assert by_platform.figure("share.acme.x").value == pytest.approx(60 / 90)
    assert by_platform.figure("share.bolt.reddit").value == 1
    assert by_platform.figure("share.acme") == whole.figure("share.acme")


def test_a_brand_that_nobody_mentions_is_nought_and_pointed_out():
    result = ask(posts(40, "acme"))
    assert result.figure("share.bolt").value == 0
    assert any("No post mentions Bolt" in caveat for caveat in result.caveats)


def test_two_named_brands_are_the_set_and_one_is_compared_with_all():
    facts = FACTS.model_copy(update={"brands": (*FACTS.brands, Brand(name="Cog"))})
    rows = posts(40, "acme") + posts(30, "bolt") + posts(30, "cog")
    assert ask(rows, facts=facts, filter={"brands": ["Cog", "@acme"]}).brands == ("Acme", "Cog")
    assert ask(rows, facts=facts, filter={"brands": ["Cog"]}).brands == ("Acme", "Bolt", "Cog")
    with pytest.raises(UnknownName, match="Dolt"):
        ask(rows, facts=facts, filter={"brands": ["Cog", "Dolt"]})


def test_it_refuses_too_few_mentions_and_a_single_brand():
    with pytest.raises(TooFewPosts, match="Found 12 mentions"):
        ask(posts(12, "acme"))
    with pytest.raises(MissingData, match="tracks Acme"):
        ask(posts(40, "acme"), facts=FACTS.model_copy(update={"brands": FACTS.brands[:1]}))


def test_the_loudest_mention_stands_for_each_brand():
    rows = posts(40, "acme") + posts(30, "bolt")
    rows[11] = dict(rows[11], likes=99)
    assert {post.group["brand"]: post.post_id for post in ask(rows).posts}["Acme"] == "p_acme_11"


def test_the_order_of_rows_does_not_matter():
    rows = posts(60, "acme or bolt") + posts(30, "bolt")
    assert ask(rows) == ask(rows[::-1])
