"""Measures: what is counted of selected posts, from their planted labels or, where named `read`, from those read.

Shares of what was read count posts read reliably, uncorrected: a tool's figure must equal them where it states what it
counted, while the planted share is what its interval must hold.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import cast

from evals.truth.labels import Read
from evals.truth.posts import Selection, TruePost
from tools.errors import BadRequest, MissingData, TooFewPosts

Posts = Iterable[TruePost]


def _some(posts: Posts, where: Selection) -> list[TruePost]:
    found = [post for post in posts if where.holds(post)]
    if not found:
        raise TooFewPosts(found=0, needed=1, what=f"planted posts with {where!r}")
    return found


def _share(posts: Posts, where: Selection, holds: Callable[[TruePost], bool]) -> float:
    found = _some(posts, where)
    return sum(map(holds, found)) / len(found)


def _planted(label: str) -> Callable[[Posts, Selection], float]:
    return lambda posts, where: _share(posts, where, lambda post: post.sentiment == label)


def _net(posts: Posts, where: Selection) -> float:
    return _planted("positive")(posts, where) - _planted("negative")(posts, where)


def _voice(posts: Posts, where: Selection) -> float:
    """Mentions of the one brand named, as a share of all brands' mentions in the rest of the selection."""
    if len(where.brands) != 1:
        raise BadRequest(f"Voice is one brand's share; found {where.brands!r}. Name one.")
    rest = where.model_copy(update={"brands": ()})
    heard = Counter(brand for post in _some(posts, rest) for brand in post.mentions)
    return heard[where.brands[0]] / heard.total()


def _per(posts: Posts, where: Selection, base: str) -> float:
    pairs = [(post.interactions, getattr(post, base) or 0) for post in _some(posts, where)]
    return sum(x for x, y in pairs if y) / sum(y for _, y in pairs)


def _empty_days(posts: Posts, where: Selection) -> int:
    days = {post.day for post in _some(posts, where)}
    return (max(days) - min(days)).days + 1 - len(days)


def _labelled(where: Selection) -> str:
    if len(where.label) != 1:
        raise BadRequest(f"This measure counts one feature; found {where.label!r}. Name one as `label`.")
    return where.label[0]


def _judged(posts: Posts, where: Selection, side: str | None) -> int:
    """Posts that planted the feature, of one polarity or of any."""
    name = _labelled(where)
    return sum(name in post.aspects and side in (None, post.aspects[name]) for post in _some(posts, where))


def _read(posts: Posts, where: Selection) -> Iterator[Read]:
    for post in _some(posts, where):
        if post.read is None:
            raise MissingData("What was read is not known here. Measure over a dataset's readings: sample_truth(...).")
        if post.read.reliable:
            yield post.read


def _share_read(posts: Posts, where: Selection, holds: Callable[[Read], bool]) -> float:
    found = list(_read(posts, where))
    if not found:
        raise TooFewPosts(found=0, needed=1, what=f"posts read reliably with {where!r}")
    return sum(map(holds, found)) / len(found)


def _sentiment_read(label: str) -> Callable[[Posts, Selection], float]:
    return lambda posts, where: _share_read(posts, where, lambda read: read.sentiment == label)


def _net_read(posts: Posts, where: Selection) -> float:
    return _sentiment_read("positive")(posts, where) - _sentiment_read("negative")(posts, where)


def _judged_read(posts: Posts, where: Selection, side: str | None) -> int:
    name = _labelled(where)
    return sum(name in read.aspects and side in (None, read.aspects[name]) for read in _read(posts, where))


def _judged_share(side: str) -> Callable[[Posts, Selection], float]:
    return lambda posts, where: _judged_read(posts, where, side) / _judged_read(posts, where, None)


def _any_label(kind: str) -> Callable[[Posts, Selection], float]:
    def share(posts: Posts, where: Selection) -> float:
        wanted = frozenset(where.label)
        return _share_read(posts, where, lambda read: bool(wanted & cast("frozenset[str]", getattr(read, kind))))

    return share


MEASURES: Mapping[str, Callable[[Posts, Selection], float]] = {
    "posts": lambda posts, where: len(_some(posts, where)),
    "authors": lambda posts, where: len({post.author for post in _some(posts, where)}),
    "interactions": lambda posts, where: sum(post.interactions for post in _some(posts, where)),
    "positive": _planted("positive"),
    "neutral": _planted("neutral"),
    "negative": _planted("negative"),
    "net": _net,
    "voice": _voice,
    "per_post": lambda posts, where: sum(p.interactions for p in _some(posts, where)) / len(_some(posts, where)),
    "per_reach": lambda posts, where: _per(posts, where, "reach"),
    "per_impression": lambda posts, where: _per(posts, where, "impressions"),
    "per_view": lambda posts, where: _per(posts, where, "views"),
    "empty_days": _empty_days,
    "bot_posts": lambda posts, where: sum(post.is_bot for post in _some(posts, where)),
    "bot_share": lambda posts, where: _share(posts, where, lambda post: post.is_bot),
    "bot_authors": lambda posts, where: len({post.author for post in _some(posts, where) if post.is_bot}),
    "aspect_mentions": lambda posts, where: _judged(posts, where, None),
    "aspect_complaints": lambda posts, where: _judged(posts, where, "negative"),
    "emotion": lambda posts, where: _share(posts, where, lambda post: post.emotion in where.label),
    "intent": lambda posts, where: _share(posts, where, lambda post: post.intent in where.label),
    "read": lambda posts, where: sum(1 for _ in _read(posts, where)),
    "read_positive": _sentiment_read("positive"),
    "read_neutral": _sentiment_read("neutral"),
    "read_negative": _sentiment_read("negative"),
    "read_net": _net_read,
    "read_mentions": lambda posts, where: _judged_read(posts, where, None),
    "read_complaints": lambda posts, where: _judged_read(posts, where, "negative"),
    "read_ill": _judged_share("negative"),
    "read_well": _judged_share("positive"),
    "read_emotion": _any_label("emotions"),
    "read_intent": _any_label("intents"),
}
