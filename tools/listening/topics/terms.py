"""Terms: which posts hold which words, what words a topic is named by, and how well those words hang together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    Array = NDArray[np.floating[Any]]
    Places = NDArray[np.intp]

FEWEST = 3
"""Posts of a topic, and different authors of all posts, that a word needs to name it."""
_LETTERS = 3, 30
_COMMON = 0.25
"""Words in more of the posts than this tell nothing apart."""


class Terms(NamedTuple):
    """Words in order, and a matrix (posts, words) with a 1 where a post holds a word."""

    words: tuple[str, ...]
    held: csr_matrix


def terms(said: Sequence[Sequence[str]], who: Places, *, without: Collection[str]) -> Terms:
    """Count words of three authors or more that not everybody uses; those with a digit and those left out do not count.

    A post counts once for a word, however often it repeats it.
    """
    import numpy as np
    from scipy.sparse import csr_matrix

    authors: defaultdict[str, set[int]] = defaultdict(set)
    uses: Counter[str] = Counter()
    each = [sorted({word for word in words if _counts(word)} - set(without)) for words in said]
    for held, author in zip(each, who.tolist(), strict=True):
        uses.update(held)
        for word in held:
            authors[word].add(author)
    most = max(_COMMON * len(said), FEWEST)
    kept = sorted(word for word, count in uses.items() if len(authors[word]) >= FEWEST and count <= most)
    places = {word: place for place, word in enumerate(kept)}
    rows = [[places[word] for word in held if word in places] for held in each]
    ends = np.cumsum([0, *map(len, rows)])
    columns = np.fromiter(chain.from_iterable(rows), dtype=np.intp, count=int(ends[-1]))
    return Terms(tuple(kept), csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(said), len(kept))))


def _counts(word: str) -> bool:
    return _LETTERS[0] <= len(word) <= _LETTERS[1] and not any(map(str.isdigit, word)) and any(map(str.isalpha, word))


def naming_words(found: Terms, labels: Places, groups: int, *, limit: int) -> list[tuple[str, ...]]:
    """Return for each group the words that name it, strongest first; labels below 0 are in none.

    c-TF-IDF: share of the word in the words of the group x ln(1 + mean words of a group / uses of the word in all).
    Spellings that differ in a plural s count as one name. Source: Grootendorst, arXiv:2203.05794 (2022).
    """
    import numpy as np

    counts = _by_group(found, labels, groups)
    every = np.maximum(counts.sum(axis=0), 1.0)
    sizes = np.maximum(counts.sum(axis=1, keepdims=True), 1.0)
    weights = counts / sizes * np.log(1 + counts.sum() / groups / every)
    weights[counts < FEWEST] = 0.0
    order = np.argsort(-weights, axis=1, kind="stable")
    return [_distinct([found.words[i] for i in row if weights[g, i] > 0], limit) for g, row in enumerate(order)]


def coherence(found: Terms, words: Sequence[str]) -> float | None:
    """Return how often words stand in one post, as their mean NPMI over pairs; none for fewer than two words.

    -1 never together, 0 as often as chance has it, 1 always. Source: Bouma, GSCL 2009; as a measure of topics:
    Aletras & Stevenson, IWCS 2013.
    """
    import numpy as np

    if len(words) < 2:
        return None
    places = {word: place for place, word in enumerate(found.words)}
    held = found.held[:, [places[word] for word in words]]
    n = held.shape[0]
    both = (held.T @ held).toarray() / n
    alone = np.diag(both)
    one, other = np.triu_indices(len(words), k=1)
    p = both[one, other]
    with np.errstate(divide="ignore", invalid="ignore"):
        values = np.log(p / (alone[one] * alone[other])) / -np.log(p)
    return float(np.where(p == 0, -1.0, np.where(p == 1, 1.0, values)).mean())


def _by_group(found: Terms, labels: Places, groups: int) -> Array:
    import numpy as np
    from scipy.sparse import csr_matrix

    rows = np.flatnonzero(labels >= 0)
    members = csr_matrix((np.ones(len(rows)), (labels[rows], rows)), shape=(groups, len(labels)))
    counts: Array = (members @ found.held).toarray()
    return counts


def _distinct(words: Sequence[str], limit: int) -> tuple[str, ...]:
    chosen: dict[str, str] = {}
    for word in words:
        chosen.setdefault(_singular(word), word)
        if len(chosen) == limit:
            break
    return tuple(chosen.values())


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us")) else word
