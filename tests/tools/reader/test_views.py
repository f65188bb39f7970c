"""Views: coarser words for the same emotions."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.reader.views import EKMAN, FEEDBACK, PLUTCHIK, plutchik, viewed

LABELS = sorted({member for members in EKMAN.values() for member in members})


def test_an_emotion_is_as_likely_as_its_likeliest_member() -> None:
    read = {"joy": 0.7, "excitement": 0.4, "annoyance": 0.5, "neutral": 0.9}
    assert viewed(read, EKMAN) == {"joy": 0.7, "anger": 0.5}
    assert viewed(read, FEEDBACK) == {"excitement": 0.7, "frustration": 0.5}


def test_mixtures_go_to_both_of_their_parts() -> None:
    assert viewed({"love": 0.6}, PLUTCHIK) == {"joy": 0.6, "trust": 0.6}
    assert viewed({"optimism": 0.6}, PLUTCHIK) == {"anticipation": 0.6, "joy": 0.6}


def test_plutchik_is_derived_only_where_it_was_not_read() -> None:
    assert plutchik({"trust": 0.2, "joy": 0.1}, {"fear": 0.9}) == {"joy": 0.1, "trust": 0.2}
    assert plutchik({}, {"fear": 0.9}) == {"fear": 0.9}


def test_every_label_but_neutral_has_one_place_in_ekmans() -> None:
    members = [member for group in EKMAN.values() for member in group]
    assert len(members) == len(set(members)) == 27
    assert "neutral" not in members


@pytest.mark.parametrize("view", [PLUTCHIK, FEEDBACK])
def test_views_know_no_other_labels(view: Mapping[str, tuple[str, ...]]) -> None:
    assert {member for members in view.values() for member in members} <= set(LABELS)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from([*LABELS, "neutral"]), st.floats(0, 1)))
def test_a_view_is_ordered_within_bounds_and_loses_no_emotion(emotions: dict[str, float]) -> None:
    seen = viewed(emotions, EKMAN)
    assert list(seen.values()) == sorted(seen.values(), reverse=True)
    assert all(0 < p <= 1 for p in seen.values())
    felt = [p for label, p in emotions.items() if label != "neutral"]
    assert max(seen.values(), default=0.0) == max(felt, default=0.0)
