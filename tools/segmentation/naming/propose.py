"""Propose: a neutral label for each segment, made of what its people do more or less often than everybody."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from tools.segmentation.naming.lint import lint
from tools.wording import capital

MOST_WORDS = 6
_ACROSS = 0.7
"""Share of all doings that lie on one side from which a label speaks of all of them."""
_FEWEST_ACROSS = 3
_HEAVY, _SELDOM = 200, 60
_CLEAR = 0.4
"""Part of the clearest difference that another must reach to give a segment its name."""

_DOES: Mapping[str, tuple[str, str]] = {
    "use": ("use", "users of"),
    "view": ("view", "viewers of"),
    "rate": ("rate", "raters of"),
    "click": ("click", "clickers on"),
    "search": ("search", "searchers of"),
    "purchase": ("buy", "buyers of"),
    "buy": ("buy", "buyers of"),
    "share": ("share", "sharers of"),
    "open": ("open", "openers of"),
    "read": ("read", "readers of"),
    "download": ("download", "downloaders of"),
    "comment": ("comment on", "commenters on"),
    "post": ("post on", "posters on"),
    "posts": ("post on", "posters on"),
    "login": ("visit", "visitors of"),
}
"""What people do, and who they are who do it, by the first part of a feature's name."""
_FILLING = frozenset(
    {"suggestions", "personalized", "personalised", "feature", "features", "any", "the", "app", "smart"}
)
"""Words of a thing's name that tell it from no other."""


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What sets a segment apart in one feature: its dotted name and label, and its index if it has one.

    `apart` is how far it lies from all others, in standard deviations, whether above or below them.
    """

    name: str
    label: str
    index: float | None
    more: bool
    apart: float = 1.0

    @property
    def thing(self) -> str:
        """What is done more or less of, in a word or two; empty where it is the doing itself."""
        words = [word for part in self.name.split(".")[1:] for word in re.split(r"[_\W]+", part.lower()) if word]
        return " ".join([word for word in words if word not in _FILLING][:2])

    @property
    def verb(self) -> str:
        """The kind of doing: `use`."""
        return self.name.partition(".")[0]

    @property
    def is_doing(self) -> bool:
        """Whether it is something done with one thing."""
        return self.verb in _DOES and bool(self.thing)

    @property
    def does(self) -> str | None:
        """What is done: `use summaries`; none where the feature's name tells of no doing."""
        return self._with(0)

    @property
    def doers(self) -> str | None:
        """Who does it: `users of summaries`; none where the feature's name tells of no doing."""
        return self._with(1)

    def _with(self, place: int) -> str | None:
        words = _DOES.get(self.verb)
        if words is None:
            return None
        return f"{words[place]} {self.thing}" if self.thing else words[place].partition(" ")[0]


def proposed(segments: Mapping[int, Sequence[Behaviour]], *, features: Sequence[str]) -> dict[int, str]:
    """Return a label for each segment, from the behaviours that set it apart, the clearest first.

    A label has at most six words, is nobody else's, passes the lint, and is the same whenever it is asked for.
    `features` are the names of all that were compared.
    """
    doings = len({each.does for name in features if (each := Behaviour(name, "", None, more=True)).is_doing})
    labels: dict[int, str] = {}
    for segment in sorted(segments):
        candidates = _candidates(segments[segment], doings)
        fitting = (label for label in candidates if len(label.split()) <= MOST_WORDS and not lint(label))
        average = f"Close to the average {chr(ord('A') + segment - 1)}"
        labels[segment] = next((label for label in fitting if label not in labels.values()), average)
    return labels


def _candidates(behaviours: Sequence[Behaviour], doings: int) -> Iterator[str]:
    clearest = max((each.apart for each in behaviours), default=0.0)
    clear = [each for each in behaviours if each.apart >= _CLEAR * clearest]
    more, less = [each for each in clear if each.more], [each for each in clear if not each.more]
    yield from _across(behaviours, doings)
    for one in more:
        alike = [each for each in less if each.is_doing and each.verb == one.verb and each.thing != one.thing]
        if one.is_doing:
            yield from (f"Often {one.does}, seldom {each.thing}" for each in alike if _seldom(each))
        if one.doers:
            yield f"{_degree([one])} {one.doers}"
    yield from _plainly(more, "high on")
    for one in less:
        if one.does and _seldom(one):
            yield f"Seldom {one.does}"
        if one.doers:
            yield f"Occasional {one.doers}"
    yield from _plainly(less, "low on")
    if not behaviours:
        yield "Close to the average"


def _across(behaviours: Sequence[Behaviour], doings: int) -> Iterator[str]:
    """Yield a label of all doings together, where most of them lie on one side."""
    for more in (True, False):
        these = [each for each in behaviours if each.is_doing and each.more is more]
        if len(these) >= max(_FEWEST_ACROSS, _ACROSS * doings):
            yield f"{_degree(these)} users across features" if more else "Light users across features"


def _plainly(behaviours: Sequence[Behaviour], side: str) -> Iterator[str]:
    for each in behaviours:
        yield capital(f"{side} {each.thing or each.label.removesuffix(' a week')}")


def _seldom(behaviour: Behaviour) -> bool:
    return behaviour.index is not None and behaviour.index < _SELDOM


def _degree(behaviours: Sequence[Behaviour]) -> str:
    """Return how much more often than everybody, by the middle index."""
    known = [each.index for each in behaviours if each.index is not None]
    return "Heavy" if known and median(known) >= _HEAVY else "Frequent"
