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
_LABELLED = 400


def import_sample(runtime: Runtime, *, progress: Callable[[Progress], None] = lambda _: None) -> str:
    """Generate the sample launch and import all its tables; return the dataset's version.

    A random 400 posts come with labels, as a user would give them, and the reader is calibrated on these.
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
                dataset=SAMPLE,
                table=table,
                brands=_brands(truth),
                features=features,
                milestones={"launch": truth.launch},
                purposes=PURPOSES,
            )
            report = import_file(
                runtime.home, path, options, embedder=runtime.embedder, reader=runtime.reader, progress=progress
            )
            version = report.version or version
    return version if "labels" in runtime.dataset(SAMPLE).manifest.tables else _calibrate(runtime, truth)


def _calibrate(runtime: Runtime, truth: Truth) -> str:
    from knowledge.calibration import Label, add_labels, calibrate, to_label

    dataset = runtime.dataset(SAMPLE)
    posts = [post.post_id for post in to_label(dataset, _LABELLED) if post.post_id in truth.posts]
    labels = [Label(post_id, truth.posts[post_id].sentiment, "the sample's author") for post_id in posts]
    add_labels(runtime.home, SAMPLE, labels, at=dataset.posts(posts[:1])[0].created_at)
    return calibrate(runtime.home, SAMPLE).version


def _brands(truth: Truth) -> tuple[Brand, ...]:
    from tools.facts import Brand

    return tuple(
        Brand(name=name, aliases=truth.aliases.get(name, ()), is_own=name == truth.own_brand)
        for name in (truth.own_brand, *truth.rivals)
    )
