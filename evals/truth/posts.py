"""Posts: planted posts with what is true of each, and which of them a question is about."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Literal, NamedTuple

from evals.truth.labels import Read
from tools.base import Model, Own

Tenure = Literal["new", "established", "long-time"]


class TruePost(NamedTuple):
    """A post as it was planted. Counts that its platform does not give are none."""

    day: date
    platform: str
    author: str
    text: str
    lang: str
    brand: str | None
    mentions: frozenset[str]
    is_own: bool
    sentiment: str
    interactions: int
    reach: int | None
    impressions: int | None
    views: int | None = None
    format: str | None = None
    region: str | None = None
    tenure: str | None = None
    post_id: str = ""
    tagged: str | None = None
    """The brand it is filed under: its tag or, where it has none, the first tracked name in its text."""
    aspects: Mapping[str, str] = {}
    """Feature -> planted polarity."""
    emotion: str = "none"
    intent: str = "none"
    is_bot: bool = False
    spike: str | None = None
    read: Read | None = None
    """What the dataset's reader made of it; none where the dataset is not at hand."""


class Selection(Model):
    """Which planted posts count. Written apart from PostFilter on purpose: it checks the tools' filter.

    `brands` are what a post is about, `tagged` what it is filed under; `text` is found anywhere in a post, as a search
    finds it; `phrase` as whole words, as a filter does.
    """

    brands: tuple[str, ...] = ()
    tagged: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    langs: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    tenures: tuple[Tenure, ...] = ()
    authors: tuple[str, ...] = ()
    text: str | None = None
    phrase: str | None = None
    own: Own = "exclude"
    bots: Own = "include"
    start: date | None = None
    end: date | None = None
    label: tuple[str, ...] = ()
    """What a measure of labels counts: the feature, emotions or intents. It does not restrict."""

    def holds(self, post: TruePost) -> bool:
        """True if the post is one of them."""
        return (
            _either(self.brands, post.brand)
            and _either(self.tagged, post.tagged)
            and _either(self.platforms, post.platform)
            and _either(self.langs, post.lang)
            and _either(self.formats, post.format)
            and _either(self.regions, post.region)
            and _either(self.tenures, post.tenure)
            and _either(self.authors, post.author)
            and (self.text is None or self.text.lower() in post.text.lower())
            and (self.phrase is None or as_words(self.phrase, post.text))
            and (self.own == "include" or post.is_own == (self.own == "only"))
            and (self.bots == "include" or post.is_bot == (self.bots == "only"))
            and (self.start is None or post.day >= self.start)
            and (self.end is None or post.day <= self.end)
        )


def as_words(phrase: str, text: str) -> bool:
    """True if a text holds the phrase as whole words, whatever the case."""
    return re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", text, re.IGNORECASE) is not None


def _either(wanted: tuple[str, ...], value: str | None) -> bool:
    return not wanted or value in wanted
