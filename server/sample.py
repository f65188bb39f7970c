"""Sample: imports the made-up launch of `knowledge.samples` the way a user's own files are imported."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from server.runtime import Runtime

if TYPE_CHECKING:
    from knowledge.importing import Progress
    from knowledge.samples import Truth
    from tools.facts import Brand

SAMPLE = "connectsphere"
PURPOSES = ("analytics", "support")


def import_sample(runtime: Runtime, *, progress: Callable[[Progress], None] = lambda _: None) -> str:
    """Generate the sample launch and import all its tables; return the dataset's version.

    Doing it again changes nothing.
    """
    from knowledge.importing import ImportOptions, import_file
    from knowledge.samples import generate, write

    launch = generate()
    truth = launch.truth
    features = tuple(feature.name for feature in truth.features.values())
    version = ""
    with TemporaryDirectory(prefix="groundswell-sample-") as folder:
        for table, path in write(launch, Path(folder)).tables.items():
            options = ImportOptions(
                dataset=SAMPLE, table=table, brands=_brands(truth), features=features, purposes=PURPOSES
            )
            report = import_file(
                runtime.home, path, options, embedder=runtime.embedder, reader=runtime.reader, progress=progress
            )
            version = report.version
    return version


def _brands(truth: Truth) -> tuple[Brand, ...]:
    from tools.facts import Brand

    return tuple(
        Brand(name=name, aliases=truth.aliases.get(name, ()), is_own=name == truth.own_brand)
        for name in (truth.own_brand, *truth.rivals)
    )
