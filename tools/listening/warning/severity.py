"""Severity: one to five from the components, their weights and a few gates, and what would have changed it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from tools.base import Model
from tools.listening.warning.components import WEIGHTS, Day, Part, Scored, scored
from tools.listening.warning.usual import Usual
from tools.statistics.interval import Interval

if TYPE_CHECKING:
    import numpy as np

Severity = Literal[1, 2, 3, 4, 5]
Gate = Literal["as usual", "few voices", "not many voices"]

CUTS: Mapping[Severity, float] = {2: 12.0, 3: 25.0, 4: 45.0, 5: 70.0}
"""Points, of 100, from which each severity holds."""
FLOOR = 10
"""Voices below which nothing is more than a matter to watch."""
MANY = 30
"""Voices below which nothing is a crisis of the highest severity."""
_DRAWS = 200


class Step(Model):
    """What to do at a severity: its name, the step, and the passage of the playbooks that it follows."""

    name: str = ""
    step: str
    playbook: str | None = None


class Judged(NamedTuple):
    """A severity with its points (0 to 100), the points of each component, and the gate that held it down, if any."""

    severity: Severity
    points: float
    parts: Mapping[Part, float]
    gate: Gate | None


@cache
def ladder() -> Mapping[str, Step]:
    """Return the steps of ladder.toml by severity, and that for danger."""
    entries = tomllib.loads((Path(__file__).parent / "ladder.toml").read_text(encoding="utf-8"))
    return {key: Step.model_validate(entry) for key, entry in entries.items()}


def judged(found: Scored, voices: float, *, floor: int = FLOOR, weights: Mapping[Part, float] = WEIGHTS) -> Judged:
    """Add the components up by their weights, of those that are known, to 100 points; then hold the gates.

    Nothing beyond chance is 1 (as usual); fewer voices than `floor` at most 2; fewer than thirty at most 4.
    """
    known = {part: score for part, score in found.parts.items() if score is not None}
    whole = sum(weights[part] for part in known)
    parts = {part: 100 * weights[part] * score / whole for part, score in known.items()}
    points = round(sum(parts.values()), 1)
    reached: Severity = max((severity for severity, cut in CUTS.items() if points >= cut), default=1)
    gates: tuple[tuple[Gate, bool, Severity], ...] = (
        ("as usual", not found.beyond, 1),
        ("few voices", voices < floor, 2),
        ("not many voices", voices < max(MANY, floor), 4),
    )
    for gate, holds, most in gates:
        if holds and reached > most:
            return Judged(most, points, parts, gate)
    return Judged(reached, points, parts, None)


class Sensitivity(NamedTuple):
    """Severities under other weights: least and most, how many of them agree, and how many there are."""

    least: Severity
    most: Severity
    alike: int
    tried: int


def under_other_weights(found: Scored, voices: float, *, floor: int = FLOOR) -> Sensitivity:
    """Judge again with each weight in turn halved, doubled, and left out."""
    here = judged(found, voices, floor=floor).severity
    others = [judged(found, voices, floor=floor, weights=weights).severity for weights in _others(found)]
    return Sensitivity(min(here, *others), max(here, *others), sum(other == here for other in others), len(others))


def _others(found: Scored) -> Iterator[Mapping[Part, float]]:
    for part, score in found.parts.items():
        if score is not None:
            yield from ({**WEIGHTS, part: WEIGHTS[part] * times} for times in (0.5, 2.0, 0.0))


class Turn(NamedTuple):
    """A component that alone would change the severity: at its full, or were it as usual; and to what."""

    part: Part
    severity: Severity


def turns(found: Scored, voices: float, *, floor: int = FLOOR) -> tuple[tuple[Turn, ...], tuple[Turn, ...]]:
    """Return which components alone would raise the severity (at their full), and lower it (as usual)."""
    here = judged(found, voices, floor=floor).severity
    raising, lowering = [], []
    for part, score in found.parts.items():
        if score is None:
            continue
        high, low = (
            judged(found._replace(parts={**found.parts, part: value}), voices, floor=floor).severity
            for value in (1.0, 0.0)
        )
        raising += [Turn(part, high)] if high > here else []
        lowering += [Turn(part, low)] if low < here else []
    return tuple(raising), tuple(lowering)


class Chance(NamedTuple):
    """What sampling makes of points and severity: 95 % intervals."""

    points: Interval
    severity: Interval


def by_chance(day: Day, due: Usual, *, floor: int, seed: int) -> Chance:
    """Judge two hundred days drawn as if each voice had spoken by chance; what is usual is held as it is."""
    import numpy as np

    draw = np.random.default_rng(seed)
    drawn = []
    for _ in range(_DRAWS):
        again = _drawn(day, draw)
        drawn.append(judged(scored(again, due), again.voices, floor=floor))
    ends = (0.025, 0.975)
    points = np.quantile([one.points for one in drawn], ends)
    severity = np.quantile([one.severity for one in drawn], ends, method="inverted_cdf")
    return Chance(Interval(*map(float, points)), Interval(*map(float, severity)))


def _drawn(day: Day, draw: np.random.Generator) -> Day:
    voices = {name: float(draw.poisson(count)) for name, count in sorted(day.platforms.items())}
    n = sum(voices.values())
    share = min(day.grave / day.voices, 1.0) if day.voices else 0.0
    week = draw.poisson(day.week_voices)
    week_share = min(day.week_grave / day.week_voices, 1.0) if day.week_voices else 0.0
    rest = draw.poisson(max(day.heard - day.voices, 0.0))
    return day._replace(
        heard=n + float(rest),
        voices=n,
        grave=float(draw.binomial(int(n), share)),
        loud=None if day.loud is None else float(draw.poisson(day.loud)),
        platforms=voices,
        week_heard=float(draw.poisson(day.week_heard)),
        week_voices=float(week),
        week_grave=float(draw.binomial(week, week_share)),
    )
