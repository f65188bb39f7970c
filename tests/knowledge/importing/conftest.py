"""Fixtures of the importing tests: an empty data folder, and a file brought in with fakes for the models."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from knowledge.dataset import Dataset, open_dataset
from knowledge.home import Home
from knowledge.importing import ImportOptions, ImportReport, import_file
from tests.fakes import HashEmbedder, WordReader

Bring = Callable[..., ImportReport]
Write = Callable[..., Path]
Opened = Callable[[], Dataset]
Posts = Callable[[], dict[str, dict[str, Any]]]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def reader() -> WordReader:
    return WordReader()


@pytest.fixture
def bring(home: Home, reader: WordReader) -> Bring:
    """Import a file into dataset `d`; keywords are options."""

    def bring(path: Path, **options: Any) -> ImportReport:  # noqa: ANN401 - options of any kind
        given = {key: options.pop(key) for key in ("progress", "suppressed") if key in options}
        chosen = ImportOptions(**{"dataset": "d", **options})
        return import_file(home, path, chosen, embedder=HashEmbedder(), reader=reader, **given)

    return bring


@pytest.fixture
def dataset(home: Home) -> Opened:
    """Open dataset `d`."""
    return lambda: open_dataset(home, "d")


@pytest.fixture
def posts(dataset: Opened) -> Posts:
    """Return the posts of dataset `d` by source_id."""

    def posts() -> dict[str, dict[str, Any]]:
        rows = dataset().tables()["posts"].to_pyarrow().to_pylist()
        return {row["source_id"]: row for row in rows}

    return posts


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a file: bytes and text as they are, a list as JSON Lines, anything else as JSON."""

    def write(content: Any, name: str = "file.dat") -> Path:  # noqa: ANN401 - any content
        path = tmp_path / name
        if isinstance(content, bytes):
            path.write_bytes(content)
        elif isinstance(content, str):
            path.write_bytes(content.encode())
        elif isinstance(content, list):
            path.write_text("".join(json.dumps(row) + "\n" for row in content), encoding="utf-8")
        else:
            path.write_text(json.dumps(content), encoding="utf-8")
        return path

    return write
