"""Train: `python -m server.agent.planning.train` makes router.npz from the tools' examples and wordings.toml.

Run it after a tool, an example or a wording is added; a test says when it was forgotten.
"""

from __future__ import annotations

import hashlib
import json
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from server.agent.framing.clues import Clues, clues_of
from server.agent.framing.marking import clean, mark
from server.agent.framing.shorthand import plainly
from server.agent.framing.spans import Covered
from server.agent.framing.vocabulary import Vocabulary
from server.agent.planning.router import SHIPPED, grams, vector
from tools.facts import Brand, Facts
from tools.registry import tools

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WORDINGS = Path(__file__).with_name("wordings.toml")
STRENGTH = 10.0
"""Inverse of the penalty on large weights; by cross-validation of 5, 10 and 20."""
FOLDS = 8
COVERED = Covered(date(2026, 3, 1), date(2026, 4, 9))
_COMPANY = (
    "Halden Bank", "the bank", "the ferry company", "the supermarket", "the airline", "the energy supplier",
    "the university", "the football club", "the city's transport authority", "the city", "the charity", "the museum",
    "the theatre", "the broadband firm", "the perfume label", "the carmaker", "the oat drink", "the electric car",
    "the shoe", "the school", "the club",
)  # fmt: skip
"""Those that the wordings speak of as one speaks of a brand."""
VOCABULARY = Vocabulary(
    facts=Facts(
        dataset="wordings",
        brands=(
            Brand(name="ConnectSphere", is_own=True), Brand(name="Palavero"), Brand(name="Mingleforth"),
            Brand(name="Halden Bank", aliases=_COMPANY), Brand(name="Emberfall"), Brand(name="Corvane"),
        ),
        features=("AI Assist", "check-in", "networking suggestions", "summaries", "agenda", "price", "support"),
        milestones={"launch": date(2026, 3, 11)},
    ),
    platforms=("x", "reddit", "instagram", "linkedin", "facebook", "youtube"),
    langs=("en", "es", "de", "fr", "pt"),
    first=COVERED.first, last=COVERED.last, n_posts=1,
)  # fmt: skip


class Lesson(NamedTuple):
    """A question, and what it wants first."""

    label: str
    question: str


class Taught(NamedTuple):
    """Lessons as rows of numbers, and the names of the columns."""

    rows: NDArray[np.float32]
    labels: NDArray[np.str_]
    words: tuple[str, ...]
    signs: tuple[str, ...]


def lessons() -> tuple[Lesson, ...]:
    """Return all questions that the router learns from: examples of the registered tools, then wordings."""
    wordings = tomllib.loads(WORDINGS.read_text(encoding="utf-8"))
    examples = [Lesson(tool.name, example) for tool in tools() for example in tool.examples]
    return (*examples, *(Lesson(label, each) for label, questions in wordings.items() for each in questions))


def sources() -> str:
    """Return a hash of wordings.toml and the names of the registered tools.

    An example that is put otherwise needs no new head, a tool or a wording does.
    """
    said = json.dumps([WORDINGS.read_text(encoding="utf-8"), sorted(tool.name for tool in tools())])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def read(question: str) -> Clues:
    """Return the clues of a question, its names and days masked as those of a real one are."""
    return clues_of(mark(plainly(clean(question)), VOCABULARY, COVERED))


def taught(from_: Sequence[Lesson]) -> Taught:
    """Put lessons as rows; a word counts from its second lesson on."""
    import numpy as np

    from knowledge.embedder import MiniLMEmbedder

    clues = [read(lesson.question) for lesson in from_]
    counted = Counter(word for each in clues for word in grams(each.text))
    words = tuple(sorted(word for word, n in counted.items() if n > 1))
    signs = tuple(sorted({sign for each in clues for sign in each.signs}))
    places = {word: at for at, word in enumerate(words)}, {sign: at for at, sign in enumerate(signs)}
    meanings = MiniLMEmbedder().embed([each.text for each in clues])
    rows = [vector(each, meaning, *places) for each, meaning in zip(clues, meanings, strict=True)]
    return Taught(np.stack(rows), np.array([lesson.label for lesson in from_]), words, signs)


def save(learned: Taught, path: Path) -> None:
    """Fit the head and write it, weights as 8-bit numbers, one scale a column."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=STRENGTH, max_iter=1_000, tol=1e-3).fit(learned.rows, learned.labels)
    weights = model.coef_.T
    scale = np.abs(weights).max(axis=0) / 127
    np.savez_compressed(
        path, labels=model.classes_.astype(str), words=np.array(learned.words), signs=np.array(learned.signs),
        weights=np.round(weights / scale).astype(np.int8), scale=scale.astype(np.float32),
        bias=model.intercept_.astype(np.float32), sources=np.array(sources()),
    )  # fmt: skip


def right(learned: Taught) -> Iterator[tuple[str, bool]]:
    """Cross-validate: yield for each lesson what it wants, and whether a head that never saw it says so."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold

    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    for fit, held in folds.split(learned.rows, learned.labels):
        model = LogisticRegression(C=STRENGTH, max_iter=1_000, tol=1e-3).fit(learned.rows[fit], learned.labels[fit])
        said = model.predict(learned.rows[held])
        yield from ((str(label), bool(label == each)) for label, each in zip(learned.labels[held], said, strict=True))


def main() -> None:
    """Train on all lessons and write the head; with --check, print how often it is right on lessons it never saw."""
    every = lessons()
    learned = taught(every)
    save(learned, SHIPPED)
    sys.stdout.write(
        f"{len(every)} lessons, {len(learned.words)} words, {len(learned.signs)} signs: {SHIPPED.name} has "
        f"{SHIPPED.stat().st_size:,} bytes.\n"
    )
    if "--check" in sys.argv[1:]:
        found = list(right(learned))
        sys.stdout.write(
            f"Right on {sum(hit for _, hit in found) / len(found):.1%} of lessons kept back, {FOLDS}-fold.\n"
        )


if __name__ == "__main__":
    main()
