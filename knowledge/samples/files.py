"""Files: writes a sample launch the way a user's export would lie on disk, with its manifest beside it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from knowledge.samples.launch import Launch


class Written(NamedTuple):
    """The files of a written launch: table -> JSONL file, the clean twin of the exposures, and the manifest."""

    tables: dict[str, Path]
    clean_exposures: Path
    manifest: Path


def write(launch: Launch, folder: Path) -> Written:
    """Write `<table>.jsonl` for every table, `clean_twin/exposures.jsonl` and `manifest.json` into `folder`.

    Columns are named as in tools/tables.py, times are ISO 8601 in UTC, and absent values are left out. Posts carry
    the platform's ids (`source_id`, and `reply_to` in the same terms), as exports do; importing makes ours of them.
    The folder is made if it is missing; files of the same names are replaced.
    """
    folder.mkdir(parents=True, exist_ok=True)
    tables = {name: _write_rows(folder / f"{name}.jsonl", rows) for name, rows in launch.tables().items()}
    _write_posts(folder / "posts.jsonl", launch)
    twin = folder / "clean_twin"
    twin.mkdir(exist_ok=True)
    clean = _write_rows(twin / "exposures.jsonl", launch.exposures_clean)
    manifest = folder / "manifest.json"
    manifest.write_text(launch.truth.model_dump_json(indent=1), encoding="utf-8", newline="\n")
    return Written(tables, clean, manifest)


def _write_rows(path: Path, rows: Sequence[NamedTuple]) -> Path:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in rows:
            present = {name: value for name, value in row._asdict().items() if value is not None}
            file.write(json.dumps(present, ensure_ascii=False, default=_text) + "\n")
    return path


def _write_posts(path: Path, launch: Launch) -> None:
    theirs = {row.post_id: row.source_id for row in launch.posts}
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in launch.posts:
            given = row._asdict() | {"reply_to": theirs.get(row.reply_to or "")}
            present = {k: v for k, v in given.items() if v is not None and k not in ("post_id", "thread_id")}
            file.write(json.dumps(present, ensure_ascii=False, default=_text) + "\n")


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    raise TypeError(f"A row of the sample holds {value!r}, which JSON cannot.")
