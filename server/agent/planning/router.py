"""Router: how likely a question is for each tool, by a logistic head over its meaning, its words and its signs.

The head is made by `python -m server.agent.planning.train` from the tools' example questions and wordings.toml, and
ships as router.npz beside this file.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from server.agent.framing.clues import Clues
from tools.errors import Unavailable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tools.services import Embedder

SHIPPED = Path(__file__).with_name("router.npz")
SIGN_WEIGHT = 0.3
"""Of a sign beside the meaning, whose vector has length 1; by cross-validation of 0.3, 0.5 and 1."""
TOGETHER = ("brief", "none")
"""What a question may want beside a tool: several tools at once, or what no tool gives."""
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[?%]")


class Head(NamedTuple):
    """What was learned. Rows of `weights` are meaning, words, signs, in that order; columns are `labels`."""

    labels: tuple[str, ...]
    words: Mapping[str, int]
    signs: Mapping[str, int]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    sources: str
    """Hash of what it was learned from."""


class Router:
    """Tells which tools a question may want. The head is read once, on first use; safe under threads."""

    def __init__(self, embedder: Callable[[], Embedder], path: Path = SHIPPED) -> None:
        self._embedder, self._path = embedder, path
        self._lock = threading.Lock()
        self._head: Head | None = None
        self._last: tuple[tuple[Clues, frozenset[str]], dict[str, float]] | None = None
        """The last question and what was found: one question is looked at several times."""

    def likely(self, clues: Clues, tools: Collection[str]) -> dict[str, float]:
        """Return the probability of each of `tools`, of `brief` and of `none`; together 1.

        Tools that the head was not taught have none. Raises Unavailable where there is no embedder, or another than
        the one it was taught with.
        """
        import numpy as np

        if self._last and self._last[0] == (clues, frozenset(tools)):
            return dict(self._last[1])
        head = self.head()
        meaning = self._embedder().embed([clues.text])[0]
        if len(meaning) != len(head.weights) - len(head.words) - len(head.signs):
            raise Unavailable("The router was taught with vectors of another embedder: rules alone choose the tools.")
        row = vector(clues, meaning, head.words, head.signs)
        scores = row @ head.weights + head.bias
        known = [at for at, label in enumerate(head.labels) if label in tools or label in TOGETHER]
        shares = np.exp(scores[known] - scores[known].max())
        shares /= shares.sum()
        found = {head.labels[at]: float(share) for at, share in zip(known, shares, strict=True)}
        self._last = (clues, frozenset(tools)), found
        return dict(found)

    def head(self) -> Head:
        """Return what was learned."""
        with self._lock:
            if self._head is None:
                self._head = load(self._path)
            return self._head


def vector(
    clues: Clues, meaning: NDArray[np.float32], words: Mapping[str, int], signs: Mapping[str, int]
) -> NDArray[np.float32]:
    """Return a question as one row: its meaning (length 1), its known words (length 1), its known signs."""
    import numpy as np

    row = np.zeros(len(meaning) + len(words) + len(signs), np.float32)
    row[: len(meaning)] = meaning
    held = [words[word] for word in grams(clues.text) if word in words]
    if held:
        row[[len(meaning) + at for at in held]] = len(held) ** -0.5
    row[[len(meaning) + len(words) + signs[sign] for sign in clues.signs if sign in signs]] = SIGN_WEIGHT
    return row


def grams(text: str) -> Sequence[str]:
    """Return the words and pairs of neighbouring words of a text, each once, in reading order."""
    words = _TOKEN.findall(text.lower())
    return tuple(dict.fromkeys([*words, *(f"{one} {two}" for one, two in pairwise(words))]))


def load(path: Path) -> Head:
    """Read a head."""
    import numpy as np

    with np.load(path, allow_pickle=False) as file:
        words, signs = ([str(name) for name in file[each]] for each in ("words", "signs"))
        return Head(
            labels=tuple(str(label) for label in file["labels"]),
            words={word: at for at, word in enumerate(words)},
            signs={sign: at for at, sign in enumerate(signs)},
            weights=file["weights"].astype(np.float32) * file["scale"],
            bias=file["bias"].astype(np.float32),
            sources=str(file["sources"]),
        )
