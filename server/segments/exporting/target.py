"""Target: where an exported file may go. Whole or not at all, readable by its owner only, and in no repository."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.errors import BadRequest


def checked(path: Path) -> Path:
    """Return the absolute path; BadRequest where a file of members has no business or would replace another file."""
    target = path.expanduser().absolute()
    folder = target.parent.resolve()
    if not folder.is_dir():
        raise BadRequest(f"There is no folder {str(folder)!r}. Make it first.")
    if target.is_symlink() or target.is_dir():
        raise BadRequest(f"{str(target)!r} is a link or a folder. Name a file that is not there yet.")
    for above in (folder, *folder.parents):
        if (above / ".git").exists():
            raise BadRequest(
                f"{str(target)!r} lies in the git repository {str(above)!r}, from which it could be pushed. Choose a "
                "folder outside of it."
            )
    return folder / target.name


@contextmanager
def appearing(target: Path, content: bytes) -> Iterator[None]:
    """Write a file beside the target, and put it in place when the block ends without an error.

    A file of other bytes that is there already is never replaced: BadRequest.
    """
    if target.exists() and target.read_bytes() != content:
        raise BadRequest(f"{str(target)!r} is there already and holds something else. Choose another name.")
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        yield
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
