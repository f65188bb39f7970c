"""Lineage: where a segment comes from, taken down when it is registered."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import tools.segmentation
from server.segments.model import FeatureSet, Lineage, ModelUsed, Source, TableUsed
from tools.segmentation.describing.used import used_features
from tools.segmentation.features.people import FEATURE_SET

if TYPE_CHECKING:
    from knowledge.dataset import Dataset
    from tools.segmentation.matrix import Feature
    from tools.segmentation.segmented import Segmented

READ = ("authors", "events", "outcomes", "posts", "readings")
"""Tables that features of people are measured on."""
_LIBRARIES = ("numpy", "scikit-learn", "scipy", "duckdb")


def taken_down(dataset: Dataset, found: Segmented) -> Lineage:
    """Take down where a segmentation of a dataset version comes from."""
    tables = [name for name in sorted(dataset.manifest.tables) if name in READ]
    model = ModelUsed(algorithm=found.algorithm, k=found.k, seed=found.definition.seed, code=code_version())
    return Lineage(
        sources=tuple(Source(id=one.id, table=one.table) for one in dataset.manifest.imports if one.table in tables),
        tables=tuple(TableUsed(name=name, hash=table_hash(dataset, name)) for name in tables),
        features=_feature_set(found),
        model=model,
    )


def used(found: Segmented) -> tuple[Feature, ...]:
    """Return the features that people were grouped by."""
    names = set(used_features(found))
    return tuple(one for one in found.matrix.features if one.name in names)


def table_hash(dataset: Dataset, name: str) -> str:
    """`t_` + 16 hex digits of the SHA-256 of a table's version and its files' names: Delta never rewrites a file."""
    ref = dataset.manifest.tables[name]
    files = sorted(Path(file).name for file in dataset.files(name))
    return "t_" + _short([ref.folder, str(ref.version), *files])


@cache
def code_version() -> str:
    """Say which code segments people: the product's version, a hash of the segmentation's source, the libraries."""
    root = Path(tools.segmentation.__file__).parent
    sources = sorted(root.rglob("*.py"), key=lambda path: path.relative_to(root).as_posix())
    parts = [f"{path.relative_to(root).as_posix()}\n{path.read_text(encoding='utf-8')}" for path in sources]
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    return f"groundswell {version('groundswell')}, segmentation {_short(parts)}, {libraries}"


def _feature_set(found: Segmented) -> FeatureSet:
    days, features = found.matrix.period, used(found)
    lines = [f"{one.name}\t{one.label}\t{one.unit}" for one in features]
    return FeatureSet(
        names=tuple(one.name for one in features), hash="f_" + _short([*lines, str(days)]),
        version=FEATURE_SET, first=days.start, last=days.end,
    )  # fmt: skip


def _short(parts: list[str]) -> str:
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:16]
