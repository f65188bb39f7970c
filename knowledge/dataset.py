"""Dataset: one published version of a dataset, open for reading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from knowledge.home import DatasetFolder, Home
from knowledge.manifest import Manifest, TableRef, current_version, load
from tools.base import Model
from tools.errors import NotFound, Unavailable
from tools.inputs import Tables
from tools.tables import TABLES

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from ibis.backends.duckdb import Backend


class Post(Model):
    """A post as it is shown: everything here is untrusted text."""

    post_id: str
    platform: str
    author_id: str | None
    created_at: datetime
    text: str | None
    url: str | None
    brand: str | None
    thread_id: str | None
    reply_to: str | None
    is_own: bool | None
    likes: int | None
    shares: int | None
    replies: int | None
    sentiment: str | None = None
    handle: str | None = None
    """The author's, where the authors table has one."""


class Dataset:
    """One version of a dataset. Holds no lock and no open file: later versions do not disturb it."""

    def __init__(self, folder: DatasetFolder, manifest: Manifest, version: str) -> None:
        self.folder, self.manifest, self.version = folder, manifest, version

    @property
    def name(self) -> str:
        """The dataset's name."""
        return self.folder.name

    @property
    def index_path(self) -> Path | None:
        """Folder of this version's index generation; none before the first post."""
        return self.folder.index / self.manifest.index if self.manifest.index else None

    def tables(self) -> Tables:
        """Return the tables, all on one fresh in-memory DuckDB: safe to call from any thread.

        Each is opened when it is first looked up, for a question touches two or three of up to eleven.
        """
        return Tables(tables=_Opening(self), facts=self.manifest.facts)

    def files(self, name: str) -> list[str]:
        """Return the Parquet files of one table in this version; none where it was never imported."""
        ref = self.manifest.tables.get(name)
        return table_files(self.folder, ref) if ref else []

    @contextmanager
    def unless_erased(self) -> Iterator[None]:
        """Turn whatever reading raises into NotFound where erasing has removed this version meanwhile.

        A reader holds no lock and tables are read when a query runs, so files may go between opening and reading.
        Raises Unavailable for a file that is there and cannot be read.
        """
        import duckdb

        try:
            yield
        except Exception as error:
            for table in self.manifest.tables:
                self.files(table)
            if isinstance(error, duckdb.IOException | duckdb.InvalidInputException):
                raise self._damaged(error) from error
            raise

    def posts(self, post_ids: Iterable[str]) -> list[Post]:
        """Return the posts of those ids in the order asked for; ids that do not exist are left out."""
        wanted = list(dict.fromkeys(post_ids))
        if not wanted or "posts" not in self.manifest.tables:
            return []
        with self.unless_erased():
            tables = self.tables()
            posts = tables["posts"].filter(tables["posts"].post_id.isin(wanted))
            found = {row["post_id"]: Post.model_validate(row) for row in _with_sentiment(posts, tables)}
        return [found[post_id] for post_id in wanted if post_id in found]

    def thread(self, thread_id: str) -> list[Post]:
        """Return the posts of a thread, oldest first; NotFound if there are none."""
        with self.unless_erased():
            tables = self.tables()
            posts = tables["posts"].filter(tables["posts"].thread_id == thread_id)
            found = [Post.model_validate(row) for row in _with_sentiment(posts, tables)]
        if not found:
            raise NotFound(f"Dataset {self.name!r} has no thread {thread_id!r}.")
        return sorted(found, key=lambda post: (post.created_at, post.post_id))

    def open_table(self, connection: Backend, name: str) -> ir.Table:
        """Open one of the manifest's tables, with all columns that such a table may have, on a connection."""
        import ibis

        spec, files = TABLES[name], self.files(name)
        schema = ibis.schema({column: spec.columns[column].type for column in spec.columns})
        if not files:
            return connection.create_table(name, schema=schema, temp=True)
        with self.unless_erased():
            stored = connection.read_parquet(files, table_name=f"{name}_files", union_by_name=True)
        return stored.select(
            **{
                column: stored[column] if column in stored.columns else ibis.null(kind)
                for column, kind in schema.items()
            }
        )

    def _damaged(self, error: Exception) -> Unavailable:
        what = str(error).splitlines()[0].rstrip(".")
        return Unavailable(
            f"A table of dataset {self.name!r} cannot be read ({what}). Restore it from a backup, or import anew."
        )


class _Opening(Mapping[str, "ir.Table"]):
    """Tables that open when they are looked up. For one thread."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._opened: dict[str, ir.Table] = {}

    def __getitem__(self, name: str) -> ir.Table:
        if name not in self._opened:
            if name not in self:
                raise KeyError(name)
            self._opened[name] = self._dataset.open_table(self._connection, name)
        return self._opened[name]

    def __contains__(self, name: object) -> bool:
        return name in self._dataset.manifest.tables

    def __iter__(self) -> Iterator[str]:
        return iter(self._dataset.manifest.tables)

    def __len__(self) -> int:
        return len(self._dataset.manifest.tables)

    @cached_property
    def _connection(self) -> Backend:
        return _connect(self._dataset.manifest.facts.time_zone)


def open_dataset(home: Home, name: str, version: str | None = None) -> Dataset:
    """Open a version of a dataset, the current one by default.

    Raises UnknownName for a dataset that does not exist, NotFound for a version that does not.
    """
    folder = home.existing(name)
    # Known by the id it was published under: a later release's manifest has more fields, so another hash.
    version = version or current_version(folder)
    return Dataset(folder, load(folder, version), version)


def table_files(folder: DatasetFolder, ref: TableRef) -> list[str]:
    """Return the Parquet files of one table version; NotFound when erasing has removed it."""
    from deltalake import DeltaTable
    from deltalake.exceptions import DeltaError, TableNotFoundError

    path = folder.tables / ref.folder
    try:
        uris = DeltaTable(str(path), version=ref.version).file_uris()
    except (TableNotFoundError, DeltaError, FileNotFoundError) as error:
        raise NotFound(f"Version {ref.version} of table {ref.folder!r} is gone; it was erased since.") from error
    files = [path / uri.rpartition("/")[2] for uri in uris]  # the folder's own name is percent-encoded in a URI
    if not all(file.exists() for file in files):
        raise NotFound(f"Version {ref.version} of table {ref.folder!r} is gone; it was erased since.")
    return [str(file) for file in files]


def _connect(time_zone: str) -> Backend:
    import ibis

    connection = ibis.duckdb.connect()
    # Ibis cuts days in the session's zone, so the dataset's zone is the session's.
    connection.raw_sql(f"SET TimeZone = '{time_zone}'")
    connection.raw_sql("SET enable_progress_bar = false")
    return connection


def _with_sentiment(posts: ir.Table, tables: Tables) -> list[dict[str, Any]]:
    columns = [name for name in Post.model_fields if name not in ("sentiment", "handle")]
    shown = posts.select(*columns)
    if "readings" in tables:
        labels = tables["readings"].select("post_id", "sentiment")
        shown = shown.left_join(labels, "post_id").drop("post_id_right")
    if "authors" in tables:
        handles = tables["authors"].select("author_id", "handle")
        shown = shown.left_join(handles, "author_id").drop("author_id_right")
    rows: list[dict[str, Any]] = shown.to_pyarrow().to_pylist()
    return rows
