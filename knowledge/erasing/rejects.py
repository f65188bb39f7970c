"""Rejects: rows that could not be imported lie in files of their own, which erasing cleans too."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from knowledge.home import DatasetFolder


def clean_rejects(folder: DatasetFolder, needles: Sequence[str]) -> int:
    """Drop rejected rows that hold an id or a text of a person, and return how many; they were never in a table."""
    dropped = 0
    for path in _files(folder):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if not _holds(line, needles)]
        dropped += len(lines) - len(kept)
        if len(kept) < len(lines):
            _replace(path, "".join(kept))
    return dropped


def drop_old_rejects(folder: DatasetFolder, before: datetime) -> int:
    """Remove rejected rows of imports before the given time, and return how many."""
    dropped = 0
    for path in _files(folder):
        if path.stat().st_mtime < before.timestamp():
            dropped += len(path.read_text(encoding="utf-8").splitlines())
            path.unlink()
    return dropped


def _files(folder: DatasetFolder) -> Iterator[Path]:
    return folder.rejects.glob("*") if folder.rejects.exists() else iter(())


def _holds(line: str, needles: Sequence[str]) -> bool:
    return any(needle in line or json.dumps(needle)[1:-1] in line for needle in needles if len(needle) > 2)


def _replace(path: Path, text: str) -> None:
    draft = path.with_suffix(".new")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)
