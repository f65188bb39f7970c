"""`groundswell calibrate`: a person labels about 200 random posts, and the reader's error is measured by them."""

from __future__ import annotations

import getpass
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from knowledge.calibration import Calibrated
    from server.runtime import Runtime

_KEYS = {"n": "negative", "u": "neutral", "p": "positive"}


def register(app: typer.Typer) -> None:
    """Add `calibrate`."""
    app.command()(calibrate)


def calibrate(
    dataset: Annotated[str, typer.Argument(help="Which dataset.")],
    labels: Annotated[
        Path | None, typer.Option(help="File with columns post_id, sentiment and maybe labeller.")
    ] = None,
    n: Annotated[int, typer.Option(min=1, help="How many random posts to label.")] = 200,
) -> None:
    """Label random posts (or import labels), and correct aggregates by how the reader errs on this dataset.

    At each post press n (negative), u (neutral), p (positive), s (skip) or q (stop; what is labelled is kept).
    """
    from knowledge import calibration
    from server.runtime import Runtime

    runtime = Runtime()
    if labels:
        _import(runtime, dataset, labels)
    else:
        _ask(runtime, dataset, n)
    _print(dataset, calibration.calibrate(runtime.home, dataset))


def _import(runtime: Runtime, dataset: str, file: Path) -> None:
    from knowledge.importing import ImportOptions, import_file

    options = ImportOptions(dataset=dataset, table="labels")
    import_file(runtime.home, file, options, embedder=runtime.embedder, reader=runtime.reader)


def _ask(runtime: Runtime, dataset: str, count: int) -> None:
    from knowledge.calibration import Label, add_labels, to_label
    from server.desk.visible import escaped

    opened = runtime.dataset(dataset)
    tables = opened.tables()
    labelled = frozenset(tables["labels"].post_id.to_pyarrow().to_pylist()) if "labels" in tables else frozenset()
    me, given = getpass.getuser(), []
    posts = to_label(opened, count, skip=labelled)
    for number, post in enumerate(posts, start=1):
        print(f"\n[{number} of {len(posts)}] {escaped(post.text or '')}")
        key = _key()
        if key == "q":
            break
        if key in _KEYS:
            given.append(Label(post.post_id, _KEYS[key], me))
    if given:
        add_labels(runtime.home, dataset, given, at=datetime.now(UTC))


def _key() -> str:
    while True:
        sys.stdout.write("n / u / p / s / q: ")
        sys.stdout.flush()
        line = sys.stdin.readline()
        key = line.strip().lower()[:1] if line else "q"
        if key in {*_KEYS, "s", "q"}:
            return key


def _print(dataset: str, done: Calibrated) -> None:
    error = done.error
    right = sum(row[number] for number, row in enumerate(error.confusion))
    print(f"\n{dataset} is now version {done.version}: aggregates are corrected by {error.source}.")
    print(f"The reader agreed on {right:,} of {error.n:,} of them.")
    print(f"{'true / read':>12}" + "".join(f"{name:>10}" for name in error.labels))
    for name, row in zip(error.labels, error.confusion, strict=True):
        print(f"{name:>12}" + "".join(f"{count:>10,}" for count in row))
    if done.ties:
        print(f"Left out: {done.ties} posts on which the labellers were split.")
