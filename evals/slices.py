"""Slices: do the intervals of the `sentiment` tool hold the planted shares, over brands and platforms of the sample?

    python -m evals.slices

The sample is calibrated on one draw of 400 labels, which its slices share: if it was unlucky, many of them miss at
once. So the correction is also repeated with other draws of as many labels.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from server.runtime import Runtime
from tools.statistics.quantification import corrected_shares, labelled

CLASSES = ("negative", "neutral", "positive")
LABELS, REPEATS, FEWEST, DRAWS = 400, 100, 30, 500


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
    rows = _rows(runtime)
    print("The sentiment tool, calibrated as the sample is:")
    _print(list(_checked(runtime, rows)))
    print(f"The same shares with {REPEATS} other draws of {LABELS} labels:")
    _print(list(_recalibrated(rows)))
    return 0


def _print(checked: list[Checked]) -> None:
    print("| class | shares | mean error | bias | interval holds the truth | mean width |\n|---|---|---|---|---|---|")
    for label in CLASSES:
        some = [share for share in checked if share.label == label]
        n = len(some)
        error = sum(abs(share.value - share.true) for share in some) / n
        bias = sum(share.value - share.true for share in some) / n
        held = sum(share.low <= share.true <= share.high for share in some) / n
        width = sum(share.high - share.low for share in some) / n
        print(f"| {label} | {n} | {error:.3f} | {bias:+.3f} | {held:.2f} | {width:.2f} |")


def _recalibrated(rows: list[dict[str, Any]]) -> Iterator[Checked]:
    """Yield the shares of brands, platforms and their crossings, for each draw of labels anew."""
    import numpy as np

    random = np.random.default_rng(0)
    pairs = ([CLASSES.index(row["true"]), CLASSES.index(row["read"])] for row in rows)
    true, read = np.array(list(pairs)).T
    population = np.bincount(read, minlength=3).tolist()
    slices: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        for name in (row["platform"], *((row["brand"], f"{row['brand']}, {row['platform']}") if row["brand"] else ())):
            slices.setdefault(name, []).append(place)
    slices = {name: places for name, places in slices.items() if len(places) >= FEWEST}
    counts = {name: np.bincount(read[places], minlength=3).tolist() for name, places in slices.items()}
    for seed in range(REPEATS):
        some = random.choice(len(rows), LABELS, replace=False)
        confusion = np.zeros((3, 3), dtype=int)
        np.add.at(confusion, (true[some], read[some]), 1)
        shares = corrected_shares(counts, labelled(confusion.tolist(), population), seed=seed, draws=DRAWS)
        for name, places in slices.items():
            low, high = np.percentile(shares[name].draws, [2.5, 97.5], axis=0)
            for at, label in enumerate(CLASSES):
                held = float((true[places] == at).mean())
                yield Checked(label, float(shares[name].value[at]), float(low[at]), float(high[at]), held)


def _checked(runtime: Runtime, rows: list[dict[str, Any]]) -> Iterator[Checked]:
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
    """Return brand, platform, read and planted sentiment of the posts that the tool counts."""
    from knowledge.samples import generate

    tables, truth = runtime.dataset("connectsphere").tables(), generate().truth.posts
    posts, readings = tables["posts"], tables["readings"]
    counted = posts.filter(~posts.is_own.fill_null(False)).semi_join(readings.filter(readings.reliable), "post_id")
    columns = counted.join(readings.select("post_id", read=readings.sentiment), "post_id")
    rows = columns.select("post_id", "brand", "platform", "read").order_by("post_id").to_pyarrow().to_pylist()
    return [row | {"true": truth[row["post_id"]].sentiment} for row in rows]


if __name__ == "__main__":
    sys.exit(main())
