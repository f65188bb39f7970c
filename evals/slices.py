"""Slices: do the intervals of the `sentiment` tool hold the planted shares, over brands and platforms of the sample?

python -m evals.slices
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from server.runtime import Runtime

CLASSES = ("negative", "neutral", "positive")


class Checked(NamedTuple):
    """One share of one slice: the figure's value and interval, and the planted share."""

    label: str
    value: float
    low: float
    high: float
    true: float


def main() -> int:
    """Import the sample if it is absent, check every slice, and print a line a class; return the exit status."""
    from evals.truth import sample_truth

    runtime = Runtime()
    sample_truth(runtime)
    checked = list(_checked(runtime))
    print("| class | shares | mean error | bias | interval holds the truth | mean width |\n|---|---|---|---|---|---|")
    for label in CLASSES:
        some = [share for share in checked if share.label == label]
        n = len(some)
        error = sum(abs(share.value - share.true) for share in some) / n
        bias = sum(share.value - share.true for share in some) / n
        held = sum(share.low <= share.true <= share.high for share in some) / n
        width = sum(share.high - share.low for share in some) / n
        print(f"| {label} | {n} | {error:.3f} | {bias:+.3f} | {held:.2f} | {width:.2f} |")
    return 0


def _checked(runtime: Runtime) -> Iterator[Checked]:
    rows = _rows(runtime)
    brands = sorted({row["brand"] for row in rows if row["brand"]})
    for brand in (None, *brands):
        chosen = {"brands": [brand]} if brand else {}
        inside = [row for row in rows if brand in (None, row["brand"])]
        for by in (None, "platform", "brand"):
            result = runtime.call("sentiment", {"dataset": "connectsphere", "filter": chosen, "by": by}).result
            for figure in result.figures:
                stem, _, label = figure.name.partition(".")
                label = label.partition(".")[0]
                if stem != "share" or label not in CLASSES or bool(figure.group) != bool(by) or figure.low is None:
                    continue
                group = figure.group.get(by, "") if by else ""
                mine = [row for row in inside if not by or row[by] == group]
                true = Counter(row["true"] for row in mine)[label] / len(mine)
                yield Checked(label, figure.value, figure.low, figure.high or 0, true)


def _rows(runtime: Runtime) -> list[dict[str, Any]]:
    """Return brand, platform and planted sentiment of the posts that the tool counts."""
    from knowledge.samples import generate

    tables, truth = runtime.dataset("connectsphere").tables(), generate().truth.posts
    posts, readings = tables["posts"], tables["readings"]
    counted = posts.filter(~posts.is_own.fill_null(False)).semi_join(readings.filter(readings.reliable), "post_id")
    rows = counted.select("post_id", "brand", "platform").to_pyarrow().to_pylist()
    return [row | {"true": truth[row["post_id"]].sentiment} for row in rows]


if __name__ == "__main__":
    sys.exit(main())
