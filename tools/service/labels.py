"""Labels: all that is known of a text once it is read: the reader's labels, and what the rules add to them."""

from __future__ import annotations

from typing import NamedTuple

from tools.reader.reading import Reading
from tools.service.moderation import Hints, hints
from tools.service.urgency import Urgency, urgency

LONGEST = 100_000
"""Characters that the rules look at; the reader has its own limit."""


class Labels(NamedTuple):
    """A reading, how urgent the text is and why, and what a moderator may want to look at."""

    reading: Reading
    urgency: Urgency
    hints: Hints


def label(text: str, reading: Reading) -> Labels:
    """Add what rules tell of a text to its reading."""
    seen = text[:LONGEST]
    return Labels(reading, urgency(seen, reading=reading), hints(seen))
