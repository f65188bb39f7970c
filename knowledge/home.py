"""Home: where everything on disk lies below GROUNDSWELL_HOME."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from tools.errors import BadRequest, UnknownName

_NAME = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?")


@dataclass(frozen=True, slots=True)
class DatasetFolder:
    """The folder of one dataset and the places in it."""

    path: Path

    @property
    def name(self) -> str:
        """The dataset's name."""
        return self.path.name

    @property
    def current(self) -> Path:
        """File that holds the current version's id; replaced atomically."""
        return self.path / "current"

    @property
    def manifests(self) -> Path:
        """One JSON file a version."""
        return self.path / "manifests"

    @property
    def tables(self) -> Path:
        """Delta Lake tables."""
        return self.path / "tables"

    @property
    def index(self) -> Path:
        """Generations of the search index."""
        return self.path / "index"

    @property
    def staging(self) -> Path:
        """Work in progress of the writer that holds the lock."""
        return self.path / "staging"

    @property
    def rereading(self) -> Path:
        """Readings of a rereading that is under way, or that was killed."""
        return self.path / "rereading"

    @property
    def rejects(self) -> Path:
        """Rows that could not be imported, a file an import."""
        return self.path / "rejects"

    @property
    def lock(self) -> Path:
        """File that a writer locks."""
        return self.path / "write.lock"


@dataclass(frozen=True, slots=True)
class Home:
    """The data folder (GROUNDSWELL_HOME)."""

    path: Path

    @property
    def datasets(self) -> Path:
        """Folder of the datasets."""
        return self.path / "datasets"

    @property
    def state(self) -> Path:
        """Folder of results, drafts, ledger and checkpoints."""
        return self.path / "state"

    @property
    def outbox(self) -> Path:
        """Folder that the file sender writes to."""
        return self.path / "outbox"

    @property
    def readers(self) -> Path:
        """Folder of readers of the user's own, and of what was measured of them."""
        return self.path / "readers"

    @property
    def keys(self) -> Path:
        """Folder of keys; readable by its owner only."""
        return self.path / "keys"

    def dataset(self, name: str) -> DatasetFolder:
        """Return the folder of a dataset, whether or not it exists.

        Raises BadRequest for a name that could leave the data folder or that a file system could not hold.
        """
        if not _NAME.fullmatch(name):
            raise BadRequest(
                f"{name!r} is no dataset name. Use 1 to 64 lower-case letters, digits, '-' and '_', "
                "beginning and ending with a letter or digit."
            )
        return DatasetFolder(self.datasets / name)

    def existing(self, name: str) -> DatasetFolder:
        """Return the folder of a dataset that holds a published version; UnknownName if there is none."""
        folder = self.dataset(name)
        if not folder.current.exists():
            raise UnknownName("dataset", name, self.names())
        return folder

    def names(self) -> tuple[str, ...]:
        """Return the names of all published datasets, sorted."""
        return tuple(sorted(path.parent.name for path in self.datasets.glob("*/current")))
