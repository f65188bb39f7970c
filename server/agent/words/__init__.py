"""Words: lists of words that decide how questions are read and what models may say, one file each."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def weightless() -> frozenset[str]:
    """Return the words whose loss changes no answer: function words, and those that say no more than "please"."""
    function_words = (files("tools.listening") / "function_words.txt").read_text(encoding="utf-8")
    return words("weightless") | frozenset(function_words.split())


@cache
def words(name: str) -> frozenset[str]:
    """Return the words of a list.

    brands: names that are brands wherever they stand. plain: words that add
    nothing to what a finding says. questions: words by which questions are read. turning: words that turn a
    sentence's meaning. unspecific: words that name no topic. weightless: further words
    whose loss changes no answer.
    """
    return frozenset((files(__name__) / f"{name}.txt").read_text(encoding="utf-8").split())
