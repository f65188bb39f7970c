"""Severity from components, by weights and gates, worked by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.home import Home
from knowledge.playbook import load_playbook
from tools.listening.warning.components import WEIGHTS, Part, Scored
from tools.listening.warning.severity import CUTS, Turn, judged, ladder, turns, under_other_weights


def found(*, beyond: bool = True, **parts: float | None) -> Scored:
    scores: dict[Part, float | None] = dict.fromkeys(WEIGHTS, 0.0)
    return Scored({**scores, **parts}, beyond, False, None, ())  # type: ignore[dict-item]


def test_weights_add_up_to_a_hundred_and_cuts_rise():
    assert sum(WEIGHTS.values()) == 100
    assert list(CUTS.values()) == sorted(CUTS.values())


def test_all_at_their_full_is_a_crisis_and_nothing_is_calm():
    assert judged(found(**dict.fromkeys(WEIGHTS, 1.0)), 100)[:2] == (5, 100)
    assert judged(found(), 100)[:2] == (1, 0)


def test_points_are_weights_times_scores():
    one = judged(found(volume=0.5, gravity=1.0), 50)
    assert (one.points, one.severity) == (30 * 0.5 + 15, 3)
    assert one.parts == {"volume": 15, "share": 0, "velocity": 0, "gravity": 15, "influence": 0, "spread": 0}


def test_a_component_that_is_not_known_is_filled_in_by_the_others():
    assert judged(found(volume=1.0, influence=None), 50).points == pytest.approx(33.3)
    assert judged(found(volume=1.0), 50).points == 30


def test_gates_hold_it_down_and_say_so():
    full = dict.fromkeys(WEIGHTS, 1.0)
    assert judged(found(beyond=False, **full), 100)[::3] == (1, "as usual")
    assert judged(found(**full), 9)[::3] == (2, "few voices")
    assert judged(found(**full), 29)[::3] == (4, "not many voices")
    assert judged(found(**full), 30)[::3] == (5, None)
    assert judged(found(**full), 40, floor=50)[::3] == (2, "few voices")


def test_what_alone_would_change_it_is_named():
    # 38 points, so 3: volume at 30 instead of 15 makes 53, influence 48, spread at 15 instead of 8 makes 45.
    raising, lowering = turns(found(volume=0.5, share=1.0, spread=8 / 15), 50)
    assert raising == (
        Turn("volume", 4),
        Turn("velocity", 4),
        Turn("gravity", 4),
        Turn("influence", 4),
        Turn("spread", 4),
    )
    assert lowering == (Turn("volume", 2), Turn("share", 2))


def test_other_weights_are_each_halved_doubled_and_left_out():
    assert under_other_weights(found(**dict.fromkeys(WEIGHTS, 1.0)), 50) == (5, 5, 18, 18)
    assert under_other_weights(found(influence=None), 50).tried == 15
    # Volume alone: 30 of 100; halved 15 of 85, doubled 60 of 130, left out 0. Without another it rises a little.
    swayed = under_other_weights(found(volume=1.0), 50)
    assert (swayed.least, swayed.most) == (1, 4)
    assert swayed.alike == 15  # all that leave it at its weight


def test_each_severity_has_a_step_and_each_passage_named_exists(tmp_path: Path):
    steps = ladder()
    assert set(steps) == {"1", "2", "3", "4", "5", "danger"}
    playbook = load_playbook(Home(tmp_path))
    assert all(playbook.passage(step.playbook) for step in steps.values() if step.playbook)
