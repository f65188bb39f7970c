"""Sensitive: what is never made a feature of people, and which features touch what the law or decency protects."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from tools.segmentation.matrix import ORDINARY

REFUSED: Mapping[str, str] = {
    "authors.name": "names stand for gender and origin",
    "authors.handle": "handles hold names",
    "authors.bio": "people's own words on themselves tell of belief, health and origin",
    "authors.company": "an employer can single a person out",
    "authors.job_title": "a title can single a person out, and stands for age and gender",
    "authors.attributes": "declared attributes can be protected ones; they are kept to check segments by",
    "authors.consent": "what somebody consented to says what may be done, not who they are",
    "authors.opt_out": "an objection must not be held against anybody",
    "posts.region": "where people live stands for origin and income",
    "posts.lang": "language stands for origin",
    "readings.language": "language stands for origin",
    "exposures.group": "group labels are there to audit by",
    "exposures.stated_interests": "interests were stated for another purpose",
    "readings.distress": "signs of distress are there so that somebody helps, not to group people by",
    "readings.offensive": "a hint about a text is no trait of a person",
    "readings.urgency": "what a message needs is no trait of a person",
}
"""Columns that no feature reads, each with the reason."""

_WORDS: Mapping[str, str] = {
    "health": "health|medical|medicine|illness|disease|symptoms?|therapy|therapist|doctor|clinic|hospital|pregnan\\w*|"
    "fertility|disab\\w*|diabetes|cancer|depress\\w*|anxiety|medication|pharmacy|wellbeing|sick|diet|addiction",
    "beliefs": "religio\\w*|faith|church|mosque|synagogue|temple|prayer|muslim|christian|jewish|hindu|atheis\\w*",
    "politics": "politic\\w*|party member\\w*|elections?|voters?|voting (?:record|intention)s?|protest\\w*|petition|"
    "left wing|right wing",
    "sex life": "sexual\\w*|gay|lesbian|lgbt\\w*|queer|transgender|dating|hookup",
    "origin": "ethnic\\w*|racial|migrant|refugee|asylum|nationality|native language",
    "union": "(?:trade|labou?r) union|union member\\w*|on strike",
    "crime": "criminal|convict\\w*|arrest\\w*|prison|offender",
    "biometrics": "biometric\\w*|fingerprint|face id|genetic|dna",
    "finances": "debt|bankrupt\\w*|credit score|loan|overdraft|foreclosure|payday|salary|income|insolven\\w*",
    "distress": "distress|suicid\\w*|self harm|grief|bereave\\w*|abuse|crisis line|loneliness|panic",
    "minors": "child\\w*|kids?|teen\\w*|minors|school age",
    "place": "location|geo|gps|home address",
}
"""Words that put a feature into a class: GDPR, articles 9 and 10; finances, distress, minors and place by the Article
29 Working Party's guidelines on impact assessment (WP 248)."""
_CLASSES = {name: re.compile(rf"\b(?:{words})\b") for name, words in _WORDS.items()}


class Touched(NamedTuple):
    """A class of protected data, and the word that touches it."""

    name: str
    word: str


def touched(text: str) -> Iterator[Touched]:
    """Yield every class of protected data that a text touches, with each word, in small letters.

    By words alone, so it errs on the side of caution: `dating` can be a fossil's.
    """
    plain = re.sub(r"[\W_]+", " ", text.lower())
    for name, words in _CLASSES.items():
        yield from (Touched(name, found[0]) for found in words.finditer(plain))


def sensitivity_of(text: str) -> str:
    """Return the first class of protected data that a name or label touches, `ordinary` if none."""
    return next((found.name for found in touched(text)), ORDINARY)
