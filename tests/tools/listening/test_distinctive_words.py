"""Distinctive words, on posts whose words are planted."""

from __future__ import annotations

import pytest

from tests.tools.conftest import Row, borne_out, read_posts
from tools.errors import BadRequest, TooFewPosts
from tools.listening import vocabulary as vocabulary_module
from tools.listening.distinctive_words import DistinctiveWordsQuery, DistinctiveWordsResult, distinctive_words


def code(number: int) -> str:
    """Two letters, too short to count as a word, that keep a post from being a copy."""
    return chr(97 + number // 26 % 26) + chr(97 + number % 26)


def posts(count: int, label: str, words: str, *, mark: str = "", **columns: object) -> list[Row]:
    return [
        {
            "post_id": f"p_{mark}{label}{words[:9]}{i}",
            "author_id": f"a{mark}{i}",
            "label": label,
            "text": f"so the {words} today {code(i)}",
        }
        | columns
        for i in range(count)
    ]


def planted(**columns: object) -> list[Row]:
    return (
        posts(40, "negative", "login crashes again with the newest phone", **columns)
        + posts(40, "negative", "weather and the newest phone", **columns)
        + posts(80, "positive", "summary saves me the newest phone", **columns)
    )


def ask(rows: list[Row], **query: object) -> DistinctiveWordsResult:
    asked = DistinctiveWordsQuery.model_validate({"dataset": "demo"} | query)
    result = distinctive_words.run(asked, read_posts(rows))
    borne_out(distinctive_words, asked, result)
    assert isinstance(result, DistinctiveWordsResult)
    return result


def words_of(result: DistinctiveWordsResult, **where: object) -> set[str]:
    return {word.word for word in result.words if all(getattr(word, key) == value for key, value in where.items())}


def test_words_of_one_side_are_found_and_common_ones_are_not():
    result = ask(planted())
    assert words_of(result, side="negative") == {"login", "crashes", "weather"}
    assert words_of(result, side="positive") == {"summary", "saves"}


def test_shares_are_of_posts_by_hand():
    result = ask(planted())
    assert result.figure("share.negative.login").value == pytest.approx(0.5)
    assert result.figure("share.negative.login").n == 80
    assert result.figure("elsewhere.negative.login").value == 0


def test_only_the_side_asked_for():
    assert words_of(ask(planted(), side="negative"), side="positive") == set()


def test_a_word_repeated_within_a_post_counts_once():
    rows = planted() + posts(1, "negative", "phone " * 200)
    assert "phone" not in words_of(ask(rows))


def test_a_slogan_of_many_accounts_counts_once():
    rows = planted() + [
        row | {"text": f"free giftcard for {i} winners https://win.example/{i} @friend{i}"}
        for i, row in enumerate(posts(50, "positive", "slogan", mark="s"))
    ]
    result = ask(rows)
    assert "giftcard" not in words_of(result)
    assert result.n_posts == 161
    assert any(caveat.startswith("49 posts that copy") for caveat in result.caveats)


def test_a_word_of_a_single_author_is_no_finding():
    rows = planted() + posts(60, "negative", "buyfollowers", author_id="spam")
    assert "buyfollowers" not in words_of(ask(rows))


def test_handles_links_brands_and_bare_opinions_are_no_findings():
    rows = planted() + posts(
        60, "negative", "@somebody https://example.org/a?b=1 promo-x.example/go Acme awful outage's"
    )
    assert words_of(ask(rows), side="negative") >= {"outage"}
    assert not words_of(ask(rows)) & {"somebody", "https", "example", "promo", "acme", "awful", "outages"}


def test_groups_are_told_from_the_others():
    rows = posts(40, "negative", "battery drains", brand="Acme") + posts(
        40, "negative", "price rises", brand="Bolt", mark="b"
    )
    result = ask(rows, by="brand", contrast="groups")
    assert words_of(result, group="Acme") == {"battery", "drains"}
    assert words_of(result, group="Bolt") == {"price", "rises"}
    assert result.figure("share.acme.battery").value == 1


def test_each_group_is_looked_at_by_itself():
    result = ask(planted(brand="Acme") + posts(40, "positive", "price is fine", brand="Bolt", mark="b"), by="brand")
    assert words_of(result, group="Acme", side="negative") == {"login", "crashes", "weather"}
    assert words_of(result, group="Bolt") == set()
    assert any("No words for Bolt" in caveat for caveat in result.caveats)


def test_posts_that_hold_the_word_are_cited_and_one_that_disagrees():
    rows = posts(60, "negative", "login takes forever") + posts(60, "positive", "summary saves me", mark="b")
    rows += posts(1, "positive", "login works just as it should now")
    cited = {(post.group["word"], post.role): post.post_id for post in ask(rows, side="negative").posts}
    assert cited["login", "representative"].startswith("p_negativelogin")
    assert cited["login", "contrary"] == "p_positivelogin wor0"
    assert ("forever", "contrary") not in cited


def test_words_by_chance_are_not_named():
    rows = posts(60, "negative", "one of many phones") + posts(60, "positive", "one of many phones", mark="b")
    result = ask(rows)
    assert result.words == ()
    said = distinctive_words.say(DistinctiveWordsQuery(dataset="demo"), result)
    assert said[0].text == "No word sets these posts apart beyond chance."


def test_a_side_of_under_thirty_posts_is_refused():
    with pytest.raises(TooFewPosts, match="Found 29 posts on the smaller side"):
        ask(posts(29, "negative", "login") + posts(60, "positive", "summary", mark="b"))


def test_a_contrast_of_groups_needs_a_split():
    with pytest.raises(BadRequest, match="needs `by`"):
        ask(planted(), contrast="groups")


def test_of_very_many_posts_a_fixed_part_is_read(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(vocabulary_module, "MOST_POSTS", 400)
    rows = [dict(row, post_id=f"p_{i * 1237 % 4096:03x}") for i, row in enumerate(planted() * 5)]
    rows = [row | {"text": f"{row['text']} {code(i // 160)}"} for i, row in enumerate(rows)]
    result = ask(rows)
    assert 350 < result.n_posts < 450
    assert "login" in words_of(result)
    assert any("of 800 posts, drawn at random" in caveat for caveat in result.caveats)
    assert ask(rows[::-1]) == result
