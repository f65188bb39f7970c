"""Choose: a reader by what a setting or an option says, with what was measured of it on this machine."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import Field

from knowledge.home import Home
from knowledge.manifest import write_atomically
from server.settings import Settings
from tools.base import Model
from tools.errors import BadRequest, UnknownName
from tools.reader.reading import Held, Reader, ReaderCard

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from tools.reader.reading import Reading, Target

SHIPPED, ENDPOINT, ONNX = "shipped", "endpoint", "onnx:"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


class Measurement(Model):
    """How a reader errs, as `groundswell eval reader --keep` found it on this machine."""

    reader: str
    held: tuple[Held, ...]
    scores: dict[str, float] = Field({}, description="Other measured scores, by name.")


class MeasuredReader:
    """A reader whose card has what was measured here in place of nothing."""

    def __init__(self, reader: Reader, measurement: Measurement) -> None:
        """Take a reader and what was measured of it."""
        self._reader = reader
        self._card = reader.card.model_copy(update={"held": measurement.held, "scores": measurement.scores})

    @property
    def id(self) -> str:
        """The reader's own."""
        return self._reader.id

    @property
    def card(self) -> ReaderCard:
        """The reader's own, with how it errs."""
        return self._card

    def read(
        self, texts: Sequence[str], vectors: NDArray[np.float32], *, targets: Sequence[Sequence[Target]] | None = None
    ) -> list[Reading]:
        """Label texts as the reader does."""
        return self._reader.read(texts, vectors, targets=targets)


def chosen_reader(settings: Settings) -> Reader:
    """Return the reader that the settings name, with what was measured of it here.

    Raises BadRequest where they name none, UnknownName for one that the data folder does not hold, Unavailable where a
    file is missing.
    """
    reader = named_reader(settings)
    path = _measurement(settings.data, reader.id)
    if reader.card.held or not path.is_file():
        return reader
    return MeasuredReader(reader, Measurement.model_validate_json(path.read_bytes()))


def named_reader(settings: Settings) -> Reader:
    """Return the reader that the settings name, as it comes."""
    name = settings.reader.strip()
    if name in ("", SHIPPED):
        from tools.reader import EncoderReader

        return EncoderReader(threads=settings.threads)
    if name == ENDPOINT:
        from server.labelling.endpoint import EndpointReader

        return EndpointReader(settings)
    if name.startswith(ONNX):
        from tools.reader.classifier import ClassifierReader

        return ClassifierReader(_folder(settings.data, name.removeprefix(ONNX)), threads=settings.threads)
    raise BadRequest(f"{name!r} is no reader. Use {SHIPPED}, {ONNX}NAME, {ONNX}FOLDER or {ENDPOINT}.")


def notice(settings: Settings) -> str | None:
    """Return what a person must know before texts are read: that they leave the house, and where to; else none."""
    if settings.reader.strip() != ENDPOINT:
        return None
    from server.labelling.endpoint import host

    return f"texts are sent to {host(settings)} to be labelled (reader `endpoint`)"


def keep(home: Home, measurement: Measurement) -> Path:
    """Keep what was measured of a reader, and return where."""
    path = _measurement(home, measurement.reader)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, measurement.model_dump_json(indent=1).encode())
    return path


def _measurement(home: Home, reader: str) -> Path:
    # A model's name may hold anything, so the file bears its hash.
    return home.readers / "measured" / f"{hashlib.sha256(reader.encode()).hexdigest()[:24]}.json"


def _folder(home: Home, name: str) -> Path:
    """Return the folder of a name, which lies in the data folder, or of a path, which says so by a separator."""
    if "/" in name or "\\" in name or name in (".", "..", "~"):
        return Path(name).expanduser()
    if not _NAME.fullmatch(name):
        raise BadRequest(f"{name!r} names no reader. Give a name below {str(home.readers)!r}, or a folder: ./{name}.")
    folder = home.readers / name
    if not folder.is_dir():
        raise UnknownName("reader of your own", name, (one.parent.name for one in home.readers.glob("*/reader.json")))
    return folder
