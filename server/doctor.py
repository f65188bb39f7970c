"""Doctor: what is installed, where state lies, what is broken or slow, each as a check with what to do."""

from __future__ import annotations

import platform
import time
from collections.abc import Callable, Iterator
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from server.runtime import Runtime
from tools.base import Model

if TYPE_CHECKING:
    import ibis.expr.types as ir

_OURS = (
    "mcp",
    "openai",
    "langgraph",
    "chromadb",
    "duckdb",
    "ibis-framework",
    "deltalake",
    "onnxruntime",
    "scikit-learn",
)


class Check(Model):
    """One thing that was looked at."""

    name: str
    verdict: Literal["ok", "slow", "broken", "note"]
    found: str
    advice: str = ""


def examine(runtime: Runtime) -> Iterator[Check]:
    """Look at everything, one check after the other; a broken thing does not stop the rest."""
    yield Check(name="python", verdict="ok", found=f"{platform.python_version()} on {platform.system()}")
    yield _installed()
    yield Check(name="versions", verdict="ok", found=", ".join(f"{name} {metadata.version(name)}" for name in _OURS))
    yield _attempt("data folder", lambda: _data_folder(runtime))
    yield _attempt("embedder", lambda: _embedder(runtime))
    yield _attempt("reader", lambda: _reader(runtime))
    yield _attempt("state", lambda: _state(runtime))
    for name in _names(runtime):
        yield _attempt(f"dataset {name}", partial(_dataset, runtime, name))
    yield _model(runtime)


def _attempt(name: str, look: Callable[[], Check]) -> Check:
    try:
        return look()
    except Exception as error:  # noqa: BLE001 - whatever is broken, and however, is what is looked for
        return Check(
            name=name, verdict="broken", found=str(error), advice="Mend or remove what is named, then try again."
        )


def _names(runtime: Runtime) -> tuple[str, ...]:
    try:
        return runtime.home.names()
    except OSError:  # said by the check of the data folder
        return ()


def _installed() -> Check:
    packages = list(metadata.distributions())
    size = sum(_size(package) for package in packages)
    return Check(name="installed", verdict="ok", found=f"{len(packages)} packages, {size / 1e6:,.0f} MB")


def _size(package: metadata.Distribution) -> int:
    total = 0
    for file in package.files or ():
        path = Path(str(package.locate_file(file)))
        total += path.stat().st_size if path.is_file() else 0
    return total


def _data_folder(runtime: Runtime) -> Check:
    home = runtime.home.path
    if not home.exists():
        return Check(name="data folder", verdict="note", found=f"{home} (not made yet)")
    runtime.home.names()
    used = sum(path.stat().st_size for path in home.rglob("*") if path.is_file())
    return Check(name="data folder", verdict="ok", found=f"{home}, {used / 1e6:,.0f} MB")


def _embedder(runtime: Runtime) -> Check:
    texts = [f"doctor checks the embedder with sentence number {number}" for number in range(256)]
    runtime.embedder.embed(texts[:1])
    started = time.process_time()
    runtime.embedder.embed(texts)
    rate = len(texts) / max(time.process_time() - started, 1e-9)
    slow = rate < 100
    return Check(
        name="embedder",
        verdict="slow" if slow else "ok",
        found=f"{runtime.embedder.id}, {rate:,.0f} short texts per CPU-second",
        advice="Is the machine busy? 300 and more are usual." if slow else "",
    )


def _reader(runtime: Runtime) -> Check:
    return Check(name="reader", verdict="ok", found=runtime.reader.id)


def _state(runtime: Runtime) -> Check:
    from sqlalchemy import func, select

    from server.state import results

    with runtime.state.begin() as connection:
        count = connection.execute(select(func.count()).select_from(results)).scalar_one()
    kind = runtime.state.engine.url.get_backend_name()
    return Check(name="state", verdict="ok", found=f"{kind}, {count:,} results recorded")


def _dataset(runtime: Runtime, name: str) -> Check:
    from knowledge.index import verify

    dataset = runtime.dataset(name)
    tables = dataset.tables()
    posts = _count(tables["posts"]) if "posts" in tables else 0
    if dataset.index_path and "vectors" in tables:
        verify(dataset.index_path, expected=_count(tables["vectors"]))
    version = dataset.version
    return Check(name=f"dataset {name}", verdict="ok", found=f"{posts:,} posts, version {version}, index whole")


def _count(table: ir.Table) -> int:
    return int(table.count().to_pyarrow().as_py())


def _model(runtime: Runtime) -> Check:
    settings = runtime.settings
    if settings.model is None:
        found = "none: answers are composed without one. Set GROUNDSWELL_MODEL for smoother prose."
        return Check(name="language model", verdict="note", found=found)
    return Check(name="language model", verdict="ok", found=f"{settings.model} at {settings.base_url or 'the vendor'}")
