"""Grams: words and word pairs, the same buckets for ever."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tools.reader.grams import BUCKETS, grams, tokens, word_count


def test_tokens_keep_words_hashtags_emoji_and_emoticons_and_drop_links_and_names() -> None:
    words = tokens("@Brand Don’t LOVE this!! 🔥 :) #fail https://t.co/x1")

    assert words == ["don't", "love", "this", "!!", "🔥", ":)", "#fail"]


def test_word_count_leaves_out_emoji_and_punctuation() -> None:
    assert word_count(tokens("so good!! 🔥🔥 :)")) == 2


def test_grams_are_distinct_words_and_pairs() -> None:
    # so, good, so good, good so: four.
    assert len(grams(["so", "good", "so", "good"])) == 4


def test_a_bucket_never_moves() -> None:
    # crc32("good") is 0x6c844e92; the trained weights lie at its last 16 bits.
    assert grams(["good"]) == [0x4E92]


@given(st.text(alphabet=st.characters(), max_size=200))
def test_any_text_has_grams_in_range(text: str) -> None:
    found = grams(tokens(text))

    assert found == sorted(set(found))
    assert all(0 <= bucket < BUCKETS for bucket in found)


def test_a_text_with_no_words_has_no_grams() -> None:
    assert grams(tokens("  ")) == []
