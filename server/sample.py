"""Sample: imports the made-up launch of `knowledge.samples` the way a user's own files are imported."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from server.runtime import Runtime

if TYPE_CHECKING:
    from knowledge.importing import Progress

SAMPLE = "connectsphere"


def import_sample(runtime: Runtime, *, progress: Callable[[Progress], None] | None = None) -> str:
    """Generate the sample launch and import all its tables; return the dataset's version.

    Doing it again changes nothing.
    """
    from knowledge.importing import ImportOptions, import_file
    from knowledge.samples import generate, write

    launch = generate()
    with TemporaryDirectory(prefix="groundswell-sample-") as folder:
        write(launch, Path(folder))
        version = ""
        for path in sorted(Path(folder).glob("*.jsonl"), key=lambda path: path.stem != "posts"):
            options = ImportOptions(dataset=SAMPLE, table=path.stem, **launch.facts)
            given = {"progress": progress} if progress else {}
            report = import_file(runtime.home, path, options, embedder=runtime.embedder, reader=runtime.reader, **given)
            version = report.version
    return version
