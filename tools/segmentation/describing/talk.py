"""Talk: what a segment's people write about, how it sounds and what for, against what all others write."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tools.base import Query
from tools.features import feature_bits
from tools.inputs import Tables, held
from tools.reader.reading import INTENTS
from tools.reader.views import FEEDBACK
from tools.segmentation.describing.mood import Moods, moods
from tools.segmentation.describing.shares import Share, shares
from tools.segmentation.disclosure import FLOOR, Counter
from tools.segmentation.segmented import Segmented
from tools.segmentation.tribes.ties import placed
from tools.segmentation.tribes.traits import Apart, apart, traits
from tools.sentiment.counting import SENTIMENTS, labelled

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import numpy as np
    from numpy.typing import NDArray

MINIMUM = 50
"""Posts read reliably that a segment needs, by 20 people or more, before anything is read out of them."""
_WORDS = 6
MOOD = "mood"
"""Kind of the labels negative, neutral and positive, which are corrected for the reader's error."""


class Talk(NamedTuple):
    """What a segment's people write: on how many posts by how many people (rounded), and how it differs.

    `shares` are by kind: topic, emotion, intent.
    """

    writers: int
    posts: int
    posts_of_all: int
    moods: Moods
    shares: dict[str, tuple[Share, ...]]
    words: tuple[Apart, ...]

    def standing(self, *kinds: str) -> list[Share]:
        """Return what differs beyond chance, of these kinds."""
        return [one for kind in kinds for one in self.shares[kind] if one.stands]


class Labels(NamedTuple):
    """Posts of the people asked about that were read reliably, with a column for each label."""

    posts: ir.Table
    columns: dict[str, dict[str, str]]
    """Kind to label to its column, which is 1 where a post has the label and 0 where not."""


def talk(found: Labels, query: Query, tables: Tables, segmented: Segmented, segment: int, *, seed: int) -> Talk | None:
    """Compare what a segment writes with what all others do; none where fewer than 20 of either wrote 50 posts."""
    people = segmented.matrix.people
    inside, n, held_by = segmented.members(segment), *_by_person(found, len(people))
    wrote = n > 0
    if min(_writers(n, inside), _writers(n, ~inside)) < FLOOR or n[inside].sum() < MINIMUM:
        return None
    felt = moods(held_by.pop(MOOD), inside, tables.facts, seed=seed)
    counter = Counter(people)
    words = apart(traits(_measured(query, segmented), tables, people), inside, counter, kind="word", limit=_WORDS)
    return Talk(
        writers=counter.count(inside & wrote),
        posts=int(n[inside].sum()),
        posts_of_all=int(n.sum()),
        moods=felt,
        shares={kind: shares(list(found.columns[kind]), held, n, inside) for kind, held in held_by.items()},
        words=tuple(words),
    )


def labels(query: Query, tables: Tables, segmented: Segmented) -> Labels | None:
    """Return the posts of the people asked about with their labels; none where there are no posts that were read."""
    if "posts" not in tables or "readings" not in tables:
        return None
    everyone = placed(segmented.matrix.people)
    posts = labelled(_measured(query, segmented), tables)
    posts = posts.filter(posts.usable).inner_join(everyone, posts.author_id == everyone.person)
    read = tables["readings"].select("post_id", "emotions", "intents", "aspects")
    posts = posts.inner_join(read, "post_id", rname="read_{name}")
    posts = posts.mutate(about=feature_bits(posts, tables.facts))
    kinds: dict[str, dict[str, ir.BooleanValue]] = {
        "topic": {name: (posts.about & (1 << i)) > 0 for i, name in enumerate(tables.facts.features[:60])},
        "emotion": {str(name): _any(posts.emotions, members) for name, members in FEEDBACK.items()},
        MOOD: {name: (posts.sentiment == name).fill_null(False) for name in SENTIMENTS},
        "intent": {name: _any(posts.intents, (name,)) for name in INTENTS if name != "other"},
    }
    columns = {kind: {label: f"{kind}_{i}" for i, label in enumerate(of)} for kind, of in kinds.items()}
    made = {columns[kind][label]: kinds[kind][label].ifelse(1, 0) for kind in kinds for label in kinds[kind]}
    kept = ("post_id", "place", "readable", "p_negative", "p_positive")
    return Labels(held(posts.select(*kept, **made)), columns)


def _any(read: ir.MapValue, names: tuple[str, ...]) -> ir.BooleanValue:
    import ibis

    return ibis.or_(*(read.keys().contains(name) for name in names)).fill_null(False)


def _measured(query: Query, segmented: Segmented) -> Query:
    """Return the query over the days that people were measured on."""
    return query.model_copy(update={"period": segmented.matrix.period})


def _by_person(found: Labels, people: int) -> tuple[NDArray[np.float64], dict[str, NDArray[np.float64]]]:
    """Return posts of each person, (people,), and by kind how many have each label, (people, labels)."""
    import numpy as np

    posts = found.posts
    names = [column for of in found.columns.values() for column in of.values()]
    sums = posts.group_by("place").aggregate(n=posts.count(), **{name: posts[name].sum() for name in names})
    rows = sums.to_pyarrow()
    place = rows["place"].to_numpy().astype(np.intp)

    def spread(name: str) -> NDArray[np.float64]:
        column = np.zeros(people)
        column[place] = rows[name].to_numpy()
        return column

    return spread("n"), {
        kind: np.stack([spread(name) for name in of.values()], axis=1) if of else np.zeros((people, 0))
        for kind, of in found.columns.items()
    }


def _writers(n: NDArray[np.float64], chosen: NDArray[np.bool_]) -> int:
    return int((n[chosen] > 0).sum())
