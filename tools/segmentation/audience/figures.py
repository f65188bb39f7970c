"""Figures of a segmentation: sizes, how sure memberships are, and the scores of every number of groups tried.

Scores are rounded to what is shown of them, so that answers that differ by one person do not give that person away.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tools.figure import Figure, Unit
from tools.segmentation.audience.asked import METHOD
from tools.segmentation.audience.outside import Outside
from tools.segmentation.audience.reasons import ALGORITHM
from tools.segmentation.audience.worth import Blur, detectable
from tools.segmentation.clustering.choosing import Choice, Compared, Tried
from tools.segmentation.clustering.membership import LIKELY, SURE
from tools.segmentation.describing.contrasts import Contrast
from tools.segmentation.describing.sizes import Size
from tools.segmentation.disclosure import Counter
from tools.segmentation.segmented import Segmented
from tools.statistics.interval import Interval
from tools.statistics.proportion import wilson

TIERS: Mapping[str, str] = {
    "a": "tier A: belongs to its segment with a probability of .9 or more",
    "b": "tier B: with .6 to .9",
    "c": "tier C: between segments, under .6",
}
_DIGITS: Mapping[Unit, int] = {"share": 3, "share_change": 3, "index": 0, "score": 2}


def figure(
    name: str,
    label: str,
    value: float,
    unit: Unit,
    n: int,
    *,
    ends: Interval | None = None,
    group: Mapping[str, str] | None = None,
) -> Figure:
    """Make a figure, its values rounded to what is shown."""
    low, high = (_rounded(ends.low, unit), _rounded(ends.high, unit)) if ends else (None, None)
    return Figure(
        name=name, label=label, value=_rounded(value, unit), unit=unit, n=n, low=low, high=high, method=METHOD,
        group=dict(group or {}),
    )  # fmt: skip


def of_all(segmented: Segmented, choice: Choice | None, kept: float | None, n: int) -> Iterator[Figure]:
    """Make figures of how many people and segments there are, and how well these come back."""
    yield figure("people", "people asked about", n, "people", n)
    yield figure("segments", "segments, one where people show no groups", segmented.k, "score", n)
    if kept is not None:
        yield figure("variance.kept", "share of the variance of features along the axes grouped by", kept, "share", n)
    chosen = next((one for one in choice.compared if one.algorithm == choice.algorithm), None) if choice else None
    if choice and chosen and choice.k > 1:
        label = "adjusted Rand index of the segments found in random halves of the people, against these"
        yield figure("stability", label, chosen.agreement, "score", n)


def of_sizes(sizes: Mapping[int, Size], labels: Mapping[int, str]) -> Iterator[Figure]:
    """Make figures of the people in each segment, and their share of all."""
    for number, size in sizes.items():
        about = {"segment": f"segment {number}"}
        label = f"people in segment {number}, “{labels[number]}”"
        yield figure(f"size.segment_{number}", label, size.people, "people", size.everyone, group=about)
        share, ends = size.people / size.everyone, wilson(size.people, size.everyone)
        label = f"share of people in segment {number}"
        yield figure(f"share.segment_{number}", label, share, "share", size.everyone, ends=ends, group=about)


def of_tiers(segmented: Segmented, counter: Counter) -> Iterator[Figure]:
    """Make figures of how sure memberships are: the share of each tier."""
    sure = segmented.placing.confidence
    placed = segmented.placing.segment > 0
    tiers = {"a": sure >= SURE, "b": (sure >= LIKELY) & (sure < SURE), "c": (sure < LIKELY) & placed}
    n = counter.count(placed)
    for tier, members in tiers.items():
        share = min(counter.count(members & placed) / n, 1.0) if n else 0.0
        about = {"tier": tier.upper()}
        yield figure(f"tier.{tier}", f"share of people in {TIERS[tier]}", share, "share", n, group=about)
    if not placed.all():
        label = "share of people in no segment"
        yield figure("unplaced", label, counter.count(~placed) / counter.n, "share", counter.n)


def of_segment(
    segmented: Segmented, number: int, size: Size, told: Sequence[Contrast], slug_of: Mapping[str, str]
) -> Iterator[Figure]:
    """Make figures of what a segment has more and less of, and how sure its people's membership is."""
    name = f"segment {number}"
    for one in told:
        part = slug_of[one.feature.name]
        about = {"segment": name, "feature": one.feature.label}
        label = f"{one.feature.label} of {name}, 100 being the mean of everybody"
        index, ends = one.index or 0.0, one.interval
        yield figure(f"index.segment_{number}.{part}", label, index, "index", size.people, ends=ends, group=about)
    mean = float(segmented.placing.confidence[segmented.members(number)].mean())
    label = f"mean probability that people of {name} belong there"
    yield figure(f"confidence.segment_{number}", label, mean, "share", size.people, group={"segment": name})


def of_blurs(blurred: Sequence[Blur], sizes: Mapping[int, Size]) -> Iterator[Figure]:
    """Make a figure for each segment of the other one that its people might belong to."""
    for blur in blurred:
        if blur.of in sizes and blur.into in sizes:
            label = f"mean probability that people of segment {blur.of} belong to segment {blur.into}"
            about = {"segment": f"segment {blur.of}", "other": f"segment {blur.into}"}
            n = sizes[blur.of].people
            yield figure(f"blur.segment_{blur.of}", label, blur.share, "share", n, group=about)


def of_worth(sizes: Mapping[int, Size], least: int, n: int, *, base: float, detect: float) -> Iterator[Figure]:
    """Make figures of how many people a segment needs, and which rise each can show."""
    yield figure("test.base", "share that responds as things are, as asked", base, "share", n)
    yield figure("test.detect", "rise of that share to be shown, as asked", detect, "share_change", n)
    yield figure("test.needed", "people that a segment needs to show it, half against half", least, "people", n)
    for number, size in sizes.items():
        rise = detectable(size.people, base)
        if rise is not None:
            label = f"smallest rise that a test within segment {number} can show"
            about = {"segment": f"segment {number}"}
            yield figure(f"test.shows.segment_{number}", label, rise, "share_change", size.people, group=about)


def of_tried(tried: Sequence[Tried], n: int) -> Iterator[Figure]:
    """Make figures of every number of groups that was tried."""
    for one in tried:
        about, part = {"groups": str(one.k)}, f"groups_{one.k}"
        worst = max((pair.valley for pair in one.pairs), default=1.0)
        for stem, what, value in (
            ("back", "adjusted Rand index of groups found in random halves", one.stability.agreement),
            ("back.weakest", "Jaccard similarity of the group that comes back worst", min(one.stability.groups)),
            ("gap", "how much narrower groups are than one crowd's, log scale", one.gap.value),
            ("gap.deviations", "the gap in standard deviations of crowds", min(one.gap.deviations, 99.0)),
            ("valley", "density between the two least separate groups, as a share of that within", worst),
            ("silhouette", "mean silhouette", one.silhouette),
            ("calinski_harabasz", "Calinski-Harabasz index", float(f"{one.calinski_harabasz:.3g}")),
            ("spread", "sum of squared distances from centres, per person", one.spread / max(n, 1)),
        ):
            yield figure(f"{stem}.{part}", f"{what}, {one.k} groups", value, "score", n, group=about)


def of_algorithms(compared: Sequence[Compared], n: int) -> Iterator[Figure]:
    """Make figures of the algorithms compared."""
    for one in compared:
        about, name = {"algorithm": one.algorithm}, ALGORITHM[one.algorithm]
        label = f"adjusted Rand index of groups found by {name} in random halves"
        yield figure(f"algorithm.back.{one.algorithm}", label, one.agreement, "score", n, group=about)
        yield figure(f"algorithm.groups.{one.algorithm}", f"groups found by {name}", one.k, "score", n, group=about)
        label = f"adjusted Rand index of groups by {name} against those chosen"
        yield figure(f"algorithm.alike.{one.algorithm}", label, one.alike, "score", n, group=about)
        if one.silhouette is not None:
            label = f"mean silhouette of groups by {name}"
            yield figure(f"algorithm.silhouette.{one.algorithm}", label, one.silhouette, "score", n, group=about)
        label = f"share of people whom {name} puts in a group"
        yield figure(f"algorithm.placed.{one.algorithm}", label, one.placed, "share", n, group=about)


def of_outside(found: Outside, against: str) -> Iterator[Figure]:
    """Make figures of how alike segments and groups known from elsewhere are."""
    about = {"against": against}
    label = f"adjusted Rand index against {against}: 1 the same groups, 0 as by chance"
    yield figure("against.adjusted_rand", label, found.adjusted_rand, "score", found.n, group=about)
    label = f"normalised mutual information with {against}, 0 to 1"
    yield figure("against.information", label, found.information, "score", found.n, group=about)
    for number, match in found.matches.items():
        label = f"share of segment {number} in its commonest group by {against}, {match.value}"
        group = about | {"segment": f"segment {number}", "value": match.value}
        yield figure(f"against.share.segment_{number}", label, match.share, "share", match.n, group=group)


def _rounded(value: float, unit: Unit) -> float:
    return round(value, _DIGITS[unit]) if unit in _DIGITS else value
