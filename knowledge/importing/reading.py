"""Reading: posts whose text is new get a vector, a reading and a place in the index; no other text is read again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from knowledge.merging import sql_list, work_database
from knowledge.schema import arrow_schema
from knowledge.writing import Writer
from tools.services import Embedder
from tools.tables import TABLES

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from knowledge.index import Indexed
    from tools.reader import Reader, Reading

BATCH = 2_048

Step = Callable[[int, int], None]


def read_posts(
    writer: Writer,
    touched: Path,
    before: list[str],
    *,
    embedder: Embedder,
    reader: Reader,
    reading: Step,
    indexing: Step,
) -> int:
    """Read the touched posts whose text `before` did not hold, and return how many those are.

    A dataset is read by one embedder and one reader: where it was read by others, all its posts are read again.
    `reading` and `indexing` get the posts done and those in all.
    """
    manifest = writer.manifest
    same = manifest.embedder in (None, embedder.id) and manifest.facts.reader in (None, reader.id)
    texts = writer.folder.staging / "texts.parquet"
    count = _select(writer, touched, before, texts) if same else _select_all(writer, texts)
    if count:
        _read(writer.folder.staging, texts, count, embedder=embedder, reader=reader, step=reading)
        _index(writer, count, indexing, base=manifest.index if manifest.embedder == embedder.id else None)
        writer.upsert("readings", writer.folder.staging / "readings.parquet", whole=True)
        writer.upsert("vectors", writer.folder.staging / "vectors.parquet", whole=True)
    facts = manifest.facts.model_copy(update={"reader": reader.id, "reader_error": reader.card.sentiment_error})
    writer.change(facts=facts, embedder=embedder.id)
    return count


def _select(writer: Writer, touched: Path, before: list[str], target: Path) -> int:
    new = sql_list([str(touched)])
    old = f"SELECT post_id, text FROM read_parquet({sql_list(before)})" if before else "SELECT '' AS post_id, '' AS text"
    query = (
        f"SELECT n.post_id, n.text FROM read_parquet({new}) n LEFT JOIN ({old}) o USING (post_id) "
        "WHERE n.text IS NOT NULL AND n.text IS DISTINCT FROM o.text"
    )
    return _write_texts(writer, query, target)


def _select_all(writer: Writer, target: Path) -> int:
    posts = sql_list(writer.files("posts"))
    return _write_texts(writer, f"SELECT post_id, text FROM read_parquet({posts}) WHERE text IS NOT NULL", target)


def _write_texts(writer: Writer, query: str, target: Path) -> int:
    with work_database(writer.folder) as db:
        db.execute(f"COPY ({query}) TO {sql_list([str(target)])[1:-1]} (FORMAT parquet, ROW_GROUP_SIZE 20000)")
        row = db.execute(f"SELECT count(*) FROM read_parquet({sql_list([str(target)])})").fetchone()
    return int(row[0]) if row else 0


def _read(folder: Path, texts: Path, count: int, *, embedder: Embedder, reader: Reader, step: Step) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    readings = arrow_schema("readings")
    vectors = arrow_schema("vectors").append(pa.field("text", pa.string()))
    with (
        pq.ParquetFile(texts) as source,
        pq.ParquetWriter(folder / "readings.parquet", readings) as to_readings,
        pq.ParquetWriter(folder / "vectors.parquet", vectors) as to_vectors,
    ):
        done = 0
        for batch in source.iter_batches(batch_size=BATCH):
            ids, words = batch.column("post_id"), batch.column("text")
            matrix = embedder.embed(words.to_pylist())
            found = reader.read(words.to_pylist(), matrix)
            rows = [_row(post_id, reader.id, one) for post_id, one in zip(ids.to_pylist(), found, strict=True)]
            to_readings.write_batch(pa.RecordBatch.from_pylist(rows, schema=readings))
            to_vectors.write_batch(pa.RecordBatch.from_arrays([ids, _lists(matrix), words], schema=vectors))
            done += len(ids)
            step(done, count)


def _row(post_id: str, reader_id: str, reading: Reading) -> dict[str, Any]:
    given = {name: getattr(reading, name, None) for name in TABLES["readings"].columns}
    return {**given, "post_id": post_id, "reader": reader_id}


def _lists(matrix: NDArray[np.float32]) -> pa.Array:
    import numpy as np
    import pyarrow as pa

    rows, dim = matrix.shape
    return pa.ListArray.from_arrays(np.arange(rows + 1, dtype=np.int32) * dim, matrix.astype(np.float32).ravel())


def _index(writer: Writer, count: int, step: Step, *, base: str | None) -> None:
    from knowledge.index import build

    name, folder = writer.next_generation(), writer.folder.index
    folder.mkdir(exist_ok=True)
    batches = _indexed(writer.folder.staging / "vectors.parquet", count, step)
    build(folder / name, base=folder / base if base else None, batches=batches, gone=())
    writer.change(index=name)


def _indexed(vectors: Path, count: int, step: Step) -> Iterator[list[Indexed]]:
    import numpy as np
    import pyarrow.parquet as pq

    from knowledge.index import Indexed

    done = 0
    with pq.ParquetFile(vectors) as source:
        for batch in source.iter_batches(batch_size=BATCH):
            flat = batch.column("vector")
            matrix = np.asarray(flat.flatten()).reshape(len(flat), -1)
            ids, texts = batch.column("post_id").to_pylist(), batch.column("text").to_pylist()
            yield [Indexed(*post) for post in zip(ids, texts, matrix, strict=True)]
            done += len(flat)
            step(done, count)
