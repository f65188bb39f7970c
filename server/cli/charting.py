"""Charting: `chart`, and the file that `run --chart` and `ask --chart` draw into."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from tools.errors import BadRequest

if TYPE_CHECKING:
    from server.agent.answer import Answer
    from server.calls import Call
    from server.charts.drawing import Chart
    from server.runtime import Runtime

_FORMATS = (".png", ".svg")
_Theme = Literal["light", "dark"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(chart)


def chart(
    result: Annotated[str, typer.Argument(help="Id of a result, r_... as tools and answers give it.")],
    out: Annotated[Path, typer.Option(help="File to write: .png or .svg. What stood there before is lost.")],
    measure: Annotated[
        str | None, typer.Option(help="What to draw of it: share.negative, say; a wrong one lists what there is.")
    ] = None,
    stacked: Annotated[bool, typer.Option("--stacked", help="Stack shares that make up a whole.")] = False,  # noqa: FBT002 - a flag
    theme: Annotated[_Theme, typer.Option(help="Paper to draw on.")] = "light",
) -> None:
    """Draw a result: a series as lines with their interval, a breakdown as bars."""
    from server.runtime import Runtime

    runtime = Runtime()
    check_format(out)
    call = runtime.stored(result.partition("#")[0])
    made = drawn_into(out, runtime, call, measure=measure, stacked=stacked, theme=theme)
    print(f"{made.title}\nwrote {out}")
    if made.others:
        print(f"To draw something else of it: --measure {'|'.join(made.others)}")


def check_format(out: Path) -> None:
    """Raise BadRequest where a file's name ends in neither .png nor .svg: better before the work than after."""
    if out.suffix.lower() not in _FORMATS:
        raise BadRequest(f"Charts are written as .png or .svg, and {out.name!r} ends in neither. Name it chart.png.")


def drawn_into(
    out: Path, runtime: Runtime, call: Call, *, measure: str | None = None, stacked: bool = False,
    theme: _Theme = "light",
) -> Chart:  # fmt: skip
    """Draw a result into a file, in the format that the file's name ends in. BadRequest where it cannot be written."""
    from server.charts.drawing import drawn
    from server.charts.milestones import milestones

    check_format(out)
    made = drawn(call, measure=measure, stacked=stacked, theme=theme, events=milestones(runtime, call))
    try:
        out.write_bytes(made.rendered("svg" if out.suffix.lower() == ".svg" else "png"))
    except OSError as error:
        raise BadRequest(
            f"{out} cannot be written: {error.strerror}. Name a file in a folder that is there."
        ) from error
    return made


def answer_drawn_into(out: Path, runtime: Runtime, answer: Answer) -> Chart:
    """Draw the result that an answer would show, or else the first with a series or breakdown; BadRequest if none."""
    from server.charts.drawing import drawable

    ids = dict.fromkeys([*answer.charts, *(call.result for call in answer.tool_calls if call.result)])
    for call in map(runtime.stored, ids):
        if drawable(call):
            return drawn_into(out, runtime, call)
    raise BadRequest(f"{out} was not written: the answer rests on no series and no breakdown. Ask by week or by group.")
