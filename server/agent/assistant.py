"""Assistant: asks the graph one question about one dataset and returns the answer."""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from knowledge.dataset import Dataset
from server.agent.answer import Answer
from server.agent.composing.draft import Composer
from server.agent.composing.local import LocalComposer
from server.agent.context import Context, Progress
from server.agent.endpoint import Endpoint
from server.agent.framing.vocabulary import Segment, Vocabulary, vocabulary_of
from server.agent.planning.local import LocalPlanner
from server.agent.planning.plan import Planner
from server.agent.planning.router import Router
from server.runtime import Runtime
from tools.errors import BadRequest, GroundswellError
from tools.registry import tools

if TYPE_CHECKING:
    from langgraph.checkpoint.sqlite import SqliteSaver
    from langgraph.graph.state import CompiledStateGraph

    from server.agent.turn import Turn

    Graph = CompiledStateGraph[Turn, Context, Turn, Turn]

log = logging.getLogger(__name__)

KEPT_VOCABULARIES = 8
STEPS = 25
"""Nodes that one question may run through; the longest way takes eleven."""


class Assistant:
    """Answers questions about datasets. Cheap to make; one a process; safe to use from several threads."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime
        self._vocabularies: OrderedDict[tuple[str, str], Vocabulary] = OrderedDict()
        self._lock = threading.Lock()
        self._router = Router(lambda: runtime.embedder)
        self._endpoint = Endpoint(runtime.settings)

    def ask(
        self,
        dataset: str,
        question: str,
        *,
        thread: str | None = None,
        purpose: str = "analytics",
        progress: Progress | None = None,
    ) -> Answer:
        """Answer a question, or say why it cannot be answered.

        A `thread` remembers the last question per dataset, for follow-ups such as "and on reddit?". `progress` is
        called with (steps done, steps in all, what is being done). Raises UnknownName for a dataset that does not
        exist and BadRequest for a thread's name that is empty or beyond 200 characters;
        tools' refusals are in the answer.
        """
        if thread is not None and not 0 < len(thread) <= 200:
            raise BadRequest(f"A thread's name has 1 to 200 characters; this one has {len(thread)}.")
        started = time.perf_counter()
        answer = self.runtime.on_current(
            dataset, lambda opened: self._answer(opened, question, thread, purpose, progress)
        )
        latency_ms = round(1000 * (time.perf_counter() - started), 1)
        return answer.model_copy(update={"thread": thread, "latency_ms": latency_ms})

    def _answer(
        self, dataset: Dataset, question: str, thread: str | None, purpose: str, progress: Progress | None
    ) -> Answer:
        context = Context(
            runtime=self.runtime,
            dataset=dataset,
            vocabulary=self._vocabulary(dataset).model_copy(update={"segments": self._segments(dataset)}),
            tools=tools(),
            planners=self._planners,
            composers=self._composers,
            router=self._router,
            model=self._endpoint.model,
            purpose=purpose,
            progress=progress,
        )
        turn: Turn = {"question": question}
        if thread is None:
            config: Any = {"recursion_limit": STEPS}
            state: dict[str, Any] = self._forgetful.invoke(turn, config, context=context)
        else:
            state = self._remembering(turn, f"{dataset.name}/{thread}", context)
        return Answer.model_validate(state["answer"])

    def _remembering(self, turn: Turn, thread: str, context: Context) -> dict[str, Any]:
        from server.agent.memory import prune

        saver, graph = self._memory
        config: Any = {"configurable": {"thread_id": thread}, "recursion_limit": STEPS}
        state: dict[str, Any] = graph.invoke(turn, config, context=context, durability="sync")
        prune(saver, thread)
        return state

    def _segments(self, dataset: Dataset) -> tuple[Segment, ...]:
        """The registered segments by name; none where the register cannot be read, which stops no other question."""
        from server.segments.known import registered

        try:
            found = registered(self.runtime.state, dataset.name, now=datetime.now(UTC))
        except GroundswellError as error:
            log.warning("registered segments are not known by name: %s", error)
            return ()
        return tuple(
            Segment(
                name=name,
                number=known.segment,
                cut=known.arguments,
                is_current=known.dataset_version == dataset.version,
            )
            for name, known in found.items()
        )

    def _vocabulary(self, dataset: Dataset) -> Vocabulary:
        key = (dataset.name, dataset.version)
        with self._lock:
            if key in self._vocabularies:
                self._vocabularies.move_to_end(key)
                return self._vocabularies[key]
        read = vocabulary_of(dataset)
        with self._lock:
            self._vocabularies[key] = read
            while len(self._vocabularies) > KEPT_VOCABULARIES:
                self._vocabularies.popitem(last=False)
        return read

    @cached_property
    def _planners(self) -> tuple[Planner, ...]:
        local = LocalPlanner()
        if self._endpoint.model is None:
            return (local,)
        from server.agent.planning.model import ModelPlanner

        return (ModelPlanner(self._endpoint, budget_s=self.runtime.settings.model_timeout_s), local)

    @cached_property
    def _composers(self) -> tuple[Composer, ...]:
        if self._endpoint.model is None:
            return (LocalComposer(),)
        from server.agent.composing.model import ModelComposer

        return (ModelComposer(self._endpoint, budget_s=self.runtime.settings.model_timeout_s), LocalComposer())

    @cached_property
    def _forgetful(self) -> Graph:
        from server.agent.graph import build

        return build(None)

    @cached_property
    def _memory(self) -> tuple[SqliteSaver, Graph]:
        from server.agent.graph import build
        from server.agent.memory import open_memory

        saver = open_memory(self.runtime.home.state)
        return saver, build(saver)
