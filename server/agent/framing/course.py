"""Course: which way a question says that something went, and what it was: mood, complaints, posts or engagement."""

# ruff: noqa: E501 - a pattern reads better unbroken

from __future__ import annotations

import re
from typing import Literal

Direction = Literal["fall", "rise"]

_DOWN = re.compile(
    r"\b(?:fall(?:s|ing|en)?|fell|drop(?:s|ped|ping)?|declin\w*|decreas\w*|dip(?:s|ped|ping)?|sink(?:s|ing)?|sank|sunk|slump\w*|plung\w*|plummet\w*|"
    r"tank(?:s|ed|ing)?|crash\w*|collaps\w*|slid(?:es?|ing)?|deteriorat\w*|down(?:turn)?|shr[aiu]nk\w*|lower|less|fewer|quiet\w*|silen\w*)\b"
)
_UP = re.compile(
    r"\b(?:ris(?:es?|en|ing)|rose|grow(?:s|n|ing|th)?|grew|increas\w*|climb\w*|jump\w*|surg\w*|soar\w*|spik\w*|up(?:turn|tick)?|boost\w*|higher|more|"
    r"blow\w*|blew|explod\w*|burst\w*|skyrocket\w*|boom\w*|peak\w*|doubl\w*)\b"
)
_WORSE = re.compile(
    r"\b(?:worse\w*|worst|more (?:negative|angry|unhappy|critical|hostile|upset)|less (?:positive|happy)|angrier|unhappier|sadder|sour(?:ed|ing)?|soured|"
    r"turned? (?:negative|against)|deteriorat\w*|backlash)\b"
)
_BETTER = re.compile(
    r"\b(?:better|improv\w*|recover\w*|more (?:positive|happy)|less (?:negative|angry|unhappy|critical|hostile)|happier|turned? positive|rebound\w*|warm(?:ed|ing)? up)\b"
)
_ILL = re.compile(r"\b(?:complain\w*|negativ(?:e|ity)|criticis\w*|anger|hate|gripes?|dissatisfaction|frustration)\b")
_OF_THINGS = re.compile(
    r"\b(?:about|over|with|at|of) (?:the |our |their |its )?(?:rising|falling|dropp(?:ed|ing)|increas(?:ed|ing)|declining|decreas(?:ed|ing)|growing|higher|lower|improved|more|less|fewer)\b"
)
"""Things that rise or fall, which is no course of the mood: complaints about rising prices."""


def mood_went(text: str) -> Direction | None:
    """Return which way the (lower-case) text says that mood went; none where it says neither way, or both.

    More complaints are a fall of the mood; `better or worse` says neither.
    """
    text = _OF_THINGS.sub(" ", text)
    down, up = bool(_WORSE.search(text)), bool(_BETTER.search(text))
    if not (down or up):
        plain = _BETTER.sub(" ", _WORSE.sub(" ", text))
        down, up = bool(_DOWN.search(plain)), bool(_UP.search(plain))
        if is_of_complaints(text):
            down, up = up, down
    if down == up:
        return None
    return "fall" if down else "rise"


def is_of_complaints(text: str) -> bool:
    """Tell whether it is complaints or negative posts, not the mood, that went up or down."""
    return bool(_ILL.search(re.sub(r"\b(?:more|less|turned?) negative\b", " ", text)))


def volume_went(text: str) -> Literal["spike", "dip", "both"]:
    """Return whether the (lower-case) text looks for unusually much, unusually little, or both."""
    down, up = bool(_DOWN.search(text)), bool(_UP.search(text))
    if down == up:
        return "both"
    return "dip" if down else "spike"


def measured(text: str) -> Literal["posts", "interactions", "negative_share", "net_sentiment"]:
    """Return what the (lower-case) text looks for unusual times of: talk, unless it says something else."""
    if is_of_complaints(text):
        return "negative_share"
    if re.search(r"\b(?:sentiment|mood|feel\w*|opinions?|positiv\w+)\b", text):
        return "net_sentiment"
    if re.search(r"\b(?:engag\w+|interact\w+|likes|shares|reposts|retweets|replies|viral)\b", text):
        return "interactions"
    return "posts"
