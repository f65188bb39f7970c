"""Views: the same emotions in coarser words, by published mappings of GoEmotions' labels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeVar

Ekman = Literal["anger", "disgust", "fear", "joy", "sadness", "surprise"]
Plutchik = Literal["anger", "anticipation", "disgust", "fear", "joy", "sadness", "surprise", "trust"]
Feedback = Literal["frustration", "confusion", "excitement", "interest", "appreciation", "disappointment"]

Name = TypeVar("Name", bound=str)

EKMAN: Mapping[Ekman, tuple[str, ...]] = {
    "anger": ("anger", "annoyance", "disapproval"),
    "disgust": ("disgust",),
    "fear": ("fear", "nervousness"),
    "joy": (
        "joy", "amusement", "approval", "excitement", "gratitude", "love", "optimism", "relief", "pride", "admiration",
        "desire", "caring",
    ),
    "sadness": ("sadness", "disappointment", "embarrassment", "grief", "remorse"),
    "surprise": ("surprise", "realization", "confusion", "curiosity"),
}  # fmt: skip
"""Demszky et al., GoEmotions, ACL 2020: the mapping that is published with the data."""

PLUTCHIK: Mapping[Plutchik, tuple[str, ...]] = {
    "anger": ("anger", "annoyance"),
    "anticipation": ("optimism", "excitement", "desire"),
    "disgust": ("disgust", "remorse"),
    "fear": ("fear", "nervousness"),
    "joy": ("joy", "love", "optimism", "amusement", "pride", "relief"),
    "sadness": ("sadness", "grief", "disappointment", "disapproval", "remorse"),
    "surprise": ("surprise", "disapproval", "disappointment", "confusion", "realization"),
    "trust": ("admiration", "approval", "love", "gratitude", "caring"),
}
"""Plutchik, The nature of emotions, American Scientist 89, 2001: degrees of an emotion go to it, mixtures to both."""

FEEDBACK: Mapping[Feedback, tuple[str, ...]] = {
    "frustration": ("anger", "annoyance", "disapproval"),
    "confusion": ("confusion",),
    "excitement": ("excitement", "joy"),
    "interest": ("curiosity", "desire"),
    "appreciation": ("admiration", "approval", "gratitude", "love"),
    "disappointment": ("disappointment", "sadness"),
}
"""Ours, by GoEmotions' own definitions of its labels and the emotion tree of Shaver et al., JPSP 52, 1987."""


def viewed(emotions: Mapping[str, float], view: Mapping[Name, tuple[str, ...]]) -> dict[Name, float]:
    """Return the emotions of a view that a reading holds, likeliest first.

    An emotion's probability is the largest of its members': that at least one of them holds is no less likely, and how
    much likelier cannot be told from them. Labels that no emotion of the view takes, neutral among them, are left out.
    """
    found = {name: max(emotions.get(member, 0.0) for member in members) for name, members in view.items()}
    return dict(sorted(((name, p) for name, p in found.items() if p > 0), key=lambda row: -row[1]))


def plutchik(read: Mapping[str, float], emotions: Mapping[str, float]) -> dict[Plutchik, float]:
    """Return Plutchik's eight: as read where the reader has a head for them, else derived from `emotions`."""
    return {name: read[name] for name in PLUTCHIK if name in read} if read else viewed(emotions, PLUTCHIK)
