"""Neighbours: Chroma's HNSW graph over our own vectors, which proposes posts near in meaning.

Chroma holds ids and vectors, no text and no metadata: filters are resolved in SQL, and texts stay in one place.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tools.errors import NotFound, Unavailable

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateHNSWConfiguration
    from chromadb.api.models.Collection import Collection
    from numpy.typing import NDArray

_COLLECTION = "posts"
SYNCED = 2
"""Changes, at least 2, that Chroma waits for; it keeps fewer outside the graph and replays them at every opening."""

_GRAPH: CreateHNSWConfiguration = {"space": "cosine", "sync_threshold": SYNCED, "batch_size": SYNCED}
_opening = threading.Lock()  # Chroma's table of clients by path is not safe under threads


@contextmanager
def changing(folder: Path) -> Iterator[Collection]:
    """Open the graph to change it; made if it does not exist. Nobody else may have it open."""
    with closing(_client(folder)) as client:
        yield client.get_or_create_collection(_COLLECTION, embedding_function=None, configuration={"hnsw": _GRAPH})


class Neighbours:
    """A graph open for searching. Opened at first use, which takes about a second at 100,000 posts."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._opened: Collection | None = None

    def near(self, vector: NDArray[np.float32], *, limit: int) -> list[str]:
        """Return ids of posts near a unit vector, nearly always the nearest, at most `limit`, which is above 0.

        Raises NotFound when the graph is gone, even one that was open: Chroma opens its files again and again.
        """
        from chromadb.errors import ChromaError

        try:
            found = self._collection().query(query_embeddings=vector[None], n_results=limit, include=[])
        except ChromaError as error:
            self._insist()
            raise Unavailable(
                f"Chroma cannot search {str(self.folder)!r} ({error}). Import again to rebuild it."
            ) from error
        return found["ids"][0]

    def stored(self, post_ids: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of posts as the graph holds them, shape (n, dim), in no order."""
        found = self._collection().get(ids=list(post_ids), include=["embeddings"])
        return np.asarray(found["embeddings"], dtype=np.float32)

    def __len__(self) -> int:
        return self._collection().count()

    def _collection(self) -> Collection:
        with self._lock:
            if self._opened is None:
                self._insist()  # or Chroma would make an empty one
                client = _client(self.folder)
                weakref.finalize(self, client.close)
                self._opened = client.get_collection(_COLLECTION, embedding_function=None)
            return self._opened

    def _insist(self) -> None:
        if not (self.folder / "chroma.sqlite3").exists():
            raise NotFound(f"The index generation {self.folder.parent.name!r} is gone; a newer one replaced it.")


def _client(folder: Path) -> Client:
    from chromadb.api.client import Client
    from chromadb.config import Settings

    with _opening:
        return Client(settings=Settings(is_persistent=True, persist_directory=str(folder), anonymized_telemetry=False))
