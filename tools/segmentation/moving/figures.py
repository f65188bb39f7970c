"""Figures of drift: sizes, moves, how well segments are found again, and how far what people do moved.

Shares are of rounded counts; ends of intervals and measures of likeness are rounded to what is shown of them, so that
nothing of the counts behind them comes out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tools.figure import Figure, Unit
from tools.segmentation.moving.asked import METHOD
from tools.segmentation.moving.drift import MOVE_STEP, Drift
from tools.segmentation.moving.flows import AWAY, Flows
from tools.segmentation.moving.psi import Psi
from tools.statistics.proportion import wilson


class Maker:
    """Makes the figures of one comparison of two windows."""

    def __init__(self, drift: Drift, flows: Flows, method: str = METHOD) -> None:
        self._drift, self._flows, self._method = drift, flows, method
        self.told = tuple(group for group in range(1, drift.first.k + 1) if group in flows.before)

    def figure(self, name: str, label: str, value: float, unit: Unit, n: int, **more: Any) -> Figure:  # noqa: ANN401 (fields of a Figure)
        """Make a figure; values that are no counts are rounded to three decimals."""
        ends = {end: round(more.pop(end), 3) for end in ("low", "high") if end in more}
        return Figure(
            name=name, label=label, value=round(value, 3), unit=unit, n=n, method=self._method, **ends, **more
        )

    def overall(self) -> Iterator[Figure]:
        """Make figures of how many segments there were and are, how many keep, and how well both groupings agree."""
        drift, flows = self._drift, self._flows
        yield self.figure("groups", "segments of the earlier people", drift.first.k, "score", flows.n1)
        for verdict in ("stable", "drifting", "dissolving", "unsteady"):
            count = sum(drift.verdicts[group - 1] == verdict for group in self.told)
            yield self.figure(f"segments.{verdict}", f"segments that are {verdict}", count, "score", len(self.told))
        label = "adjusted Rand index of the later people's own groups and the earlier segments they fall into"
        yield self.figure("rand", label, drift.rand, "score", flows.n2)
        for name, tries, n, what in (
            ("rand.by_chance", drift.holding.earlier.rand, flows.n1, "groups of two halves of the earlier people"),
            ("rand.halves", drift.holding.later.rand, flows.n2, "groups of half of the later people"),
        ):
            label = f"adjusted Rand index of {what}, on the other half"
            low, high = float(tries.min()), float(tries.max())
            yield self.figure(name, label, float(tries.mean()), "score", n, low=low, high=high)

    def segments(self) -> Iterator[Figure]:
        """Make figures of each segment: sizes, their change, and how well it is found again."""
        for group in self.told:
            yield from self._sizes(group)
            yield from self._found(group)

    def _sizes(self, group: int) -> Iterator[Figure]:
        flows, place, about = self._flows, group - 1, {"segment": f"segment {group}"}
        key, shares = f"segment_{group}", []
        for when, counts, n in (("before", flows.before, flows.n1), ("after", flows.after, flows.n2)):
            if group in counts:
                days = "earlier" if when == "before" else "later"
                share, ends = counts[group] / n, wilson(counts[group], n)._asdict()
                label = f"people in segment {group} in the {days} days"
                yield self.figure(f"size.{when}.{key}", label, counts[group], "people", counts[group], group=about)
                label = f"share of the people of the {days} days who are in segment {group}"
                yield self.figure(f"share.{when}.{key}", label, share, "share", n, group=about, **ends)
                shares.append(share)
        if len(shares) == 2:
            change, half = shares[1] - shares[0], float(self._drift.changes.half[place])
            label = f"change of the share of segment {group}"
            yield self.figure(
                f"share.change.{key}", label, change, "share_change", min(flows.n1, flows.n2),
                low=change - half, high=change + half, group=about,
            )  # fmt: skip

    def _found(self, group: int) -> Iterator[Figure]:
        drift, place, about = self._drift, group - 1, {"segment": f"segment {group}"}
        held, n = drift.holding, self._flows.n2
        label = f"Jaccard of segment {group} and the likest of the later people's own groups"
        yield self.figure(f"jaccard.segment_{group}", label, float(drift.found.jaccard[place]), "score", n, group=about)
        for name, tries, who in (
            ("found_again.by_chance", held.earlier, "earlier"),
            ("found_again", held.later, "later"),
        ):
            label = f"share of groupings of half of the {who} people in which segment {group} is found again"
            value = float(tries.found_again[place])
            yield self.figure(f"{name}.segment_{group}", label, value, "share", len(tries.rand), group=about)

    def moves(self) -> Iterator[Figure]:
        """Make figures of the share of each segment's people who stayed, went to each other one, or were gone."""
        flows = self._flows
        for (one, two), count in sorted(flows.moves.items()):
            if one == AWAY and two in flows.after:
                yield self._share("came", two, count, flows.after[two], f"segment {two} who were not there before")
            elif one in self.told and two == AWAY:
                yield self._share("gone", one, count, flows.before[one], f"segment {one} who were gone later")
            elif one in self.told and one == two:
                yield self._share("stay", one, count, flows.before[one], f"segment {one} who were in it later too")
            elif one in self.told and two > 0:
                label = f"segment {one} who were in segment {two} later"
                yield self._share("move", one, count, flows.before[one], label, to=two)

    def _share(self, stem: str, group: int, count: int, n: int, label: str, *, to: int | None = None) -> Figure:
        about = {"segment": f"segment {group}"} | ({"to": f"segment {to}"} if to else {})
        name = f"{stem}.segment_{group}" + (f".segment_{to}" if to else "")
        count = min(count, n)
        ends = wilson(count, n)._asdict()
        return self.figure(name, f"share of the people of {label}", count / n, "share", n, group=about, **ends)

    def shifts(self, indexes: Mapping[str, Psi]) -> Iterator[Figure]:
        """Make figures of how far each feature moved among all people, and within segments beyond chance."""
        drift, flows = self._drift, self._flows
        named = {feature.name: feature for feature in drift.first.matrix.features}
        for name, index in sorted(indexes.items(), key=lambda item: (-item[1].value, item[0])):
            label, about = f"stability index of {named[name].label}", {"feature": named[name].label}
            yield self.figure(f"psi.{name}", label, index.value, "score", flows.n2, group=about)
            label = f"stability index that chance alone exceeds in one of twenty cases, of {named[name].label}"
            yield self.figure(f"psi.by_chance.{name}", label, index.by_chance, "score", flows.n2, group=about)
        for group in self.told:
            for place in range(len(drift.people.features)):
                if drift.changes.shifted[group - 1, place] and abs(drift.changes.moved[group - 1, place]) >= MOVE_STEP:
                    yield self._moved(group, place)

    def _moved(self, group: int, place: int) -> Figure:
        drift, feature = self._drift, self._drift.people.features[place]
        by, half = float(drift.changes.moved[group - 1, place]), float(drift.changes.moved_half[group - 1, place])
        about = {"segment": f"segment {group}", "feature": feature.label}
        label = f"change of {feature.label} in segment {group}, in standard deviations within segments"
        n = self._flows.after.get(group, self._flows.before[group])
        return self.figure(
            f"moved.segment_{group}.{feature.name}", label, by, "score", n, low=by - half, high=by + half, group=about
        )
