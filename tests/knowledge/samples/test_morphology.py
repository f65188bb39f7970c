from knowledge.samples.morphology import article, hashtag, participle, past, plural


def test_plurals_follow_the_last_letters() -> None:
    assert [plural(noun) for noun in ("talk", "match", "lobby", "day", "person")] == [
        "talks",
        "matches",
        "lobbies",
        "days",
        "people",
    ]


def test_past_forms_change_the_first_word_only() -> None:
    assert [past(verb) for verb in ("give up", "skip", "save time", "try")] == [
        "gave up",
        "skipped",
        "saved time",
        "tried",
    ]


def test_participles_double_or_drop_letters() -> None:
    assert [participle(verb) for verb in ("take notes", "sit", "chase", "agree")] == [
        "taking notes",
        "sitting",
        "chasing",
        "agreeing",
    ]


def test_articles_go_by_sound() -> None:
    assert [article(noun) for noun in ("hour", "user", "API", "event", "one-pager")] == [
        "an hour",
        "a user",
        "an API",
        "an event",
        "a one-pager",
    ]


def test_hashtags_join_words_in_camel_case() -> None:
    assert hashtag("women in tech") == "WomenInTech"
