"""Figures of labels: shares overall and by group, without likely sarcasm, and against a baseline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from tools.figure import Figure
from tools.groups import By, dotted, labels, phrase, slugs
from tools.sentiment.expressed.counting import Tally
from tools.sentiment.expressed.views import View
from tools.statistics.clustered import Compared
from tools.statistics.interval import simultaneous_z


class Shift(NamedTuple):
    """How a label's share changed: in points, and as log-odds, none where one author wrote all; of n posts."""

    change: Compared
    log_odds: Compared | None
    n: int

    @property
    def beyond_chance(self) -> bool:
        """Whether the log-odds differ from 0 at the level that holds for all labels together."""
        return self.log_odds is not None and not self.log_odds.interval.holds(0.0)


def shifts(now: Tally, before: Tally, ranked: Sequence[str]) -> dict[str, Shift]:
    """Compare each label's share with the baseline's; the intervals hold together (Bonferroni over the labels)."""
    z = simultaneous_z(len(ranked))
    found = {}
    for label in ranked:
        mine, theirs = now.shares[label], before.shares[label]
        found[label] = Shift(mine.less(theirs, z=z), mine.log_odds_against(theirs, z=z), now.n + before.n)
    return found


def said(view: View, label: str) -> str:
    """Return how a figure names posts of a label: `posts with the emotion joy`."""
    return f"posts with none of these {view.kind}s" if not view.labels[label] else f"posts with the {view.kind} {label}"


def share_figures(
    view: View, tallies: Mapping[str, Tally], by: By | None, ranked: Sequence[str], *, method: str
) -> Iterator[Figure]:
    """Make a share figure a label and group; of all posts together a second one without likely sarcasm."""
    names, parts = slugs(view.labels), slugs(group for group in tallies if group)
    for group, found in tallies.items():
        kinds = (("share", "", found.shares), ("share_without_sarcasm", ", without likely sarcasm", found.plain))
        for label in ranked:
            for stem, note, shares in kinds if not group and found.n > found.n_plain > 0 else kinds[:1]:
                share = shares[label]
                yield Figure(
                    name=dotted(stem, names[label], parts.get(group, "")),
                    label=f"share of {said(view, label)}{phrase(by, group)}{note}",
                    value=share.value,
                    unit="share",
                    n=int(share.n),
                    **share.interval()._asdict(),
                    method=method,
                    group={view.kind: label} | labels(by, group),
                )


def shift_figures(view: View, before: Tally, moves: Mapping[str, Shift], *, method: str) -> Iterator[Figure]:
    """Make three figures a label: its share at the baseline, the change in points, and the log-odds ratio."""
    names = slugs(view.labels)
    for label, shift in moves.items():
        share, about = before.shares[label], {view.kind: label}
        what = said(view, label)
        yield Figure(
            name=dotted("baseline", names[label]), label=f"share of {what} at the baseline", value=share.value,
            unit="share", n=before.n, **share.interval()._asdict(), method=method, group=about,
        )  # fmt: skip
        yield Figure(
            name=dotted("change", names[label]), label=f"share of {what} less that at the baseline",
            value=shift.change.value, unit="share_change", n=shift.n, **shift.change.interval._asdict(),
            method=method, group=about,
        )  # fmt: skip
        if shift.log_odds:
            yield Figure(
                name=dotted("log_odds", names[label]), label=f"log of the odds of {what} over those at the baseline",
                value=shift.log_odds.value, unit="score", n=shift.n, **shift.log_odds.interval._asdict(),
                method=method, group=about,
            )  # fmt: skip


def coverage(now: Tally, *, method: str) -> Iterator[Figure]:
    """Make figures of how many posts count here, and how many of them are likely sarcastic."""
    yield Figure(
        name="share.read",
        label="share of the posts that were read reliably, and so count here",
        value=now.n / now.posts,
        unit="share",
        n=now.posts,
        method=method,
    )
    yield Figure(
        name="share.sarcastic",
        label="share of these that are likely sarcastic",
        value=(now.n - now.n_plain) / now.n,
        unit="share",
        n=now.n,
        method=method,
    )
