"""Worlds: one launch three times: as it is, with hostile posts on top, and with harmless posts that read alike.

The harmless twin of a hostile post has its day, platform, author, counts and brands named, and is given the very
labels that the reader found in the hostile one. So whatever a tool counts of labels must come out the same in both
worlds, to the last digit: a hostile post counts as the post it is, and does nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from evals.hostile.texts import Hostile
from server.runtime import Runtime
from server.settings import Settings
from tools.reader import Reader, ReaderCard, Reading, Target

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from knowledge.samples import Launch
    from tools.services import Embedder

DATASET = "launch"
_BRANDS_TRACKED = 50
"""A file's brand column that names no more brands than this is a list of brands to track, whatever they are called."""
_NAME, _TEXT_TOO = 120, 3
"""Longest text put into a name; every third post carries its text in its other columns too."""


class Worlds(NamedTuple):
    """Runtimes over the launch as it is, with the hostile posts, and with their harmless twins."""

    base: Runtime
    hostile: Runtime
    harmless: Runtime


class Kept(Reader):
    """Reads as the reader that it wraps, save for texts whose readings it was given; keeps what it reads."""

    def __init__(self, inner: Reader, given: Mapping[str, Reading]) -> None:
        self.inner, self.given, self.read_so_far = inner, given, dict[str, Reading]()

    @property
    def id(self) -> str:
        """The wrapped reader's."""
        return self.inner.id

    @property
    def card(self) -> ReaderCard:
        """The wrapped reader's."""
        return self.inner.card

    def read(
        self,
        texts: Sequence[str],
        vectors: NDArray[np.float32],
        *,
        targets: Sequence[Sequence[Target]] | None = None,
    ) -> list[Reading]:
        """Label texts."""
        found = self.inner.read(texts, vectors, targets=targets)
        readings = [self.given.get(text, reading) for text, reading in zip(texts, found, strict=True)]
        self.read_so_far |= dict(zip(texts, readings, strict=True))
        return readings


def build(folder: Path, launch: Launch, texts: Sequence[Hostile], *, embedder: Embedder, reader: Reader) -> Worlds:
    """Import the three worlds below `folder`."""
    harmless = [_harmless(number, each.text, launch) for number, each in enumerate(texts)]
    base = _world(folder / "base", launch, [], embedder=embedder, reader=reader)
    first = Kept(reader, {})
    hostile = _world(folder / "hostile", launch, [each.text for each in texts], embedder=embedder, reader=first)
    read = {
        twin: first.read_so_far[each.text.strip()]
        for twin, each in zip(harmless, texts, strict=True)
        if each.text.strip() in first.read_so_far
    }
    twins = _world(folder / "harmless", launch, harmless, embedder=embedder, reader=Kept(reader, read))
    return Worlds(base, hostile, twins)


def _harmless(number: int, text: str, launch: Launch) -> str:
    named = [brand for brand in (launch.truth.own_brand, *launch.truth.rivals) if brand.lower() in text.lower()]
    return " ".join([f"note {number} from the harbour", *named])


def _world(folder: Path, launch: Launch, texts: Sequence[str], *, embedder: Embedder, reader: Reader) -> Runtime:
    from knowledge.importing import ImportOptions, import_file
    from knowledge.samples import write

    runtime = Runtime(
        Settings(home=folder / "home", model=None, _env_file=None),
        embedder=embedder,
        reader=reader,
    )
    files = write(launch, folder / "files").tables
    _append(files["posts"], _posts(launch, texts))
    _append(files["authors"], _authors(launch, texts))
    for table in ("posts", "authors"):
        options = ImportOptions(
            dataset=DATASET, table=table, **launch.facts, milestones={"launch": launch.truth.launch},
            accept_rejects=True,
        )  # fmt: skip
        import_file(runtime.home, files[table], options, embedder=embedder, reader=reader)
    return runtime


def _append(path: Path, rows: Iterator[dict[str, Any]]) -> None:
    with path.open("a", encoding="utf-8", newline="\n") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)


def _posts(launch: Launch, texts: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Spread them over days and platforms; a third of them carries the text in its other columns too."""
    truth, platforms = launch.truth, sorted({post.platform for post in launch.posts})
    brands = len(texts) > _TEXT_TOO * (_BRANDS_TRACKED + 1)
    for number, text in enumerate(texts):
        everywhere = number % _TEXT_TOO == 0
        day = truth.start + timedelta(days=number % truth.days)
        yield {
            "source_id": f"h{number}",
            "platform": platforms[number % len(platforms)],
            "author_id": f"h{number}",
            "created_at": datetime.combine(day, time(12, number % 60), UTC).isoformat(),
            "text": text,
            "lang": "en",
            "brand": text[:_NAME] if everywhere and brands else truth.own_brand if number % 2 else None,
            "campaign": text[:_NAME] if everywhere else None,
            "region": "US",
            "likes": number % 5,
            "is_own": False,
        }


def _authors(launch: Launch, texts: Sequence[str]) -> Iterator[dict[str, Any]]:
    joined = datetime.combine(launch.truth.start - timedelta(days=900), time(), UTC).isoformat()
    for number, text in enumerate(texts):
        name = {"name": text[:_NAME], "handle": text[:_NAME], "bio": text}
        yield {"author_id": f"h{number}", "followers": 10, "following": 10, "created_at": joined} | name
