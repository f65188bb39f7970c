"""Upgrade: a dataset published by an earlier release, whose manifest had fewer fields, is used as before."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from knowledge.dataset import open_dataset
from knowledge.home import Home
from server.agent.assistant import Assistant
from server.runtime import Runtime
from server.settings import Settings
from tests.fakes import HashEmbedder, WordReader
from tests.system.world import bring, made, write

OLDER = "v_0123456789abcdef"


@pytest.fixture
def older(home: Home) -> Home:
    """The dataset as a release left it that knew neither `erasures` nor features: its hash was another."""
    folder = home.dataset("d")
    manifest = folder.manifests / f"{folder.current.read_text(encoding='utf-8')}.json"
    content = json.loads(manifest.read_text(encoding="utf-8"))
    del content["erasures"], content["facts"]["features"]
    (folder.manifests / f"{OLDER}.json").write_text(json.dumps(content), encoding="utf-8")
    manifest.unlink()
    folder.current.write_text(OLDER, encoding="utf-8")
    return home


def test_a_dataset_of_an_earlier_release_is_asked_recomputed_and_imported_into(older: Home, tmp_path: Path):
    runtime = Runtime(
        Settings(home=older.path, _env_file=None),  # type: ignore[call-arg]
        embedder=HashEmbedder(), reader=WordReader(),
    )  # fmt: skip
    answer = Assistant(runtime).ask("d", "What share of voice does Acme have?")
    assert answer.dataset_version == OLDER
    assert bring(older, write(tmp_path / "same.jsonl", made(range(120)))) == OLDER
    assert bring(older, write(tmp_path / "more.jsonl", made(range(120, 130)))) != OLDER
    assert open_dataset(older, "d").manifest.parent == OLDER
    again = runtime.recompute(answer.figures[0].result)
    assert again.same
    assert again.on_version == OLDER
