"""Distress: signs in a text that its writer, or somebody they write about, may be in danger.

Rules, never a model: a person must be able to read why a text was flagged. They lean to recall: a needless look
by a person costs a minute, a missed one cannot be taken back. Figures of speech ("this app makes me want to die")
are flagged on purpose, since no rule can tell them from the other kind.

Danger is suicide and self-harm, despair and farewells, violence or abuse by somebody near, threats to others, and acute
crisis. Sources of the wording: public guidance of the World Health Organization on the warning signs of suicide
("talking about wanting to die, feeling trapped, being a burden, having no reason to live") and of self-harm and
violence, put into the phrases people use. The wording itself is in tools/service/danger, a module a language.
"""

from __future__ import annotations

from functools import cache

from tools.service.danger import SCRIPTS, SPACED
from tools.service.danger.harmless import HARMLESS
from tools.service.needles import Haystack
from tools.service.wording import disguises, plain


def distress(text: str) -> tuple[str, ...]:
    """Return the words that were taken for signs of distress, in the order of the rules; empty when there are none."""
    spelt = plain(text)
    spellings = dict.fromkeys((spelt, *disguises(text)))
    found = [sign for spelling in spellings for sign in _signs(spelling)]
    if not text.isascii():
        # Scripts whose vowels are marks lose them in `plain`; here they stay.
        found += [match[0] for one in (spelt, " ".join(text.casefold().split())) for match in _scripts().search(one)]
    return tuple(dict.fromkeys(found))


def _signs(spelling: str) -> list[str]:
    """Give the signs in a spelling; what is said beside a film, a cause or a figure of speech still counts."""
    found = [match[0].strip() for match in _spaced().search(spelling)]
    # Few texts hold a sign at all, so only these are searched for harmless turns of phrase.
    if not found or not HARMLESS.search(spelling):
        return found
    return [match[0].strip() for match in _spaced().search(HARMLESS.sub("-", spelling))]


@cache
def _spaced() -> Haystack:
    return Haystack(pattern.replace(r"\w+ ", r"\w+[,;:]? ") for pattern in SPACED)


@cache
def _scripts() -> Haystack:
    return Haystack(SCRIPTS)
