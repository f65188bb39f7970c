"""Search: finds posts by words and by meaning, and fuses the two."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from knowledge.dataset import Dataset
from knowledge.index import Generation
from knowledge.index.generation import SCANNED, Scored
from knowledge.manifest import Manifest, load
from tools.errors import MissingData, NotFound, Unavailable
from tools.services import Embedder, Hit

if TYPE_CHECKING:
    from numpy.typing import NDArray

DEPTH = 100
"""Posts that either search proposes at least."""

WORDS_WEIGHT = 0.5
"""Share of a hit's score that comes from words; tuned, see knowledge/methods/search.md."""


class Opened(NamedTuple):
    """An index open for a version, and the rows that belong to it: all where none."""

    generation: Generation
    within: NDArray[np.int64] | None


class HybridSearch:
    """Searches one version of a dataset. Safe under threads."""

    def __init__(self, dataset: Dataset, embedder: Embedder, *, scanned: int = SCANNED) -> None:
        """Opens the index at the first search. Of more than `scanned` posts Chroma proposes the near ones."""
        self.dataset, self.embedder, self._scanned = dataset, embedder, scanned

    def search(self, words: str, *, limit: int, among: Collection[str] | None = None) -> list[Hit]:
        """Return at most `limit` posts, best first, equal ones by id; `among` restricts them to those posts.

        score = 0.5 · BM25 / largest BM25 + 0.5 · cosine / largest cosine, from 0 to 1, where 1 is the best by
        words and by meaning at once. Scores of different searches do not compare. Method: methods/search.md.
        Raises MissingData where no post has text, Unavailable when another embedder made the index.
        """
        index, within = self._opened
        rows = within
        if among is not None:
            asked = index.rows(among)
            rows = asked if within is None else np.intersect1d(asked, within, assume_unique=True)
        if not words.strip() or limit < 1 or not len(index) or (rows is not None and not len(rows)):
            return []
        vector = self.embedder.embed([words])[0]
        depth = max(DEPTH, 2 * limit)
        by_words = index.by_words(words, limit=depth, among=rows)
        by_meaning = index.by_meaning(vector, limit=depth, among=rows)
        return fused(index, words, vector, by_words=by_words, by_meaning=by_meaning)[:limit]

    @cached_property
    def _opened(self) -> Opened:
        """Open this version's generation; where it was replaced, the current one, held to this version's posts."""
        if self.dataset.manifest.index is None:
            raise MissingData(f"Dataset {self.dataset.name!r} holds no post with text. Import posts that have one.")
        try:
            return Opened(self._generation(self.dataset.manifest), None)
        except NotFound:
            index = self._generation(load(self.dataset.folder))
            posts = self.dataset.tables()["posts"].post_id.to_pyarrow().to_pylist()
            return Opened(index, index.rows(posts))

    def _generation(self, manifest: Manifest) -> Generation:
        if manifest.embedder and manifest.embedder != self.embedder.id:
            raise Unavailable(
                f"The index of dataset {self.dataset.name!r} was made by embedder {manifest.embedder!r}, and this is "
                f"{self.embedder.id!r}: their vectors do not compare. Run with that one, or import anew."
            )
        return Generation(self.dataset.folder.index / str(manifest.index), scanned=self._scanned)


def fused(
    index: Generation,
    words: str,
    vector: NDArray[np.float32],
    *,
    by_words: Scored,
    by_meaning: Scored,
    words_weight: float = WORDS_WEIGHT,
) -> list[Hit]:
    """Score what either search proposed by both, best first.

    A post that only one of them proposed gets its true score in the other too, not 0.
    """
    rows = np.union1d(by_words.rows, by_meaning.rows)
    lexical = dict(zip(*by_words, strict=True))
    if lexical:
        others = np.setdiff1d(rows, by_words.rows)
        lexical |= dict(zip(*index.by_words(words, limit=len(others), among=others), strict=True))
    bm25 = np.array([lexical.get(row, 0.0) for row in rows])
    cosines = np.maximum(index.cosines(rows, vector), 0.0)
    scores = words_weight * _share_of_best(bm25) + (1 - words_weight) * _share_of_best(cosines)
    near = set(by_meaning.rows.tolist())
    hits = [
        Hit(index.post_id(row), round(float(score), 9), _found_by(words=row in lexical, meaning=row in near))
        for row, score in zip(rows.tolist(), scores, strict=True)
    ]
    return sorted(hits, key=lambda hit: (-hit.score, hit.post_id))


def _share_of_best(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    best = scores.max(initial=0.0)
    return scores / best if best > 0 else scores


def _found_by(*, words: bool, meaning: bool) -> tuple[Literal["words", "meaning"], ...]:
    found: tuple[tuple[Literal["words", "meaning"], bool], ...] = (("words", words), ("meaning", meaning))
    return tuple(name for name, is_found in found if is_found)
