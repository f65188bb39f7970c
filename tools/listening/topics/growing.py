"""Growing: which topics take more of the talk than before, beyond chance, who carries them and how new they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from tools.listening.topics.found import Found
from tools.statistics.grouping import centres_of
from tools.statistics.keyness import discoveries
from tools.statistics.rates import Growth, growth

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]
    Flags = NDArray[np.bool_]

Kind = Literal["growing", "burst"]

FALSE_SHARE = 0.05
LIFT = 1.5
"""Least ratio to the earlier share that is worth a strategist's while, however sure it is."""
FEWEST_POSTS, FEWEST_AUTHORS = 10, 5
"""Later posts, and authors that write as evenly as so many would, that make a trend."""
LOUD = 0.5
"""Share of one author from which a topic is that author's."""
CROWDED = 1 / 3
"""Share of the fullest day from which sudden growth is a burst."""
_EARLIER = 5
"""Earlier posts that make an earlier topic."""
_FREE_DAYS = 3
"""Days beyond the two averages that tell how much a topic varies from day to day."""


class Course(NamedTuple):
    """A topic's course: its posts and all posts, later and earlier, and its growth beyond chance, if any.

    `steady` is the growth with days as they vary, `sudden` with authors alone, `plain` as if each post stood for
    itself. `authors` is the effective number of later authors, `loudest` the share of the one who posts most,
    `day_share` the fullest day's.
    `novelty` is 1 less the cosine to the nearest earlier topic, 0 to 1; none where it cannot be told.
    """

    topic: int
    now: tuple[int, int]
    before: tuple[int, int]
    steady: Growth
    sudden: Growth
    plain: Growth
    kind: Kind | None
    authors: float
    loudest: float
    day_share: float
    novelty: float | None
    loud: bool = False

    @property
    def growth(self) -> Growth:
        """The growth that counts for its kind."""
        return self.sudden if self.kind == "burst" else self.steady

    @property
    def is_broad(self) -> bool:
        """Whether it has five authors or as good as, none of whom writes half of it."""
        return self.authors >= FEWEST_AUTHORS and self.loudest < LOUD


def courses(found: Found, later: Flags, earlier: Flags) -> list[Course]:
    """Return the course of every topic, the surest growth first.

    A topic grows where its share is 1.5 times the earlier one or more, in ten posts, and growth so large is no false
    discovery among all topics (one-sided; Benjamini & Hochberg, 5 %): with the dispersion of days it is `growing`; only
    with that of authors, and a third of it on one day, it is a `burst`, that may be over. Only where each post stood
    for itself, and few write it, it is `loud`.
    """
    labels = found.partition.labels
    every = [course_of(found, labels == topic, later, earlier) for topic in range(found.partition.topics)]
    steady = discoveries([course.steady.chance for course in every], false_share=FALSE_SHARE)
    sudden = discoveries([course.sudden.chance for course in every], false_share=FALSE_SHARE)
    plain = discoveries([course.plain.chance for course in every], false_share=FALSE_SHARE)
    told = [
        course._replace(topic=topic, kind=_kind(course, slow, fast), novelty=new, loud=_is_loud(course, seems))
        for topic, (course, slow, fast, seems, new) in enumerate(
            zip(every, steady, sudden, plain, novelty(found, later, earlier), strict=True)
        )
    ]
    return sorted(told, key=lambda course: (course.kind is None, course.growth.chance, course.topic))


def novelty(found: Found, later: Flags, earlier: Flags) -> list[float | None]:
    """Return for each topic how unlike its later posts are to the posts of the nearest earlier topic, 0 to 1.

    1 less the cosine of mean vectors, each freed of what few posts add to its length: of n unit vectors, that of their
    mean is r^2 + (1 - r^2) / n. None where a mean is no longer than chance makes it.
    """
    import numpy as np

    sides = [_means(found, side) for side in (later, earlier)]
    (now, long, many), (then, far, few) = sides
    heard = (few >= _EARLIER) & (far > 0)
    told: list[float | None] = []
    for topic in range(found.partition.topics):
        if many[topic] < 2 or long[topic] <= 0 or not heard.any():
            told.append(None)
            continue
        cosines = then[heard] @ now[topic] / (far[heard] * long[topic])
        told.append(float(np.clip(1 - cosines.max(), 0.0, 1.0)))
    return told


def course_of(found: Found, mine: Flags, later: Flags, earlier: Flags) -> Course:
    """Return the course of some posts, of no topic (-1), by itself: growth is not judged beside that of others."""
    now, before = ((int((mine & side).sum()), int(side.sum())) for side in (later, earlier))
    effects = [found.share(mine, side).effect for side in (later, earlier) if (mine & side).any()]
    by_author = min(max([1.0, *effects]), max(now[0] + before[0], 1.0))
    by_day = max(by_author, _day_dispersion(found, mine, later, earlier))
    who, days = (_counts(values[mine & later]) for values in (found.posts.who, found.posts.day))
    return Course(
        topic=-1,
        now=now,
        before=before,
        steady=growth(now, before, dispersion=by_day),
        sudden=growth(now, before, dispersion=by_author),
        plain=growth(now, before, dispersion=1.0),
        kind=None,
        authors=float(who.sum() ** 2 / (who @ who)) if len(who) else 0.0,
        loudest=float(who.max() / who.sum()) if len(who) else 0.0,
        day_share=float(days.max() / days.sum()) if len(days) else 0.0,
        novelty=None,
    )


def alone(course: Course) -> Course:
    """Return a course with its kind, where it is the one comparison asked for and not one of many."""
    slow, fast = (grown.interval.low > 1 for grown in (course.steady, course.sudden))
    return course._replace(kind=_kind(course, slow, fast))


def _is_loud(course: Course, seems: bool) -> bool:  # noqa: FBT001 (a verdict)
    """Whether it would seem to grow if each post stood for itself, but few write it."""
    return seems and course.plain.ratio >= LIFT and course.now[0] >= FEWEST_POSTS and not course.is_broad


def _kind(course: Course, steady: bool, sudden: bool) -> Kind | None:  # noqa: FBT001 (two verdicts)
    if course.now[0] < FEWEST_POSTS:
        return None
    if steady and course.steady.ratio >= LIFT:
        return "growing"
    return "burst" if sudden and course.sudden.ratio >= LIFT and course.day_share >= CROWDED else None


def _day_dispersion(found: Found, mine: Flags, later: Flags, earlier: Flags) -> float:
    """Pearson's dispersion of daily counts around the share of their own period, which growth does not widen."""
    import numpy as np

    squares, free = 0.0, 0
    for side in (later, earlier):
        days, place = np.unique(found.posts.day[side], return_inverse=True)
        every = np.bincount(place, minlength=len(days)).astype(float)
        counts = np.bincount(place[mine[side]], minlength=len(days)).astype(float)
        if counts.sum():
            expected = every * counts.sum() / every.sum()
            squares += float(((counts - expected) ** 2 / expected).sum())
            free += len(days) - 1
    return squares / free if free >= _FREE_DAYS else 1.0


def _means(found: Found, side: Flags) -> tuple[Array, Array, Array]:
    """Mean vector of each topic's posts on a side, its length freed of chance (0 where there is none), and how many."""
    import numpy as np

    inside = side & (found.partition.labels >= 0)
    labels, count = found.partition.labels[inside], found.partition.topics
    means = centres_of(found.meaning[inside], labels, count)
    n = np.bincount(labels, minlength=count).astype(float)
    squared = ((means**2).sum(axis=1) * n - 1) / np.maximum(n - 1, 1.0)
    return means, np.sqrt(np.where(n > 1, np.maximum(squared, 0.0), 0.0)), n


def _counts(values: NDArray[np.intp]) -> NDArray[np.float64]:
    import numpy as np

    return np.unique(values, return_counts=True)[1].astype(float)
