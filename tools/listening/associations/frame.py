"""Frame: observations as bits of exposures and outcomes, with the clusters and strata they belong to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.base import Period
from tools.errors import TooFewPosts
from tools.inputs import Tables
from tools.listening.associations.asked import MINIMUM
from tools.listening.associations.columns import column, with_features
from tools.listening.associations.traits import Trait
from tools.scope import covered

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    Bits = NDArray[np.bool_]
    Codes = NDArray[np.intp]

MOST_POSTS = 200_000
"""Posts to look for associations in; a pair that is asked for is counted in all."""
_SHORTEST, _LONGEST = 30, 280
_BANDS = (2, 3, 6)
"""Posts from which an author is in the next band: 1, 2, 3 to 5, 6 or more."""


class Frame(NamedTuple):
    """Observations (n,): bits by trait, clusters from 0, and by name the codes of what can be held fixed.

    `posts` are the ids of the observations, none where these are people; `loudness` is what a post drew, -1 where it
    is not worth showing. `drawn_of`: how many posts there were, where a part was drawn.
    """

    bits: Mapping[Trait, Bits]
    clusters: Codes
    fixed: Mapping[str, Codes]
    posts: pa.ChunkedArray | None
    loudness: NDArray[np.floating[Any]]
    period: Period | None
    drawn_of: int | None = None
    after: str | None = None

    def loudest(self, among: Bits) -> str | None:
        """Return the post that drew most of some observations, the first of its equals; none where none is shown."""
        import numpy as np

        places = np.flatnonzero(among & (self.loudness >= 0))
        if self.posts is None or not len(places):
            return None
        return str(self.posts[int(places[self.loudness[places].argmax()])])

    @property
    def n(self) -> int:
        """Observations."""
        return len(self.clusters)

    def strata(self, exposure: Trait) -> tuple[tuple[str, ...], Codes]:
        """Return what is held fixed for an exposure, which is not itself, and the codes of the strata."""
        import numpy as np

        names = tuple(name for name in self.fixed if name != exposure.kind)
        codes = np.zeros(self.n, dtype=np.intp)
        for name in names:
            codes = codes * (int(self.fixed[name].max()) + 1) + self.fixed[name]
        return names, np.unique(codes, return_inverse=True)[1].ravel()


def of_posts(
    posts: ir.Table, exposures: Sequence[Trait], outcomes: Sequence[Trait], tables: Tables, *, draw: bool
) -> Frame:
    """Return a frame of posts; strata are platforms and weeks. Raises TooFewPosts below 30 that were read reliably."""
    import ibis
    import numpy as np

    n = int(posts.count().to_pyarrow().as_py())
    if n < 2 * MINIMUM:
        raise TooFewPosts(found=n, needed=2 * MINIMUM, what="posts that could be read")
    drawn = draw and n > MOST_POSTS
    if drawn:  # ids are hashes: their last digits are as good as dice
        posts = posts.filter(posts.post_id.right(3) < f"{4096 * MOST_POSTS // n:03x}")
    traits = list(dict.fromkeys([*exposures, *outcomes]))
    posts = with_features(posts, traits, tables)
    told = posts.select(
        "post_id",
        "created_at",
        "platform",
        who=ibis.coalesce(posts.author_id, posts.post_id),
        week=posts.created_at.date().truncate("W").cast("string"),
        readable=posts.text.length().between(_SHORTEST, _LONGEST).fill_null(False),
        loudness=(posts.likes.fill_null(0) + posts.shares.fill_null(0)).cast("float64"),
        **{f"t{i}": column(trait, posts, tables) for i, trait in enumerate(traits)},
    )
    held = told.order_by("post_id").to_pyarrow()
    return Frame(
        bits={trait: bits_of(held[f"t{i}"]) for i, trait in enumerate(traits)},
        clusters=codes_of(held["who"]),
        fixed={"platform": codes_of(held["platform"]), "week": codes_of(held["week"])},
        posts=held["post_id"],
        loudness=np.where(bits_of(held["readable"]), held["loudness"].to_numpy(), -1.0),
        period=_period(held["created_at"], tables),
        drawn_of=n if drawn else None,
    )


def of_authors(frame: Frame) -> Frame:
    """Return a frame of authors, whose traits are those of any of their posts; strata: platforms, posts written."""
    import numpy as np

    people = int(frame.clusters.max()) + 1
    wrote = np.bincount(frame.clusters, minlength=people)
    first = np.full(people, frame.n, dtype=np.intp)
    np.minimum.at(first, frame.clusters, np.arange(frame.n))
    return frame._replace(
        bits={
            trait: np.bincount(frame.clusters, weights=bits, minlength=people) > 0 for trait, bits in frame.bits.items()
        },
        clusters=np.arange(people),
        fixed={"platform": frame.fixed["platform"][first], "posts written": np.digitize(wrote, _BANDS)},
        posts=None,
        loudness=frame.loudness[first],
    )


def bits_of(values: pa.ChunkedArray) -> Bits:
    """Return a column of booleans as an array."""
    import numpy as np

    return np.asarray(values.to_numpy(zero_copy_only=False), dtype=bool)


def codes_of(values: pa.ChunkedArray) -> Codes:
    """Return a column of strings as codes from 0, in the order of the strings."""
    import numpy as np
    import pyarrow.compute as pc

    encoded = values.combine_chunks().dictionary_encode()
    places = np.asarray(pc.rank(encoded.dictionary, sort_keys="ascending", tiebreaker="first")) - 1
    codes: Codes = places[np.asarray(encoded.indices)].astype(np.intp)
    return codes


def _period(times: pa.ChunkedArray, tables: Tables) -> Period | None:
    import pyarrow.compute as pc

    ends = pc.min_max(times).as_py()
    return covered(ends["min"], ends["max"], tables.facts)
