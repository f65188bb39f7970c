"""Sensitivity: which words make a segment one of special categories, of hardship, of distress or of minors.

Source: GDPR Art. 9(1) and recitals 38, 51 and 75; EDPB Guidelines 8/2020 on targeting of social media users, which
count what is inferred as what is stated. Words only ever raise the class: what they miss an owner can add (`raised`),
and lowering takes a reason and a reviewer's signature.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from server.segments.model import Category, Trait
from tools.segmentation.asked import Definition

_WORDS: Mapping[Category, str] = {
    "health": r"health|ill|illness\w*|sick\w*|disease\w*|diagnos\w*|disab\w*|medic\w*|therap\w*|patients?|symptoms?|"
    r"pregnan\w*|fertil\w*|cancer\w*|diabet\w*|hiv|autis\w*|adhd|depress\w*|anxiety|mental|addict\w*|alcohol\w*|obes\w*",
    "origin": r"race|racial\w*|ethnic\w*|national\s?origins?|nationalit\w*|immigra\w*|migrants?|refugee\w*|asylum|"
    r"indigenous|roma",
    "politics": r"politic\w*|party\s?member\w*|vot(?:e|es|er|ers|ing)|elections?|conservative\w*|liberals?|socialis\w*|"
    r"leftwing|rightwing|left\s?wing|right\s?wing|activis\w*",
    "religion": r"religio\w*|faith|christian\w*|muslim\w*|islam\w*|jew\w*|hindu\w*|buddhis\w*|catholic\w*|church\w*|"
    r"mosque\w*|atheis\w*|belief|philosophical",
    "trade union": r"unions?|unioni[sz]\w*|strikers?",
    "genetic or biometric": r"genetic\w*|dna|genom\w*|biometric\w*|fingerprints?|face\s?recogni\w*|voiceprints?",
    "sex life or orientation": r"sex|sexual\w*|gay|lesbian\w*|bisexual\w*|queer|lgbt\w*|trans|transgender\w*|"
    r"orientation|dating",
    "hardship": r"debts?|indebted|bankrupt\w*|insolven\w*|overdrawn|overdraft\w*|arrears|default(?:er|ers|ed)|payday|"
    r"poor|poverty|broke|low\s?income|unemploy\w*|jobless|laid\s?off|evict\w*|foreclos\w*|hardship|gambl\w*|benefits?",
    "distress": r"distress\w*|sadness|grief|griev\w*|despair\w*|hopeless\w*|desperat\w*|fear|lonel\w*|suicid\w*|"
    r"self\s?harm\w*|bereave\w*|divorc\w*|victims?|abuse\w*|trauma\w*|vulnerab\w*|crying",
    "minors": r"minors?|child|children|kids?|teen|teens|teenage\w*|adolescen\w*|pupils?|schoolchild\w*|"
    r"under\s?(?:1[0-8]|[5-9])|underage\w*|youths?|juvenile\w*",
}
_NUMBER = re.compile(r"\d[\d.,]*")
"""In a description a number counts something: "under 5 logins a week" is no age."""
_BREAKS = re.compile(r"[^\w]+|_+|(?<=[a-z])(?=[A-Z])")


def traits(
    definition: Definition, features: Iterable[str], *, name: str, rules: Iterable[str] = ()
) -> tuple[Trait, ...]:
    """Return every word of a segment that makes it sensitive, each with its category and where it stands.

    `features` are the names of those that people were grouped by, `rules` the plain words that describe the members.
    """
    said = [(f"feature {one}", one) for one in features]
    said += [(f"filter {part} = {value}", value) for part, value in _filtered(definition)]
    said += [("name", name), *((f"description {rule!r}", _NUMBER.sub(" ", rule)) for rule in rules)]
    found = {trait: None for where, text in said for trait in _traits(where, text)}
    return tuple(found)


def _filtered(definition: Definition) -> Iterable[tuple[str, str]]:
    for part, value in definition.filter:
        if isinstance(value, tuple):
            yield from ((part, one) for one in value)


def _traits(where: str, text: str) -> Iterable[Trait]:
    plain = " ".join(filter(None, _BREAKS.split(text))).casefold()
    for category, words in _WORDS.items():
        for match in re.finditer(rf"\b(?:{words})\b", plain):
            yield Trait(category=category, where=where, word=match[0])
