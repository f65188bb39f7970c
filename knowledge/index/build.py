"""Build: makes an index generation, from nothing or from the one before, and verifies it."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import closing, nullcontext
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from knowledge.index import neighbours, vectors
from knowledge.index.apart import build_graph_apart
from knowledge.index.generation import CHROMA, VECTORS, WORDS, Generation
from knowledge.index.words import WordsWriter
from tools.errors import BadRequest, GroundswellError, Unavailable

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection as Graph
    from numpy.typing import NDArray

BATCH = 5_000
"""Posts added at a time; Chroma takes 5,461 at most."""

_SAMPLE = 1_000


class Indexed(NamedTuple):
    """A post to index: its id, its text, and its vector of shape (dim,), float32, of unit length."""

    post_id: str
    text: str
    vector: NDArray[np.float32]


def build(
    folder: Path,
    *,
    base: Path | None,
    batches: Iterable[Sequence[Indexed]],
    gone: Collection[str] = (),
    erasing: bool = False,
) -> None:
    """Make an index generation in `folder`, which must not exist; durable when this returns.

    With `base`, starts from a copy of that generation without the posts `gone`, which stays as it is. A post
    that is indexed already is replaced; of several with one id in a batch the last counts. Chroma keeps the
    bytes of what is removed, and writes memory that it never initialised: to erase, build without a base and say
    `erasing`, which builds the graph in a process that never held what was erased. What a killed build leaves is
    no generation, since no manifest names it. Raises BadRequest for a vector of the wrong length or without direction.
    """
    folder.mkdir(parents=True)
    if base is not None:
        _copy(base, folder)
    kept = False
    words = WordsWriter(folder / WORDS)
    try:
        with nullcontext() if erasing else neighbours.changing(folder / CHROMA) as graph:
            _remove(words, graph, words.rows(gone))
            for batch in batches:
                for start in range(0, len(batch), BATCH):
                    _add(folder, words, graph, batch[start : start + BATCH])
        kept = True
    finally:
        words.close(keep=kept)
    if erasing:
        build_graph_apart(folder)
    _sync(folder)


def verify(folder: Path, expected: int) -> None:
    """Check that a generation holds `expected` posts, each with words, a vector and a place in the graph.

    Compares a sample of a thousand vectors in Chroma with the file. Raises Unavailable saying what differs.
    """
    try:
        generation = Generation(folder)
        found = {"words": len(generation), "graph": len(generation.neighbours)}
        sample = generation.post_ids()[:: max(1, expected // _SAMPLE)]
        found["vectors"] = expected - len(sample) + len(generation.neighbours.stored(sample)) if sample else 0
    except GroundswellError:
        raise
    except (OSError, ValueError, sqlite3.Error) as error:
        raise Unavailable(f"The index {folder.name!r} cannot be read ({error}). Build it again.") from error
    wrong = {name: count for name, count in found.items() if count != expected}
    if wrong:
        counts = ", ".join(f"{count:,} {name}" for name, count in wrong.items())
        raise Unavailable(f"The index {folder.name!r} holds {counts}, not {expected:,}. Build it again.")


def _add(folder: Path, words: WordsWriter, graph: Graph | None, batch: Sequence[Indexed]) -> None:
    posts = list({post.post_id: post for post in batch}.values())
    if not posts:
        return
    matrix = _matrix(posts, words.dim(posts[0].vector.size))
    ids = [post.post_id for post in posts]
    known, unused = words.rows(ids), count(words.next_row())
    _remove(words, graph, known)  # 3 to 5 times quicker than Chroma's upsert
    rows = [known[post_id] if post_id in known else next(unused) for post_id in ids]
    words.add(rows, ids, (post.text for post in posts))
    vectors.write(folder / VECTORS, np.asarray(rows), matrix)
    if graph is not None:
        graph.add(ids=ids, embeddings=matrix)


def _remove(words: WordsWriter, graph: Graph | None, known: Mapping[str, int]) -> None:
    words.remove(known.values())
    if graph is not None:
        ids = list(known)
        for start in range(0, len(ids), BATCH):
            graph.delete(ids=ids[start : start + BATCH])


def _matrix(posts: Sequence[Indexed], dim: int) -> NDArray[np.float32]:
    """Stack vectors, shape (len(posts), dim), brought to unit length."""
    if wrong := [post for post in posts if post.vector.shape != (dim,)]:
        raise BadRequest(
            f"The vector of post {wrong[0].post_id!r} has shape {wrong[0].vector.shape}, and the index holds "
            f"vectors of length {dim}. Embed all posts with one embedder, or build the index without a base."
        )
    matrix: NDArray[np.float32] = np.stack([post.vector for post in posts]).astype(np.float32)
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    usable = np.isfinite(lengths[:, 0]) & (lengths[:, 0] > 0)
    if not usable.all():
        post_id = posts[int(np.argmin(usable))].post_id
        raise BadRequest(f"The vector of post {post_id!r} is zero or not finite. Embed its text again.")
    matrix /= lengths
    return matrix


def _copy(base: Path, folder: Path) -> None:
    """Copy a generation that readers may have open: opening Chroma writes a row to its SQLite file."""
    for path in sorted(base.rglob("*")):
        target = folder / path.relative_to(base)
        if path.is_dir():
            target.mkdir()
        elif path.name == "chroma.sqlite3":
            with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(target)) as copy:
                source.backup(copy)
        elif not path.name.startswith("chroma.sqlite3-"):
            shutil.copyfile(path, target)


def _sync(folder: Path) -> None:
    for path in (*folder.rglob("*"), folder, folder.parent):
        if path.is_dir() and os.name == "nt":  # Windows cannot open a folder
            continue
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
