"""Word figures: how words that set posts apart are named, how many posts hold them, and which posts show it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice
from typing import TYPE_CHECKING, NamedTuple

from tools.base import Evidence
from tools.figure import Figure
from tools.groups import By, dotted, labels, phrase, slugs
from tools.listening.contrasts import Side, Word
from tools.listening.holding import Holding, holding_posts
from tools.listening.vocabulary import SIDES
from tools.statistics.proportion import wilson

if TYPE_CHECKING:
    import ibis.expr.types as ir

_METHOD = "distinctive_words"
_SHOWN_POSTS, _MOST_POSTS = 2, 12


class Found(NamedTuple):
    """A word and the set of posts that it sets apart; `group` is none for all posts, `side` between groups."""

    group: str | None
    side: Side | None
    word: str


def where_found(word: Word) -> Found:
    """Return where a word was found."""
    return Found(word.contrast.group or None, word.contrast.side, word.word)


def names_of(words: Iterable[Found]) -> dict[Found, str]:
    """Return for each word found the end of its figures' names: group, side, word."""
    every = list(words)
    groups, spelt = slugs({word.group for word in every if word.group}), slugs(sorted({word.word for word in every}))
    return {word: dotted(groups.get(word.group or "", ""), word.side or "", spelt[word.word]) for word in every}


def about(by: By | None, group: str | None, side: Side | None) -> dict[str, str]:
    """Return what figures and posts of a set carry in `group`."""
    return labels(by if group else None, group or "") | ({"side": side} if side else {})


def word_figures(by: By | None, words: Sequence[Word], names: Mapping[Found, str]) -> Iterator[Figure]:
    """Make two figures a word: its share here and its share elsewhere, of posts as labelled."""
    for word in words:
        contrast, where = word.contrast, where_found(word)
        who = f"{where.side or ''} posts{phrase(by if where.group else None, contrast.group)}".strip()
        against = f"{SIDES[1 - SIDES.index(where.side)]} posts" if where.side else "the other posts"
        for stem, label, count, n in (
            ("share", f"share of {who} that hold “{word.word}”", contrast.here[word.word], contrast.n_here),
            ("elsewhere", f"share of {against} that hold it", contrast.there[word.word], contrast.n_there),
        ):
            yield Figure(
                name=dotted(stem, names[where]),
                label=label,
                value=count / n,
                unit="share",
                n=n,
                **wilson(count, n)._asdict(),
                method=_METHOD,
                group=about(by, where.group, where.side) | {"word": word.word},
            )


def word_posts(by: By | None, posts: ir.Table, words: Sequence[Word]) -> tuple[Evidence, ...]:
    """Return for the strongest words of each set a post that holds it, and one of the other set that does too."""
    wanted = []
    for _, alike in groupby(words, key=lambda word: (word.contrast.group, word.contrast.side)):
        for word in islice(alike, _SHOWN_POSTS):
            here = Holding(word.word, word.contrast.group, word.contrast.side, other=False)
            wanted += [here, here._replace(other=True)]
    ids = holding_posts(posts, wanted[:_MOST_POSTS])
    return tuple(
        Evidence(
            post_id=post_id,
            role="contrary" if held.other else "representative",
            group=about(by, held.group, held.side) | {"word": held.word},
        )
        for held, post_id in zip(wanted, ids, strict=False)
        if post_id
    )
