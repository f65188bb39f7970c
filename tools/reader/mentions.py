"""Mentions: where a text names the things of a vocabulary, in whatever form people write them.

A name is found as a whole word in any case, in the singular and the plural, with or without accents, as `smart-agenda`,
`smart agenda`, `SmartAgenda`, `#smartagenda`, `@smart_agenda` and `smart agenda's`. Names in scripts that leave no
space between words are found anywhere. A name that is set apart by a sign (`C++`, `Go!`) is found as it is spelled.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from tools.features import short_forms
from tools.reader.reading import Target

if TYPE_CHECKING:
    from tools.facts import Facts

MOST = 32
"""Mentions kept of one text: beyond them it is a list, not an opinion."""

_WORD = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+(?:['\u2019](?!s\b|\d)(?:[^\W_][\u0300-\u036f]*)+)?", re.I)
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=\d)")
_LINK = re.compile(r"(?:https?://|www\.)\S+")
_BETWEEN = re.compile(r"[\s\-_/\u2010-\u2015]{0,2}|\s?&\s?|[.'\u2019]")
_SIGN = re.compile(r"\w[+#!*$%?]+$")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


class _Word(NamedTuple):
    """A word of a text, in the form that words are compared by."""

    start: int
    end: int
    form: str


class Vocabulary:
    """Names to look for. Where two are spelled alike the first keeps the spelling."""

    def __init__(self, names: Mapping[str, str] | Sequence[str]) -> None:
        """Take names, or spellings with the name that each stands for."""
        spellings = names if isinstance(names, Mapping) else {name: name for name in names}
        self._names: dict[tuple[str, ...], str] = {}
        self._literal: dict[str, str] = {}
        for spelling, name in spellings.items():
            if _UNSPACED.search(spelling) or _SIGN.search(spelling):
                self._literal.setdefault(spelling.casefold(), name)
            else:
                for forms in _ways_to_write(spelling):
                    self._names.setdefault(forms, name)
        self._longest: dict[str, int] = {}
        for forms in self._names:
            self._longest[forms[0]] = max(len(forms), self._longest.get(forms[0], 0))
        self._as_spelled = _as_spelled(self._literal)

    def __bool__(self) -> bool:
        """Tell whether there is anything to look for."""
        return bool(self._names or self._literal)

    def find(self, text: str) -> tuple[Target, ...]:
        """Return the mentions in a text, the longest at each place, in order and apart; at most 32."""
        if not self:
            return ()
        text = _LINK.sub(lambda link: " " * len(link[0]), text)  # a link names whatever its host likes
        found = sorted([*self._in_words(text), *self._literally(text)], key=lambda one: (one.start, -one.end))
        apart: list[Target] = []
        for target in found:
            if not apart or target.start >= apart[-1].end:
                apart.append(target)
        return tuple(apart[:MOST])

    def _in_words(self, text: str) -> Iterator[Target]:
        words, index = list(self._cut(text)), 0
        while index < len(words):
            length = self._match(text, words, index)
            if length:
                first, last = words[index], words[index + length - 1]
                forms = tuple(word.form for word in words[index : index + length])
                yield Target(first.start, last.end, self._names[forms])
            index += max(length, 1)

    def _cut(self, text: str) -> Iterator[_Word]:
        """Cut a text into words, and `LoveSmartAgenda` at its humps unless a name begins with all of it."""
        for match in _WORD.finditer(text):
            whole = _Word(match.start(), match.end(), form(match[0]))
            humps = [] if match[0].islower() or whole.form in self._longest else list(_HUMP.finditer(match[0]))
            edges = [0, *(hump.start() for hump in humps), len(match[0])]
            if not humps:
                yield whole
                continue
            for start, end in pairwise(edges):
                yield _Word(whole.start + start, whole.start + end, form(match[0][start:end]))

    def _match(self, text: str, words: list[_Word], index: int) -> int:
        """Return how many words from `index` on are the longest name; 0 if none is."""
        most = min(self._longest.get(words[index].form, 0), len(words) - index)
        for length in range(most, 0, -1):
            run = words[index : index + length]
            together = all(_BETWEEN.fullmatch(text, one.end, other.start) for one, other in pairwise(run))
            if together and tuple(word.form for word in run) in self._names:
                return length
        return 0

    def _literally(self, text: str) -> Iterator[Target]:
        for match in self._as_spelled.finditer(text) if self._as_spelled else ():
            if name := self._literal.get(match[0].casefold()):
                yield Target(match.start(), match.end(), name)


def vocabulary(facts: Facts) -> Vocabulary:
    """Return the names that a dataset looks for: its features, by name and short form, and its brands, by alias too."""
    return Vocabulary(spellings(facts))


def spellings(facts: Facts) -> dict[str, str]:
    """Return the spellings of a dataset's features and brands, each with the name that it stands for."""
    features = {name: name for name in facts.features}
    brands = {spelling: brand.name for brand in facts.brands for spelling in (brand.name, *brand.aliases)}
    short = {form: name for name, forms in short_forms(facts).items() for form in forms}
    found: dict[str, str] = {}
    for each in (features, brands, short):  # of two that are spelled alike the first holds
        found |= {spelling: name for spelling, name in each.items() if spelling not in found}
    return found


def _ways_to_write(spelling: str) -> Iterator[tuple[str, ...]]:
    """Give a name's words as spelled, cut at its humps, and written together."""
    words = tuple(word.form for word in _words(spelling))
    cut = tuple(word.form for word in _words(_HUMP.sub(" ", spelling)))
    joined = form("".join(word[0] for word in _WORD.finditer(spelling)))
    yield from dict.fromkeys(way for way in (words, cut, (joined,)) if way and way[0])


def _as_spelled(spellings: Iterable[str]) -> re.Pattern[str] | None:
    by_length = sorted(spellings, key=lambda spelling: (-len(spelling), spelling))
    ways = (
        re.escape(one)
        if _UNSPACED.search(one)
        else rf"(?<!\w){re.escape(one)}(?!\w)"  # a letter before it ends no word
        for one in by_length
    )
    return re.compile("|".join(ways), re.IGNORECASE) if by_length else None


def _words(text: str) -> list[_Word]:
    return [_Word(match.start(), match.end(), form(match[0])) for match in _WORD.finditer(text)]


@lru_cache(maxsize=1 << 16)
def form(word: str) -> str:
    """Return a word in lower case without accents and plural ending.

    The plural by the s-stemmer (Harman, How effective is suffixing?, JASIS 42, 1991), whose rules touch nothing but
    plurals, of words of four letters and more; `es` goes after sibilants too, and `ie` is written `y` throughout.
    """
    spread = unicodedata.normalize("NFKD", word.casefold())
    bare = "".join(char for char in spread if not unicodedata.combining(char)).replace("\u2019", "'")
    if len(bare) < 4:
        return bare
    if bare.endswith(("ches", "shes", "xes", "sses")):
        bare = bare[:-2]
    elif bare.endswith("s") and bare[-2] not in "us":
        bare = bare[:-1]
    return f"{bare[:-2]}y" if bare.endswith("ie") else bare
