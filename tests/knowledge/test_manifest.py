"""Manifest: one version of a dataset, pinned by its hash and made current in one step."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from knowledge.dataset import open_dataset
from knowledge.home import DatasetFolder, Home
from knowledge.manifest import Manifest, TableRef, current_version, load, publish, write_atomically
from knowledge.writing import writing
from tools.errors import NotFound
from tools.facts import Facts


@pytest.fixture
def folder(tmp_path: Path) -> DatasetFolder:
    (tmp_path / "d").mkdir()
    return DatasetFolder(tmp_path / "d")


MANIFEST = Manifest(facts=Facts(dataset="d"), tables={"posts": TableRef(folder="posts-1", version=3)})


def test_the_version_is_the_content(folder: DatasetFolder):
    assert MANIFEST.version == Manifest.model_validate_json(MANIFEST.model_dump_json()).version
    assert MANIFEST.version != MANIFEST.model_copy(update={"erasures": 1}).version
    assert publish(folder, MANIFEST) == MANIFEST.version == current_version(folder)


def test_versions_stay_readable_after_the_next_one(folder: DatasetFolder):
    first = publish(folder, MANIFEST)
    second = publish(folder, MANIFEST.model_copy(update={"parent": first}))
    assert load(folder).parent == first
    assert load(folder, first) == MANIFEST
    assert current_version(folder) == second


def test_what_was_never_published_is_not_found(folder: DatasetFolder):
    with pytest.raises(NotFound, match="holds nothing yet"):
        load(folder)
    publish(folder, MANIFEST)
    with pytest.raises(NotFound, match="no version 'v_none'"):
        load(folder, "v_none")


def test_a_write_that_fails_leaves_the_old_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "current"
    write_atomically(path, b"old")

    def fail(_handle: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OSError, match="disk full"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"


def test_a_version_written_before_a_field_existed_keeps_its_id(tmp_path: Path):
    home = Home(tmp_path)
    with writing(home, "d", facts=Facts(dataset="d")) as writer:
        writer.publish()
    folder = home.existing("d")
    (path,) = folder.manifests.iterdir()
    written = json.loads(path.read_text(encoding="utf-8"))
    del written["facts"]["milestones"]
    (folder.manifests / "v_old.json").write_text(json.dumps(written), encoding="utf-8")
    folder.current.write_text("v_old", encoding="utf-8")

    assert open_dataset(home, "d").version == "v_old"
    with writing(home, "d") as writer:
        assert writer.publish() == "v_old"
        writer.change(erasures=1)
        writer.publish()
    assert load(folder).parent == "v_old"
