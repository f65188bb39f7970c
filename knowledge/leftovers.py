"""Leftovers: what a writer that was killed or failed left behind, and what no published version names any more.

Nothing here is ever visible to a reader, but it takes room, and erasing promises that nothing of it stays.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from knowledge.dataset import table_files
from knowledge.home import DatasetFolder
from knowledge.manifest import Manifest, TableRef, load
from tools.errors import NotFound, Unavailable


def take_back(folder: DatasetFolder, manifest: Manifest) -> None:
    """Undo what the writer before left: staged files, unpublished table versions and generations, orphaned files.

    Its staging folder stands for as long as it has not finished, so it goes last: killed in here, the next writer
    finds it and does this again.
    """
    from deltalake import DeltaTable

    sweep(folder, manifest)
    for ref in manifest.tables.values():
        table = DeltaTable(str(folder.tables / ref.folder))
        if table.version() > ref.version:
            table.restore(ref.version)
    if folder.staging.exists():
        remove_orphans(folder, manifest)
        shutil.rmtree(folder.staging, ignore_errors=True)
    folder.staging.mkdir(parents=True)


def sweep(folder: DatasetFolder, manifest: Manifest) -> None:
    """Remove what the manifest does not pin: unpublished or erased tables, all generations but the last two."""
    pinned = {ref.folder for ref in manifest.tables.values()}
    for path in folder.tables.glob("*"):
        if path.name not in pinned:
            shutil.rmtree(path, ignore_errors=True)
    current = generation_number(manifest.index)
    for path in folder.index.glob("*"):
        if generation_number(path.name) not in (current, current - 1):
            shutil.rmtree(path, ignore_errors=True)


def remove_orphans(folder: DatasetFolder, manifest: Manifest) -> None:
    """Remove Parquet files that no published version names: written and never committed, or committed in vain.

    Readers may have any published version open, so the files of each stay; where one of them cannot be read, so that
    nobody can say which those are, all files stay. Call it while holding the lock.
    """
    for ref in manifest.tables.values():
        spare = {str(path) for path in (folder.tables / ref.folder).glob("*.parquet")}
        spare -= set(table_files(folder, ref))
        try:
            for older in _published(folder, ref.folder) if spare else ():
                spare -= set(table_files(folder, older))
        except (NotFound, Unavailable):
            continue
        for path in spare:
            Path(path).unlink(missing_ok=True)


def _published(folder: DatasetFolder, table: str) -> set[TableRef]:
    """Return every version of a table's folder that a manifest names."""
    refs = (ref for path in folder.manifests.glob("v_*.json") for ref in load(folder, path.stem).tables.values())
    return {ref for ref in refs if ref.folder == table}


def generation_number(generation: str | None) -> int:
    """Return the number of an index generation: 2 for `g_000002`; 0 for none."""
    digits = (generation or "").removeprefix("g_")
    return int(digits) if digits.isdigit() else 0
