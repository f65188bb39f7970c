"""Language: which of forty languages a text is in, offline (py3langid, BSD: n-grams and naive Bayes)."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

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


class Languages:
    """Tells languages apart. Loaded at first use, in about a second; safe under threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._identifier: LanguageIdentifier | None = None

    def tell(self, words: list[str]) -> str:
        """Return the ISO 639-1 code of the language that a text's tokens are in, or `und`."""
        text = " ".join(word.lstrip("#") for word in words if word[-1].isalnum())
        if not text:
            return UNKNOWN
        code, probability = self._load().classify(text)
        return str(code) if probability >= CERTAIN else UNKNOWN

    def _load(self) -> LanguageIdentifier:
        with self._lock:
            if self._identifier is None:
                from py3langid import langid

                identifier = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
                identifier.set_languages(KNOWN.split())
                self._identifier = identifier
            return self._identifier
