"""Clauses: what each check of fairness found, in words that a verdict is made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tools.figure import Figure
from tools.segmentation.disclosure import is_told
from tools.segmentation.testing.asked import Check
from tools.segmentation.testing.coarse import LEAST_CHANCE
from tools.segmentation.testing.fairness import Checked
from tools.segmentation.testing.trial import Trial
from tools.wording import listed


def checks(trial: Trial, found: Checked, held: Mapping[str, Figure], keys: Mapping[str, str]) -> Iterator[Check]:
    """Yield what was checked, in order of how much it would void; `held` are the result's figures by name."""
    split, segments, answers, before, selected, _ = found.doubts
    yield _split(trial, held, keys, holds=split)
    if found.segments is not None:
        chance = held["chance.segments"]
        alike = "hold the segments alike" if segments else "hold the segments in different shares"
        yield Check(
            name="segments", holds=segments, clause=f"the arms {alike} ({_luck(chance)})", figures=(chance.name,)
        )
    if found.answers is not None:
        chance = held["chance.answers"]
        alike = "answer as often" if answers else "do not answer equally often, so those heard differ"
        yield Check(name="answers", holds=answers, clause=f"the arms {alike} ({_luck(chance)})", figures=(chance.name,))
    yield _before(held, holds=before)
    yield _selection(trial, found, held, keys, holds=selected)
    yield _contamination(trial, found, held)


def _split(trial: Trial, held: Mapping[str, Figure], keys: Mapping[str, str], *, holds: bool | None) -> Check:
    chance = held["chance.split"]
    counts = [held[f"people.{keys[arm]}"] for arm in trial.arms]
    said = listed(f"{count.shown} to “{arm}”" for arm, count in zip(trial.arms, counts, strict=True))
    text = {
        True: f"people fell to the arms as planned ({said}; {_luck(chance)})",
        False: f"people did not fall to the arms as planned ({said}; {_luck(chance)}), so some are missing",
        None: f"the arms are of unequal size ({said}), and it is not known whether that was planned",
    }[holds]
    return Check(name="split", holds=holds, clause=text, figures=(chance.name, *(count.name for count in counts)))


def _before(held: Mapping[str, Figure], *, holds: bool | None) -> Check:
    if "placebo" not in held:
        text = "nothing of this outcome is known from before the assignment, so arms could not be compared then"
        return Check(name="before", holds=None, clause=text)
    gap, chance = held["placebo"], held["chance.placebo"]
    alike = "were alike in this outcome before" if holds else "differed in this outcome before anybody was treated"
    text = f"the arms {alike} ({gap.shown}, {_luck(chance)})"
    return Check(name="before", holds=holds, clause=text, figures=(gap.name, chance.name))


def _selection(
    trial: Trial, found: Checked, held: Mapping[str, Figure], keys: Mapping[str, str], *, holds: bool | None
) -> Check:
    if not found.selected:
        text = "too little is known of people before the assignment to tell whether the arms held different people"
        return Check(name="selection", holds=None, clause=text)
    worst = min(found.selected, key=lambda one: one.chance)
    figure, chance = held[f"separation.{keys[worst.arm]}"], held[f"chance.selection.{keys[worst.arm]}"]
    text = f"what people did before does not tell their arm ({_luck(chance)})"
    if not holds:
        text = (
            f"what people did before tells their arm: one of “{worst.arm}” looks likelier to be in it than one of "
            f"“{trial.arms[0]}” in {figure.shown} of cases ({_luck(chance)})"
        )
    return Check(name="selection", holds=holds, clause=text, figures=(figure.name, chance.name))


def _contamination(trial: Trial, found: Checked, held: Mapping[str, Figure]) -> Check:
    if not is_told(found.contamination.n):
        who = "hardly anybody" if (trial.elsewhere | trial.crossed).any() else "nobody"
        return Check(name="contamination", holds=True, clause=f"{who} was reached by another test or arm")
    share, without = held["contaminated"], held.get("lift.uncontaminated")
    text = f"{share.shown} of people were reached by another test or arm too"
    if without is None:
        return Check(name="contamination", holds=None, clause=text, figures=(share.name,))
    text += f", and without them the difference is {without.shown} (95 % interval {without.shown_interval})"
    return Check(name="contamination", holds=found.contamination.holds, clause=text, figures=(share.name, without.name))


def _luck(chance: Figure) -> str:
    return f"chance {luck(chance)}"


def luck(chance: Figure) -> str:
    """Return how a sentence gives a chance, the smallest of which are not told apart."""
    return f"{chance.shown} or less" if chance.value <= LEAST_CHANCE else chance.shown
