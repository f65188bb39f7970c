"""Importing: a file of 100,000 synthetic posts, read, embedded and indexed; time, peak memory, and a second import."""

from __future__ import annotations

import json
import random
import resource
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from evals.bench import Row

if TYPE_CHECKING:
    from server.runtime import Runtime

DATASET = "bench"
_WORDS = (  # noqa: SIM905 - reads better as words
    "the battery camera screen update price support app login crash love hate great awful fine slow fast "
    "really never always my phone their team today again finally broken perfect please why how just got "
    "new old switched thanks refund waiting hours second time works weird nobody answers best worst ever "
    "honest review week after launch "
).split()
_BRANDS = ("Acme", "Globex", "Initech")
_PLATFORMS = ("x", "reddit", "mastodon", "facebook")


def rows(posts: int = 100_000) -> list[Row]:
    """Import the same file twice into a fresh data folder."""
    from server.runtime import Runtime
    from server.settings import Settings

    with TemporaryDirectory() as folder:
        runtime = Runtime(Settings(home=Path(folder) / "home"))
        file = Path(folder) / "posts.jsonl"
        _write(file, posts)
        started, cpu = time.perf_counter(), time.process_time()
        _import(runtime, file)
        first, used = time.perf_counter() - started, time.process_time() - cpu
        started = time.perf_counter()
        _import(runtime, file)
        second = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform != "darwin" else 1 << 30)
    return [
        Row(f"import of {posts:,} posts, read, embedded, indexed", first / 60, "min", "8 min", first <= 480),
        Row(f"the same, processor time ({posts / used:,.0f} posts per CPU-second)", used / 60, "min", "", None),
        Row(f"the same file again (nothing changes), {posts:,} posts", second, "s", "", None),
        Row("peak memory of the process until then", peak, "GB", "", None),
    ]


def big_dataset(runtime: Runtime, posts: int) -> str:
    """Import `posts` synthetic posts and return the dataset's name."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "posts.jsonl"
        _write(file, posts)
        _import(runtime, file)
    return DATASET


def _import(runtime: Runtime, file: Path) -> None:
    from knowledge.importing import ImportOptions, import_file
    from tools.facts import Brand

    brands = tuple(Brand(name=name, is_own=name == _BRANDS[0]) for name in _BRANDS)
    options = ImportOptions(dataset=DATASET, brands=brands)
    import_file(runtime.home, file, options, embedder=runtime.embedder, reader=runtime.reader)


def _write(file: Path, posts: int) -> None:
    with file.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(post) + "\n" for post in _posts(posts))


def _posts(posts: int) -> Iterator[dict[str, Any]]:
    draw = random.Random(7)
    start = datetime(2026, 1, 1, tzinfo=UTC)
    for number in range(posts):
        brand = draw.choice(_BRANDS)
        words = draw.choices(_WORDS, k=draw.randint(6, 24))
        yield {
            "source_id": str(number),
            "platform": draw.choice(_PLATFORMS),
            "author_id": f"u{draw.randrange(posts // 4 + 1)}",
            "created_at": (start + timedelta(minutes=number * 60 * 24 * 60 / posts)).isoformat(),
            "text": f"{brand} {' '.join(words)}",
            "likes": int(draw.paretovariate(1.2)) - 1,
            "shares": draw.randrange(4),
            "replies": draw.randrange(3),
            "reach": draw.randrange(50, 5000),
        }
