"""Runtime: the one place that validates a tool call, opens tables, runs it, records it and times it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from knowledge.dataset import Dataset, Post, open_dataset
from server.calls import Call, result_id, validated
from server.recomputing import Difference, Recomputed, differences
from server.settings import Settings
from tools.base import Query, Result, Tool
from tools.errors import NotFound, NotPermitted, TooFewPosts, UnknownName
from tools.registry import tool_named
from tools.segmentation.disclosure import coarse, keyed
from tools.segmentation.segmented import Segmenter
from tools.segmentation.segmenter import Kept
from tools.services import Embedder, Search

if TYPE_CHECKING:
    from server.state import State
    from tools.reader import Reader

__all__ = ["Call", "Difference", "Recomputed", "Runtime", "validated"]

TRIES = 3
_SEARCHES = 4

T = TypeVar("T")


class Runtime:
    """Runs tools over datasets. One a process; safe to use from several threads."""

    def __init__(
        self, settings: Settings | None = None, *, embedder: Embedder | None = None, reader: Reader | None = None
    ) -> None:
        self.settings = settings or Settings()
        self.home = self.settings.data
        self._embedder, self._reader = embedder, reader
        self._searches: dict[str, Search] = {}
        self._segmented = Kept()
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
        """The reader of the settings, loaded on first use."""
        from server.labelling.choose import chosen_reader

        return self._reader or chosen_reader(self.settings)

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

        def run(dataset: Dataset) -> Call:
            return self._called(found, query, dataset, purpose)

        return run(self.dataset(query.dataset, version)) if version else self.on_current(query.dataset, run)

    def on_current(self, name: str, work: Callable[[Dataset], T]) -> T:
        """Do work on a dataset's current version, and again on the newer one where erasing took that version away.

        Raises whatever the work raises; NotFound where the version still stands, or where it was the third to go.
        """
        for _ in range(TRIES - 1):
            version = None
            try:
                dataset = self.dataset(name)
                version = dataset.version
                return work(dataset)
            except NotFound:
                if version == self.dataset(name).version:
                    raise
        return work(self.dataset(name))

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
        dataset, gone = self.version_or_current(was.query.dataset, was.dataset_version)
        now = self._run(tool, was.query, dataset)
        found = differences(was.result, now)
        return Recomputed(
            id=result_id, same=not found, on_version=dataset.version, data_changed=gone, result=now, differences=found
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

    def version_or_current(self, name: str, version: str) -> tuple[Dataset, bool]:
        """Return a version of a dataset; the current one, and true, where erasing has taken that one away."""
        try:
            dataset = self.dataset(name, version)
            for table in dataset.manifest.tables:
                dataset.files(table)
        except NotFound:
            return self.dataset(name), True
        return dataset, False

    def _called(self, tool: Tool, query: Query, dataset: Dataset, purpose: str) -> Call:
        if purpose not in dataset.manifest.facts.purposes:
            allowed = ", ".join(dataset.manifest.facts.purposes)
            raise NotPermitted(
                f"Dataset {dataset.name!r} was collected for {allowed}, not for {purpose!r}. If its "
                f"people were told of that use too: groundswell dataset {dataset.name} --purpose ..."
            )
        started = time.perf_counter()
        result = self._run(tool, query, dataset)
        call = Call(
            id=result_id(tool, query, dataset.version),
            tool=tool.name,
            query=query,
            result=result,
            dataset_version=dataset.version,
            latency_ms=round(1000 * (time.perf_counter() - started), 1),
        )
        self._record(tool, call)
        return call

    def _run(self, tool: Tool, query: Query, dataset: Dataset) -> Result:
        services = {name: self._service(name, dataset) for name in tool.services}
        if tool.toolset != "segment":
            with dataset.unless_erased():
                return tool.run(query, dataset.tables(), **services)
        try:
            with self.disclosing(), dataset.unless_erased():
                return tool.run(query, dataset.tables(), **services)
        except TooFewPosts as refusal:
            raise coarse(refusal) from None

    def disclosing(self) -> AbstractContextManager[None]:
        """Have what is counted of people within the block disguised by this installation's key."""
        from knowledge.erasing.suppression import key_at

        given = self.settings.disclosure_key
        return keyed(given.get_secret_value().encode() if given else key_at(self.home.keys / "disclosure.key"))

    def _service(self, name: str, dataset: Dataset) -> object:
        if name == "search":
            return self.search(dataset)
        if name == "embedder":
            return self.embedder
        if name == "segmenter":
            return self.segmenter(dataset)
        raise UnknownName("service", name, ("search", "embedder", "segmenter"))

    def segmenter(self, dataset: Dataset) -> Segmenter:
        """Return what segments the people of a dataset version."""
        from tools.segmentation.segmenter import TableSegmenter

        return TableSegmenter(dataset.tables(), version=f"{dataset.name} {dataset.version}", kept=self._segmented)

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
