"""Complaints: words that set complaints about one brand apart from those about another, beyond chance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from tools.facts import Facts
from tools.listening.contrasts import FEWEST, Contrast, beyond_chance
from tools.listening.vocabulary import (
    MOST_POSTS,
    Vocabulary,
    vocabulary,
    without_copies,
    worded,
    words_of_names,
    words_of_opinion,
    words_without_content,
)

if TYPE_CHECKING:
    import ibis.expr.types as ir

MINIMUM = 30
"""Complaints about each of two brands that a comparison of words needs."""
_WORDS = 5


class Complaint(NamedTuple):
    """A word: the share of complaints about a brand that hold it, and of those about the other one."""

    word: str
    brand: int
    against: int
    here: float
    there: float
    n_here: int
    n_there: int
    post_id: str


def complaints(read: ir.Table, brands: int, ours: int, facts: Facts) -> tuple[Complaint, ...]:
    """Return the words of complaints about each rival that those about us hold less, and the reverse; surest first."""
    posts = without_copies(worded(_negative(read)))
    words = vocabulary(posts, at_least=FEWEST)
    names = words_of_names(facts, None)
    # `palaveros` is what is left of Palavero's.
    named = {word for used in words.usage.values() for word in used if any(word.startswith(name) for name in names)}
    without = words_without_content() | words_of_opinion() | names | named
    found = []
    for rival in range(brands):
        if rival == ours:
            continue
        for brand, other in ((rival, ours), (ours, rival)):
            contrast = _contrast(words, brand, other)
            if contrast.smaller >= MINIMUM:
                found += [
                    Complaint(
                        one.word,
                        brand,
                        other,
                        contrast.here[one.word] / contrast.n_here,
                        contrast.there[one.word] / contrast.n_there,
                        contrast.n_here,
                        contrast.n_there,
                        "",
                    )
                    for one in beyond_chance(contrast, without=without, limit=_WORDS)
                ]
    return _with_posts(posts, found)


def _negative(read: ir.Table) -> ir.Table:
    """The complaints, a part of them where they are more than 200,000: ids are hashes, as good as dice."""
    posts = read.filter(read.sentiment == "negative", read.text.notnull())
    of = int(posts.count().to_pyarrow().as_py())
    if of > MOST_POSTS:
        posts = posts.filter(posts.post_id.right(3) < f"{4096 * MOST_POSTS // of:03x}")
    return posts.select(
        "post_id",
        "text",
        "sentiment",
        "engagement",
        author_id=posts.who,
        created_at=posts.day,
        group=posts.brand.cast("string"),
    )


def _contrast(words: Vocabulary, brand: int, other: int) -> Contrast:
    here, there = (str(brand), "negative"), (str(other), "negative")
    sizes = words.sizes[here], words.sizes[there]
    used = (words.usage.get(key, Counter()) for key in (here, there))
    return Contrast(str(brand), None, *sizes, *used)


def _with_posts(posts: ir.Table, found: Sequence[Complaint]) -> tuple[Complaint, ...]:
    """Give each word the most engaged complaint that holds it."""
    import ibis

    if not found:
        return ()
    rank = ibis.struct({"engagement": posts.engagement, "id": posts.post_id})
    row = (
        posts.aggregate(
            **{
                f"h{place}": posts.post_id.argmax(
                    rank, where=(posts.group == str(one.brand)) & posts.words.contains(one.word)
                )
                for place, one in enumerate(found)
            }
        )
        .to_pyarrow()
        .to_pylist()[0]
    )
    return tuple(one._replace(post_id=row[f"h{place}"]) for place, one in enumerate(found))
