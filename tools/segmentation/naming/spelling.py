"""Spelling: a label in the plain letters that word lists are written in, whatever it was written with.

Each character of a way of reading it knows which character of the label it came from, so that what is found can be
shown as it was written.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

_SWAPPED = {
    "0": "o",
    "1": "i",
    "3": "e",
    "4": "a",
    "5": "s",
    "7": "t",
    "8": "b",
    "@": "a",
    "$": "s",
    "!": "i",
    "€": "e",
}
_ALIKE = {
    "а": "a", "е": "e", "о": "o", "р": "p", "с": "c", "у": "y", "х": "x", "і": "i", "ѕ": "s", "ԁ": "d", "ո": "n",
    "һ": "h", "ӏ": "l", "ԝ": "w", "ԛ": "q", "к": "k", "м": "m", "т": "t", "в": "b", "н": "h", "ј": "j", "ɡ": "g",
    "κ": "k", "τ": "t", "υ": "u", "ρ": "p", "χ": "x", "η": "n", "ω": "w",
    "α": "a", "ο": "o", "ι": "i", "ε": "e", "ν": "v", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "ı": "i",
}  # fmt: skip
"""Letters of other scripts that look like ours, and those that Unicode does not take apart."""
_LONGEST = 200


class Way(NamedTuple):
    """One way to read a label: small Latin letters, and which character of the label each one came from."""

    text: str
    places: tuple[int, ...]
    label: str

    def written(self, start: int, end: int) -> str:
        """Return the part of the label that a part of the text was read from."""
        return self.label[self.places[start] : self.places[end - 1] + 1].strip()


class Spelt(NamedTuple):
    """A label in the ways it may be read: as written, parted, with letters swapped, shortened or joined."""

    ways: tuple[Way, ...]

    @property
    def plain(self) -> str:
        """The first way: letters without accents, all else as it was."""
        return self.ways[0].text


def spelt(label: str) -> Spelt:
    """Return the ways to read a label, at most 200 characters of it."""
    plain = _plain(label[:_LONGEST])
    ways = [plain, _parted(plain)]
    if re.search(r"[a-z][0-9@$!€]|[0-9@$!€][a-z]", plain.text):
        ways += [_swapped(plain, "i"), _swapped(plain, "l")]
    if re.search(r"([a-z])\1\1", plain.text):
        ways += [_shortened(way, left) for way in ways for left in (1, 2)]
    if re.search(r"\b[a-z](?:[^a-z0-9]+[a-z]\b){2,}", plain.text):
        ways.append(_joined(plain))
    return Spelt(tuple({way.text: way for way in reversed(ways)}.values())[::-1])


def _plain(label: str) -> Way:
    """Small letters without accents; those that look like Latin ones become those, invisible characters vanish."""
    text, places = [], []
    for place, character in enumerate(label):
        for part in unicodedata.normalize("NFKD", character):
            if unicodedata.category(part) in ("Mn", "Cf"):
                continue
            for letter in _ALIKE.get(part.lower(), part.lower()):
                text.append(letter)
                places.append(place)
    return Way("".join(text), tuple(places), label)


def _parted(way: Way) -> Way:
    """Part words that are written together by capitals: `FeatureIgnorers` becomes `feature ignorers`."""
    text, places = [], []
    for letter, place in zip(way.text, way.places, strict=True):
        if place and way.label[place].isupper() and way.label[place - 1].islower() and place not in places:
            text.append(" ")
            places.append(place)
        text.append(" " if letter == "_" else letter)
        places.append(place)
    return Way("".join(text), tuple(places), way.label)


def _swapped(way: Way, one: str) -> Way:
    """Read digits and signs as the letters they stand in for; `1` may be an i or an l."""
    swapped = _SWAPPED | {"1": one, "!": one}
    after = f"{way.text[1:]} "
    letters = [
        letter if letter == "!" and not after[place].isalnum() else swapped.get(letter, letter)
        for place, letter in enumerate(way.text)
    ]
    return way._replace(text="".join(letters))


def _shortened(way: Way, left: int) -> Way:
    """Write a letter that stands three times or more in a row only `left` times: `loooser`, `poooor`."""
    runs = [range(*run.span()) for run in re.finditer(r"(.)\1*", way.text)]
    kept = [place for run in runs for place in (run if len(run) < 3 else run[:left])]
    return Way("".join(way.text[i] for i in kept), tuple(way.places[i] for i in kept), way.label)


def _joined(way: Way) -> Way:
    """Leave out what stands between single letters: `w.h.a.l.e.s`."""
    kept = [i for i, letter in enumerate(way.text) if letter.isalnum()]
    return Way("".join(way.text[i] for i in kept), tuple(way.places[i] for i in kept), way.label)
