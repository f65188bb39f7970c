"""Reading: posts whose text is new get a vector, a reading and a place in the index; no other text is read again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from knowledge.merging import sql_list
from knowledge.schema import arrow_schema
from knowledge.writing import Writer
from tools.facts import Facts, ReaderError
from tools.reader.mentions import Vocabulary, vocabulary
from tools.reader.reading import POLARITIES
from tools.service.labels import Labels, label
from tools.services import Embedder
from tools.tables import TABLES

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from knowledge.index import Indexed
    from tools.reader import AspectReading, Reader

BATCH = 2_048

Step = Callable[[int, int], None]


def read_posts(
    writer: Writer, staged: Path, *, embedder: Embedder, reader: Reader, reading: Step, indexing: Step
) -> Path | None:
    """Read the staged posts whose text the dataset does not hold yet; return the file of their readings, if any.

    A dataset is read by one embedder and one reader: where it was read by others, all its posts are read again.
    `reading` and `indexing` get the posts done and those in all.
    """
    folder, manifest = writer.folder.staging, writer.manifest
    count = _select_texts(writer, staged, folder / "texts.parquet", embedder=embedder, reader=reader)
    if not count:
        return None
    _read(folder, count, facts=manifest.facts, embedder=embedder, reader=reader, step=reading)
    _index(writer, count, indexing, base=manifest.index if manifest.embedder == embedder.id else None)
    writer.upsert("readings", folder / "readings.parquet", whole=True)
    writer.upsert("vectors", folder / "vectors.parquet", whole=True)
    writer.change(facts=read_by(manifest.facts, reader), embedder=embedder.id)
    return folder / "readings.parquet"


def read_by(facts: Facts, reader: Reader) -> Facts:
    """Return a dataset's facts once a reader has read it; what was calibrated on it stays while the reader does."""
    if facts.reader == reader.id and (facts.reader_error is not None or not reader.card.held):
        return facts
    known = {"reader": reader.id, "reader_error": _borrowed(reader), "reader_scores": reader.card.scores}
    return facts.model_copy(update=known)


def rows_of(batch: pa.RecordBatch, names: Vocabulary, *, embedder: Embedder, reader: Reader) -> list[dict[str, Any]]:
    """Read a batch of post_id and text; return rows of the table of readings."""
    import numpy as np

    texts = batch.column("text").to_pylist()
    # A reader that reads the text itself needs no vectors, which take as long as its reading.
    vectors = embedder.embed(texts) if reader.card.embedder else np.zeros((len(texts), 0), np.float32)
    found = reader.read(texts, vectors, targets=[names.find(text) for text in texts])
    known = zip(batch.column("post_id").to_pylist(), texts, found, strict=True)
    return [_row(post_id, reader.id, label(text, one)) for post_id, text, one in known]


def _borrowed(reader: Reader) -> ReaderError | None:
    """Return how the reader errs by its card; none where nobody has measured it, which aggregates then say."""
    card = reader.card
    if not card.held:
        return None
    return ReaderError(
        labels=card.labels,
        confusion=card.confusion,
        by_source=tuple(held.confusion for held in card.held),
        source="; ".join(held.source for held in card.held),
    )


def with_language(writer: Writer, staged: Path, readings: Path, target: Path) -> None:
    """Write the staged posts to `target`, those of no declared language with the one that was read."""
    columns = ", ".join(
        "coalesce(p.lang, s.lang, r.language) AS lang" if name == "lang" else f"p.{name}"
        for name in TABLES["posts"].columns
    )
    query = (
        f"SELECT {columns} FROM read_parquet({sql_list([str(staged)])}) p "
        f"LEFT JOIN read_parquet({sql_list([str(readings)])}) r USING (post_id) "
        f"LEFT JOIN ({_stored(writer, 'post_id, lang')}) s USING (post_id)"
    )
    _write(writer, query, target)


def _select_texts(writer: Writer, staged: Path, target: Path, *, embedder: Embedder, reader: Reader) -> int:
    known = writer.manifest.embedder in (None, embedder.id) and writer.manifest.facts.reader in (None, reader.id)
    kind, condition = ("LEFT", "n.text IS DISTINCT FROM o.text") if known else ("FULL", "true")
    query = (
        f"SELECT post_id, coalesce(n.text, o.text) AS text FROM read_parquet({sql_list([str(staged)])}) n "
        f"{kind} JOIN ({_stored(writer, 'post_id, text')}) o USING (post_id) "
        f"WHERE coalesce(n.text, o.text) IS NOT NULL AND (n.text IS NOT NULL OR {not known}) AND {condition}"
    )
    return _write(writer, query, target)


def _stored(writer: Writer, columns: str) -> str:
    files = writer.files("posts")
    nothing = ", ".join(f"NULL::VARCHAR AS {name}" for name in columns.split(", "))
    return f"SELECT {columns} FROM read_parquet({sql_list(files)})" if files else f"SELECT {nothing} LIMIT 0"


def _write(writer: Writer, query: str, target: Path) -> int:
    with writer.database() as db:
        db.execute(f"COPY ({query}) TO {sql_list([str(target)])[1:-1]} (FORMAT parquet, ROW_GROUP_SIZE 20000)")
        row = db.execute(f"SELECT count(*) FROM read_parquet({sql_list([str(target)])})").fetchone()
    return int(row[0]) if row else 0


def _read(folder: Path, count: int, *, facts: Facts, embedder: Embedder, reader: Reader, step: Step) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    readings = arrow_schema("readings")
    vectors = arrow_schema("vectors").append(pa.field("text", pa.string()))
    names = vocabulary(facts)
    with (
        pq.ParquetFile(folder / "texts.parquet") as source,
        pq.ParquetWriter(folder / "readings.parquet", readings) as to_readings,
        pq.ParquetWriter(folder / "vectors.parquet", vectors) as to_vectors,
    ):
        done = 0
        for batch in source.iter_batches(batch_size=BATCH):
            ids, words = batch.column("post_id"), batch.column("text")
            texts = words.to_pylist()
            matrix = embedder.embed(texts)
            found = reader.read(texts, matrix, targets=[names.find(text) for text in texts])
            known = zip(ids.to_pylist(), texts, found, strict=True)
            rows = [_row(post_id, reader.id, label(text, one)) for post_id, text, one in known]
            to_readings.write_batch(pa.RecordBatch.from_pylist(rows, schema=readings))
            to_vectors.write_batch(pa.RecordBatch.from_arrays([ids, _lists(matrix), words], schema=vectors))
            done += len(ids)
            step(done, count)


def _row(post_id: str, reader_id: str, labels: Labels) -> dict[str, Any]:
    reading = labels.reading
    return {
        "post_id": post_id,
        "reader": reader_id,
        "p_negative": reading.sentiment.negative,
        "p_neutral": reading.sentiment.neutral,
        "p_positive": reading.sentiment.positive,
        "sentiment": reading.sentiment.label,
        "sarcasm": reading.sarcasm,
        "emotions": list(reading.emotions.items()),
        "intents": list(reading.intents.items()),
        "plutchik": list(reading.plutchik.items()),
        "aspects": [_mention(aspect) for aspect in reading.aspects],
        "language": None if reading.language == "und" else reading.language,
        "reliable": reading.reliable,
        "urgency": labels.urgency.priority,
        "distress": labels.urgency.distress,
        "offensive": list(labels.hints.offensive),
        "spam": list(labels.hints.spam),
    }


def _mention(aspect: AspectReading) -> dict[str, Any]:
    said = aspect.sentiment
    chances = {f"p_{polarity}": getattr(said, polarity) if said else None for polarity in POLARITIES}
    return {"name": aspect.name, "start": aspect.start, "end": aspect.end, **chances}


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
    build(folder / name, base=folder / base if base else None, batches=batches)
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
