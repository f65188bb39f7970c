"""Drafts: posts in the making, with the truth planted in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from knowledge.samples.people import Person
from knowledge.samples.story import Sentiment

SHORT = {"positive": "pos", "neutral": "neu", "negative": "neg"}


@dataclass(eq=False)
class Draft:
    """A post before it becomes a row; `parent` is the draft it answers, `aspects` maps aspect id to polarity.

    `kind` is organic, spike, support, agent, brand, bot, noise or hostile; `act` what a reply can hook on:
    question, answer, praise, complaint or statement.
    """

    kind: str
    brand: str
    author: Person
    at: datetime
    sentiment: Sentiment = "neutral"
    text: str = ""
    parent: Draft | None = None
    aspects: dict[str, Sentiment] = field(default_factory=dict)
    key: str = "all"
    act: str = "statement"
    intent: str = "opinion"
    emotion: str = "none"
    sarcastic: bool = False
    lang: str = "en"
    spike: str = ""
    campaign: str = ""
    detail: str = ""
    mentions: tuple[str, ...] = ()
    children: int = 0
    source_id: str = ""

    @property
    def platform(self) -> str:
        return self.author.platform

    @property
    def is_own(self) -> bool:
        return self.author.part == "brand"

    @property
    def root(self) -> Draft:
        draft = self
        while draft.parent is not None:
            draft = draft.parent
        return draft

    @property
    def depth(self) -> int:
        return 0 if self.parent is None else 1 + self.parent.depth

    @property
    def post_id(self) -> str:
        """The id that importing will give the post."""
        from knowledge.importing.rows import post_id  # heavy, and not needed to rank sessions

        return post_id(self.platform, self.source_id)

    def answer(self, reply: Draft) -> None:
        """Hang `reply` under this draft."""
        reply.parent = self
        self.children += 1
