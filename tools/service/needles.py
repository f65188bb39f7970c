"""Needles: many patterns searched fast, by looking first for the letters that a match cannot be without."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

SHORTEST = 3
"""Letters of a needle worth looking for."""
MOST = 400

Needles = frozenset[str]


class Sifted(NamedTuple):
    """A pattern, and strings of which every match holds one; none where it has no such strings."""

    pattern: re.Pattern[str]
    needles: tuple[str, ...]


class Haystack:
    """Patterns to be searched for together, in texts that mostly hold none of them.

    Each needle is kept under three of its letters, so that a text is asked which threes it holds, not for each needle.
    """

    def __init__(self, patterns: Iterable[str]) -> None:
        """Take patterns; what they match is what `re.search` matches."""
        sifted = [sift(pattern) for pattern in patterns]
        self._patterns = [one.pattern for one in sifted]
        self._always = {index for index, one in enumerate(sifted) if not one.needles}
        needles = sorted({needle for one in sifted for needle in one.needles})
        common = Counter(three for needle in needles for three in _threes(needle))
        self._kept: dict[str, list[tuple[str, int]]] = {}
        for index, one in enumerate(sifted):
            for needle in one.needles:
                rarest = min(sorted(_threes(needle)), key=lambda three: common[three])
                self._kept.setdefault(rarest, []).append((needle, index))

    def search(self, text: str) -> Iterator[re.Match[str]]:
        """Give the first match of each pattern, in the patterns' order."""
        possible = set(self._always)
        for three in self._kept.keys() & _threes(text):
            possible.update(index for needle, index in self._kept[three] if index not in possible and needle in text)
        return filter(None, (self._patterns[index].search(text) for index in sorted(possible)))


def _threes(text: str) -> set[str]:
    return {text[start : start + SHORTEST] for start in range(len(text) - SHORTEST + 1)}


def sift(pattern: str) -> Sifted:
    """Return the pattern with its needles; the fewest, and of these the longest, that its structure gives."""
    found = _of_sequence(parser.parse(pattern))
    return Sifted(re.compile(pattern), tuple(sorted(found, key=lambda one: (len(one), one))) if found else ())


def _of_sequence(items: Sequence[Any]) -> Needles:
    """Return the best needles among a sequence's parts: runs of letters, or those of a group that must occur."""
    best: Needles = frozenset()
    letters = ""
    for code, argument in [*items, (None, None)]:
        if code is codes.LITERAL:
            letters += chr(argument)
            continue
        best = _better(best, frozenset([letters]) if len(letters) >= SHORTEST else frozenset())
        letters = ""
        best = _better(best, _of_part(code, argument))
    return best


def _of_part(code: Any, argument: Any) -> Needles:  # noqa: ANN401 - the parser's own types
    if code is codes.SUBPATTERN:
        return _of_sequence(argument[-1])
    if code is codes.MAX_REPEAT and argument[0] > 0:
        return _of_sequence(argument[2])
    if code is codes.BRANCH:
        branches = [_of_sequence(branch) for branch in argument[1]]
        united = frozenset().union(*branches)
        return united if all(branches) and len(united) <= MOST else frozenset()
    return frozenset()


def _better(one: Needles, other: Needles) -> Needles:
    """Return the needles that fewer texts will hold: more letters in the shortest one, then fewer of them."""
    if not one or not other:
        return one or other
    return min(one, other, key=lambda needles: (-min(map(len, needles)), len(needles)))
