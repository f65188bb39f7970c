"""Lint: what speaks against a label of people, found in word lists that state why each word is in them.

A label ends up in decks, filters and mails, and sooner or later before the people it names. It should say what they
do, and nothing that nobody would want to read of themselves.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from tools.base import Model
from tools.segmentation.naming.spelling import Spelt, spelt

Severity = Literal["high", "medium", "low"]

_SEVERITIES: tuple[Severity, ...] = ("high", "medium", "low")


class Flag(Model):
    """One thing that speaks against a label."""

    words: str
    """What of the label, as it is written there."""
    group: str
    """Which kind of word it is: stigmatising, value-laden, protected attribute ..."""
    severity: Severity
    """high: do not use it anywhere; medium: rename it before anybody else reads it; low: think again."""
    reason: str
    instead: str
    """A neutral label, or how to find one."""


class _Group(NamedTuple):
    name: str
    severity: Severity
    reason: str
    instead: str
    words: re.Pattern[str]
    unless: re.Pattern[str] | None


def lint(label: str, *, neutral: str | None = None) -> tuple[Flag, ...]:
    """Return what speaks against a label, gravest first; nothing where nothing does.

    Words are found in any case, with or without accents, in plural, run together with others or split by hyphens, in
    letters swapped for digits and signs, in English, Spanish and German. `neutral` is a label made of what the people
    do, which every flag proposes; without one each says how to find it.
    """
    text = spelt(label)
    found: dict[tuple[str, str], Flag] = {}
    for group in _groups():
        for words in _held(group, text):
            flag = Flag(
                words=words, group=group.name, severity=group.severity, reason=group.reason,
                instead=neutral or group.instead,
            )  # fmt: skip
            found.setdefault((group.name, words.casefold()), flag)
    return tuple(sorted(found.values(), key=lambda flag: _SEVERITIES.index(flag.severity)))


def _held(group: _Group, text: Spelt) -> list[str]:
    """Return the parts of the label, as written, that hold a word of the group and none of its exceptions."""
    held = []
    for way in text.ways:
        excused = [found.span() for found in group.unless.finditer(way.text)] if group.unless else []
        for found in group.words.finditer(way.text):
            if not any(start <= found.start() and found.end() <= end for start, end in excused):
                held.append(way.written(*found.span()))
    return held


@cache
def _groups() -> tuple[_Group, ...]:
    """Return the groups of words.toml."""
    entries = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
    return tuple(
        _Group(
            name=name,
            severity=entry["severity"],
            reason=entry["reason"],
            instead=entry["instead"],
            words=_pattern([*entry.get("english", ()), *entry.get("spanish", ()), *entry.get("german", ())]),
            unless=_pattern(entry["unless"]) if entry.get("unless") else None,
        )
        for name, entry in entries.items()
    )


def _pattern(words: list[str]) -> re.Pattern[str]:
    """Return a pattern of words and phrases: `*` at an end stands for any letters, a plural ending needs none."""
    return re.compile("|".join(_alternative(word) for word in sorted(words, key=len, reverse=True)))


_UMLAUTS = {"ä": "ae?", "ö": "oe?", "ü": "ue?"}


def _alternative(word: str) -> str:
    if word.startswith("re:"):
        return word.removeprefix("re:")
    before = r"(?<![a-z])" if not word.startswith("*") else ""
    core = r"\W{0,3}".join(_letters(part) for part in word.strip("*").split())
    if word.endswith("*"):
        return f"{before}{core}[a-z]*"
    plural = f"{core[:-1]}(?:y|ies)" if core.endswith("y") else f"{core}(?:s|es|'s)?"
    return f"{before}{plural}(?![a-z])"


def _letters(word: str) -> str:
    return "".join(_UMLAUTS.get(letter) or re.escape(spelt(letter).plain) for letter in word)
