"""Passages: which sections of a playbook answer a message, by words (BM25), or none when the words do not reach.

Okapi BM25 (Robertson and Zaragoza 2009, k1 = 1.2, b = 0.75) over title, listed questions and text. A score says
little by itself, so a passage counts only if it covers enough of what was asked: the share of the message's
inverse document frequency that its words carry.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from knowledge.playbook import Passage

_K1, _B = 1.2, 0.75
LEAST_COVERED = 0.34
"""Least share of a message's weight that a passage must carry to answer it; set on the test messages."""
_NEARLY_ALL = 0.75

_STOP_WORDS = (
    "a about after again all also am an and any app are as at be because been before but by can connectsphere "
    "could did do does doing dont for from get got guys had has have having he hello her here hey hi him his how "
    "i if im in into is it its ive just know like lol me more most my need no not now of off omg on one only or "
    "other our out over own please pls really same she should so some such than thanks that the their them then "
    "there these they this those through to too up ur us very want was way we were what when where which while "
    "who why will with would you your "
)
_STOP = frozenset(_STOP_WORDS.split())
_SUFFIXES = (
    "isation",
    "ization",
    "ations",
    "ation",
    "ions",
    "ion",
    "ings",
    "ing",
    "ments",
    "ment",
    "ies",
    "ed",
    "es",
    "ly",
    "er",
    "s",
    "e",
)


class Found(NamedTuple):
    """A passage that answers a message: its BM25 score and the share of the message that it covers, 0 to 1."""

    passage: Passage
    score: float
    covered: float


def find_passages(words: str, passages: Sequence[Passage], *, limit: int = 3) -> tuple[Found, ...]:
    """Return the passages that answer a message, best first; none when none covers enough of it."""
    if not passages:
        return ()
    documents = [Counter(terms(_searched(passage))) for passage in passages]
    wanted = set(terms(words))
    present = Counter(term for document in documents for term in document)
    rarity = {term: math.log(1 + (len(documents) - present[term] + 0.5) / (present[term] + 0.5)) for term in wanted}
    mean = sum(document.total() for document in documents) / len(documents)
    found = [
        Found(passage, _bm25(document, rarity, mean), _covered(document, rarity, present))
        for passage, document in zip(passages, documents, strict=True)
    ]
    good = [hit for hit in found if hit.covered >= LEAST_COVERED and _is_no_accident(hit, wanted)]
    return tuple(sorted(good, key=lambda hit: (-hit.score, hit.passage.id))[:limit])


def terms(text: str) -> list[str]:
    """Return the words that carry meaning, lower case and cut to a stem."""
    words = re.findall(r"[^\W_]+", text.casefold().replace("'", ""))
    return [_stem(word) for word in words if word not in _STOP and len(word) > 1 and not word.isdigit()]


def _searched(passage: Passage) -> str:
    return " ".join((passage.title, passage.title, *passage.asked, *passage.asked, passage.text))


def _is_no_accident(hit: Found, wanted: set[str]) -> bool:
    """One word in common proves little, unless it is the passage's title or nearly all that was asked."""
    shared = wanted & set(terms(_searched(hit.passage)))
    headed = shared & set(terms(hit.passage.title))
    asked = shared & set(terms(" ".join(hit.passage.asked)))
    return len(shared) > 1 or bool(headed) or (bool(asked) and hit.covered >= _NEARLY_ALL)


def _bm25(document: Counter[str], rarity: dict[str, float], mean: float) -> float:
    length = _K1 * (1 - _B + _B * document.total() / mean)
    return sum(weight * document[term] * (_K1 + 1) / (document[term] + length) for term, weight in rarity.items())


def _covered(document: Counter[str], rarity: dict[str, float], present: Counter[str]) -> float:
    """Unknown words weigh half: they may be names, or may be what it is really about."""
    weights = {term: weight if present[term] else weight / 2 for term, weight in rarity.items()}
    total = sum(weights.values())
    return sum(weight for term, weight in weights.items() if document[term]) / total if total else 0.0


def _stem(word: str) -> str:
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            return word.removesuffix(suffix).rstrip("e") if suffix != "s" or not word.endswith("ss") else word
    return word
