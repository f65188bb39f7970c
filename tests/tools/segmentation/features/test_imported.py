"""Imported: features of a dataset that was imported are those of the dataset imported twice."""

import json
from pathlib import Path

import numpy as np

from knowledge.dataset import open_dataset
from knowledge.home import Home
from knowledge.importing import ImportOptions, import_file
from tests.fakes import HashEmbedder, WordReader
from tests.tools.segmentation.features.world import crowd
from tools.segmentation.asked import AudienceQuery
from tools.segmentation.features.people import measured
from tools.segmentation.matrix import Matrix


def test_importing_twice_changes_no_feature(tmp_path: Path):
    home, path = Home(tmp_path / "home"), tmp_path / "events.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in crowd()), encoding="utf-8")
    once, twice = (_imported(home, path) for _ in range(2))
    assert len(once.people) == 60
    assert once.people == twice.people
    assert np.array_equal(once.values, twice.values, equal_nan=True)


def _imported(home: Home, path: Path) -> Matrix:
    import_file(home, path, ImportOptions(dataset="d", table="events"), embedder=HashEmbedder(), reader=WordReader())
    return measured(AudienceQuery(dataset="d"), open_dataset(home, "d").tables())
