"""Morphology: the few English forms that productions ask for (`{noun+s}`, `{verb+ing}`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

_IRREGULAR_PAST = {
    "be": "was", "bring": "brought", "build": "built", "buy": "bought", "catch": "caught", "come": "came",
    "cut": "cut", "do": "did", "drop": "dropped", "eat": "ate", "find": "found", "forget": "forgot", "get": "got",
    "give": "gave", "go": "went", "have": "had", "hit": "hit", "keep": "kept", "leave": "left", "lose": "lost",
    "make": "made", "meet": "met", "pay": "paid", "put": "put", "quit": "quit", "read": "read", "run": "ran",
    "say": "said", "see": "saw", "send": "sent", "set": "set", "show": "showed", "sit": "sat", "skip": "skipped",
    "spend": "spent", "take": "took", "tell": "told", "think": "thought", "throw": "threw", "write": "wrote",
}  # fmt: skip
_IRREGULAR_PLURAL = {"person": "people", "woman": "women", "man": "men", "child": "children", "staff": "staff"}
_VOWEL_SOUND = re.compile(r"(?!uni|use|usa|user|eu|one\b|once)[aeiou]|hour|honest|8|11\b|18\b|api|nda|hr\b|mba", re.I)


def plural(noun: str) -> str:
    """Return the plural: talk -> talks, lobby -> lobbies, head of sales -> heads of sales."""
    head, of, rest = noun.partition(" of ")
    if of:
        return f"{plural(head)} of {rest}"
    if noun in _IRREGULAR_PLURAL:
        return _IRREGULAR_PLURAL[noun]
    if re.search(r"[^aeiou]y$", noun):
        return noun[:-1] + "ies"
    return noun + ("es" if re.search(r"(s|x|z|ch|sh)$", noun) else "s")


def past(verb: str) -> str:
    """Return the past form of the first word: give up -> gave up."""
    head, _, rest = verb.partition(" ")
    if head in _IRREGULAR_PAST:
        form = _IRREGULAR_PAST[head]
    elif head.endswith("e"):
        form = head + "d"
    elif re.search(r"[^aeiou]y$", head):
        form = head[:-1] + "ied"
    else:
        form = head + "ed"
    return f"{form} {rest}".strip()


def participle(verb: str) -> str:
    """Return the -ing form of the first word: take notes -> taking notes."""
    head, _, rest = verb.partition(" ")
    if head.endswith("e") and not head.endswith(("ee", "oe")) and head != "be":
        form = head[:-1] + "ing"
    elif re.fullmatch(r"[^aeiou]*[aeiou][bdgmnprt]", head):
        form = head + head[-1] + "ing"
    else:
        form = head + "ing"
    return f"{form} {rest}".strip()


def article(phrase: str) -> str:
    """Put a or an before the phrase, by sound: an hour, a user, an API."""
    return ("an " if _VOWEL_SOUND.match(phrase) else "a ") + phrase


def hashtag(phrase: str) -> str:
    """Join the words of a phrase in camel case: event tech -> EventTech."""
    return "".join(word[:1].upper() + word[1:] for word in re.findall(r"\w+", phrase))


def capital(phrase: str) -> str:
    """Capitalise the first letter and leave the rest."""
    return phrase[:1].upper() + phrase[1:]


FORMS: Mapping[str, Callable[[str], str]] = {
    "s": plural,
    "ed": past,
    "ing": participle,
    "a": article,
    "tag": hashtag,
    "cap": capital,
    "up": str.upper,
}
