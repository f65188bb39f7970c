"""Grams: the words of a text, with hashtags, emoji and emoticons."""

from __future__ import annotations

import re

MAX_CHARACTERS = 4_096
_SKIP = re.compile(r"https?://\S+|www\.\S+|@\w+")
_TOKEN = re.compile(
    r"#\w+|[^\W_]+(?:'[^\W_]+)*"  # hashtags and words
    r"|[!?]+|[:;=]-?[)(dpo/|]|<3"  # emphasis and emoticons
    r"|[\U0001F300-\U0001FAFF☀-➿]"  # emoji
)


def tokens(text: str) -> list[str]:
    """Cut a text into lower-case words, hashtags, emoji and emoticons, without links and @names."""
    return _TOKEN.findall(_SKIP.sub(" ", text[:MAX_CHARACTERS].lower().replace("’", "'")))


def word_count(words: list[str]) -> int:
    """Count the words among a text's tokens; emoji, emoticons and punctuation are none."""
    return sum(word[-1].isalnum() for word in words)
