"""Text: one careful pass over a file before any row is read.

It finds what would otherwise break an import half way: damaged or explosive gzip, NUL bytes, an encoding that is
not what the first lines suggest. What it finds out is what the readers of rows then rely on.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, NamedTuple, cast

from knowledge.importing.files.kinds import GZIP
from knowledge.importing.files.survey import Encoding, Survey
from tools.errors import ImportRefused

CHUNK = 1 << 20
RATIO_FLOOR = 50 << 20  # unpacked bytes below which any ratio is harmless
MAX_RATIO = 200  # JSON of posts packs 5 to 30 times; deflate cannot exceed about 1,030


class Checked(NamedTuple):
    """A file that was read once from end to end: how to open it, and what to warn of."""

    path: Path
    packed: bool
    parquet: bool
    encoding: Encoding
    is_utf8: bool
    size: int
    sha256: str
    warnings: tuple[str, ...]

    def raw(self) -> IO[bytes]:
        """Open the unpacked bytes, as they are in the file."""
        return cast("IO[bytes]", gzip.open(self.path, "rb")) if self.packed else self.path.open("rb")

    def text(self) -> io.TextIOWrapper:
        """Open the text, line ends untouched, without its byte order mark."""
        return io.TextIOWrapper(self.raw(), encoding=self.encoding, errors="replace", newline="")

    def utf8(self) -> IO[bytes]:
        """Open the text as UTF-8 bytes without byte order mark."""
        return self.raw() if self.is_utf8 else cast("IO[bytes]", io.BufferedReader(_Utf8(self.text())))


class _Utf8(io.RawIOBase):
    """A text stream, encoded anew as UTF-8."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text, self._rest = text, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast("bytearray", buffer))
        if not self._rest:
            self._rest = self._text.read(CHUNK // 4).encode("utf-8", "replace")
        taken = self._rest[: len(view)]
        view[: len(taken)] = taken
        self._rest = self._rest[len(taken) :]
        return len(taken)

    def close(self) -> None:
        self._text.close()
        super().close()


def check_file(path: Path, *, max_bytes: int, progress: Callable[[int, int], None]) -> Checked:
    """Read a file once and say how to open it.

    `progress` gets bytes read and bytes in all. Raises ImportRefused, with what the file is and what to do, for
    everything that cannot be a table of rows.
    """
    if path.is_dir():
        raise ImportRefused(f"{str(path)!r} is a folder. Name the file in it that holds the posts.")
    if not path.exists():
        raise ImportRefused(f"There is no file {str(path)!r}.")
    if not path.is_file():
        raise ImportRefused(f"{str(path)!r} is not a regular file. Save what it gives to a file and import that.")
    on_disk = path.stat().st_size
    if on_disk == 0:
        raise ImportRefused(f"{path.name!r} is empty.")
    with path.open("rb") as file:
        packed = file.read(2) == GZIP
    survey, digest = Survey(path.name), hashlib.sha256()
    with path.open("rb") as file:
        stream = cast("IO[bytes]", gzip.GzipFile(fileobj=file)) if packed else file
        for chunk in _chunks(stream, path.name):
            digest.update(chunk)
            survey.feed(chunk)
            if packed:
                _refuse_bomb(path.name, packed_bytes=on_disk, unpacked=survey.size, max_bytes=max_bytes)
            progress(file.tell(), on_disk)
    found = survey.finish()
    return Checked(
        path=path,
        packed=packed,
        parquet=survey.is_parquet,
        encoding=found.encoding,
        is_utf8=found.is_utf8,
        size=survey.size,
        sha256=digest.hexdigest(),
        warnings=found.warnings,
    )


def _chunks(stream: IO[bytes], name: str) -> Iterator[bytes]:
    try:
        while chunk := stream.read(CHUNK):
            yield chunk
    except EOFError:
        raise ImportRefused(f"{name!r} is a gzip file that was cut short. Copy or download it again.") from None
    except (gzip.BadGzipFile, zlib.error) as error:
        raise ImportRefused(f"{name!r} is a damaged gzip file ({error}). Copy or download it again.") from None


def _refuse_bomb(name: str, *, packed_bytes: int, unpacked: int, max_bytes: int) -> None:
    if unpacked > max_bytes:
        raise ImportRefused(
            f"{name!r} unpacks to more than {max_bytes / 1e9:g} GB. If you trust it, raise --max-unpacked-gb."
        )
    if unpacked > RATIO_FLOOR and unpacked > MAX_RATIO * packed_bytes:
        raise ImportRefused(
            f"{name!r} unpacks to more than {MAX_RATIO} times its size, as no export of posts does. "
            "If you trust it, unpack it yourself and import that."
        )
