"""Vectors: one row of float32 a post in a plain file, for exact cosines of any rows in milliseconds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_BLOCK = 2_000


def write(path: Path, rows: NDArray[np.int64], vectors: NDArray[np.float32]) -> None:
    """Write vectors, shape (len(rows), dim), at their rows, growing the file as needed."""
    dim = vectors.shape[1]
    needed = (int(rows.max()) + 1) * dim * 4
    with path.open("r+b" if path.exists() else "w+b") as file:
        size = file.seek(0, 2)
        if size < needed:
            file.truncate(needed)
    stored = np.memmap(path, dtype=np.float32, mode="r+")
    stored.reshape(-1, dim)[rows] = vectors
    stored.flush()


def open_vectors(path: Path, dim: int) -> NDArray[np.float32]:
    """Map the file, shape (rows, dim); works on after the file was removed."""
    if not dim:
        return np.zeros((0, 0), dtype=np.float32)
    return np.memmap(path, dtype=np.float32, mode="r").reshape(-1, dim)


def cosines(stored: NDArray[np.float32], rows: NDArray[np.int64], vector: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the cosine, -1 to 1, of a unit vector with each of the rows, shape (len(rows),)."""
    found = np.empty(len(rows), dtype=np.float32)
    for start in range(0, len(rows), _BLOCK):
        block = stored[rows[start : start + _BLOCK]]
        # A matrix product would wake BLAS threads for every block, which costs more than it saves.
        found[start : start + _BLOCK] = np.einsum("ij,j->i", block, vector)
    return found
