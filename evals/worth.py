"""Worth: how alike parts of posts are read, as the number of labels that a part's own rates of error are worth.

    python -m evals.worth --data ../shared/data

For each way of parting labelled posts, the likeliest concentration of a Dirichlet-multinomial about the whole's rates
P(read | true), three rows together, with its 95 % profile interval. It is what SLICE_WORTH (parts that differ in what
they are about) and TIME_WORTH (times of one part) in tools/statistics/quantification stand on.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from evals.slices import CLASSES

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]

FEWEST = 20
"""Posts of a part, at least."""
_LEAST, _MOST = 3.0, 20_000.0
_DROP = 1.92
"""Half the 95 % point of chi-squared with one degree of freedom: how far the log-likelihood falls in the interval."""

Row = Mapping[str, Any]


class Worth(NamedTuple):
    """The likeliest worth with its interval; `parts` of `n` posts in all. At 20,000 the parts are read alike."""

    parts: int
    n: int
    value: float
    low: float
    high: float


def worth(rows: Sequence[Row], part_of: Callable[[Row], object]) -> Worth | None:
    """Return the worth of the parts that `part_of` tells; none where there is only one."""
    import numpy as np

    tables: dict[object, Array] = {}
    for row in rows:
        table = tables.setdefault(part_of(row), np.zeros((3, 3)))
        table[CLASSES.index(row["true"]), CLASSES.index(row["read"])] += 1
    kept = [table for part, table in sorted(tables.items(), key=lambda item: str(item[0])) if table.sum() >= FEWEST]
    if len(kept) < 2:
        return None
    counts = np.array(kept)
    grid = np.geomspace(_LEAST, _MOST, 400)
    fits = np.array([_log_likelihood(counts, value) for value in grid])
    inside = grid[fits >= fits.max() - _DROP]
    return Worth(len(kept), int(counts.sum()), float(grid[fits.argmax()]), float(inside[0]), float(inside[-1]))


def _log_likelihood(counts: Array, value: float) -> float:
    """Of the reads of all parts, each true class Dirichlet-multinomial about the whole's rates."""
    from scipy.special import gammaln

    whole = counts.sum(axis=0) + 0.3
    centre = value * whole / whole.sum(axis=1, keepdims=True)
    n = counts.sum(axis=2)
    terms = (gammaln(counts + centre) - gammaln(centre)).sum(axis=2)
    return float((gammaln(value) - gammaln(n + value) + terms).sum())


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table over brand tweets of 2011 and the sample launch; return the exit status."""
    parser = argparse.ArgumentParser(description="How alike parts of posts are read.")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    folder = parser.parse_args(arguments).data
    print("| posts | parted by | parts | posts | worth | 95 % |\n|---|---|---|---|---|---|")
    if folder.is_dir():
        tweets = _tweets(folder)
        _line("brand tweets of 2011", "brand", worth(tweets, lambda row: row["brand"]))
        for brand in sorted({row["brand"] for row in tweets}):
            inside = [row for row in tweets if row["brand"] == brand]
            _line(f"those of {brand}", "day", worth(inside, lambda row: row["day"]))
    else:
        sys.stderr.write(f"there is no {folder}: the sample launch alone is measured\n")
    sample = _sample()
    _line("sample launch", "brand", worth(sample, lambda row: row["brand"]))
    for brand in sorted({row["brand"] for row in sample}):
        inside = [row for row in sample if row["brand"] == brand]
        _line(f"those about {brand}", "week", worth(inside, lambda row: f"{row['created_at']:%G-%V}"))
        _line(f"those about {brand}", "platform", worth(inside, lambda row: row["platform"]))
    return 0


def _line(posts: str, by: str, found: Worth | None) -> None:
    if found:
        values = f"{found.value:,.0f} | {found.low:,.0f} to {found.high:,.0f}"
        print(f"| {posts} | {by} | {found.parts} | {found.n:,} | {values} |", flush=True)


def _tweets(folder: Path) -> list[dict[str, Any]]:
    import json

    from tools.reader import EncoderReader

    lines = (folder / "posts" / "sanders_brands_2011.jsonl").read_text(encoding="utf-8").splitlines()
    known = [row for row in map(json.loads, lines) if row["Sentiment"] in CLASSES]
    readings = EncoderReader().read([row["TweetText"] for row in known])
    return [
        {
            "brand": row["Topic"],
            "day": row["TweetDate"][4:10],
            "true": row["Sentiment"],
            "read": reading.sentiment.label,
        }
        for row, reading in zip(known, readings, strict=True)
    ]


def _sample() -> list[dict[str, Any]]:
    from evals.slices import rows_of_sample
    from evals.truth import sample_truth
    from server.runtime import Runtime

    runtime = Runtime()
    sample_truth(runtime)
    return [row for row in rows_of_sample(runtime) if row["brand"]]


if __name__ == "__main__":
    sys.exit(main())
