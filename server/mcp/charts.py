"""Charts: `chart`, which draws an earlier result, or a tool run for it, as an image beside its numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pydantic import Field

from server.charts.look import Kind, Theme
from server.mcp import uris
from server.mcp.arguments import parsed
from server.mcp.budget import LeftOut, Section, fitted, page
from server.mcp.entry import Entry, Picture, Progress
from server.mcp.quoting import inert
from server.mcp.replies import ShownFigure, shown_figure
from server.runtime import Call, Runtime
from tools.base import Model
from tools.errors import BadRequest
from tools.registry import tool_named

if TYPE_CHECKING:
    from server.charts.drawing import Chart


class ChartArguments(Model):
    """What to draw: an earlier result by its id, or a tool with its arguments."""

    result: str | None = Field(
        None, max_length=40, description="Result id that a tool or an answer gave: r_ and 16 hex digits."
    )
    tool: str | None = Field(None, max_length=80, description="In place of a result: a tool to run and draw.")
    arguments: dict[str, Any] = Field(default_factory=dict, description="The tool's arguments, as find_tools shows.")
    measure: str | None = Field(
        None, max_length=200, description="Which of its measures; left out, the one that its first finding is about."
    )
    stacked: bool = Field(False, description="Stack shares that make up a whole in each group.")
    theme: Theme = Field("light", description="Paper to draw on.")


class ChartReply(Model):
    """What a chart shows, in words and numbers; the image stands beside it."""

    result: str = Field(description="Result that was drawn; `recompute` verifies it.")
    tool: str
    title: str
    description: str = Field(description="What the image shows, for whoever cannot see it.")
    kind: Kind
    measure: str = Field(description="What was drawn of the result.")
    measures: tuple[str, ...] = Field(description="What else of it can be drawn.")
    figures: tuple[ShownFigure, ...] = Field(description="Every figure in the image.")
    caveats: tuple[str, ...]
    left_out: tuple[LeftOut, ...] = ()
    image: Picture = Field(exclude=True, repr=False, description="The image itself.")

    def fitted(self, budget: int) -> ChartReply:
        """Cut it to the budget."""
        return fitted(self, {"figures": f"Read {uris.result(self.result)}."}, budget)

    def text(self, budget: int) -> str:
        """Say it in Markdown."""
        figures = [figure.line() for figure in self.figures]
        more = f"Other measures to draw: {', '.join(map(inert, self.measures))}." if self.measures else ""
        sections = [
            Section("Drawn:", figures, f"Read {uris.result(self.result)}."),
            Section("Beware:", [f"- {inert(caveat)}" for caveat in self.caveats]),
            Section("", [more] if more else []),
            Section("", [f"Result {self.result}; `recompute` verifies it. The image is at {uris.chart(self.result)}."]),
        ]
        return page([f"**{inert(self.title)}**"], sections, budget)

    def pictures(self) -> tuple[Picture, ...]:
        """Return the image."""
        return (self.image,)


def chart_entry(runtime: Runtime) -> Entry:
    """Return the entry that draws."""

    def work(arguments: Mapping[str, Any], progress: Progress) -> ChartReply:
        """Draw a result as an image: a series as lines with intervals, a breakdown as bars, shares stacked if asked.

        Give the id of an earlier result, or a tool with its arguments. Use it when somebody asks for a chart,
        graph, plot or picture. The numbers of the image stand beside it; quote those, and do not read any off it.
        """
        wanted = parsed("chart", ChartArguments, arguments)
        progress(0, 2, "Finding the figures")
        call = _call(runtime, wanted)
        progress(1, 2, "Drawing")
        return _reply(call, _drawn(runtime, call, measure=wanted.measure, stacked=wanted.stacked, theme=wanted.theme))

    return Entry(name="chart", title="Draw a chart", arguments=ChartArguments, returns=ChartReply, work=work)


def chart_png(runtime: Runtime, result_id: str) -> bytes:
    """Draw a stored result as it is drawn where nothing else is asked for."""
    return _drawn(runtime, runtime.stored(result_id)).png()


def _drawn(runtime: Runtime, call: Call, **options: Any) -> Chart:  # noqa: ANN401 - those of `drawn`
    from server.charts.drawing import drawn
    from server.charts.milestones import milestones

    return drawn(call, events=milestones(runtime, call), **options)


def _call(runtime: Runtime, wanted: ChartArguments) -> Call:
    if (wanted.result is None) == (wanted.tool is None):
        raise BadRequest("chart was not run. Give either `result`, the id of a result, or `tool` with its `arguments`.")
    if wanted.result is None:
        return runtime.call(tool_named(wanted.tool or "").name, wanted.arguments)
    if wanted.arguments:
        raise BadRequest("chart was not run. `arguments` belong to `tool`; a result was run with its own already.")
    return runtime.stored(wanted.result.partition("#")[0])


def _reply(call: Call, made: Chart) -> ChartReply:
    return ChartReply(
        result=call.id,
        tool=call.tool,
        title=made.title,
        description=made.description,
        kind=made.kind,
        measure=made.measure,
        measures=made.others,
        figures=tuple(map(shown_figure, made.figures)),
        caveats=call.result.caveats,
        image=Picture(png=made.png()),
    )
