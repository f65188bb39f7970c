"""Grams: words, hashtags, emoji and emoticons."""

from __future__ import annotations

from tools.reader.grams import tokens, word_count


def test_tokens_keep_words_hashtags_emoji_and_emoticons_and_drop_links_and_names() -> None:
    words = tokens("@Brand Don’t LOVE this!! 🔥 :) #fail https://t.co/x1")

    assert words == ["don't", "love", "this", "!!", "🔥", ":)", "#fail"]


def test_word_count_leaves_out_emoji_and_punctuation() -> None:
    assert word_count(tokens("so good!! 🔥🔥 :)")) == 2
