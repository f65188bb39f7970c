"""Alerts: changes of segments that chance does not explain, each with what made it."""

from __future__ import annotations

from collections.abc import Iterator

from tools.segmentation.moving.asked import Alert, Cause
from tools.segmentation.moving.drift import MOVE_STEP, SIZE_STEP, Drift
from tools.segmentation.moving.flows import AWAY, Flows

_FEWEST = 20
_MOVES_TOLD = 2


def alerts(drift: Drift, flows: Flows) -> Iterator[Alert]:
    """Tell changes of size first, then of what people do; segments too small to be told of are left out."""
    told = [group for group in range(1, drift.first.k + 1) if group in flows.before]
    for group in told:
        if group in flows.after and _resized(drift, group):
            yield _of_size(drift, group)
    for group in told:
        yield from _of_behaviour(drift, group)


def _resized(drift: Drift, group: int) -> bool:
    changed, place = drift.changes, group - 1
    step = abs(changed.share2[place] - changed.share1[place])
    return bool(changed.sized[place]) and bool(step >= SIZE_STEP * changed.share1[place])


def _of_size(drift: Drift, group: int) -> Alert:
    grew = bool(drift.changes.share2[group - 1] > drift.changes.share1[group - 1])
    cause, other = _cause(drift, group, grew=grew)
    return Alert(
        segment=group,
        what="grew" if grew else "shrank",
        cause=cause,
        other=other,
        feature=_feature(drift, group, other, into=grew) if other else None,
        figure=f"share.change.segment_{group}",
    )


def _cause(drift: Drift, group: int, *, grew: bool) -> tuple[Cause, int | None]:
    """What most of the change comes from: people who came or left, or people of other segments, net of the reverse."""
    one, two = drift.label1, drift.label2
    sign = 1 if grew else -1
    came, left = int(((one == AWAY) & (two == group)).sum()), int(((one == group) & (two == AWAY)).sum())
    nets = {
        other: sign * (int(((one == other) & (two == group)).sum()) - int(((one == group) & (two == other)).sum()))
        for other in range(drift.first.k + 1)
        if other != group
    }
    if sum(nets.values()) >= sign * (came - left):
        most = max(nets, key=lambda other: (nets[other], -other))
        moved = ((one == most) & (two == group)) if grew else ((one == group) & (two == most))
        return ("moved in" if grew else "moved out"), most if most and moved.sum() >= _FEWEST else None
    return ("came" if grew else "left"), None


def _feature(drift: Drift, group: int, other: int, *, into: bool) -> str | None:
    """What changed most of the people who moved."""
    source, target = (other, group) if into else (group, other)
    movers = (drift.label1 == source) & (drift.label2 == target)
    people = drift.people
    if not movers.any() or not people.features:
        return None
    by = (people.second[movers] - people.first[movers]).mean(axis=0)
    return people.features[int(abs(by).argmax())].name


def _of_behaviour(drift: Drift, group: int) -> Iterator[Alert]:
    import numpy as np

    changed, place = drift.changes, group - 1
    by = np.where(changed.shifted[place], np.nan_to_num(changed.moved[place]), 0.0)
    for feature in np.argsort(-abs(by), kind="stable")[:_MOVES_TOLD].tolist():
        if abs(by[feature]) < MOVE_STEP:
            return
        name = drift.people.features[feature].name
        yield Alert(
            segment=group,
            what="does more" if by[feature] > 0 else "does less",
            cause="behaviour",
            other=None,
            feature=name,
            figure=f"moved.segment_{group}.{name}",
        )
