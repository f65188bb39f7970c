"""Slices: do the intervals of the `sentiment` tool hold the planted shares, over brands and platforms of the sample?

    python -m evals.slices

The sample is calibrated on one draw of 400 labels, which its slices share: if it was unlucky, many of them miss at
once. So the correction is also repeated with other draws of as many labels.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from server.runtime import Runtime
from tools.statistics.quantification import corrected_shares, labelled

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

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
    rows = rows_of_sample(runtime)
    print("The sentiment tool, calibrated as the sample is:")
    _print(list(_checked(runtime, rows)))
    print(f"The same shares with {REPEATS} other draws of {LABELS} labels:")
    _print(list(_recalibrated(rows)))
    print(f"Net sentiment of brands by week with {REPEATS} other draws, and its change from each week to the next:")
    for name, scoped in (("weeks read apart from each other", False), ("weeks of a brand read nearly alike", True)):
        _print(list(_by_week(rows, name, scoped=scoped)))
    return 0


def _print(checked: list[Checked]) -> None:
    print("| class | shares | mean error | bias | interval holds the truth | mean width |\n|---|---|---|---|---|---|")
    for label in dict.fromkeys(share.label for share in checked):
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


def _by_week(rows: list[dict[str, Any]], name: str, *, scoped: bool) -> Iterator[Checked]:
    """Yield net sentiment of brands by week, and its change, for each draw of labels anew."""
    import numpy as np

    random, net = np.random.default_rng(0), np.array([-1.0, 0.0, 1.0])
    true, read = np.array([[CLASSES.index(row["true"]), CLASSES.index(row["read"])] for row in rows]).T
    population = np.bincount(read, minlength=3).tolist()
    places: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        if row["brand"]:
            places.setdefault(f"{row['brand']} {row['created_at']:%G-%V}", []).append(place)
    places = {key: found for key, found in sorted(places.items()) if len(found) >= FEWEST}
    counts = {key: np.bincount(read[found], minlength=3).tolist() for key, found in places.items()}
    held = {key: float(net[true[found]].mean()) for key, found in places.items()}
    scopes = {key: key.split()[0] for key in places} if scoped else {}
    for seed in range(REPEATS):
        some = random.choice(len(rows), LABELS, replace=False)
        confusion = np.zeros((3, 3), dtype=int)
        np.add.at(confusion, (true[some], read[some]), 1)
        known = labelled(confusion.tolist(), population)
        shares = corrected_shares(counts, known, seed=seed, draws=DRAWS, scopes=scopes)
        for one, other in pairwise(places):
            first, second = shares[one].draws @ net, shares[other].draws @ net
            yield _held(f"{name}: net", second, held[other])
            if one.split()[0] == other.split()[0]:
                yield _held(f"{name}: change", second - first, held[other] - held[one])


def _held(label: str, draws: NDArray[np.floating[Any]], true: float) -> Checked:
    import numpy as np

    low, high = np.percentile(draws, [2.5, 97.5])
    return Checked(label, float(draws.mean()), float(low), float(high), true)


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


def rows_of_sample(runtime: Runtime) -> list[dict[str, Any]]:
    """Return brand, platform, read and planted sentiment of the posts that the tool counts."""
    from knowledge.samples import generate

    tables, truth = runtime.dataset("connectsphere").tables(), generate().truth.posts
    posts, readings = tables["posts"], tables["readings"]
    counted = posts.filter(~posts.is_own.fill_null(False)).semi_join(readings.filter(readings.reliable), "post_id")
    columns = counted.join(readings.select("post_id", read=readings.sentiment), "post_id")
    rows = (
        columns.select("post_id", "brand", "platform", "created_at", "read")
        .order_by("post_id")
        .to_pyarrow()
        .to_pylist()
    )
    return [row | {"true": truth[row["post_id"]].sentiment} for row in rows]


if __name__ == "__main__":
    sys.exit(main())
