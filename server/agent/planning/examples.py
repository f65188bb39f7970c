"""Examples: how near a question is to the questions that tools say they answer."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from tools.base import Tool

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tools.services import Embedder


BRIEF = (
    "give me a brief on us", "summarise last week", "weekly brief", "catch me up", "what should I know about us",
    "launch review", "key takeaways", "recap of the month", "overview of what people say",
    "how did the week go overall",
)  # fmt: skip
"""Questions that several tools answer together."""


class Examples:
    """Cosine similarity to each tool's nearest example. Examples are embedded once a process, on first use."""

    def __init__(self, embedder: Callable[[], Embedder]) -> None:
        self._embedder = embedder
        self._lock = threading.Lock()
        self._known: tuple[tuple[str, ...], NDArray[np.float32]] | None = None
        self._of: tuple[str, ...] = ()

    def scores(self, text: str, tools: Sequence[Tool]) -> dict[str, float]:
        """Return for each tool, and for `brief`, the similarity (-1 to 1) of its example nearest to `text`."""
        embedder = self._embedder()
        owners, vectors = self._examples(tools, embedder)
        near = vectors @ embedder.embed([text])[0]
        best: dict[str, float] = {}
        for owner, score in zip(owners, near, strict=True):
            best[owner] = max(float(score), best.get(owner, -1.0))
        return best

    def _examples(self, tools: Sequence[Tool], embedder: Embedder) -> tuple[tuple[str, ...], NDArray[np.float32]]:
        names = tuple(tool.name for tool in tools)
        with self._lock:
            if self._known is None or self._of != names:
                asked = [(tool.name, example.lower()) for tool in tools for example in tool.examples]
                asked += [("brief", example.lower()) for example in BRIEF]
                owners, texts = tuple(owner for owner, _ in asked), [text for _, text in asked]
                self._known, self._of = (owners, embedder.embed(texts)), names
            return self._known
