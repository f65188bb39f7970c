"""Slices: shares of slices under other draws of labels, by hand."""

import pytest

from evals import slices
from evals.slices import _recalibrated


def test_a_reader_without_error_gives_the_planted_shares(monkeypatch: pytest.MonkeyPatch):
    # 300 posts of one brand and platform, 150 negative, 90 neutral, 60 positive; 20 of another are too few to show.
    monkeypatch.setattr(slices, "REPEATS", 2)
    monkeypatch.setattr(slices, "LABELS", 300)
    planted = ["negative"] * 150 + ["neutral"] * 90 + ["positive"] * 60
    rows = [{"brand": "A", "platform": "x", "true": label, "read": label} for label in planted]
    rows += [{"brand": None, "platform": "reddit", "true": "neutral", "read": "neutral"}] * 20
    checked = list(_recalibrated(rows))
    # The platform, the brand and their crossing, three classes each, twice.
    assert len(checked) == 3 * 3 * 2
    assert {(share.label, share.true) for share in checked} == {("negative", 0.5), ("neutral", 0.3), ("positive", 0.2)}
    for share in checked:
        assert share.low <= share.value <= share.high
        assert share.value == pytest.approx(share.true, abs=0.02)
