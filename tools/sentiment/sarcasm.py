"""Sarcasm: sentiment without the posts that are likely sarcastic, and what leaving them out changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal

from tools.errors import MissingData
from tools.facts import Facts
from tools.figure import Figure
from tools.inputs import Tables
from tools.reader.sarcasm import LIKELY
from tools.sentiment.correction import NET, corrected
from tools.sentiment.counting import Counts
from tools.statistics.interval import Interval, percentile_interval
from tools.statistics.quantification import DRAWS
from tools.suspicion import judged

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

Sarcasm = Literal["include", "exclude"]

DESCRIPTION = "Posts that are likely sarcastic: include, or exclude, which also says what leaving them out changes."
HINT = "Sarcasm is rarely told rightly, so what changes without it is a hint of how much hangs on it, no more."
NOTE = ", without likely sarcasm"
"""What labels of figures end in that leave likely sarcasm out."""
_BARELY = 1e-9


def without_sarcasm(tables: Tables) -> Tables:
    """Return the tables with the readings of likely sarcastic posts dropped: they count as not read.

    A post is likely sarcastic from a probability of a half on. MissingData where the reader tells no sarcasm.
    """
    readings = tables["readings"]
    if not readings.sarcasm.notnull().any().to_pyarrow().as_py():
        raise MissingData(
            f"Dataset {tables.facts.dataset!r} was read by {tables.facts.reader!r}, which does not tell sarcasm. Read "
            f"it again with the reader that ships: groundswell reread {tables.facts.dataset}; or include sarcasm."
        )
    plain = readings.filter((readings.sarcasm < LIKELY).fill_null(True))
    found = Tables(tables={**tables.tables, "readings": plain}, facts=tables.facts)
    if "suspicion" in tables.memo:
        found.memo["suspicion"] = judged(tables)
    return found


def noted(figure: Figure) -> Figure:
    """Return the figure with a label that says what is left out."""
    return figure.model_copy(update={"label": figure.label + NOTE})


def share_sarcastic(plain: Counts, everyone: Counts, *, method: str) -> Figure:
    """Return the share of posts read reliably that are likely sarcastic."""
    return Figure(
        name="share.sarcastic",
        label="share of posts read reliably that are likely sarcastic, and left out",
        value=(everyone.n_read - plain.n_read) / everyone.n_read,
        unit="share",
        n=everyone.n_read,
        method=method,
    )


def effect_figures(plain: Counts, everyone: Counts, facts: Facts, *, value: float, seed: int) -> Iterator[Figure]:
    """Make figures of net sentiment with likely sarcasm, and of what leaving it out changes; `value` is that without.

    That with it is what `sentiment` says where nothing is left out.
    """
    yield share_sarcastic(plain, everyone, method="sentiment")
    answer = corrected({"": everyone.read}, facts, whole=everyone.read, seed=seed)
    shares = answer.shares[""]
    with_it = float(shares.value @ NET)
    yield Figure(
        name="net.with_sarcasm",
        label="net sentiment of posts, likely sarcasm included",
        value=with_it,
        unit="net",
        n=everyone.n_read,
        **shares.interval(NET)._asdict(),
        raw=float(shares.raw @ NET) if answer.done else None,
        method="sentiment",
    )
    yield Figure(
        name="change.sarcasm",
        label="net sentiment of posts without likely sarcasm less that with it",
        value=value - with_it,
        unit="net",
        n=everyone.n_read,
        **_interval(plain.read, everyone.read, facts, value=value - with_it, seed=seed)._asdict(),
        method="sentiment",
    )


def _interval(plain: Sequence[int], everyone: Sequence[int], facts: Facts, *, value: float, seed: int) -> Interval:
    """Simulate the change: the same posts are drawn, and misread at the same rates, with and without sarcasm."""
    with_it, without = _drawn(plain, everyone, seed)
    draws = _net(without, plain, everyone, facts, seed) - _net(with_it, everyone, everyone, facts, seed)
    return percentile_interval(value, draws - draws.mean() + value)


def _drawn(plain: Sequence[int], everyone: Sequence[int], seed: int) -> tuple[Array, Array]:
    """Draw shares as counted, (draws, 3), of all posts and of those left: one draw of posts gives both."""
    import numpy as np

    cells = np.concatenate([plain, np.subtract(everyone, plain)])
    counts = np.random.default_rng(seed).multinomial(cells.sum(), cells / cells.sum(), size=DRAWS)
    left = counts[:, : len(plain)]
    return (left + counts[:, len(plain) :]) / cells.sum(), left / np.maximum(left.sum(axis=1, keepdims=True), 1)


def _net(drawn: Array, read: Sequence[int], everyone: Sequence[int], facts: Facts, seed: int) -> Any:  # noqa: ANN401
    # How a part may stray from the whole depends on its name and size: both are made alike, so that rates are too.
    as_many = [count * sum(everyone) / sum(read) * (1 + _BARELY) for count in read]
    answer = corrected({"": as_many}, facts, whole=everyone, seed=seed, resampled={"": drawn})
    return answer.shares[""].draws @ NET
