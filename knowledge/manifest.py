"""Manifest: what one version of a dataset is made of. Publishing one is the only way a dataset changes.

A manifest pins the version of every table, the generation of the index, the reader, the embedder and the facts.
Its hash is the dataset version that results carry. Written to a file of its own, then made current by renaming
one small file: a reader sees the old version or the new one, never a mixture.
"""

from __future__ import annotations

import hashlib
import os
from datetime import datetime
from pathlib import Path

from pydantic import Field

from knowledge.home import DatasetFolder
from tools.base import Model
from tools.errors import NotFound, Unavailable
from tools.facts import Facts


class TableRef(Model):
    """One version of one Delta table: its folder below `tables/` and its Delta version."""

    folder: str
    version: int


class ImportRecord(Model):
    """One import that changed the dataset."""

    id: str
    file: str = Field(description="Name of the file, without its folder.")
    table: str
    preset: str
    at: datetime
    added: int
    changed: int
    rejected: int


class Manifest(Model):
    """One version of a dataset, whole."""

    facts: Facts
    tables: dict[str, TableRef] = Field(default_factory=dict)
    index: str | None = Field(None, description="Name of the index generation; none before the first post.")
    embedder: str | None = Field(None, description="Which embedder made the vectors.")
    imports: tuple[ImportRecord, ...] = ()
    erasures: int = Field(0, description="How many times something was erased.")
    parent: str | None = Field(None, description="The version before this one.")

    @property
    def version(self) -> str:
        """`v_` + the first 16 hex digits of the SHA-256 of its canonical JSON: the id it is published under.

        A published version keeps its id when this model gains a field, so its id is the name of its file, and this
        is not to be asked of a manifest that was read back.
        """
        return "v_" + hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:16]


def current_version(folder: DatasetFolder) -> str:
    """Return the id of the current version; NotFound if nothing was ever published."""
    try:
        return folder.current.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        raise NotFound(f"Dataset {folder.name!r} holds nothing yet. Import a file into it first.") from None
    except UnicodeDecodeError:
        raise _damaged(folder, folder.current) from None


def load(folder: DatasetFolder, version: str | None = None) -> Manifest:
    """Read a version's manifest, the current one by default; NotFound if it does not exist."""
    version = version or current_version(folder)
    path = folder.manifests / f"{version}.json"
    try:
        return Manifest.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        raise NotFound(f"Dataset {folder.name!r} has no version {version!r}; it may have been erased.") from None
    except ValueError:
        raise _damaged(folder, path) from None


def _damaged(folder: DatasetFolder, path: Path) -> Unavailable:
    return Unavailable(
        f"The file {str(path)!r} of dataset {folder.name!r} is damaged. Restore it from a backup, or import anew."
    )


def publish(folder: DatasetFolder, manifest: Manifest) -> str:
    """Make a manifest the current version and return its id. Call it while holding the dataset's lock."""
    version = manifest.version
    folder.manifests.mkdir(parents=True, exist_ok=True)
    write_atomically(folder.manifests / f"{version}.json", manifest.model_dump_json(indent=1).encode())
    write_atomically(folder.current, version.encode())
    return version


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file so that readers and a crash see the old content or the new, whole and on disk."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows cannot open a folder; its rename is durable enough
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
