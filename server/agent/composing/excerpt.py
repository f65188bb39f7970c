"""Excerpt: a post quoted at a readable length, verbatim."""

from __future__ import annotations

import re

LONGEST = 280
ELLIPSIS = "…"


def excerpt(text: str) -> str:
    """Return the text itself, or its beginning up to a word's end within 280 characters, followed by `…`."""
    text = text.strip()
    if len(text) <= LONGEST:
        return text
    cut = text[:LONGEST]
    at_word = re.match(r"(?s)(.{200,})\s", cut)
    return (at_word[1] if at_word else cut).rstrip() + ELLIPSIS


def is_verbatim(quote: str, text: str) -> bool:
    """Tell whether a quote stands in the text as it is; an `…` at its ends marks what was left out."""
    bare = quote.removeprefix(ELLIPSIS).removesuffix(ELLIPSIS).strip()
    return bool(bare) and bare in text
