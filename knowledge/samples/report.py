"""Report: how varied the texts of a sample launch are, and how near its sentiment comes to the plan."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from knowledge.samples.launch import Launch
from knowledge.samples.story import OWN


class Variety(NamedTuple):
    """Shares of distinct texts and 5-grams (0 to 1), planted bot copies left out, and the longest repeats."""

    texts: int
    distinct_texts: float
    distinct_5grams: float
    vocabulary: int
    mean_words: float
    commonest: tuple[tuple[str, int], ...]


class Week(NamedTuple):
    """A week after the launch: own-brand audience posts, planned and drawn shares of positive, neutral, negative."""

    week: int
    posts: int
    planned: tuple[float, ...]
    drawn: tuple[float, ...]


def words(text: str) -> list[str]:
    """Split into lower-case words, hashtags and mentions, as 5-grams are counted over."""
    return re.findall(r"[#@]?[\w'’]+", text.lower())


def variety(launch: Launch) -> Variety:
    """Measure distinctness over all posts but the planted copies of bots."""
    truth = launch.truth.posts
    return texts_variety([row.text for row in launch.posts if truth[row.post_id].kind != "bot"])


def texts_variety(texts: Sequence[str]) -> Variety:
    """Measure distinctness of texts: distinct over all, for whole texts (case-folded) and runs of five words."""
    grams: Counter[tuple[str, ...]] = Counter()
    lengths, vocabulary = [], set()
    for text in texts:
        tokens = words(text)
        lengths.append(len(tokens))
        vocabulary.update(tokens)
        grams.update(tuple(tokens[i : i + 5]) for i in range(len(tokens) - 4))
    return Variety(
        texts=len(texts),
        distinct_texts=len({text.casefold() for text in texts}) / len(texts),
        distinct_5grams=len(grams) / max(1, grams.total()),
        vocabulary=len(vocabulary),
        mean_words=sum(lengths) / len(lengths),
        commonest=tuple((" ".join(gram), count) for gram, count in grams.most_common(12)),
    )


def weeks(launch: Launch) -> Iterable[Week]:
    """Compare planned and drawn sentiment by week after the launch, posts of spikes and bots included."""
    truth = launch.truth
    after = [day for day in truth.daily if day.brand == OWN and day.day >= truth.launch]
    for number in range(0, len(after), 7):
        days = after[number : number + 7]
        total = sum(day.count.total for day in days)
        drawn = [sum(getattr(d.count, label) for d in days) / total for label in ("positive", "neutral", "negative")]
        planned = [sum(d.planned[i] * d.count.total for d in days) / total for i in range(3)]
        yield Week(number // 7 + 1, total, tuple(planned), tuple(drawn))
