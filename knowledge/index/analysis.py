"""Analysis: how the text of a post, and of a search, becomes words that match."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

MAX_TERMS = 64
"""Distinct words of a search that are looked up; the rest of a longer one is left to its meaning."""

_LINK = re.compile(r"(?:https?://|www\.|pic\.twitter\.com/)\S+", re.IGNORECASE)
_TAG = re.compile(r"[@#]\w+")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_EMOJI = re.compile("[☀-➿\U0001f000-\U0001f3fa\U0001f400-\U0001faff]")
# Scripts written without spaces: Thai, Lao, Burmese, Khmer, kana, Han.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_CHARACTER = re.compile(f"([{_UNSPACED}])")
_RUN = re.compile(rf"[{_UNSPACED}]+|[^\W{_UNSPACED}]+")
_STOP = """
a about above after again against all am amp an and any are as at be because been before being below between both
but by can could d did do does doing don down during each few for from further had has have having he her here hers
herself him himself his how i if in into is it its itself just ll m me more most my myself no nor not now of off on
once only or other our ours ourselves out over own re rt s same she should so some such t than that the their theirs
them themselves then there these they this those through to too under until up ve very via was we were what when
where which while who whom why will with would you your yours yourself yourselves
"""
_STOP_WORDS = frozenset(_STOP.split())


def searchable(text: str) -> str:
    """Return a text as it is indexed.

    Links go: they are unique and match nothing. `#LaunchDay` and `@ConnectSphere` are kept whole and in parts.
    Scripts without spaces become one word a character, and an emoji becomes a word.
    """
    return _CHARACTER.sub(r" \1 ", _spelt(text))


def terms(words: str) -> list[str]:
    """Return the phrases to look up for a search, at most 64 of them.

    Stop words are dropped unless there is nothing else. Scripts without spaces are looked up by pairs of
    characters. The phrases hold letters, digits and spaces only: nothing in a search is ever FTS5 syntax.
    """
    found: dict[str, None] = {}
    for run in _RUN.findall(_spelt(words).lower()):
        found.update(dict.fromkeys(_phrases(run)))
    return ([term for term in found if term not in _STOP_WORDS] or list(found))[:MAX_TERMS]


def _spelt(text: str) -> str:
    encodable = text.encode("utf-8", "replace").decode("utf-8")  # half an emoji, cut by some platform
    plain = _LINK.sub(" ", unicodedata.normalize("NFKC", encodable))
    plain = _TAG.sub(_with_parts, plain)
    return _EMOJI.sub(lambda emoji: f" emoji{ord(emoji[0]):x} ", plain)


def _with_parts(tag: re.Match[str]) -> str:
    parts = _HUMP.sub(" ", tag[0][1:])
    return f"{tag[0]} {parts}" if " " in parts else tag[0]


def _phrases(run: str) -> list[str]:
    if not _CHARACTER.match(run):
        return [run.replace("_", " ").strip()] if run.strip("_") else []
    return [f"{first} {second}" for first, second in pairwise(run)] or [run]
