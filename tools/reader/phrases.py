"""Phrases: what posts talk about without anybody having listed it, found by how words stand beside each other."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from tools.reader.mentions import form

MOST_TEXTS, MOST_CHARACTERS = 50_000, 2_000
LONGEST = 3
LIKELY = 6.63
"""Log-likelihood ratio from which on two words stand together beyond chance, at 1 % (chi-squared, one degree)."""
NOUN = 0.5
_FEWEST_CUES = 3

_TOKEN = re.compile(r"https?://\S+|[@]\w+|[^\W\d_][\w'\u2019-]*|[.,;:!?()\"\u201c\u201d\u2026\n]")
_BEFORE_NOUNS_WORDS = """
    the a an my your our their his her its this that these those some any no every each another which whose of with
    for from about without between during
"""
_BEFORE_OTHERS_WORDS = """
    i you we they he she it who to can can't cannot could will won't would should must may might do don't does
    doesn't did didn't not never always just please let's very so too really is are was were am i'm it's be been
    being as than how
"""
_AFTER_NOUNS_WORDS = """
    is are was were isn't aren't wasn't weren't has hasn't does doesn't keeps kept seems looks works
"""
_OTHER_STOP_WORDS = """
    and or but if then because while when where why what on in at by up down out off over under into onto again
    still even only also more most much many few lot lots all both other others same such own here there now today
    tomorrow yesterday ever yet me him them us mine yours myself one ones two three first last next new good great
    bad nice best better worst worse big little small long short old real sure able thing things something anything
    nothing everything someone anyone everyone have having had get gets got getting go goes going went come came
    make makes made take took give gave want wants need needs like likes love loves loved hate know think see say
    said says tell told use used using try trying tried way ways time times day days week weeks month months year
    years people person guys guy kind bit rt amp lol omg thanks thank pls please yes yeah ok okay hi hey hello etc
    via vs im dont cant its thats well back away around through after before since until though although however
    maybe almost already soon once twice ago per i've i'd i'll y'all else end itself themselves minute minutes hour
    hours night couple fact bunch rest idea reason point favorite different whole
"""
_BEFORE_NOUNS = frozenset(_BEFORE_NOUNS_WORDS.split())
_BEFORE_OTHERS = frozenset(_BEFORE_OTHERS_WORDS.split())
_AFTER_NOUNS = frozenset(_AFTER_NOUNS_WORDS.split())
_STOP = _BEFORE_NOUNS | _BEFORE_OTHERS | _AFTER_NOUNS | frozenset(_OTHER_STOP_WORDS.split())


class Phrase(NamedTuple):
    """Something that posts talk about: its commonest spelling, in how many posts it stands, and how nounlike it is."""

    name: str
    posts: int
    nounness: float


class _Counts:
    """What is counted over all texts; keys are tuples of word forms."""

    def __init__(self) -> None:
        self.posts: Counter[tuple[str, ...]] = Counter()
        self.cues: Counter[tuple[str, ...]] = Counter()
        self.nouns: Counter[tuple[str, ...]] = Counter()
        self.spelled: dict[tuple[str, ...], Counter[str]] = {}
        self.texts = 0


def discover(texts: Iterable[str], *, most: int = 50, at_least: int = 5) -> tuple[Phrase, ...]:
    """Return the words and phrases that most posts use as nouns, at most `most`, each in `at_least` posts or more.

    At most 50,000 texts are looked at, 2,000 characters of each. English only: its cues are English function words.
    Method: knowledge/methods/aspects.md.
    """
    counts = _Counts()
    for text in islice(texts, MOST_TEXTS):
        _count(text[:MOST_CHARACTERS], counts)
    kept = {key for key, posts in counts.posts.items() if posts >= at_least and _holds_together(key, counts)}
    inside = _largest_around(kept, counts)
    alone = {key: counts.posts[key] - inside.get(key, 0) for key in kept}
    found = [
        Phrase(_spelling(key, counts), posts, _nounness(key, counts))
        for key, posts in alone.items()
        if posts >= at_least and _nounness(key, counts) >= NOUN
    ]
    return tuple(sorted(found, key=lambda one: (-one.posts * one.nounness, one.name))[:most])


def _count(text: str, counts: _Counts) -> None:
    counts.texts += 1
    seen: dict[tuple[str, ...], str] = {}
    words = _TOKEN.findall(text)
    lower = [word.lower().replace("\u2019", "'") for word in words]
    for start, end in _runs(lower):
        before = lower[start - 1] if start else ""
        after = lower[end] if end < len(lower) else ""
        for first in range(start, end):
            for last in range(first + 1, min(first + LONGEST, end) + 1):
                key = tuple(form(word) for word in words[first:last])
                seen.setdefault(key, " ".join(lower[first:last]))
                _weigh(key, before if first == start else "", after if last == end else None, counts)
    for key, spelling in seen.items():
        counts.posts[key] += 1
        counts.spelled.setdefault(key, Counter())[spelling] += 1


def _runs(words: list[str]) -> Iterator[tuple[int, int]]:
    """Give the spans of neighbouring words that are no stop words."""
    start: int | None = None
    for place, word in enumerate([*words, "."]):
        is_content = word[0].isalpha() and len(word) > 2 and word not in _STOP and not word.startswith("http")
        if is_content and start is None:
            start = place
        if not is_content and start is not None:
            yield start, place
            start = None


def _weigh(key: tuple[str, ...], before: str, after: str | None, counts: _Counts) -> None:
    """Count what stands around a phrase; `after` is none where another content word follows: *the different* app."""
    noun = (before in _BEFORE_NOUNS and after is not None) + (after in _AFTER_NOUNS)
    other = before in _BEFORE_OTHERS or (before in _BEFORE_NOUNS and after is None)
    counts.nouns[key] += noun
    counts.cues[key] += noun + other


def _nounness(key: tuple[str, ...], counts: _Counts) -> float:
    """Return the share of its cues that speak for a noun, of the whole phrase and of its last word; 0 without cues."""
    shares = [
        counts.nouns[part] / counts.cues[part] if counts.cues[part] >= _FEWEST_CUES else 0.0 for part in (key, key[-1:])
    ]
    return max(shares) if len(key) > 1 else shares[0]


def _holds_together(key: tuple[str, ...], counts: _Counts) -> bool:
    """Tell whether a phrase's halves stand together beyond chance; a single word does."""
    return all(
        _log_likelihood(counts.posts[key], counts.posts[key[:cut]], counts.posts[key[cut:]], counts.texts) >= LIKELY
        and counts.posts[key] * counts.texts > counts.posts[key[:cut]] * counts.posts[key[cut:]]
        for cut in range(1, len(key))
    )


def _log_likelihood(both: int, one: int, other: int, total: int) -> float:
    """Return Dunning's ratio for two events seen `one` and `other` times in `total`, `both` times together."""
    cells = (
        (both, one * other), (one - both, one * (total - other)), (other - both, (total - one) * other),
        (total - one - other + both, (total - one) * (total - other)),
    )  # fmt: skip
    return 2 * sum(seen * math.log(seen * total / expected) for seen, expected in cells if seen > 0 and expected > 0)


def _largest_around(kept: set[tuple[str, ...]], counts: _Counts) -> dict[tuple[str, ...], int]:
    """Return, for phrases that stand inside longer ones, the posts of the commonest of these (after the C-value)."""
    largest: dict[tuple[str, ...], int] = {}
    for key in kept:
        parts = {key[i:j] for i in range(len(key)) for j in range(i + 1, len(key) + 1)} - {key}
        for part in parts:
            largest[part] = max(largest.get(part, 0), counts.posts[key])
    return largest


def _spelling(key: tuple[str, ...], counts: _Counts) -> str:
    return min(counts.spelled[key].items(), key=lambda row: (-row[1], row[0]))[0]
