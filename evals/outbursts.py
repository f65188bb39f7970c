"""Outbursts: made-up talk about a brand, week after week, with crises of known shape and size planted into it.

Ordinary talk is made harder than chance: days vary beyond Poisson's law, weekends are quiet or loud, complaints draw
complaints, the level drifts, and the reader errs.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from math import exp
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from tools.facts import Facts
from tools.inputs import Tables
from tools.tables import TABLES

if TYPE_CHECKING:
    import numpy as np

Shape = Literal["none", "outage", "row", "loud author", "bots", "bots that write anew", "feast"]

START = datetime(2026, 6, 1, tzinfo=UTC)  # a Monday
ONSET_HOUR = 9
_PLATFORMS = ("x", "reddit", "facebook", "instagram")
_PLATFORM_SHARES = (0.4, 0.3, 0.2, 0.1)
_NEGATIVE, _POSITIVE = 0.15, 0.5
_FOUND, _WRONG = 0.75, 0.06
"""Complaints that the reader finds, and other posts that it takes for complaints."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Plan(NamedTuple):
    """What to make: posts on a usual day, days in all, and a crisis: shape, first day, size in days' complaints."""

    posts_a_day: int = 60
    days: int = 63
    shape: Shape = "none"
    onset: int = 56
    size: float = 0.0


class Post(NamedTuple):
    """A post as the reader and the rules label it."""

    author: str
    at: datetime
    platform: str
    text: str
    sentiment: str
    urgent: bool
    shares: int


def tables(plan: Plan, seed: int) -> Tables:
    """Make the talk of a plan as tables `posts`, `readings` and `authors`."""
    import numpy as np

    draw = np.random.default_rng(seed)
    posts = [*_ordinary(plan, draw), *_crisis(plan, draw)]
    return _tables(posts, draw)


def _ordinary(plan: Plan, draw: np.random.Generator) -> list[Post]:
    weekend, monday = draw.choice([0.6, 1.5]), draw.uniform(1, 1.3)
    drift = draw.normal(0, 0.004)
    posts: list[Post] = []
    for day in range(plan.days):
        level = exp(drift * day) * draw.gamma(16, 1 / 16) * (weekend if day % 7 > 4 else 1.0)
        sour = _NEGATIVE * draw.lognormal(0, 0.2) * (monday if day % 7 == 0 else 1.0)
        for _ in range(draw.poisson(plan.posts_a_day * level)):
            label = draw.choice(["negative", "positive", "neutral"], p=[sour, _POSITIVE, 1 - sour - _POSITIVE])
            for _ in range(1 + (draw.poisson(0.25) if label == "negative" else 0)):
                posts.append(_post(draw, _at(draw, day), label, urgent=draw.random() < 0.03))
    if plan.shape == "feast":
        for day in range(plan.onset, min(plan.onset + 3, plan.days)):
            posts += [
                _post(draw, _at(draw, day), "positive") for _ in range(draw.poisson(8 * _POSITIVE * plan.posts_a_day))
            ]
            posts += [
                _post(draw, _at(draw, day), "negative") for _ in range(draw.poisson(2 * _NEGATIVE * plan.posts_a_day))
            ]
    return posts


def _crisis(plan: Plan, draw: np.random.Generator) -> list[Post]:
    usual = _NEGATIVE * plan.posts_a_day
    count = int(draw.poisson(plan.size * usual))
    first = START + timedelta(days=plan.onset, hours=ONSET_HOUR)
    if plan.shape == "outage":
        later = [first + timedelta(hours=float(draw.beta(1.6, 2.6)) * 6) for _ in range(count)]
        later += [first + timedelta(days=1, hours=float(draw.random()) * 8) for _ in range(count // 8)]
        return [_crisis_post(draw, at, urgent=draw.random() < 0.4, shares=int(draw.poisson(1.5))) for at in later]
    if plan.shape == "row":
        return list(_row(plan, draw, usual))
    if plan.shape == "loud author":
        return [
            _post(draw, first + timedelta(minutes=15 * i), "negative", author="loud", platform="x")
            for i in range(count)
        ]
    if plan.shape in ("bots", "bots that write anew"):
        return list(_bots(plan, draw, count, first))
    return []


def _row(plan: Plan, draw: np.random.Generator, usual: float) -> list[Post]:
    """Three weeks in which complaints about privacy grow by the day, up to `size` days' complaints on the last."""
    posts: list[Post] = []
    for day in range(plan.onset, min(plan.onset + 21, plan.days)):
        grown = plan.size * usual * 2.0 ** ((day - plan.onset - 20) / 4)
        for _ in range(draw.poisson(grown)):
            words = "it is creepy " if draw.random() < 0.5 else ""
            posts.append(_crisis_post(draw, _at(draw, day), words=words, shares=int(draw.poisson(1))))
    return posts


def _bots(plan: Plan, draw: np.random.Generator, count: int, first: datetime) -> Iterator[Post]:
    texts = [
        "delete it now they sell your data",
        "they sell your private data delete it",
        "spying on you delete it now",
    ]
    anew = plan.shape == "bots that write anew"
    for i in range(count):
        at = first + timedelta(minutes=float(draw.random()) * 40)
        text = _words(draw) if anew else f"{texts[i % 3]} https://l.example/{i}"
        yield _post(draw, at, "negative", author=f"bot{i % max(count // 4, 1)}", platform="x", text=text)


def _crisis_post(
    draw: np.random.Generator, at: datetime, *, urgent: bool = False, words: str = "", shares: int = 0
) -> Post:
    """Make a post of the crisis: four in five complain, as is said of it."""
    label = "negative" if draw.random() < 0.8 else "neutral"
    return _post(draw, at, label, urgent=urgent, text=words + _words(draw), shares=shares)


def _post(
    draw: np.random.Generator,
    at: datetime,
    label: str,
    *,
    author: str = "",
    platform: str = "",
    text: str = "",
    urgent: bool = False,
    shares: int | None = None,
) -> Post:
    wrong = draw.random()
    read = ("negative" if wrong < _FOUND else "neutral") if label == "negative" else label
    read = "negative" if label != "negative" and wrong < _WRONG else read
    who = author or f"a{draw.integers(0, 4000)}"
    where = platform or str(draw.choice(_PLATFORMS, p=_PLATFORM_SHARES))
    shared = int(draw.poisson(0.4)) if shares is None else shares
    return Post(who, at, where, text or _words(draw), read, urgent and read == "negative", shared)


def _at(draw: np.random.Generator, day: int) -> datetime:
    return START + timedelta(days=day, hours=float(draw.beta(3, 2)) * 24 * 0.999)


def _words(draw: np.random.Generator) -> str:
    letters = draw.integers(0, 26, size=(6, 5))
    return " ".join("".join(_LETTERS[i] for i in word) for word in letters)


def _tables(posts: list[Post], draw: np.random.Generator) -> Tables:
    import ibis

    rows = [
        {
            "post_id": f"p_{i}", "platform": post.platform, "author_id": post.author, "created_at": post.at,
            "text": post.text, "shares": post.shares, "is_own": False,
        }
        for i, post in enumerate(posts)
    ]  # fmt: skip
    readings = [
        {
            "post_id": f"p_{i}", "reader": "made up", "p_negative": 0.0, "p_neutral": 0.0, "p_positive": 0.0,
            "sentiment": post.sentiment, "reliable": True, "urgency": "P1" if post.urgent else "P4", "distress": False,
        }
        for i, post in enumerate(posts)
    ]  # fmt: skip
    names = sorted({post.author for post in posts})
    authors = [
        {"author_id": name, "followers": int(count)}
        for name, count in zip(names, draw.lognormal(5, 1.5, len(names)), strict=True)
    ]
    connection = ibis.duckdb.connect()
    connection.raw_sql("SET TimeZone = 'UTC'")
    for name, held in (("posts", rows), ("readings", readings), ("authors", authors)):
        connection.con.register(name, _table(name, held))
    held_tables = {name: connection.table(name) for name in ("posts", "readings", "authors")}
    return Tables(tables=held_tables, facts=Facts(dataset="made up", reader="made up"))


def _table(name: str, rows: list[dict[str, Any]]) -> Any:  # noqa: ANN401 (a pyarrow table)
    import ibis
    import pyarrow as pa

    schema = ibis.schema({column: spec.type for column, spec in TABLES[name].columns.items()}).to_pyarrow()
    columns = {c: [row.get(c) for row in rows] for c in schema.names}
    return pa.Table.from_pydict(columns, schema)
