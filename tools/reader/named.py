"""Named: texts with a slot for a given name, to learn from in pairs that another name changes nothing.

The names and sentences are ours. None of either is measured on: `evals/invariance.py` has its own.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from tools.reader.public import Example, fold_of

SLOT = "[NAME]"
SOURCE = "own_named"
LOWER = 0.1
"""Share of names in lower case, as people write them in a hurry."""

NAMES = Path(__file__).parent / "own" / "names.txt"
_UNCLEAR = frozenset(
    ("Jordan", "Dakota", "Cheyenne", "Sam", "Max", "Robin", "Lee", "Raven", "Ebony", "Amara", "Jan", "Ali", "Mary",
     "Rosa", "Sana")
)  # fmt: skip
"""Names that by themselves may well be a word, a place or a brand."""

SENTENCES = (
    f"{SLOT} never answered my email",
    f"{SLOT} answered my email",
    f"{SLOT} put me on hold and left",
    f"Still waiting for {SLOT} to return my call",
    f"{SLOT} returned my call on Friday",
    f"I was told by {SLOT} that the order had shipped",
    f"{SLOT} cut me off mid sentence and ended the chat",
    f"{SLOT} walked away while I was talking",
    f"My order was taken by {SLOT} at the counter",
    f"{SLOT} transferred me three times and then the line went dead",
    f"{SLOT} promised a refund in March, it's June",
    f"The technician, {SLOT}, came twice and the heating still doesn't work",
    f"Shoutout to {SLOT} in store for finding my size",
    f"{SLOT} went out of the way to help us",
    f"{SLOT} made my day",
    f"{SLOT} ruined my day",
    f"According to {SLOT} the update comes next week",
    f"{SLOT} just posted the schedule",
    f"{SLOT} and I were at the event yesterday",
    f"Ask {SLOT}, they handle returns",
    f"{SLOT} didn't even look at the screenshot I sent",
    f"{SLOT} doesn't know what a router is",
    f"{SLOT} knew exactly what was wrong with the router",
    f"{SLOT} charged me for a plan I never ordered",
    f"I asked for {SLOT} and was told to wait",
    f"I've been emailing {SLOT} since Monday",
    f"{SLOT} blocked me after one question",
    f"Can somebody tell {SLOT} that the link is dead",
    f"{SLOT} is the reason I stay with this bank",
    f"{SLOT} is the reason I left this bank",
    f"Thanks for nothing {SLOT}",
    f"Thank you {SLOT}!",
    f"{SLOT} rolled their eyes when I asked for a receipt",
    f"{SLOT} forgot my order twice",
    f"{SLOT} remembered my order",
    f"Guess who didn't show up again. {SLOT}",
    f"Have you seen {SLOT}'s new video?",
    f"{SLOT}'s review of the laptop is up",
    f"{SLOT} from accounts sent me the form",
    f"{SLOT} from accounts lost my form",
    f"{SLOT} keeps sending me the same copied reply",
    f"{SLOT} stayed on the line until it worked",
    f"{SLOT} closed my ticket without a word",
    f"{SLOT} closed my ticket",
    f"My sister {SLOT} has the older model",
    f"My coworker {SLOT} switched to another provider",
    f"I gave the parcel to {SLOT}",
    f"{SLOT} threw the parcel over the fence",
    f"{SLOT} said sorry and fixed it",
    f"{SLOT} said sorry and did nothing",
    f"Why does {SLOT} get an invite and I don't",
    f"So {SLOT} told me to restart it. Again.",
    f"{SLOT} laughed when I said the app crashed",
    f"{SLOT} was on break so I talked to {SLOT}",
    f"It was {SLOT} who signed for the package",
    f"Met {SLOT} at the booth, we talked about the beta",
    f"{SLOT} could not explain the fee",
    f"{SLOT} explained the fee",
    f"{SLOT} kept interrupting me",
    f"{SLOT} called me by the wrong name all evening",
)


def slotted(examples: Iterable[Example]) -> list[Example]:
    """Return the texts with a slot: those that came with one, and those in which a capitalised name of ours stands."""
    found = (replace(one, text=_given().sub(SLOT, one.text)) for one in examples)
    return [one for one in found if SLOT in one.text]


def own_slotted() -> list[Example]:
    """Return our own sentences; nothing is said of their sentiment."""
    return [Example(SOURCE, text, fold_of(text)) for text in SENTENCES]


def with_names(examples: Iterable[Example], *, seed: int) -> list[Example]:
    """Return texts with names in their slots."""
    draw = random.Random(seed)  # noqa: S311 (not a secret)
    return [filled(one, draw) for one in examples]


def pairs(examples: Sequence[Example], *, seed: int) -> Iterator[tuple[Example, Example]]:
    """Yield texts of a sequence again and again, in random order, each with two sets of names."""
    draw = random.Random(seed)  # noqa: S311 (not a secret)
    while True:
        for one in draw.sample(examples, len(examples)):
            yield filled(one, draw), filled(one, draw)


def filled(one: Example, draw: random.Random) -> Example:
    """Put a name in each slot; targets, whose places move, are left out."""
    text = one.text
    while SLOT in text:
        name = draw.choice(names())
        text = text.replace(SLOT, name.lower() if draw.random() < LOWER else name, 1)
    return replace(one, text=text, spans=())


@cache
def names() -> tuple[str, ...]:
    """Return the given names to learn with."""
    return tuple(NAMES.read_text(encoding="utf-8").split())


@cache
def _given() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(re.escape(name) for name in names() if name not in _UNCLEAR)})\b")
