"""Questions: `ask`, the tool a chat client reaches for first, and how its answer is said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from pydantic import Field

from server.agent.answer import Answer, CitedFigure, CitedPost, Claim
from server.mcp.arguments import parsed
from server.mcp.budget import LeftOut, Section, fitted, page
from server.mcp.entry import Entry, Picture, Progress
from server.mcp.quoting import UNTRUSTED, code, inert, short, visible
from tools.base import Model
from tools.figure import Figure


class Asks(Protocol):
    """Whoever answers questions: the agent."""

    def ask(
        self, dataset: str, question: str, *, thread: str | None = None, progress: Callable[..., None] | None = None
    ) -> Answer:
        """Answer a question about a dataset."""
        ...


class AskArguments(Model):
    """A question about a dataset."""

    dataset: str = Field(max_length=64, description="Name of the dataset, as list_datasets gives it.")
    question: str = Field(min_length=1, max_length=4000, description="The question, in plain words.")
    thread: str | None = Field(
        None,
        max_length=100,
        pattern=r"^[A-Za-z0-9_.:-]+$",
        description="Name of a conversation; questions that share it may follow up on each other. Leave out for none.",
    )


class AnswerReply(Answer):
    """An answer with figures, quoted posts and caveats, or an honest refusal to give one."""

    left_out: tuple[LeftOut, ...] = ()
    images: tuple[Picture, ...] = Field((), exclude=True, repr=False, description="Those of `charts`, drawn.")

    def pictures(self) -> tuple[Picture, ...]:
        """Return the images."""
        return self.images

    def fitted(self, budget: int) -> AnswerReply:
        """Cut it to the budget, and make what is hidden in quoted posts visible."""
        seen = self.model_copy(update={"posts": tuple(_seen(post) for post in self.posts)})
        more = "Call read_result with the result id of a tool call."
        return fitted(
            seen, {"figures": more, "posts": more, "tool_calls": more, "claims": "Ask a narrower question."}, budget
        )

    def text(self, budget: int) -> str:
        """Say it in Markdown."""
        results = ", ".join(dict.fromkeys(call.result for call in self.tool_calls if call.result))
        more = f"Call read_result with one of {results}." if results else ""
        sections = [
            Section("", [_claim(claim) for claim in self.claims], "Ask a narrower question."),
            Section("Figures:", [_figure(figure) for figure in self.figures], more),
            Section(f"Posts ({UNTRUSTED}):", [_post(post) for post in self.posts], more),
            Section("Beware:", [f"- {inert(caveat)}" for caveat in self.caveats]),
            Section("", [f"Next: {inert(self.next_step)}"] if self.next_step else []),
            Section("", [self._source(results)]),
        ]
        return page(self._head(), sections, budget)

    def _head(self) -> list[str]:
        """Return the headline and, where it abstained, what the headline does not say already."""
        reason = self.reason or "the data do not support an answer."
        more = {f"No answer was given: {inert(reason)}": reason}
        if self.closest_question:
            more[f"What can be asked instead: {inert(self.closest_question)}"] = self.closest_question
        said = [line for line, core in more.items() if self.abstained and core.rstrip(".") not in self.headline]
        return [f"**{inert(self.headline)}**", *said]

    def _source(self, results: str) -> str:
        as_of = f", newest post {self.as_of:%Y-%m-%d %H:%M} UTC" if self.as_of else ""
        writer = f"; written by {inert(self.model)}, checked by code" if self.model else ""
        verify = f"; verify with recompute: {results}" if results else ""
        return f"Dataset {self.dataset}, version {self.dataset_version}{as_of}{writer}{verify}."


def ask_entry(asks: Callable[[], Asks], draw: Callable[[str], bytes]) -> Entry:
    """Return the entry that answers questions. `asks` makes the agent when it is first asked, `draw` a result's PNG."""

    def work(arguments: Mapping[str, Any], progress: Progress) -> AnswerReply:
        """Answer a question about a dataset of social posts in plain language.

        Start here. The answer's numbers come from analysis tools, each with its denominator, interval and a
        result id that recompute verifies; its quotes are verbatim posts. Where the data do not support an
        answer it says why and what can be asked instead. Repeat its numbers as they are; do no arithmetic on
        them. Where a chart, graph or plot is asked for, its image stands beside the answer.
        """
        wanted = parsed("ask", AskArguments, arguments)
        answer = asks().ask(wanted.dataset, wanted.question, thread=wanted.thread, progress=progress)
        images = tuple(Picture(png=draw(result)) for result in answer.charts)
        return AnswerReply(**dict(answer), images=images)

    return Entry(
        name="ask",
        title="Ask a question about a dataset",
        arguments=AskArguments,
        returns=AnswerReply,
        work=work,
    )


def _claim(claim: Claim) -> str:
    cited = ", ".join((*claim.figures, *claim.posts))
    return f"- {inert(claim.text)}" + (f" [{cited}]" if cited else "")


def _figure(figure: CitedFigure) -> str:
    whole = Figure(
        name=figure.name, label=figure.label, value=figure.value, unit=figure.unit, n=figure.n, low=figure.low,
        high=figure.high, method=figure.method,
    )  # fmt: skip
    scope = "; ".join(filter(None, (figure.period, figure.filter)))
    return f"- {inert(figure.label)}: {whole.shown_full} ({inert(scope)}) [{figure.id}]"


def _post(post: CitedPost) -> str:
    return f"- {post.id} ({post.platform}, {post.created_at:%Y-%m-%d}, {post.role}): {code(short(post.quote))}"


def _seen(post: CitedPost) -> CitedPost:
    author = visible(post.author) if post.author else None
    return post.model_copy(update={"quote": visible(post.quote), "author": author})
