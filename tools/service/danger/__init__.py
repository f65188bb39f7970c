"""Danger: the wording of distress, a module a language, each a tuple of patterns over plain text (see wording.py)."""

from tools.service.danger import (
    dutch,
    english,
    english_near,
    english_self,
    french,
    german,
    italian,
    others,
    portuguese,
    spanish,
)

SPACED = (
    *english.SIGNS, *english_self.SIGNS, *english_near.SIGNS, *spanish.SIGNS, *portuguese.SIGNS, *italian.SIGNS,
    *french.SIGNS, *german.SIGNS, *dutch.SIGNS, *others.SPACED,
)  # fmt: skip
"""Languages in Latin letters, over plain text."""

SCRIPTS = others.SCRIPTS
"""Languages in other scripts, over text with its marks too."""

__all__ = ["SCRIPTS", "SPACED"]
