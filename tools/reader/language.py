"""Language: which of forty languages a text is in, offline (py3langid, BSD: n-grams and naive Bayes)."""

from __future__ import annotations

import threading
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

UNKNOWN = "und"
CERTAIN = 0.2
"""Below this probability the language is unknown: the text is too short, or holds no words."""

# The model knows 130 languages. Naming small ones costs more than it gives: in short English posts it sees Nigerian
# Pidgin, Latin and Basque. Those with a script of their own cost nothing.
KNOWN = """
    ar bg bn cs da de el en es fa fi fr gu he hi hr hu hy id it ja ka kn ko
    ml nl no pa pl pt ro ru si sr sv ta te th tl tr uk ur vi zh
"""

LONG = 8
"""Texts of so many words are looked at half by half, for two languages in one."""
_SURE_OF_HALF, _BEYOND_DOUBT = 0.9, 0.999
SHORT = 12
"""Texts under so many words are also looked at for words that are English and little else."""
_ENGLISH_SHARE = 1 / 3
_SURE = 0.95
_WORDS = """
    the and you your i'm i've i'll i'd it's that's this that these those with had having not don't doesn't didn't
    can't won't isn't wasn't were been being would could should there their they them what when where which who
    why how my mine our us she his its if because about after again all always any anyone anything back better can
    does doing done down ever every everyone everything feel get gets getting give go going gonna good got gotta
    great guys help i it just keep know like long look looks looking love loved loves make makes needs never new
    nice nope nothing off ok okay one only out people please pretty really right said same say see send sent some
    something still sure take thank thanks than then thing things think today too true try trying used using very
    wait way while work working works worst wow wrong yeah yes yet you're you've amazing awful broken error haha
    hahaha lol omg wtf dude bro yall y'all
"""
_ENGLISH = frozenset(_WORDS.split())
"""Words that a short English post is made of. Those that are common in another Latin-script language are left out."""


class Spoken(NamedTuple):
    """The language of a text, and the one that half of it is in, if that is another."""

    code: str
    beside: str | None = None


class Languages:
    """Tells languages apart. Loaded at first use, in about a second; safe under threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._identifier: LanguageIdentifier | None = None

    def tell(self, words: list[str]) -> str:
        """Return the ISO 639-1 code of the language that a text's tokens are in, or `und`."""
        return self.spoken(words).code

    def spoken(self, words: list[str]) -> Spoken:
        """Return the language that a text's tokens are in, or `und`, and a second one that half of it is in."""
        spelt = [word.lstrip("#") for word in words if word[-1].isalnum()]
        if not spelt:
            return Spoken(UNKNOWN)
        code, probability = self._load().classify(" ".join(spelt))
        if code != "en" and probability < _SURE and _reads_english(spelt):
            return Spoken("en")
        if probability < CERTAIN:
            return Spoken(UNKNOWN)
        return Spoken(str(code), None if probability > _BEYOND_DOUBT else self._beside(str(code), spelt))

    def _beside(self, code: str, words: list[str]) -> str | None:
        words = [word for word in words if word[-1].isalpha()]
        if len(words) < LONG:
            return None
        middle = len(words) // 2
        halves = [self._load().classify(" ".join(half)) for half in (words[:middle], words[middle:])]
        return next((str(other) for other, p in halves if other != code and p >= _SURE_OF_HALF), None)

    def _load(self) -> LanguageIdentifier:
        with self._lock:
            if self._identifier is None:
                from py3langid import langid

                identifier = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
                identifier.set_languages(KNOWN.split())
                self._identifier = identifier
            return self._identifier


@cache
def languages() -> Languages:
    """Return the one that readers of this process share: loading it takes longer than most texts."""
    return Languages()


def _reads_english(words: list[str]) -> bool:
    """Tell whether a short text holds enough English words to outweigh what its letters look like."""
    known = [word for word in words if not word[-1].isdigit()]
    return 1 < len(known) < SHORT and sum(word in _ENGLISH for word in known) >= _ENGLISH_SHARE * len(known)
