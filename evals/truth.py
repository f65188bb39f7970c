"""Truth: what the sample launch planted, as totals to look up and as posts to count.

It is reckoned from the generator's own rows, never from an imported dataset, so a fault in importing, filtering or
reading shows as a difference.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from tools.base import Model, Own
from tools.errors import BadRequest, TooFewPosts, UnknownName

if TYPE_CHECKING:
    from knowledge.samples import Launch
    from server.runtime import Runtime


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


Tenure = Literal["new", "established", "long-time"]


class Selection(Model):
    """Which planted posts count. Written apart from PostFilter on purpose: it checks the tools' filter.

    `text` is found anywhere in a post, as a search finds it; `phrase` as whole words, as a filter does.
    """

    brands: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    langs: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    tenures: tuple[Tenure, ...] = ()
    text: str | None = None
    phrase: str | None = None
    own: Own = "exclude"
    start: date | None = None
    end: date | None = None

    def holds(self, post: TruePost) -> bool:
        """True if the post is one of them."""
        return (
            (not self.brands or post.brand in self.brands)
            and (not self.platforms or post.platform in self.platforms)
            and (not self.langs or post.lang in self.langs)
            and (not self.formats or post.format in self.formats)
            and (not self.regions or post.region in self.regions)
            and (not self.tenures or post.tenure in self.tenures)
            and (self.text is None or self.text.lower() in post.text.lower())
            and (self.phrase is None or _as_words(self.phrase, post.text))
            and (self.own == "include" or post.is_own == (self.own == "only"))
            and (self.start is None or post.day >= self.start)
            and (self.end is None or post.day <= self.end)
        )


@dataclass(frozen=True)
class Truth:
    """The planted truth: totals by dotted path, posts, and the days that they span."""

    totals: Mapping[str, Any] = field(default_factory=dict)
    posts: Sequence[TruePost] = ()
    first: date = date.min
    last: date = date.max

    def total(self, path: str) -> float:
        """Return the number at a dotted path, as the sample's manifest states it; UnknownName if there is none."""
        value: Any = self.totals
        for part in path.split("."):
            if not isinstance(value, Mapping) or part not in value:
                raise UnknownName("planted total", path, value if isinstance(value, Mapping) else ())
            value = value[part]
        return float(value)

    def measure(self, name: str, where: Selection) -> float:
        """Measure the selected posts; UnknownName for a measure there is not, TooFewPosts where none is selected."""
        if name not in MEASURES:
            raise UnknownName("measure", name, MEASURES)
        return MEASURES[name](self.posts, where)


def sample_truth(runtime: Runtime) -> Truth:
    """Import the sample launch if it is absent, and return its planted truth."""
    from knowledge.samples import generate
    from server.sample import SAMPLE, import_sample

    if SAMPLE not in runtime.home.names():
        import_sample(runtime)
    return truth_of(generate())


def truth_of(launch: Launch) -> Truth:
    """Return the truth of a generated launch."""
    planted = launch.truth
    customers = {author.author_id: author.customer_since for author in launch.authors}
    posts = [
        TruePost(
            day=row.created_at.astimezone(UTC).date(),
            platform=row.platform,
            author=row.author_id,
            text=row.text,
            lang=row.lang,
            brand=row.brand,
            mentions=frozenset(planted.posts[row.post_id].mentions) | ({row.brand} if row.brand else set()),
            is_own=row.is_own,
            sentiment=planted.posts[row.post_id].sentiment,
            interactions=row.likes + (row.shares or 0) + row.replies,
            reach=row.reach,
            impressions=row.impressions,
            views=row.views,
            format=row.format,
            region=row.region,
            tenure=_tenure(customers.get(row.author_id), row.created_at),
        )
        for row in launch.posts
    ]
    last = planted.start + timedelta(days=planted.days - 1)
    return Truth(planted.model_dump(mode="json"), posts, planted.start, last)


def _as_words(phrase: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", text, re.IGNORECASE) is not None


def _tenure(since: datetime | None, at: datetime) -> Tenure | None:
    """A customer is new for 90 days and long-time after 730; who is none, or not yet, has no tenure."""
    if since is None or since > at:
        return None
    days = (at - since).days
    return "new" if days < 90 else "established" if days < 730 else "long-time"


def _some(posts: Iterable[TruePost], where: Selection) -> list[TruePost]:
    found = [post for post in posts if where.holds(post)]
    if not found:
        raise TooFewPosts(found=0, needed=1, what=f"planted posts with {where!r}")
    return found


def _share(posts: Iterable[TruePost], where: Selection, label: str) -> float:
    found = _some(posts, where)
    return sum(post.sentiment == label for post in found) / len(found)


def _voice(posts: Iterable[TruePost], where: Selection) -> float:
    """Mentions of the one brand named, as a share of all brands' mentions in the rest of the selection."""
    if len(where.brands) != 1:
        raise BadRequest(f"Voice is one brand's share; found {where.brands!r}. Name one.")
    rest = where.model_copy(update={"brands": ()})
    heard = Counter(brand for post in _some(posts, rest) for brand in post.mentions)
    return heard[where.brands[0]] / heard.total()


def _per(posts: Iterable[TruePost], where: Selection, base: str) -> float:
    pairs = [(post.interactions, getattr(post, base) or 0) for post in _some(posts, where)]
    return sum(x for x, y in pairs if y) / sum(y for _, y in pairs)


def _empty_days(posts: Iterable[TruePost], where: Selection) -> int:
    days = {post.day for post in _some(posts, where)}
    return (max(days) - min(days)).days + 1 - len(days)


MEASURES: Mapping[str, Callable[[Iterable[TruePost], Selection], float]] = {
    "posts": lambda posts, where: len(_some(posts, where)),
    "authors": lambda posts, where: len({post.author for post in _some(posts, where)}),
    "interactions": lambda posts, where: sum(post.interactions for post in _some(posts, where)),
    "positive": lambda posts, where: _share(posts, where, "positive"),
    "neutral": lambda posts, where: _share(posts, where, "neutral"),
    "negative": lambda posts, where: _share(posts, where, "negative"),
    "net": lambda posts, where: _share(posts, where, "positive") - _share(posts, where, "negative"),
    "voice": _voice,
    "per_post": lambda posts, where: sum(p.interactions for p in _some(posts, where)) / len(_some(posts, where)),
    "per_reach": lambda posts, where: _per(posts, where, "reach"),
    "per_impression": lambda posts, where: _per(posts, where, "impressions"),
    "per_view": lambda posts, where: _per(posts, where, "views"),
    "empty_days": _empty_days,
}
