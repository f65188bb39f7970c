"""Grams: the words and word pairs of a text, as numbers of buckets."""

from __future__ import annotations

import re
import zlib
from itertools import pairwise

BUCKETS = 1 << 16
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


def grams(words: list[str]) -> list[int]:
    """Return the distinct buckets, 0 to 65,535, of a text's tokens and pairs of neighbours, in ascending order."""
    pairs = (f"{left} {right}" for left, right in pairwise(words))
    return sorted({_bucket(gram) for gram in (*words, *pairs)})


def _bucket(gram: str) -> int:
    return zlib.crc32(gram.encode("utf-8", "replace")) % BUCKETS
