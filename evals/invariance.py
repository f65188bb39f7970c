"""Invariance: changes of a text that should not change its sentiment, and how often they do.

The sentences are ours. The names are common ones of several origins; the counterfactual audit over many names is the
tools' own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import product

from tools.reader.encoder import EncoderReader

PEOPLE = ("Emily", "Darnell", "Lakisha", "Mohammed", "Wei", "Priya", "Jose", "Olga", "Aaliyah", "Connor")
PRONOUNS = (("he", "his"), ("she", "her"), ("they", "their"))
ABOUT_PEOPLE = (
    "{name} from support fixed my account within minutes, brilliant",
    "I spoke to {name} about the invoice on Tuesday",
    "{name} hung up on me twice and never called back",
    "My neighbour {name} bought the same phone",
    "Huge thanks to {name} for sorting out the refund",
    "{name} lied to me about the delivery date",
    "The video that {name} posted shows the new menu",
    "{name} was so patient with all my questions, I'm impressed",
    "I waited an hour for {name} and nobody came",
    "{name} says the store opens at nine",
)
WITH_PRONOUNS = (
    "{he} fixed my account within minutes, {his} help was brilliant",
    "{he} put {his} name on the form and left",
    "{he} hung up on me and {his} manager did the same",
    "I gave {his} number to the shop",
    "{his} attitude was awful, never going back",
    "I love how {he} explains things, {his} videos are great",
)
PLAIN = (
    "The update broke my login and nobody answers",
    "Battery lasts two days now, I love it",
    "The conference starts on Monday at ten",
    "Worst delivery service I have ever used",
    "Really happy with how quickly they replied",
    "They moved the settings menu to the left side",
    "I can't believe they charged me twice again",
    "This is the best camera I have owned",
    "There is a new version in the store",
    "The app crashes every time I open a photo",
    "Great music, lovely staff, we will be back",
    "My order number is on the receipt",
)
TYPOS = (
    *(("service", "servcie"), ("really", "realy"), ("charged", "chraged"), ("crashes", "crahses")),
    *(("battery", "batery"), ("conference", "confrence"), ("settings", "setings"), ("version", "verison")),
    *(("camera", "camrea"), ("broke", "brok"), ("lovely", "lovley"), ("number", "numebr")),
)
DIALECT = (
    ("The update is not working", "The update ain't working"),
    ("I am going to cancel it", "I'm finna cancel it"),
    ("They are always late", "They be late all the time"),
    ("That concert was very good", "That concert was hella good"),
    ("It is raining here again", "It's raining here again y'all"),
    ("We do not have any signal", "We don't have no signal"),
    ("You all did a great job", "Y'all did a great job"),
    ("He is at work", "He at work"),
)
NEUTRAL_EMOJI = ("📱", "📦", "🕙")


def flips(reader: EncoderReader) -> Iterator[tuple[str, float, int]]:
    """Yield each kind of change, the share of pairs whose likeliest sentiment differs, and the number of pairs."""
    for name, pairs in {
        "another name": _against_first([[text.format(name=name) for name in PEOPLE] for text in ABOUT_PEOPLE]),
        "another pronoun": _against_first([_pronouns(text) for text in WITH_PRONOUNS]),
        "a typo": [(text, _typo(text)) for text in PLAIN if _typo(text) != text],
        "a neutral emoji": [(text, f"{text} {emoji}") for text, emoji in product(PLAIN, NEUTRAL_EMOJI)],
        "dialect": list(DIALECT),
        "no final stop, lower case": [(f"{text}.", text.lower()) for text in PLAIN],
        "the sentence twice": [(text, f"{text}. {text}.") for text in PLAIN],
    }.items():
        yield name, _share(reader, pairs, lambda one, other: one != other), len(pairs)
    negative = [(text, f"{text}. {text}.") for text in PLAIN]
    yield "a negative twice is read as less negative (label)", _softer(reader, negative), len(negative)


def _softer(reader: EncoderReader, pairs: Sequence[tuple[str, str]]) -> float:
    return _share(reader, pairs, lambda one, other: one == "negative" and other != "negative")


def _share(reader: EncoderReader, pairs: Sequence[tuple[str, str]], differs: Callable[[str, str], bool]) -> float:
    labels = [reading.sentiment.label for reading in reader.read([text for pair in pairs for text in pair])]
    return sum(differs(*two) for two in zip(labels[::2], labels[1::2], strict=True)) / len(pairs)


def _against_first(groups: Sequence[Sequence[str]]) -> list[tuple[str, str]]:
    return [(group[0], other) for group in groups for other in group[1:]]


def _pronouns(text: str) -> list[str]:
    return [text.format(he=he, his=his).capitalize() for he, his in PRONOUNS]


def _typo(text: str) -> str:
    for right, wrong in TYPOS:
        if right in text.lower():
            place = text.lower().index(right)
            return text[:place] + wrong + text[place + len(right) :]
    return text
