"""Context: what the nodes of one question work with. Never stored: the state beside it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from knowledge.dataset import Dataset, Post
from server.agent.composing.draft import Composer
from server.agent.framing.clues import Clues
from server.agent.framing.vocabulary import Vocabulary
from server.agent.planning.plan import Planner
from server.agent.planning.router import Router
from server.runtime import Call, Runtime
from tools.base import Tool
from tools.errors import Unavailable

Progress = Callable[[int, int, str], None]
"""Called with steps done, steps in all, and what is being done now."""


@dataclass(slots=True)
class Context:
    """One question's surroundings: the dataset version it is answered on, who plans and who composes."""

    runtime: Runtime
    dataset: Dataset
    vocabulary: Vocabulary
    tools: Sequence[Tool]
    planners: Sequence[Planner]
    composers: Sequence[Composer]
    router: Router
    model: str | None
    purpose: str
    progress: Progress | None = None
    calls: dict[str, Call] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    down: str | None = None
    """Why the model is not asked again in this question; none while it works."""

    def call(self, tool: str, arguments: dict[str, object]) -> Call:
        """Run a tool on this question's version of the dataset, and keep the call for the nodes to come."""
        call = self.runtime.call(tool, arguments, purpose=self.purpose, version=self.dataset.version)
        self.calls[call.id] = call
        return call

    def near(self, phrase: str, others: Sequence[str]) -> list[float]:
        """Return how near phrases are to one in meaning, -1 to 1; 0 for each where there is no embedder."""
        try:
            vectors = self.runtime.embedder.embed([phrase, *others])
        except Unavailable:
            return [0.0] * len(others)
        return [float(score) for score in vectors[1:] @ vectors[0]]

    def likely(self, clues: Clues) -> dict[str, float]:
        """Return how likely a question is for each tool, 0 to 1; nothing where there is no embedder."""
        try:
            return self.router.likely(clues, [tool.name for tool in self.tools])
        except Unavailable:
            return {}

    def read(self, post_ids: Sequence[str]) -> list[Post]:
        """Return posts by id, in the order asked for; each is read off the tables once a question."""
        if missing := [post_id for post_id in post_ids if post_id not in self.posts]:
            self.posts |= {post.post_id: post for post in self.dataset.posts(missing)}
        return [self.posts[post_id] for post_id in post_ids if post_id in self.posts]

    def tell(self, done: int, what: str) -> None:
        """Report progress: `done` of six steps."""
        if self.progress is not None:
            self.progress(done, 6, what)
