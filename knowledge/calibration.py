"""Calibration: how the reader errs on this very dataset, measured on posts that people labelled.

Until then a dataset borrows the errors that the reader showed on other posts, which says little: how readily it
takes an implicit opinion for a neutral remark differs between communities more than anything else.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from knowledge.dataset import Dataset, Post, open_dataset
from knowledge.home import Home
from knowledge.schema import arrow_schema
from knowledge.writing import writing
from tools.errors import BadRequest, TooFewPosts
from tools.facts import ReaderError
from tools.reader.reading import POLARITIES

if TYPE_CHECKING:
    import ibis.expr.types as ir

ROW_MINIMUM = 10
"""Labelled posts that each class needs before the matrix is used."""
ADVISED = 200


class Label(NamedTuple):
    """One person's label of one post."""

    post_id: str
    sentiment: str
    labeller: str


class Calibrated(NamedTuple):
    """What calibrating measured, and the dataset's version since."""

    error: ReaderError
    version: str
    ties: int


def to_label(dataset: Dataset, count: int, *, seed: int = 0, skip: frozenset[str] = frozenset()) -> list[Post]:
    """Return posts to label: the `count` first in a random order that depends on `seed` and post ids alone.

    A random sample is what makes the measurement hold for the whole dataset. Posts in `skip`, without text, or
    written by the brand itself are left out.
    """
    posts = dataset.tables()["posts"]
    readable = posts.filter(posts.text.notnull(), ~posts.is_own.fill_null(False))
    ids: list[str] = readable.post_id.to_pyarrow().to_pylist()
    ids = sorted(set(ids) - skip, key=lambda name: hashlib.sha256(f"{seed}:{name}".encode()).digest())
    return dataset.posts(ids[:count])


def add_labels(home: Home, dataset: str, labels: Sequence[Label], *, at: datetime) -> str:
    """Store labels and return the dataset's version. A labeller's later label of a post replaces the earlier one.

    Raises BadRequest for a label that is not one of negative, neutral and positive.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    classes = _classes(open_dataset(home, dataset))
    for label in labels:
        if label.sentiment not in classes:
            raise BadRequest(f"{label.sentiment!r} is no sentiment. Use {', '.join(classes)}.")
    rows = [label._asdict() | {"at": at} for label in labels]
    with writing(home, dataset) as writer:
        staged = writer.folder.staging / "labels.parquet"
        pq.write_table(pa.Table.from_pylist(rows, schema=arrow_schema("labels")), staged)
        writer.upsert("labels", staged)
        return writer.publish()


def calibrate(home: Home, dataset: str) -> Calibrated:
    """Measure the reader on the dataset's labels and let its aggregates be corrected by that from now on.

    Where labellers disagree the majority counts; ties are left out and counted. Raises TooFewPosts while a class
    has fewer than ROW_MINIMUM labelled posts.
    """
    opened = open_dataset(home, dataset)
    classes = _classes(opened)
    truth, ties = _majority(opened)
    readings = _readings(opened)
    mine = readings.filter(readings.post_id.isin(list(truth))).to_pyarrow().to_pylist()
    counts = Counter((truth[row["post_id"]], row["sentiment"]) for row in mine)
    confusion = tuple(tuple(counts[true, read] for read in classes) for true in classes)
    population = {row["sentiment"]: row["n"] for row in _totals(readings)}
    for name, row in zip(classes, confusion, strict=True):
        if sum(row) < ROW_MINIMUM:
            raise TooFewPosts(
                found=sum(row),
                needed=ROW_MINIMUM,
                what=f"labelled {name} posts",
                advice=f"Label more: groundswell calibrate {dataset} (about {ADVISED} random posts in all).",
            )
    source = f"{sum(counts.values()):,} posts of this dataset, labelled by {_labellers(opened)}"
    error = ReaderError(
        labels=classes,
        confusion=confusion,
        population=tuple(population.get(name, 0) for name in classes),
        source=source,
        borrowed=False,
    )
    with writing(home, dataset) as writer:
        writer.change(facts=writer.manifest.facts.model_copy(update={"reader_error": error}))
        return Calibrated(error, writer.publish(), ties)


def _readings(dataset: Dataset) -> ir.Table:
    """Return post_id and sentiment of all posts that were read reliably, the brand's own left out."""
    tables = dataset.tables()
    posts, readings = tables["posts"], tables["readings"]
    theirs = posts.filter(~posts.is_own.fill_null(False)).select("post_id")
    return (
        readings.filter(readings.reliable.fill_null(True)).select("post_id", "sentiment").semi_join(theirs, "post_id")
    )


def _totals(readings: ir.Table) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = readings.group_by("sentiment").agg(n=readings.count()).to_pyarrow().to_pylist()
    return rows


def _classes(dataset: Dataset) -> tuple[str, ...]:
    facts = dataset.manifest.facts
    if facts.reader is None:
        raise TooFewPosts(found=0, needed=ADVISED, what="read posts", advice="Import posts with text first.")
    return facts.reader_error.labels if facts.reader_error else POLARITIES


def _majority(dataset: Dataset) -> tuple[Mapping[str, str], int]:
    votes: dict[str, Counter[str]] = {}
    for row in dataset.tables()["labels"].select("post_id", "sentiment").to_pyarrow().to_pylist():
        votes.setdefault(row["post_id"], Counter())[row["sentiment"]] += 1
    decided = {}
    for post_id, counted in votes.items():
        (first, most), *rest = counted.most_common(2)
        if not rest or rest[0][1] < most:
            decided[post_id] = first
    return decided, len(votes) - len(decided)


def _labellers(dataset: Dataset) -> str:
    labellers = dataset.tables()["labels"].labeller.nunique().to_pyarrow().as_py()
    return "one person" if labellers == 1 else f"{labellers} people"
