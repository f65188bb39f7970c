"""Sensitivity: which words make a segment one of special categories, of hardship, of distress or of minors.

Source: GDPR Art. 9(1) and recitals 38, 51 and 75; EDPB Guidelines 8/2020 on targeting of social media users, which
count what is inferred as what is stated. Words only ever raise the class: what they miss an owner can add (`raised`),
and lowering takes a reason and a reviewer's signature.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from server.segments.model import Trait
from tools.segmentation.asked import Definition
from tools.segmentation.features.sensitive import touched
from tools.segmentation.matrix import ORDINARY, Feature

_WORDS: Mapping[str, str] = {
    "health": r"health\w*|ill|illness\w*|sick\w*|diagnos\w*|medic\w*|therap\w*|patients?|pregnan\w*|fertil\w*|"
    r"cancer\w*|diabet\w*|hiv|autis\w*|adhd|mental|addict\w*|alcohol\w*|obes\w*",
    "origin": r"ethnicit\w*|racis\w*|national origins?|immigra\w*|migrants?|refugees?|indigenous|roma",
    "politics": r"elections?|votes?|voters?|conservatives?|liberals?|socialis\w*|left ?wing|right ?wing|activis\w*",
    "beliefs": r"islam\w*|muslims?|christian\w*|jew\w*|hindu\w*|buddhis\w*|catholic\w*|church\w*|belief\w*|"
    r"philosoph\w*",
    "union": r"unions?|unioni[sz]\w*|strikers?",
    "biometrics": r"genetic\w*|genom\w*|fingerprints?|face recogni\w*|voiceprints?",
    "sex life": r"sex|bisexual\w*|lesbians?|trans|orientation",
    "finances": r"debts?|indebted|overdrawn|overdraft\w*|arrears|defaulters?|poor|poverty|broke|low incomes?|"
    r"unemploy\w*|jobless|laid off|evict\w*|foreclos\w*|hardship|gambl\w*|welfare",
    "distress": r"distress\w*|sadness|griev\w*|despair\w*|hopeless\w*|desperat\w*|fear|lonel\w*|divorc\w*|victims?|"
    r"abus\w*|trauma\w*|vulnerab\w*",
    "minors": r"minors|adolescen\w*|pupils?|under (?:1[0-8]|[5-9])|underage\w*|youths?|juvenile\w*",
}
"""Words beyond those that keep a feature from being told of: enough to ask somebody to look, not enough to hide it."""
_NUMBER = re.compile(r"\d[\d.,]*")
"""In a description a number counts something: "under 5 logins a week" is no age."""
_BREAKS = re.compile(r"[^\w]+|_+|(?<=[a-z])(?=[A-Z])")


def traits(
    definition: Definition, features: Iterable[Feature], *, name: str, rules: Iterable[str] = ()
) -> tuple[Trait, ...]:
    """Return every word of a segment that makes it sensitive, each with its category and where it stands.

    `features` are those that people were grouped by, `rules` the plain words that describe the members. A feature that
    was measured on protected data counts whatever it is called.
    """
    found = [trait for feature in features for trait in _of_feature(feature)]
    said = [(f"filter {part} = {value}", value) for part, value in _filtered(definition)]
    said += [("name", name), *((f"description {rule!r}", _NUMBER.sub(" ", rule)) for rule in rules)]
    return (*found, *(trait for where, text in said for trait in _traits(where, text)))


def _of_feature(feature: Feature) -> Iterable[Trait]:
    where = f"feature {feature.name}"
    found = list(_traits(where, f"{feature.name} {feature.label}"))
    if feature.sensitivity not in (ORDINARY, *(trait.category for trait in found)):
        found.append(Trait(category=feature.sensitivity, where=where, word=feature.name))
    return found


def _filtered(definition: Definition) -> Iterable[tuple[str, str]]:
    for part, value in definition.filter:
        if isinstance(value, tuple):
            yield from ((part, one) for one in value)


def _traits(where: str, text: str) -> Iterable[Trait]:
    plain = " ".join(filter(None, _BREAKS.split(text))).casefold()
    found = {(one.name, one.word): None for one in touched(plain)}
    for name, words in _WORDS.items():
        found |= {(name, match[0]): None for match in re.finditer(rf"\b(?:{words})\b", plain)}
    yield from (Trait(category=name, where=where, word=word) for name, word in sorted(found))
