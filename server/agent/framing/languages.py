"""Languages: German and Spanish questions, put in English by written vocabularies or refused in their own language."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from server.agent.framing.asks import find_asks
from server.agent.framing.frame import Refusal
from server.agent.framing.vocabulary import Vocabulary
from tools.base import Model

_TABLE = Path(__file__).with_name("languages.toml")
FEWEST = 3
"""Words of a language from which a question is in it; English words weigh against them."""
_ENGLISH = frozenset(
    ("the", "is", "are", "what", "how", "do", "does", "did", "people", "of", "about", "our", "we", "for", "and",
     "which", "why", "who", "has", "have", "with", "posts", "feel", "to", "it", "this", "that", "there", "show", "find")
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")


class Language(Model):
    """A language: its name in English, words that tell it, what they are in English, and how it refuses."""

    name: str
    signs: frozenset[str]
    words: Mapping[str, str]
    refusal: str
    closest: str


class Put(NamedTuple):
    """A question in English, with what is to be said of it, or the refusal in its own language."""

    text: str
    notes: tuple[str, ...] = ()
    refusal: Refusal | None = None


def in_english(text: str, vocabulary: Vocabulary) -> Put:
    """Return a question of another language in English; one in English, or in none of those known, as it is.

    Refused, in its own language, is one that asks for nothing known once it is put in English.
    """
    language = language_of(text)
    if language is None:
        return Put(text)
    english = _translated(text, language)
    if find_asks(english.lower()):
        return Put(english, (f"I read this {language.name} question as “{english}”.",))
    brand = vocabulary.brands[0] if vocabulary.brands else "…"
    return Put(
        text,
        refusal=Refusal(kind="outside", reason=language.refusal, closest=language.closest.format(brand=brand)),
    )


def language_of(text: str) -> Language | None:
    """Return the language that a question is in; none for English and for languages that are not known."""
    words = [word.lower() for word in _WORD.findall(text)]
    english = sum(word in _ENGLISH for word in words)
    known = _languages()
    found = {code: sum(word in known[code].signs for word in words) for code in known}
    best = max(found, key=lambda code: found[code])
    enough = found[best] >= min(FEWEST, max(2, len(words) - 2))
    return known[best] if enough and found[best] > 2 * english else None


def _translated(text: str, language: Language) -> str:
    said = sorted(language.words, key=len, reverse=True)
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, said))})\b", re.IGNORECASE)
    english = pattern.sub(lambda match: language.words[match[0].lower()], text.replace("¿", "").replace("¡", ""))
    english = re.sub(r"\b(\d{1,2})\.(?=\s+[a-z])", r"\1", english)  # 26. march
    return " ".join(english.split())


@cache
def _languages() -> Mapping[str, Language]:
    table = tomllib.loads(_TABLE.read_text(encoding="utf-8"))
    return {code: Language.model_validate(entry) for code, entry in table.items()}
