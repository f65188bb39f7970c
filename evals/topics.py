"""Topics: do the groups agree with gold topics, and does anything emerge where dates mean nothing?

    python -m evals.topics [--data ../shared/data] [--runs 200]

Gold topics: the eight of 12,340 search snippets in `stc_searchsnippets`, and the planted features of the sample
launch (posts that name one feature only). Both were in sight when the steps of the method were chosen; k-means
beside it is given the right number of topics. Null: the dates of the sample's posts are shuffled, so that no topic
grows but by chance; whatever emerges is a false alarm.
"""

from __future__ import annotations

import json
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.errors import MissingData

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tools.listening.topics.found import Found

    Array = NDArray[np.floating[Any]]
    Places = NDArray[np.intp]

SNIPPETS = Path("stc_searchsnippets/all.jsonl")
_HEADS = ("grouping", "topics", "posts in one", "purity", "NMI", "stability", "CPU-s")
SPLITS = ((date(2026, 4, 3), 7), (date(2026, 3, 25), 7), (date(2026, 3, 26), 15))
"""First later days of the sample's comparisons, and how many days each side has."""


class Corpus(NamedTuple):
    """Texts with vectors and gold topics; `whose` as in `tools.listening.topics.drawn`, `who` numbers authors."""

    words: Sequence[Sequence[str]]
    vectors: Array
    whose: Array
    who: Places
    gold: Places
    without: frozenset[str]


class Scored(NamedTuple):
    """A grouping beside gold topics. Posts in no topic count as one more group."""

    name: str
    topics: int
    inside: float
    purity: float
    nmi: float
    stability: float | None
    seconds: float


def purity(labels: Places, gold: Places) -> float:
    """Return the share of posts that are of the commonest gold topic of their group, 0 to 1."""
    import numpy as np

    table = np.zeros((int(labels.max()) + 1, int(gold.max()) + 1))
    np.add.at(table, (labels, gold), 1)
    return float(table.max(axis=1).sum() / len(gold))


def scored(corpus: Corpus) -> Iterator[Scored]:
    """Yield our topics with the gold number and with their own, and k-means on vectors and on TF-IDF."""
    count = len(set(corpus.gold.tolist()))
    for number in (count, None):
        yield _ours(corpus, number)
    yield _kmeans("k-means on the vectors", corpus.vectors, corpus.gold, count)
    yield _kmeans("k-means on TF-IDF", _tfidf(corpus.words), corpus.gold, count)


def false_alarms(
    found: Found, *, runs: int, whole_authors: bool, splits: Sequence[tuple[date, int]] = SPLITS, seed: int = 0
) -> float:
    """Return the share of runs with shuffled dates in which any topic is said to grow.

    Dates are shuffled over posts; with `whole_authors` each author's posts stay together and all move by as many days.
    """
    import numpy as np

    from tools.listening.topics.growing import courses

    random = np.random.default_rng(seed)
    days, first = found.posts.day, int(found.posts.day.min())
    span = int(days.max()) - first + 1
    alarms = 0
    for run in range(runs):
        if whole_authors:
            shift = random.integers(span, size=int(found.posts.who.max()) + 1)[found.posts.who]
            moved = first + (days - first + shift) % span
        else:
            moved = random.permutation(days)
        start, length = splits[run % len(splits)]
        day = start.toordinal() - date(1970, 1, 1).toordinal()
        later = (moved >= day) & (moved < day + length)
        earlier = (moved >= day - length) & (moved < day)
        shuffled = found._replace(posts=found.posts._replace(day=moved))
        alarms += any(course.kind and course.is_broad for course in courses(shuffled, later, earlier))
    return alarms / runs


def main(arguments: Sequence[str]) -> int:
    """Print the tables; return the exit status."""
    parser = ArgumentParser(prog="python -m evals.topics", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--runs", type=int, default=200)
    given = parser.parse_args(arguments)
    try:
        snippets = _snippets(given.data / SNIPPETS)
    except MissingData as error:
        sys.stderr.write(f"{error}\n")
        return 1
    found, planted = _sample()
    for title, corpus in (
        ("Search snippets, 8 gold topics", snippets),
        ("Sample launch, 11 planted features", planted),
    ):
        sys.stdout.write(f"{title}: {len(corpus.gold):,} texts\n\n{_table(_HEADS, map(_cells, scored(corpus)))}\n")
    rows = [
        (name, f"{false_alarms(found, runs=given.runs, whole_authors=whole):.1%}")
        for name, whole in (("dates shuffled over posts", False), ("authors moved as a whole", True))
    ]
    heads = (f"{found.partition.topics} topics, {given.runs} runs", "runs in which a topic is said to grow")
    sys.stdout.write(_table(heads, rows))
    return 0


def _ours(corpus: Corpus, number: int | None) -> Scored:
    import numpy as np

    from tools.listening.topics.partition import partition
    from tools.listening.topics.space import about, topic_space
    from tools.listening.topics.terms import terms

    started = time.process_time()
    held = terms(corpus.words, corpus.who, without=corpus.without)
    points = topic_space(about(corpus.vectors, corpus.whose), held, seed=0)
    parts = partition(points, number=number, seed=0)
    seconds = time.process_time() - started
    labels = np.where(parts.labels < 0, parts.topics, parts.labels)
    name = "`topics`, its own number" if number is None else f"`topics`, {number} asked for"
    inside = float((parts.labels >= 0).mean())
    return _scored(name, labels, corpus.gold, parts.topics, inside, parts.agreement, seconds)


def _kmeans(name: str, points: Any, gold: Places, count: int) -> Scored:  # noqa: ANN401 (an array or a sparse matrix)
    import numpy as np
    from sklearn.cluster import KMeans

    started = time.process_time()
    labels = KMeans(count, n_init=10, random_state=0).fit_predict(points).astype(np.intp)
    return _scored(f"{name}, {count}", labels, gold, count, 1.0, None, time.process_time() - started)


def _scored(
    name: str, labels: Places, gold: Places, topics: int, inside: float, stability: float | None, seconds: float
) -> Scored:
    from sklearn.metrics import normalized_mutual_info_score

    known = gold >= 0
    nmi = float(normalized_mutual_info_score(gold[known], labels[known]))
    return Scored(name, topics, inside, purity(labels[known], gold[known]), nmi, stability, seconds)


def _tfidf(words: Sequence[Sequence[str]]) -> Any:  # noqa: ANN401 (a sparse matrix)
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(min_df=2, stop_words="english").fit_transform(" ".join(held) for held in words)


def _snippets(path: Path) -> Corpus:
    import numpy as np

    from knowledge.embedder import MiniLMEmbedder
    from tools.listening.vocabulary import words_without_content

    if not path.exists():
        raise MissingData(f"There is no {str(path)!r}. Pass the folder that holds it as --data.")
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    texts = [row["text"] for row in rows]
    vectors = MiniLMEmbedder(threads=1).embed(texts).astype(float)
    gold = np.array([int(row["label"]) for row in rows], dtype=np.intp)
    return Corpus(
        words=[text.lower().split() for text in texts],
        vectors=vectors,
        whose=np.zeros((len(texts), 0)),
        who=np.arange(len(texts), dtype=np.intp),
        gold=np.unique(gold, return_inverse=True)[1].astype(np.intp),
        without=words_without_content(),
    )


def _sample() -> tuple[Found, Corpus]:
    """Topics of the sample launch as `emerging_topics` finds them, and its posts that name one feature."""
    import numpy as np

    from knowledge.samples import generate
    from server.runtime import Runtime
    from server.sample import SAMPLE, import_sample
    from tools.base import Query
    from tools.listening.topics.emerging_topics import MOST_TOPICS
    from tools.listening.topics.found import found_topics
    from tools.listening.vocabulary import words_of_names, words_without_content

    runtime = Runtime()
    import_sample(runtime)
    tables = runtime.dataset(SAMPLE).tables()
    found = found_topics(Query(dataset=SAMPLE), tables, number=None, seed=0, most=MOST_TOPICS)
    truth = generate(seed=7).truth.posts
    aspects = [tuple(truth[post_id].aspects) for post_id in found.posts.ids]
    rows = np.array([row for row, held in enumerate(aspects) if len(held) == 1], dtype=np.intp)
    names = sorted({aspects[row][0] for row in rows})
    posts = found.posts
    corpus = Corpus(
        words=[posts.words[row] for row in rows],
        vectors=posts.vectors[rows],
        whose=posts.whose[rows],
        who=posts.who[rows],
        gold=np.array([names.index(aspects[row][0]) for row in rows], dtype=np.intp),
        without=words_without_content() | words_of_names(tables.facts, None),
    )
    return found, corpus


def _cells(one: Scored) -> tuple[str, ...]:
    stability = "" if one.stability is None else f"{one.stability:.2f}"
    return (
        one.name, str(one.topics), f"{one.inside:.1%}", f"{one.purity:.3f}", f"{one.nmi:.3f}", stability,
        f"{one.seconds:.1f}",
    )  # fmt: skip


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
