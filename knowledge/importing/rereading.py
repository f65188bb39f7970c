"""Rereading: the posts of a dataset read again, by another reader or for features added since, as its next version.

Parts are kept until all is done, so that what was killed goes on where it was. They hold readings and post ids, no
texts; erasing removes them.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from knowledge.home import Home
from knowledge.importing.reading import BATCH, read_by, rows_of
from knowledge.importing.report import Progress
from knowledge.merging import sql_list
from knowledge.schema import arrow_schema
from knowledge.writing import Writer, writing
from tools.errors import TooFewPosts
from tools.reader.mentions import Vocabulary, spellings
from tools.services import Embedder

if TYPE_CHECKING:
    from tools.facts import Facts
    from tools.reader import Reader


class Reread(NamedTuple):
    """What reading again did: posts read, of how many of them a label changed, and how many an earlier try had read."""

    posts: int
    changed: int
    resumed: int
    version: str


def reread(
    home: Home,
    dataset: str,
    *,
    embedder: Embedder,
    reader: Reader,
    progress: Callable[[Progress], None] = lambda _: None,
) -> Reread:
    """Read all posts again and publish the readings; the same version as before if no label differs.

    What was calibrated stays while the reader does. Raises UnknownName for a dataset that does not exist, TooFewPosts
    for one without texts, Conflict while another process writes, and whatever the reader raises.
    """
    with writing(home, dataset) as writer:
        texts = writer.folder.staging / "texts.parquet"
        count = _write_texts(writer, texts)
        if not count:
            raise TooFewPosts(found=0, needed=1, what="posts with text", advice="Import posts with text first.")
        parts = writer.folder.rereading / _key(writer, reader)
        resumed = _read(texts, parts, count, writer.manifest.facts, embedder=embedder, reader=reader, progress=progress)
        staged = writer.folder.staging / "readings.parquet"
        _join(writer, parts, staged)
        done = writer.upsert("readings", staged, whole=True)
        writer.change(facts=read_by(writer.manifest.facts, reader))
        version = writer.publish()
        shutil.rmtree(writer.folder.rereading, ignore_errors=True)
        return Reread(count, done.changed + done.added, resumed, version)


def _write_texts(writer: Writer, target: Path) -> int:
    files = writer.files("posts")
    if not files:
        return 0
    with writer.database() as db:
        db.execute(
            f"COPY (SELECT post_id, text FROM read_parquet({sql_list(files)}) WHERE text IS NOT NULL ORDER BY post_id) "
            f"TO {sql_list([str(target)])[1:-1]} (FORMAT parquet, ROW_GROUP_SIZE 20000)"
        )
        row = db.execute(f"SELECT count(*) FROM read_parquet({sql_list([str(target)])})").fetchone()
    return int(row[0]) if row else 0


def _key(writer: Writer, reader: Reader) -> str:
    """Name what parts depend on: the reader, the names looked for, and the very rows of posts."""
    names = spellings(writer.manifest.facts)
    whole = json.dumps([reader.id, sorted(names.items()), writer.manifest.tables["posts"].model_dump()])
    return hashlib.sha256(whole.encode()).hexdigest()[:16]


def _read(
    texts: Path,
    parts: Path,
    count: int,
    facts: Facts,
    *,
    embedder: Embedder,
    reader: Reader,
    progress: Callable[[Progress], None],
) -> int:
    """Write the readings of each batch to a part of its own; return how many posts parts of an earlier try hold."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    for other in parts.parent.glob("*"):
        if other.name != parts.name:
            shutil.rmtree(other, ignore_errors=True)
    parts.mkdir(parents=True, exist_ok=True)
    names, done, resumed = Vocabulary(spellings(facts)), 0, 0
    with pq.ParquetFile(texts) as source:
        for number, batch in enumerate(source.iter_batches(batch_size=BATCH)):
            part = parts / f"{number:06d}.parquet"
            if part.exists():
                resumed += len(batch)
            else:
                rows = rows_of(batch, names, embedder=embedder, reader=reader)
                draft = part.with_suffix(".part")
                pq.write_table(pa.Table.from_pylist(rows, schema=arrow_schema("readings")), draft)
                draft.replace(part)
            done += len(batch)
            progress(Progress("reading", done, count))
    return resumed


def _join(writer: Writer, parts: Path, target: Path) -> None:
    files = sorted(str(part) for part in parts.glob("*.parquet"))
    with writer.database() as db:
        db.execute(
            f"COPY (SELECT * FROM read_parquet({sql_list(files)})) TO {sql_list([str(target)])[1:-1]} "
            "(FORMAT parquet, ROW_GROUP_SIZE 20000)"
        )
