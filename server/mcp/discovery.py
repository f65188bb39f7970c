"""Discovery: which datasets there are, and which tools fit a question."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pydantic import Field

from knowledge.dataset import Dataset
from server.mcp.arguments import parsed
from server.mcp.budget import LeftOut, Section, fitted, page
from server.mcp.entry import Entry, Progress
from server.mcp.quoting import inert
from server.mcp.schema import input_schema
from server.runtime import Runtime
from tools.base import Model, Tool
from tools.registry import tools

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class ListDatasetsArguments(Model):
    """It takes none."""


class DatasetLine(Model):
    """A dataset in a list."""

    name: str
    version: str
    brands: tuple[str, ...] = Field(description="Tracked brands; the first is the dataset's own, if it has one.")
    tables: tuple[str, ...]
    time_zone: str
    purposes: tuple[str, ...] = Field(description="What its posts were collected for; other uses are refused.")
    imported_at: datetime | None = Field(description="When it last grew; none before the first import.")

    def line(self) -> str:
        """Say it in one line."""
        about = f", about {inert(', '.join(self.brands))}" if self.brands else ""
        return f"- {self.name}{about}; tables {', '.join(self.tables) or 'none'}; for {', '.join(self.purposes)}"


class DatasetList(Model):
    """All datasets there are."""

    datasets: tuple[DatasetLine, ...]
    left_out: tuple[LeftOut, ...] = ()

    def fitted(self, budget: int) -> DatasetList:
        """Cut it to the budget."""
        return fitted(self, {"datasets": "Read groundswell://datasets."}, budget)

    def text(self, budget: int) -> str:
        """Say it in Markdown."""
        if not self.datasets:
            return "There is no dataset yet. Import a file on the command line: groundswell import FILE --dataset NAME"
        lines = [each.line() for each in self.datasets]
        return page([], [Section("Datasets:", lines, "Read groundswell://datasets.")], budget)


class FindToolsArguments(Model):
    """What is to be found out."""

    question: str = Field(min_length=1, max_length=2000, description="The question, in plain words.")
    limit: int = Field(5, ge=1, le=20, description="How many tools to return.")


class ToolMatch(Model):
    """A tool that may fit, with the arguments it takes."""

    name: str
    title: str
    summary: str
    example: str = Field(description="Its example question nearest to yours.")
    similarity: float = Field(description="Cosine of your question and that example, -1 to 1.")
    input_schema: dict[str, Any] = Field(description="JSON schema of its arguments.")

    def line(self) -> str:
        """Say it in one line."""
        names = ", ".join(self.input_schema.get("properties", {}))
        return (
            f"- {self.name}({names}): {self.summary} For example: {self.example!r} (similarity {self.similarity:.2f})"
        )


class ToolMatches(Model):
    """Tools that may fit a question, best first."""

    tools: tuple[ToolMatch, ...]
    left_out: tuple[LeftOut, ...] = ()

    def fitted(self, budget: int) -> ToolMatches:
        """Cut it to the budget."""
        return fitted(self, {"tools": "Ask find_tools with a lower limit or a narrower question."}, budget)

    def text(self, budget: int) -> str:
        """Say it in Markdown."""
        lines = [each.line() for each in self.tools]
        return page(
            [], [Section("Tools that may fit, best first; call one by its name or by run_tool:", lines)], budget
        )


class ExampleIndex:
    """The example questions of all tools as vectors, made on first use. Safe to use from several threads."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime, self._lock = runtime, threading.Lock()
        self._examples: Sequence[tuple[Tool, str]] = [(tool, example) for tool in tools() for example in tool.examples]
        self._vectors: NDArray[np.float32] | None = None

    def nearest(self, question: str, limit: int) -> list[ToolMatch]:
        """Return the tools with the example nearest to the question, best first."""
        best: dict[str, ToolMatch] = {}
        if not self._examples:
            return []
        scores = self._stored() @ self._runtime.embedder.embed([question])[0]
        for at in scores.argsort(kind="stable")[::-1]:
            tool, example = self._examples[at]
            best.setdefault(tool.name, _match(tool, example, float(scores[at])))
        return list(best.values())[:limit]

    def _stored(self) -> NDArray[np.float32]:
        with self._lock:
            if self._vectors is None:
                self._vectors = self._runtime.embedder.embed([example for _, example in self._examples])
            return self._vectors


def list_datasets_entry(runtime: Runtime) -> Entry:
    """Return the entry that lists datasets."""

    def work(arguments: Mapping[str, Any], _progress: Progress) -> DatasetList:
        """List the datasets there are, with the brands each tracks and what it may be used for.

        Every other tool takes one of these names.
        """
        parsed("list_datasets", ListDatasetsArguments, arguments)
        return dataset_list(runtime)

    return Entry(
        name="list_datasets",
        title="List datasets",
        arguments=ListDatasetsArguments,
        returns=DatasetList,
        work=work,
    )


def find_tools_entry(runtime: Runtime) -> Entry:
    """Return the entry that finds tools for a question."""
    index = ExampleIndex(runtime)

    def work(arguments: Mapping[str, Any], _progress: Progress) -> ToolMatches:
        """Find the analysis tools that fit a question, among all there are, not only those listed here.

        Each comes with the arguments it takes; run it with run_tool.
        """
        wanted = parsed("find_tools", FindToolsArguments, arguments)
        return ToolMatches(tools=tuple(index.nearest(wanted.question, wanted.limit)))

    return Entry(
        name="find_tools",
        title="Find tools for a question",
        arguments=FindToolsArguments,
        returns=ToolMatches,
        work=work,
    )


def dataset_list(runtime: Runtime) -> DatasetList:
    """Return all datasets."""
    return DatasetList(datasets=tuple(dataset_line(runtime.dataset(name)) for name in runtime.home.names()))


def dataset_line(dataset: Dataset) -> DatasetLine:
    """Return what a list says about a dataset."""
    manifest = dataset.manifest
    brands = sorted(manifest.facts.brands, key=lambda brand: not brand.is_own)
    return DatasetLine(
        name=dataset.name,
        version=dataset.version,
        brands=tuple(brand.name for brand in brands),
        tables=tuple(manifest.tables),
        time_zone=manifest.facts.time_zone,
        purposes=manifest.facts.purposes,
        imported_at=max((each.at for each in manifest.imports), default=None),
    )


def _match(tool: Tool, example: str, similarity: float) -> ToolMatch:
    return ToolMatch(
        name=tool.name,
        title=tool.title,
        summary=tool.summary,
        example=example,
        similarity=round(similarity, 3),
        input_schema=input_schema(tool.query),
    )
