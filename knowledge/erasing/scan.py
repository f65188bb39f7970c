"""Scan: looks for erased texts, ids and vectors in every file of the data folder, bytes and decoded rows alike."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from knowledge.erasing.needles import Needles

_CHUNK = 8 << 20


class Trace(NamedTuple):
    """Something erased that is still there: its kind and the file, relative to the data folder."""

    kind: str
    file: str


def scan(folder: Path, needles: Needles) -> tuple[Trace, ...]:
    """Return every trace of the needles below a folder; none is what erasing promises.

    Files are searched as bytes; Parquet, which is compressed, is decoded and its values searched too.
    """
    wanted = needles.as_bytes()
    traces = []
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            kinds = set(_in_file(path, wanted))
            traces += [Trace(kind, str(path.relative_to(folder))) for kind in sorted(kinds)]
    return tuple(traces)


def _in_file(path: Path, wanted: dict[bytes, str]) -> Iterator[str]:
    for chunk in _chunks(path, overlap=max(map(len, wanted), default=0)):
        yield from (kind for needle, kind in wanted.items() if needle in chunk)


def _chunks(path: Path, *, overlap: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        tail = b""
        while block := file.read(_CHUNK):
            yield tail + block
            tail = block[-overlap:] if overlap else b""
    if path.suffix == ".parquet":
        yield from _decoded(path)


def _decoded(path: Path) -> Iterator[bytes]:
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=5_000):
            for name, column in zip(batch.schema.names, batch.columns, strict=True):
                if name == "vector":
                    yield column.flatten().to_numpy(zero_copy_only=False).astype("<f4").tobytes()
                else:
                    yield "\n".join(map(str, column.to_pylist())).encode("utf-8", "surrogatepass")
