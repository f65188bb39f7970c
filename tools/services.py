"""Services: what a tool may ask for beside tables, as Protocols that the runtime fills."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Hit(NamedTuple):
    """A post found by search: its fused score and which searches found it."""

    post_id: str
    score: float
    found_by: tuple[Literal["words", "meaning"], ...]


class Search(Protocol):
    """Finds posts of one dataset version by words and by meaning."""

    def search(self, words: str, *, limit: int, among: Collection[str] | None = None) -> list[Hit]:
        """Return at most `limit` hits, best first; `among` restricts them to those post ids."""
        ...


class Embedder(Protocol):
    """Turns texts into unit vectors."""

    @property
    def id(self) -> str:
        """Model and version; vectors of different ids do not compare."""
        ...

    @property
    def dim(self) -> int:
        """Length of a vector."""
        ...

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return an array of shape (len(texts), dim), rows of unit length, in the order given."""
        ...
