"""Failing: what the machine refuses in the middle of an import, said in one line."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.errors import ImportRefused


@contextmanager
def clear_errors(path: Path) -> Iterator[None]:
    """Translate a full disk, a file that may not be read and the like; the dataset is as it was in each case."""
    import duckdb
    from deltalake.exceptions import DeltaError

    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise ImportRefused(
                f"The disk is full, so {path.name!r} was not imported and the dataset is as it was. Free some space "
                "(about four times the size of the file) and import it again."
            ) from error
        raise ImportRefused(f"{path.name!r} was not imported: {error}. The dataset is as it was.") from error
    except (duckdb.Error, DeltaError, sqlite3.Error) as error:
        what = str(error).splitlines()[0]
        raise ImportRefused(f"{path.name!r} was not imported: {what}. The dataset is as it was.") from error
