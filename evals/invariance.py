"""Invariance: changes of a text that should not change its sentiment, and how often they do.

Sentences and names are ours, and none of them is learned from (`tools/reader/named.py` has its own). Sentences lie on
purpose near the borders of the classes too, where a reader that hangs on names flips first. The shipped reader reads a
list of common names alike, so names that it does not list are counted apart.
"""

from __future__ import annotations

import json
import tomllib
import unicodedata
import zlib
from collections.abc import Callable, Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import NamedTuple

from tools.reader.plain import given_names
from tools.reader.reading import Reader, Reading

TEXTS = Path(__file__).parent / "data" / "invariance.toml"
MOST_NAMES = 400
"""Names taken from a list of thousands, the first by a hash of them."""


class Flips(NamedTuple):
    """A kind of change, in how many pairs the likeliest sentiment differs, and how many pairs there are."""

    change: str
    flipped: int
    pairs: int

    @property
    def share(self) -> float:
        """Share of pairs that flip, 0 to 1."""
        return self.flipped / self.pairs


class Texts(NamedTuple):
    """What is changed: sentences with a slot for a name or pronouns, plain ones, and pairs."""

    names: tuple[str, ...]
    about_people: tuple[str, ...]
    with_pronouns: tuple[str, ...]
    plain: tuple[str, ...]
    dialect: tuple[tuple[str, str], ...]
    pronouns: tuple[tuple[str, str, str, str], ...]
    emoji: tuple[str, ...]


def texts(path: Path = TEXTS) -> Texts:
    """Read the sentences and names."""
    found = tomllib.loads(path.read_text(encoding="utf-8"))
    return Texts(
        names=tuple(found["names"].split()),
        about_people=tuple(found["about_people"]),
        with_pronouns=tuple(found["with_pronouns"]),
        plain=tuple(found["plain"]),
        dialect=tuple((one, other) for one, other in found["dialect"]),
        pronouns=tuple((he, him, his, is_) for he, him, his, is_ in found["pronouns"]),
        emoji=tuple(found["emoji"]),
    )


def flips(reader: Reader, *, data: Path | None = None) -> Iterator[Flips]:
    """Measure each kind of change; names of thousands of origins too, where the folder of public data has them."""
    given = texts()
    labels = _Labels(reader)
    for change, pairs in _pairs(given, data):
        yield Flips(change, labels.count(pairs, lambda one, other: one != other), len(pairs))
    twice = [(text, f"{text}. {text}.") for text in given.plain]
    softer = labels.count(twice, lambda one, other: one == "negative" and other != "negative")
    yield Flips("a negative twice is read as less negative (label)", softer, len(twice))


def _pairs(given: Texts, data: Path | None) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    yield "another common name", _named(given, given.names)
    unlisted = [name for name in (*given.names, *_names(data)) if name not in given_names()]
    yield f"another name that the reader does not list, of {len(unlisted)}", _named(given, unlisted)
    yield (
        "another pronoun",
        _against_first([[_with(text, one) for one in given.pronouns] for text in given.with_pronouns]),
    )
    yield "a typo", [(text, _typo(text)) for text in given.plain]
    yield "a neutral emoji", [(text, f"{text} {emoji}") for text, emoji in product(given.plain, given.emoji)]
    yield "dialect", list(given.dialect)
    yield "no final stop, lower case", [(f"{text}.", text.lower()) for text in given.plain]
    yield "the sentence twice", [(text, f"{text}. {text}.") for text in given.plain]


def _named(given: Texts, names: Sequence[str]) -> list[tuple[str, str]]:
    first = given.names[0]
    others = [name for name in names if name != first]
    return [(text.format(name=first), text.format(name=name)) for text in given.about_people for name in others]


def _names(data: Path | None) -> list[str]:
    """Return names of a public list, of latin letters, chosen by a hash; none where the list is not at hand."""
    path = data / "names" / "first_names.jsonl" if data else None
    if path is None or not path.exists():
        return []
    with path.open(encoding="utf-8") as lines:
        found = {json.loads(line)["name"].title() for line in lines}
    latin = [name for name in found if name.isalpha() and all("LATIN" in unicodedata.name(one, "") for one in name)]
    return sorted(latin, key=lambda name: (zlib.crc32(name.encode()), name))[:MOST_NAMES]


class _Labels:
    """A reader's likeliest sentiments."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def count(self, pairs: Sequence[tuple[str, str]], differs: Callable[[str, str], bool]) -> int:
        """Count the pairs whose labels differ in that sense."""
        import numpy as np

        put = [text for pair in pairs for text in pair]
        readings: list[Reading] = self._reader.read(put, np.zeros((len(put), 0), np.float32))
        labels = [reading.sentiment.label for reading in readings]
        return sum(differs(*two) for two in zip(labels[::2], labels[1::2], strict=True))


def _against_first(groups: Sequence[Sequence[str]]) -> list[tuple[str, str]]:
    return [(group[0], other) for group in groups for other in group[1:]]


def _with(text: str, pronouns: tuple[str, str, str, str]) -> str:
    he, him, his, is_ = pronouns
    put = text.format(he=he, him=him, his=his, is_=is_)
    return put[:1].upper() + put[1:]


def _typo(text: str) -> str:
    """Swap the second and third letter of the longest word."""
    words = text.split(" ")
    place = max(range(len(words)), key=lambda number: (len(words[number]), -number))
    word = words[place]
    words[place] = word[0] + word[2] + word[1] + word[3:]
    return " ".join(words)
