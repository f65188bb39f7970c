"""Analysis: the registry's tools as a chat client calls them, and reading and verifying their results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from pydantic import Field

from knowledge.dataset import Post
from server.mcp.arguments import parsed
from server.mcp.budget import LeftOut, Section, fitted, page
from server.mcp.entry import Entry, Progress
from server.mcp.quoting import inert
from server.mcp.replies import ResultReply, quotes, result_reply, shown_figure
from server.runtime import Call, Difference, Runtime
from tools.base import Evidence, Model, Tool
from tools.registry import tool_named
from tools.tables import TABLES

RESULT_ID = Field(description="Result id that a tool or an answer gave: r_ and 16 hex digits.", max_length=40)
MAX_QUOTES = 100


class RunToolArguments(Model):
    """Which tool, and its own arguments."""

    name: str = Field(description="Name of the tool, as find_tools gives it.", max_length=80)
    arguments: dict[str, Any] = Field(description="Its arguments, by its own input schema, which find_tools shows.")


class ReadResultArguments(Model):
    """Which part of which result."""

    result: str = RESULT_ID
    part: Literal["figures", "posts"] = Field("figures", description="Which of its lists to read.")
    offset: int = Field(0, ge=0, description="How many entries of that list to skip.")


class RecomputeArguments(Model):
    """Which result."""

    result: str = RESULT_ID


class RecomputeReply(Model):
    """Whether a result comes out the same again, and which figures do not."""

    result: str
    same: bool = Field(description="True where all figures agree to 12 significant digits.")
    on_version: str = Field(description="Version of the dataset it was computed on now.")
    data_changed: bool = Field(description="True where the data it rested on were erased since, so newer ones served.")
    n_figures: int
    differences: tuple[Difference, ...]
    left_out: tuple[LeftOut, ...] = ()

    def fitted(self, budget: int) -> RecomputeReply:
        """Cut it to the budget."""
        return fitted(self, {"differences": f"groundswell recompute {self.result} --json lists all."}, budget)

    def text(self, budget: int) -> str:
        """Say it in Markdown."""
        verdict = "comes out the same" if self.same else f"differs in {len(self.differences)} figures"
        erased = " The data it rested on were erased since; this compares with the current ones." * self.data_changed
        head = [f"Result {self.result} {verdict} on version {self.on_version} ({self.n_figures} figures).{erased}"]
        return page(head, [Section("Differences:", [_said(each) for each in self.differences])], budget)


def analysis_entry(runtime: Runtime, tool: Tool) -> Entry:
    """Return a registered tool as an entry: its own query model is its input schema."""

    def work(arguments: Mapping[str, Any], progress: Progress) -> ResultReply:
        progress(0, 1, f"Running {tool.title.lower()}")
        return _replied(runtime, runtime.call(tool.name, arguments))

    return Entry(
        name=tool.name,
        title=tool.title,
        description=described(tool),
        arguments=tool.query,
        returns=ResultReply,
        work=work,
    )


def run_tool_entry(runtime: Runtime) -> Entry:
    """Return the entry that runs any registered tool by name."""

    def work(arguments: Mapping[str, Any], progress: Progress) -> ResultReply:
        """Run any analysis tool by name, also one that is not listed here.

        Ask find_tools first: it names the tools that fit a question and shows the arguments each takes.
        Unknown arguments are refused.
        """
        wanted = parsed("run_tool", RunToolArguments, arguments)
        tool = tool_named(wanted.name)
        progress(0, 1, f"Running {tool.title.lower()}")
        return _replied(runtime, runtime.call(tool.name, wanted.arguments))

    return Entry(
        name="run_tool",
        title="Run any analysis tool",
        arguments=RunToolArguments,
        returns=ResultReply,
        work=work,
    )


def read_result_entry(runtime: Runtime) -> Entry:
    """Return the entry that reads the rest of a result that was cut."""

    def work(arguments: Mapping[str, Any], _progress: Progress) -> ResultReply:
        """Read figures or posts of an earlier result that were left out of its first reply, from an offset on.

        It reads what was recorded and computes nothing.
        """
        wanted = parsed("read_result", ReadResultArguments, arguments)
        return _part(runtime, runtime.stored(wanted.result), wanted)

    return Entry(
        name="read_result",
        title="Read more of a result",
        arguments=ReadResultArguments,
        returns=ResultReply,
        work=work,
    )


def recompute_entry(runtime: Runtime) -> Entry:
    """Return the entry that verifies a result."""

    def work(arguments: Mapping[str, Any], progress: Progress) -> RecomputeReply:
        """Run an earlier result again on the very data it rested on and compare every figure.

        Use it to verify a number before somebody relies on it.
        """
        wanted = parsed("recompute", RecomputeArguments, arguments)
        progress(0, 1, "Recomputing")
        again = runtime.recompute(wanted.result)
        return RecomputeReply(
            result=again.id,
            same=again.same,
            on_version=again.on_version,
            data_changed=again.data_changed,
            n_figures=len(again.result.figures),
            differences=again.differences,
        )

    return Entry(
        name="recompute",
        title="Verify a result",
        arguments=RecomputeArguments,
        returns=RecomputeReply,
        work=work,
    )


def described(tool: Tool) -> str:
    """Return a tool's docstring with its example questions and what it needs."""
    needs = ", ".join(f"{name} ({TABLES[name].row})" if name in TABLES else name for name in tool.needs)
    asked = " ".join(f'"{example}"' for example in tool.examples[:3])
    return f"{tool.doc.strip()}\n\nAnswers: {asked}" + (f"\nNeeds: {needs}." if needs else "")


def _replied(runtime: Runtime, call: Call) -> ResultReply:
    return result_reply(call, _posts(runtime, call, call.result.posts[:MAX_QUOTES]))


def _part(runtime: Runtime, call: Call, wanted: ReadResultArguments) -> ResultReply:
    """Return one list of a result from an offset on, without what the first reply said already."""
    evidence = call.result.posts[wanted.offset : wanted.offset + MAX_QUOTES] if wanted.part == "posts" else ()
    figures = call.result.figures[wanted.offset :] if wanted.part == "figures" else ()
    return result_reply(call, []).model_copy(
        update={
            "says": (),
            "caveats": (),
            "figures": tuple(map(shown_figure, figures)),
            "posts": quotes(evidence, _posts(runtime, call, evidence)),
            "offset": wanted.offset,
        }
    )


def _posts(runtime: Runtime, call: Call, evidence: Sequence[Evidence]) -> list[Post]:
    return runtime.posts(call.query.dataset, [each.post_id for each in evidence])


def _said(difference: Difference) -> str:
    was = difference.was.shown_full if difference.was else "absent"
    now = difference.now.shown_full if difference.now else "absent"
    return f"- {inert(difference.name)}: was {was}, now {now}"
