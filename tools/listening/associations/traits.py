"""Traits: the closed list of what can be held against what, and how sentences name it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from tools.reader.views import EKMAN, FEEDBACK

Kind = Literal[
    "mentions", "feature", "platform", "region", "format", "tenure", "suspected_bot", "event",
    "negative", "positive", "intent", "emotion", "outcome",
]  # fmt: skip

TENURES = ("new customers", "established customers", "long-time customers")
EXPOSURE_KINDS: tuple[Kind, ...] = (
    "mentions", "feature", "platform", "region", "format", "tenure", "suspected_bot", "event",
)  # fmt: skip
OUTCOME_KINDS: tuple[Kind, ...] = ("negative", "positive", "intent", "emotion", "outcome")
EMOTIONS: Mapping[str, tuple[str, ...]] = {
    **{str(k): v for k, v in EKMAN.items()},
    **{str(k): v for k, v in FEEDBACK.items()},
}
USUAL_OUTCOMES = ("negative", "intent: complaint", "intent: praise", "intent: suggestion", "emotion: frustration")


class Trait(NamedTuple):
    """Something that holds of a post or of its author: its kind, and which."""

    kind: Kind
    value: str = ""

    def __str__(self) -> str:
        return f"{self.kind}: {self.value}" if self.value else self.kind

    def who(self, *, people: bool) -> str:
        """Return how a sentence names the posts or the people of whom it holds: `posts on reddit`."""
        return (_PEOPLE if people else _POSTS)[self.kind].format(self.value)

    def what(self, *, people: bool) -> str:
        """Return how a sentence says that it comes about, after `likely to`: `be negative`, `complain`, `churn`."""
        if self.kind == "intent":
            return _INTENTS.get(self.value, f"have the intent {self.value}")
        if self.kind == "outcome":
            return _OUTCOMES.get(self.value, f"have the outcome “{self.value}”")
        if self.kind == "emotion":
            return f"express {self.value}"
        return f"write something {self.kind}" if people else f"be {self.kind}"


_POSTS: Mapping[Kind, str] = {
    "mentions": "posts that mention “{}”",
    "feature": "posts about {}",
    "platform": "posts on {}",
    "region": "posts from {}",
    "format": "posts of format {}",
    "tenure": "posts by {}",
    "suspected_bot": "posts by suspected bots",
    "event": "posts by people who did “{}”",
}
_PEOPLE: Mapping[Kind, str] = {
    "mentions": "people who mention “{}”",
    "feature": "people who write about {}",
    "platform": "people on {}",
    "region": "people who write from {}",
    "format": "people who post in the format {}",
    "tenure": "{}",
    "suspected_bot": "suspected bots",
    "event": "people who did “{}”",
}
_INTENTS = {"complaint": "complain", "praise": "praise", "suggestion": "suggest something"}
_OUTCOMES = {"churned": "churn", "converted": "convert", "purchased": "buy", "lead": "become a lead"}
