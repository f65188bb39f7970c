"""Figures of topics: their size, how they are judged, how steady they are, and what became of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from tools.facts import Facts
from tools.figure import Figure
from tools.groups import dotted
from tools.listening.topics.following import Following
from tools.listening.topics.found import Found
from tools.listening.topics.hashtags import Tagged
from tools.listening.topics.making import made
from tools.listening.topics.terms import coherence
from tools.sentiment.correction import NET, corrected
from tools.statistics.interval import simultaneous_z
from tools.statistics.proportion import wilson

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]

METHOD = "topics"
_figure = partial(made, METHOD)
READ = 20
"""Posts read reliably without which a topic's sentiment is not given."""


def whole_figures(found: Found, later: Flags) -> Iterator[Figure]:
    """Yield how many topics there are, how steady and coherent they are, and what was left out."""
    parts, n = found.partition, int(later.sum())
    outside = found.share(parts.labels < 0, later)
    yield _figure("number", "topics found", parts.topics, "score", found.posts.n)
    yield _figure("left_out", "share of posts that belong to no topic", outside.value, "share", n, outside)
    label = "agreement of groupings from different starts (adjusted Rand index, 1 is the same)"
    yield _figure("stability", label, parts.agreement, "ratio", found.posts.n)
    values = [value for words in found.words if (value := coherence(found.terms, words)) is not None]
    if values:
        label = "coherence of the words of a topic, on average (NPMI, -1 to 1)"
        yield _figure("coherence", label, sum(values) / len(values), "ratio", found.posts.n)


def topic_figures(
    found: Found, later: Flags, shown: Sequence[int], keys: dict[int, str], names: Sequence[str], facts: Facts
) -> Iterator[Figure]:
    """Yield for each topic shown its share with an interval by author, its net sentiment and its steadiness."""
    nets = {figure.name: figure for figure in _nets(found, later, shown, keys, names, facts)}
    for topic in shown:
        key, name, about = keys[topic], names[topic], {"topic": names[topic]}
        mine = found.partition.labels == topic
        share = found.share(mine, later)
        yield _figure(dotted("posts", key), f"posts on {name}", share.x, "posts", int(share.n), group=about)
        yield _figure(
            dotted("share", key), f"share of posts that are on {name}", share.value, "share", int(share.n), share,
            group=about,
        )  # fmt: skip
        if net := nets.get(dotted("net", key)):
            yield net
        label = f"how far other groupings find {name} again (Jaccard index, 0 to 1)"
        yield _figure(
            dotted("steady", key), label, found.partition.steady[topic], "ratio", int(mine.sum()), group=about
        )
        if (value := coherence(found.terms, found.words[topic])) is not None:
            label = f"coherence of the words of {name} (NPMI, -1 to 1)"
            yield _figure(dotted("coherence", key), label, value, "ratio", found.posts.n, group=about)


def _nets(
    found: Found, later: Flags, shown: Sequence[int], keys: dict[int, str], names: Sequence[str], facts: Facts
) -> Iterator[Figure]:
    counts = {keys[topic]: _read(found, later & (found.partition.labels == topic)) for topic in shown}
    enough = {key: count for key, count in counts.items() if sum(count) >= READ}
    if not enough:
        return
    shares = corrected(enough, facts, whole=_read(found, later), seed=0).shares
    for topic in shown:
        if (key := keys[topic]) in enough:
            yield _figure(
                dotted("net", key), f"net sentiment of posts on {names[topic]}", float(shares[key].value @ NET), "net",
                sum(enough[key]), interval=shares[key].interval(NET)._asdict(), raw=float(shares[key].raw @ NET),
                group={"topic": names[topic]},
            )  # fmt: skip


def sentiment_caveats(found: Found, later: Flags, facts: Facts) -> tuple[str, ...]:
    """Return what to beware of in the topics' sentiment; nothing where none is given."""
    read = _read(found, later)
    return corrected({"all": read}, facts, whole=read, seed=0).caveats if sum(read) >= READ else ()


def _read(found: Found, chosen: Flags) -> list[int]:
    import numpy as np

    labels = found.posts.sentiment[chosen]
    counts: list[int] = np.bincount(labels[labels >= 0], minlength=3).tolist()
    return counts


def change_figures(course: Following, shown: Sequence[int], keys: dict[int, str]) -> Iterator[Figure]:
    """Yield each topic's share in the earlier period and the change since; all changes hold together at 95 %."""
    z = simultaneous_z(course.found.partition.topics)
    for topic in shown:
        mine, name, about = course.found.partition.labels == topic, course.names[topic], {"topic": course.names[topic]}
        earlier, now = (course.found.share(mine, side) for side in (~course.later, course.later))
        yield _figure(
            dotted("share.before", keys[topic]), f"share of posts that were on {name} before", earlier.value, "share",
            int(earlier.n), earlier, group=about,
        )  # fmt: skip
        change = now.less(earlier, z=z)
        yield _figure(
            dotted("change", keys[topic]), f"change of the share of posts on {name}", change.value, "share_change",
            int(now.n), interval=change.interval._asdict(), group=about,
        )  # fmt: skip


def tag_figures(tags: Sequence[Tagged], names: Sequence[str], keys: dict[str, str]) -> Iterator[Figure]:
    """Yield for each hashtag the share of its posts that are in its leading topic."""
    for tag in tags:
        if tag.topic is not None:
            yield _figure(
                dotted("hashtag", keys[tag.tag]), f"share of posts with #{tag.tag} that are on {names[tag.topic]}",
                tag.inside / tag.posts, "share", tag.posts, interval=wilson(tag.inside, tag.posts)._asdict(),
                group={"hashtag": tag.tag, "topic": names[tag.topic]},
            )  # fmt: skip
