"""The evaluation of spikes, on a folder made by hand."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from evals.spikes import labelled_series, main, scores

START = np.datetime64("2026-10-01T00:02:53", "s")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    counts = np.random.default_rng(2).poisson(9, 12 * 24 * 8)
    counts[12 * 24 * 6 : 12 * 24 * 6 + 20] += 90
    times = START + np.arange(len(counts)) * np.timedelta64(300, "s")
    lines = [f"{str(at).replace('T', ' ')},{count}" for at, count in zip(times, counts, strict=True)]
    (tmp_path / "made.csv").write_text("\n".join(["timestamp,value", *lines]), encoding="utf-8")
    span = ["2026-10-06 23:02:53.000000", "2026-10-07 10:02:53.000000"]
    (tmp_path / "windows.json").write_text(json.dumps({"realTweets/made.csv": [span]}), encoding="utf-8")
    return tmp_path


def test_windows_are_found_in_the_series(folder: Path):
    (series,) = labelled_series(folder)
    assert len(series.counts) == len(series.times) == 2304
    assert series.windows[0] == (12 * 24 * 6 - 12, 12 * 24 * 6 + 120)


def test_a_planted_spike_is_met_without_false_alarms(folder: Path):
    found = scores(labelled_series(folder))["made"]
    assert (found.met, found.false_alarms) == (1, 0)
    assert found.score > 95


def test_the_command_prints_a_table(folder: Path, capsys: pytest.CaptureFixture[str]):
    assert main([str(folder), "--around"]) == 0
    printed = capsys.readouterr().out
    assert "| together | 9" in printed
    assert "quiet hours" in printed


def test_a_folder_without_series_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main([str(tmp_path)]) == 1
    assert "no windows.json" in capsys.readouterr().err
