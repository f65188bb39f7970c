"""Propose: a neutral label for each segment, made of what its people do more or less often than everybody."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from tools.segmentation.naming.lint import lint
from tools.wording import capital

MOST_WORDS = 6
_ACROSS = 0.6
"""Share of all features that lie on one side from which a label speaks of all of them."""
_FEWEST_ACROSS = 3
_HEAVY, _SELDOM = 200, 60

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
    """What sets a segment apart in one feature: the feature's dotted name and label, and its index if it has one."""

    name: str
    label: str
    index: float | None
    more: bool

    @property
    def thing(self) -> str:
        """What is done more or less of, in a word or two; empty where it is the doing itself."""
        words = [word for part in self.name.split(".")[1:] for word in re.split(r"[_\W]+", part.lower()) if word]
        return " ".join([word for word in words if word not in _FILLING][:2])

    @property
    def does(self) -> str | None:
        """What is done: `use summaries`; none where the feature's name tells of no doing."""
        return self._with(0)

    @property
    def doers(self) -> str | None:
        """Who does it: `users of summaries`; none where the feature's name tells of no doing."""
        return self._with(1)

    def _with(self, place: int) -> str | None:
        words = _DOES.get(self.name.partition(".")[0])
        if words is None:
            return None
        return f"{words[place]} {self.thing}" if self.thing else words[place].partition(" ")[0]


def proposed(segments: Mapping[int, Sequence[Behaviour]], *, features: int) -> dict[int, str]:
    """Return a label for each segment, from the behaviours that set it apart, the clearest first.

    A label has at most six words, is nobody else's, passes the lint, and is the same whenever it is asked for.
    `features` is how many were compared in all.
    """
    labels: dict[int, str] = {}
    for segment in sorted(segments):
        candidates = _candidates(segments[segment], features)
        fitting = (label for label in candidates if len(label.split()) <= MOST_WORDS and not lint(label))
        labels[segment] = next(
            (label for label in fitting if label not in labels.values()),
            f"Close to the average {chr(ord('A') + segment - 1)}",
        )
    return labels


def _candidates(behaviours: Sequence[Behaviour], features: int) -> Iterator[str]:
    more = [each for each in behaviours if each.more]
    less = [each for each in behaviours if not each.more]
    across = max(_FEWEST_ACROSS, _ACROSS * features)
    if len(more) >= across:
        yield f"{_degree(more)} users across features"
    if len(less) >= across and not more:
        yield "Light users across features"
    for one in more:
        others = dict.fromkeys(each.thing for each in less if _seldom(each) and each.thing not in ("", one.thing))
        if one.does and one.thing:
            yield from (f"Often {one.does}, seldom {other}" for other in others)
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


def _plainly(behaviours: Sequence[Behaviour], side: str) -> Iterator[str]:
    for each in behaviours:
        yield capital(f"{side} {each.thing or each.label.removesuffix(' a week')}")


def _seldom(behaviour: Behaviour) -> bool:
    return behaviour.index is not None and behaviour.index < _SELDOM


def _degree(behaviours: Sequence[Behaviour]) -> str:
    """Return how much more often than everybody, by the middle index."""
    known = [each.index for each in behaviours if each.index is not None]
    return "Heavy" if known and median(known) >= _HEAVY else "Frequent"
