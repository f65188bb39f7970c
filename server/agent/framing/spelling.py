"""Spelling: which words are words, and which are slips of a word that was meant."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from server.agent.words import words

MIN_LENGTH = 4  # shorter words have too many neighbours to be mended
_SHORT = {
    "r": "are", "u": "you", "ur": "your", "ppl": "people", "abt": "about", "wat": "what", "wht": "what",
    "wats": "whats", "bc": "because", "cuz": "because", "coz": "because", "thru": "through", "rn": "right now",
    "rly": "really", "sez": "says", "sayin": "saying", "plz": "please", "teh": "the", "hte": "the",
    "fal": "fall", "fel": "fell", "theyre": "they're", "youre": "you're", "weve": "we've",
    "wich": "which", "whcih": "which", "hwo": "how", "pst": "post", "psts": "posts",
    "theyve": "they've", "dont": "don't",
}  # fmt: skip
"""What people write for short, as whole words in lower case."""
_TOKEN = re.compile(r"[@#]?[^\W_]+(?:['’][^\W_]+)*")


class Slip(NamedTuple):
    """The word that was meant, and how many edits away it is."""

    target: str
    distance: int


def tokens(text: str) -> list[re.Match[str]]:
    """Find the words of a text with their places; handles and hashtags keep their sign."""
    return list(_TOKEN.finditer(text))


@cache
def known_words() -> frozenset[str]:
    """Return common English words: the whole words of the embedder's vocabulary, and the words of questions.

    What is in here is never taken for a slip of something else.
    """
    try:
        shipped = (files("knowledge") / "weights" / "minilm" / "tokenizer.json").read_text(encoding="utf-8")
        vocabulary = json.loads(shipped)["model"]["vocab"]
    except (FileNotFoundError, ModuleNotFoundError):
        vocabulary = {}
    return frozenset(word for word in vocabulary if word.isalpha()) | words("questions")


def mended(text: str, keep: Iterable[str] = ()) -> str:
    """Return the text with slips in the words of questions put right.

    Words in `keep` (folded), known words and words without one clear neighbour stay as they are.
    """
    kept = set(keep)
    return _TOKEN.sub(lambda match: _mend(match[0], kept), text)


def nearest(word: str, targets: Iterable[str]) -> Slip | None:
    """Return the one target that `word` is a slip of; none if there is none, or more than one.

    A slip is at most one edit in words of 4 to 7 letters, two to 11, three beyond (a swap of neighbours is one edit);
    the first letter, or the first two swapped, must be right, and of three edits the first three letters.
    """
    from rapidfuzz.distance import DamerauLevenshtein

    if len(word) < MIN_LENGTH:
        return None
    allowed = 1 if len(word) < 8 else 2 if len(word) < 12 else 3
    near: dict[int, set[str]] = {}
    for target in targets:
        if len(target) < MIN_LENGTH or (sorted(target[:2]) != sorted(word[:2]) and target[0] != word[0]):
            continue
        distance = DamerauLevenshtein.distance(word, target, score_cutoff=allowed)
        # Of many edits, those are a slip that leave the beginning: `entanglement` is no slip of `engagement`.
        if distance <= allowed and (distance < 3 or target[:3] == word[:3]):
            near.setdefault(distance, set()).add(target)
    if not near:
        return None
    closest = near[min(near)]
    return Slip(closest.pop(), min(near)) if len(closest) == 1 else None


@cache
def _meant() -> frozenset[str]:
    """Words that a slip may be of: those of questions, and the longer ones that carry no weight."""
    longer = {word for word in words("unspecific") | words("weightless") if len(word) > 6 and word.isalpha()}
    return words("questions") | longer


def _mend(word: str, kept: set[str]) -> str:
    low = word.casefold()
    if word in _SHORT and low not in kept:
        return _SHORT[word]
    if low in kept or not low.isalpha() or low in known_words():
        return word
    slip = nearest(low, _meant())
    return slip.target if slip else word
