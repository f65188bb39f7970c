"""Runtime: the one place that validates a tool call, opens tables, runs it, records it and times it."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pydantic import SerializeAsAny, ValidationError

from knowledge.dataset import Dataset, Post, open_dataset
from server.settings import Settings
from tools.base import Model, Query, Result, Sentence, Tool
from tools.errors import BadRequest, NotFound, NotPermitted, UnknownName
from tools.figure import Figure
from tools.registry import tool_named
from tools.services import Embedder, Search

if TYPE_CHECKING:
    from server.state import State
    from tools.reader import Reader

SIGNIFICANT_DIGITS = 12
_SEARCHES = 4


class Call(Model):
    """A tool call that was run: what was asked, what came out, and the id that recomputes it."""

    id: str
    tool: str
    query: SerializeAsAny[Query]
    result: SerializeAsAny[Result]
    dataset_version: str
    latency_ms: float

    def sentences(self) -> tuple[Sentence, ...]:
        """Return the result in plain sentences, as the tool says it."""
        return tuple(tool_named(self.tool).say(self.query, self.result))


class Difference(Model):
    """A figure that came out differently; `was` or `now` is none where it did not exist."""

    name: str
    was: Figure | None
    now: Figure | None


class Recomputed(Model):
    """What recomputing a result showed."""

    id: str
    same: bool
    on_version: str
    data_changed: bool
    result: SerializeAsAny[Result]
    differences: tuple[Difference, ...] = ()


class Runtime:
    """Runs tools over datasets. One a process; safe to use from several threads."""

    def __init__(
        self, settings: Settings | None = None, *, embedder: Embedder | None = None, reader: Reader | None = None
    ) -> None:
        self.settings = settings or Settings()
        self.home = self.settings.data
        self._embedder, self._reader = embedder, reader
        self._searches: dict[str, Search] = {}
        self._opening = threading.Lock()

    @cached_property
    def state(self) -> State:
        """The state store, opened on first use."""
        from server.state import State

        return State(self.settings.state)

    @cached_property
    def embedder(self) -> Embedder:
        """The embedder, loaded on first use."""
        from knowledge.embedder import MiniLMEmbedder

        return self._embedder or MiniLMEmbedder(threads=self.settings.threads)

    @cached_property
    def reader(self) -> Reader:
        """The reader, loaded on first use."""
        from tools.reader import HeadsReader

        return self._reader or HeadsReader()

    def dataset(self, name: str, version: str | None = None) -> Dataset:
        """Open a dataset's version, the current one by default."""
        return open_dataset(self.home, name, version)

    def posts(self, dataset: str, post_ids: Iterable[str]) -> list[Post]:
        """Return posts by id, in the order asked for; ids that do not exist are left out."""
        return self.dataset(dataset).posts(post_ids)

    def call(
        self, tool: str, arguments: Mapping[str, Any], *, purpose: str = "analytics", version: str | None = None
    ) -> Call:
        """Run a tool, on the current version by default, and record the result under an id that recomputes it.

        Raises BadRequest for arguments that do not fit the tool's query, NotPermitted where the dataset was not
        collected for `purpose`, and whatever the tool raises.
        """
        found = tool_named(tool)
        query = validated(found, arguments)
        dataset = self.dataset(query.dataset, version)
        if purpose not in dataset.manifest.facts.purposes:
            allowed = ", ".join(dataset.manifest.facts.purposes)
            raise NotPermitted(f"Dataset {dataset.name!r} was collected for {allowed}, not for {purpose!r}.")
        started = time.perf_counter()
        result = self._run(found, query, dataset)
        latency_ms = 1000 * (time.perf_counter() - started)
        call = Call(
            id=result_id(found, query, dataset.version),
            tool=found.name,
            query=query,
            result=result,
            dataset_version=dataset.version,
            latency_ms=round(latency_ms, 1),
        )
        self._record(found, call)
        return call

    def stored(self, result_id: str) -> Call:
        """Return a result as it was recorded; NotFound if there is none of that id."""
        from server.state import results

        with self.state.begin() as connection:
            row = connection.execute(results.select().where(results.c.id == result_id)).mappings().first()
        if row is None:
            raise NotFound(f"There is no result {result_id!r} here. Ask the question again to make one.")
        found = tool_named(row["tool"])
        return Call(
            id=row["id"],
            tool=row["tool"],
            query=found.query.model_validate_json(row["query"]),
            result=found.result.model_validate_json(row["result"]),
            dataset_version=row["dataset_version"],
            latency_ms=0,
        )

    def recompute(self, result_id: str) -> Recomputed:
        """Run a recorded result again on the very data it rested on, and compare all its figures.

        Where erasing has removed those data it runs on the current ones and shows the differences.
        """
        was = self.stored(result_id)
        tool = tool_named(was.tool)
        dataset, gone = self._version_or_current(was.query.dataset, was.dataset_version)
        now = self._run(tool, was.query, dataset)
        differences = _differences(was.result, now)
        return Recomputed(
            id=result_id,
            same=not differences,
            on_version=dataset.version,
            data_changed=gone,
            result=now,
            differences=differences,
        )

    def search(self, dataset: Dataset) -> Search:
        """Return the search over a dataset version's index."""
        from knowledge.search import HybridSearch

        key = f"{dataset.name} {dataset.version}"
        with self._opening:
            # The last used goes last. Indexes are large, and a version asked about now may be replaced soon.
            search = self._searches.pop(key, None) or HybridSearch(dataset, self.embedder)
            self._searches[key] = search
            for unused in list(self._searches)[:-_SEARCHES]:
                del self._searches[unused]
            return search

    def _version_or_current(self, name: str, version: str) -> tuple[Dataset, bool]:
        try:
            dataset = self.dataset(name, version)
            for table in dataset.manifest.tables:
                dataset.files(table)
        except NotFound:
            return self.dataset(name), True
        return dataset, False

    def _run(self, tool: Tool, query: Query, dataset: Dataset) -> Result:
        services = {name: self._service(name, dataset) for name in tool.services}
        with dataset.unless_erased():
            return tool.run(query, dataset.tables(), **services)

    def _service(self, name: str, dataset: Dataset) -> object:
        if name == "search":
            return self.search(dataset)
        if name == "embedder":
            return self.embedder
        raise UnknownName("service", name, ("search", "embedder"))

    def _record(self, tool: Tool, call: Call) -> None:
        from server.state import results

        row = {
            "id": call.id,
            "tool": tool.name,
            "tool_version": tool.version,
            "dataset": call.query.dataset,
            "dataset_version": call.dataset_version,
            "query": call.query.model_dump_json(),
            "result": call.result.model_dump_json(),
            "created_at": datetime.now(UTC),
        }
        with self.state.begin() as connection:
            known = connection.execute(results.select().where(results.c.id == call.id)).first()
            if known is None:
                connection.execute(results.insert().values(**row))


def validated(tool: Tool, arguments: Mapping[str, Any]) -> Query:
    """Return the arguments as the tool's query; BadRequest, one line a fault, if they do not fit."""
    try:
        return tool.query.model_validate(dict(arguments))
    except ValidationError as error:
        raise BadRequest(f"{tool.name} was not run. {_faults(tool, error)}") from None


def result_id(tool: Tool, query: Query, dataset_version: str) -> str:
    """`r_` + 16 hex digits of the SHA-256 of tool, version, canonical query and dataset version."""
    parts = [tool.name, tool.version, query.model_dump(mode="json"), dataset_version]
    canonical = json.dumps(parts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return "r_" + hashlib.sha256(canonical.encode()).hexdigest()[:16]


def _faults(tool: Tool, error: ValidationError) -> str:
    known = ", ".join(tool.query.model_fields)
    lines = []
    for fault in error.errors(include_url=False, include_context=False):
        where = ".".join(map(str, fault["loc"])) or "arguments"
        if fault["type"] == "extra_forbidden":
            lines.append(f"{where}: no such argument (there are: {known}).")
        else:
            lines.append(f"{where}: {fault['msg']}.")
    return " ".join(lines)


def _differences(was: Result, now: Result) -> tuple[Difference, ...]:
    before = {figure.name: figure for figure in was.figures}
    after = {figure.name: figure for figure in now.figures}
    names = dict.fromkeys([*before, *after])
    return tuple(
        Difference(name=name, was=before.get(name), now=after.get(name))
        for name in names
        if not _same(before.get(name), after.get(name))
    )


def _same(one: Figure | None, other: Figure | None) -> bool:
    if one is None or other is None:
        return one is other
    return _rounded(one) == _rounded(other)


def _rounded(figure: Figure) -> dict[str, object]:
    return {
        key: float(f"{value:.{SIGNIFICANT_DIGITS}g}") if isinstance(value, float) else value
        for key, value in figure.model_dump().items()
    }
