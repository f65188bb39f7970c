"""Causes: the words, platforms, authors and posts that make up a spike, set against the posts of all other times."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from tools.base import Query
from tools.inputs import Tables
from tools.listening.contrasts import FEWEST, Contrast, Word, beyond_chance
from tools.listening.spikes.series import MEANS, Measure
from tools.listening.vocabulary import (
    vocabulary,
    without_copies,
    worded,
    words_of_names,
    words_of_opinion,
    words_without_content,
)
from tools.scope import holds
from tools.sentiment.counting import labelled
from tools.statistics.keyness import chance

if TYPE_CHECKING:
    import ibis.expr.types as ir

Side = Literal["negative", "positive"]

MOST_POSTS = 20_000
"""Posts of other times, and of windows, in which words are counted at most: words that make a spike are not rare."""
_THERE = 30
_SHORTEST, _LONGEST = 30, 280
_SHOWN = 3
_WORDS = 8


class Asked(NamedTuple):
    """A window to explain: between which instants, and whether posts came or stayed away."""

    start: datetime
    end: datetime
    kind: Literal["spike", "dip"]


class Share(NamedTuple):
    """Something's posts among the window's, and among those of other times."""

    name: str
    here: int
    n_here: int
    there: int
    n_there: int


class Cause(NamedTuple):
    """What makes a window up.

    `words` set its posts apart, strongest first; `platform` is the one that moved most, none where chance could
    have it so; `negative` is the share of the posts read reliably; `loudest` is how much the loudest author has of what
    is counted (posts, or interactions), of `weight` in all; `copies` repeat the words of another post of the window.
    """

    words: tuple[Word, ...]
    platform: Share | None
    negative: Share | None
    authors: int
    loudest: int
    weight: int
    copies: int
    typical: tuple[str, ...]
    contrary: str | None


def causes(query: Query, tables: Tables, asked: Sequence[Asked], measure: Measure, *, side: Side | None) -> list[Cause]:
    """Explain windows by posts of one sentiment, or by all of them, whatever the query's period."""
    if not asked:
        return []
    everything = query.model_copy(update={"period": None})
    posts = _grouped(labelled(everything, tables), asked, side)
    profiles = _profiles(posts)
    authors = {row["group"]: row for row in authors_by_group(posts, measure).to_pyarrow().to_pylist()}
    told = worded(_told(posts, profiles))
    drawn = _sizes(told)
    once = without_copies(told)
    kept = _sizes(once)
    words = _words(query, tables, once, asked, measure)
    shown = _posts(posts, words, measure)
    return [
        Cause(
            words=words[i],
            platform=_platform(profiles, f"w{i}", window.kind),
            negative=_negative(profiles, f"w{i}"),
            authors=authors.get(f"w{i}", {}).get("authors", 0),
            loudest=int(authors.get(f"w{i}", {}).get("loudest") or 0),
            weight=int(authors.get(f"w{i}", {}).get("weight") or 0),
            copies=drawn.get(f"w{i}", 0) - kept.get(f"w{i}", 0),
            typical=tuple(shown[f"w{i}", False]),
            contrary=next(iter(shown[f"w{i}", True]), None),
        )
        for i, window in enumerate(asked)
    ]


def _grouped(posts: ir.Table, asked: Sequence[Asked], side: Side | None) -> ir.Table:
    """Posts with `group`, "w0" for the first window and "" for other times, and `counts`: whether they are asked of."""
    import ibis

    spans = [(posts.created_at >= window.start) & (posts.created_at < window.end) for window in asked]
    group = ibis.cases(*((inside, f"w{i}") for i, inside in enumerate(spans)), else_="")
    of = (posts.usable & (posts.sentiment == side)) if side else ibis.literal(True)
    return posts.mutate(group=group, counts=of.fill_null(False))


def _profiles(posts: ir.Table) -> list[dict[str, Any]]:
    counted = posts.group_by("group", "platform").aggregate(
        n=posts.counts.sum(), read=posts.usable.sum(), negative=(posts.usable & (posts.sentiment == "negative")).sum()
    )
    rows: list[dict[str, Any]] = counted.order_by("group", "platform").to_pyarrow().to_pylist()
    return [
        {name: value or 0 if name in ("n", "read", "negative") else value for name, value in row.items()}
        for row in rows
    ]


def authors_by_group(posts: ir.Table, measure: Measure) -> ir.Table:
    """Return by window the authors, what the loudest of them holds, and all that is counted."""
    import ibis

    drawn = posts.likes.fill_null(0) + posts.shares.fill_null(0) + posts.replies.fill_null(0)
    weight = drawn if measure == "interactions" else ibis.literal(1)
    mine = posts.mutate(who=ibis.coalesce(posts.author_id, posts.post_id), weight=weight)
    mine = (
        mine.filter(mine.group != "", mine.counts).group_by("group", "who").aggregate(weight=lambda t: t.weight.sum())
    )
    return mine.group_by("group").aggregate(authors=mine.count(), loudest=mine.weight.max(), weight=mine.weight.sum())


def _told(posts: ir.Table, profiles: list[dict[str, Any]]) -> ir.Table:
    """Posts with text to count words in; ids are hashes, so that their last digits draw a fixed part of very many."""
    import ibis

    there = sum(row["n"] for row in profiles if row["group"] == "")
    here = sum(row["n"] for row in profiles) - there
    ends = posts.post_id.right(3)
    drawn = ibis.ifelse(posts.group == "", _part(ends, there), _part(ends, here))
    return posts.filter(posts.counts, posts.text.notnull(), drawn).mutate(sentiment=ibis.literal("any"))


def _part(ends: ir.StringColumn, of: int) -> ir.BooleanValue:
    import ibis

    return ends < f"{4096 * MOST_POSTS // of:03x}" if of > MOST_POSTS else ibis.literal(True)


def _sizes(posts: ir.Table) -> dict[str, int]:
    rows = posts.group_by("group").aggregate(n=posts.count()).to_pyarrow().to_pylist()
    return {row["group"]: row["n"] for row in rows}


def _words(
    query: Query, tables: Tables, once: ir.Table, asked: Sequence[Asked], measure: Measure
) -> list[tuple[Word, ...]]:
    """Words of each spike that set it apart from other times, not from other spikes; none for a dip of posts."""
    found = vocabulary(once, at_least=FEWEST)
    without = words_without_content() | words_of_names(tables.facts, query.filter.text)
    without |= words_of_opinion() if measure in MEANS else frozenset()
    words: list[tuple[Word, ...]] = []
    for i, window in enumerate(asked):
        here, there = (f"w{i}", "any"), ("", "any")
        sizes = found.sizes[here], found.sizes[there]
        explained = measure in MEANS or window.kind == "spike"
        if not explained or sizes[0] < FEWEST or sizes[1] < _THERE:
            words.append(())
            continue
        contrast = Contrast(f"w{i}", None, *sizes, found.usage[here], found.usage[there])
        words.append(tuple(beyond_chance(contrast, without=without, limit=_WORDS)))
    return words


def _platform(profiles: list[dict[str, Any]], group: str, kind: Literal["spike", "dip"]) -> Share | None:
    """The platform that has more of the window than of other times (less, in a dip), by most posts."""
    sign = 1 if kind == "spike" else -1
    shares = _shares(profiles, group)
    if len(shares) < 2 or not all(share.n_here and share.n_there for share in shares):
        return None
    most = max(shares, key=lambda share: (sign * (share.here - share.n_here * share.there / share.n_there), share.name))
    ahead = sign * (most.here * most.n_there - most.there * most.n_here) > 0
    return most if ahead and chance(*most[1:]) <= 0.05 / len(shares) else None


def _shares(profiles: list[dict[str, Any]], group: str) -> list[Share]:
    here, there = ({row["platform"]: row["n"] for row in profiles if row["group"] == which} for which in (group, ""))
    return [
        Share(name, here.get(name, 0), sum(here.values()), there.get(name, 0), sum(there.values()))
        for name in sorted(here.keys() | there.keys())
    ]


def _negative(profiles: list[dict[str, Any]], group: str) -> Share | None:
    sums = [
        sum(row[name] for row in profiles if row["group"] == which)
        for which in (group, "")
        for name in ("negative", "read")
    ]
    return Share("negative", *sums) if sums[1] and sums[3] else None


def _posts(posts: ir.Table, words: Sequence[Sequence[Word]], measure: Measure) -> dict[tuple[str, bool], list[str]]:
    """By window and whether they disagree: ids of posts that hold most of its words, one an author, loudest first.

    Those that disagree are of another sentiment where the window is one of sentiment, else hold none of its words.
    """
    import ibis

    inside = posts.filter(posts.group != "", posts.text.length().between(_SHORTEST, _LONGEST))
    score: ir.Value = ibis.literal(0.0)
    for i, held in enumerate(words):
        for word in held:
            score = score + ibis.ifelse((inside.group == f"w{i}") & holds(inside, word.word), word.z, 0.0)
    drawn = inside.likes.fill_null(0) + inside.shares.fill_null(0) + inside.replies.fill_null(0)
    spoken = ibis.literal([f"w{i}" for i, held in enumerate(words) if held] or ["-"])
    if measure in MEANS:
        contrary = inside.usable & ~inside.counts
        fits = inside.counts | contrary
    else:
        contrary = (score == 0) & spoken.contains(inside.group)
        fits = ibis.literal(True)
    ranked = inside.mutate(
        score=score.round(6), drawn=drawn, contrary=contrary, who=ibis.coalesce(inside.author_id, inside.post_id)
    ).filter(fits)
    best = (
        [ibis.desc("drawn"), ibis.desc("score")]
        if measure == "interactions"
        else [ibis.desc("score"), ibis.desc("drawn")]
    )
    mine = ibis.window(group_by=["group", "contrary", "who"], order_by=[*best, "post_id"])
    first = ranked.mutate(place=ibis.row_number().over(mine)).filter(ibis._.place == 0)
    every = ibis.window(group_by=["group", "contrary"], order_by=[*best, "post_id"])
    top = first.mutate(rank=ibis.row_number().over(every)).filter(ibis._.rank < _SHOWN)
    rows = top.select("group", "contrary", "rank", "post_id").order_by("group", "contrary", "rank")
    shown: dict[tuple[str, bool], list[str]] = {
        (f"w{i}", side): [] for i in range(len(words)) for side in (False, True)
    }
    for row in rows.to_pyarrow().to_pylist():
        shown[row["group"], row["contrary"]].append(row["post_id"])
    return shown
