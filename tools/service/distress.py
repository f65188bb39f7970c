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

import re
from functools import cache

from tools.service.danger import SCRIPTS, SPACED
from tools.service.needles import Haystack
from tools.service.wording import disguises, plain

_ABOUT = re.compile(
    r"\bsuicide squad\b|\besquadrao suicida\b|\bescuadron suicida\b|\bsuicide (?:prevention|awareness)\b|"
    r"\bprevencion (?:del|de) suicidio\b|\bprevencao (?:do|ao|de) suicidio\b|\bprevention du suicide\b|"
    r"\bprevenzione del suicidio\b|\bsuizidpr(?:a|ae)vention\b|\bzelfmoordpreventie\b"
    r"|\bself[- ]harm (?:prevention|awareness)\b"
)
"""A film and a cause: what is said beside them still counts."""


def distress(text: str) -> tuple[str, ...]:
    """Return the words that were taken for signs of distress, in the order of the rules; empty when there are none."""
    spelt = plain(text)
    spellings = dict.fromkeys(_ABOUT.sub("-", spelling) for spelling in (spelt, *disguises(text)))
    found = [match[0].strip() for spelling in spellings for match in _spaced().search(spelling)]
    if not text.isascii():
        # Scripts whose vowels are marks lose them in `plain`; here they stay.
        found += [match[0] for one in (spelt, " ".join(text.casefold().split())) for match in _scripts().search(one)]
    return tuple(dict.fromkeys(found))


@cache
def _spaced() -> Haystack:
    return Haystack(pattern.replace(r"\w+ ", r"\w+[,;:]? ") for pattern in SPACED)


@cache
def _scripts() -> Haystack:
    return Haystack(SCRIPTS)
