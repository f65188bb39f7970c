"""Analysis commands: `ask`, `search`, `run`, `recompute` and `tools`."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from server.cli.charting import answer_drawn_into, check_format, drawn_into
from server.cli.output import print_json

if TYPE_CHECKING:
    from server.agent.answer import Answer
    from server.runtime import Call, Recomputed

_Json = Annotated[bool, typer.Option("--json", help="Print as JSON.")]
_Dataset = Annotated[str, typer.Argument(help="Name of the dataset.")]
_NARROWEST, _WIDEST = 60, 110
_STYLES = {"headline": "bold", "label": "bold", "quote": "italic", "dim": "dim", "caveat": "yellow", "next": "cyan"}


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(ask)
    app.command()(search)
    app.command(
        context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []},
        options_metavar="[OPTIONS]",
    )(run)
    app.command()(recompute)
    app.command("tools")(tools_)


def ask(
    dataset: _Dataset,
    question: Annotated[str, typer.Argument(help="In plain words; typing errors are fine.")],
    thread: Annotated[
        str | None, typer.Option(help="Remember this question, for follow-ups in the same thread.")
    ] = None,
    purpose: Annotated[
        str, typer.Option(help="What the answer is for; datasets say what they may be used for.")
    ] = "analytics",
    chart: Annotated[Path | None, typer.Option(help="Draw the answer into this file too: .png or .svg.")] = None,
    as_json: _Json = False,  # noqa: FBT002 - a flag
) -> None:
    """Answer a question with figures that recompute and posts that are quoted, or say why it cannot be answered."""
    from server.agent.assistant import Assistant
    from server.runtime import Runtime

    if chart:
        check_format(chart)
    runtime = Runtime()
    with _progress(quiet=as_json) as progress:
        answer = Assistant(runtime).ask(dataset, question, thread=thread, purpose=purpose, progress=progress)
    if as_json:
        print_json(answer)
    else:
        print_answer(answer)
    if chart:
        answer_drawn_into(chart, runtime, answer)
    elif answer.charts and not as_json:
        print(f"\nDraw it: groundswell chart {answer.charts[0]} --out chart.png")


def search(
    dataset: _Dataset,
    words: Annotated[str, typer.Argument(help="Words to look for, as people would write them.")],
    k: Annotated[int, typer.Option("-k", "--limit", min=1, max=100, help="How many posts.")] = 10,
    as_json: _Json = False,  # noqa: FBT002 - a flag
) -> None:
    """Find posts by wording and by meaning, best first."""
    from server.desk.visible import one_line
    from server.runtime import Runtime

    runtime = Runtime()
    call = runtime.call("search_posts", {"dataset": dataset, "query": words, "limit": k})
    posts = runtime.posts(dataset, [evidence.post_id for evidence in call.result.posts])
    if as_json:
        print_json({"result": call.id, "figures": call.result.figures, "posts": posts})
        return
    for post in posts:
        print(one_line(post.text or "(no text)", 2_000))
        facts = [post.author_id and one_line(post.author_id, 40), post.platform, f"{post.created_at:%Y-%m-%d %H:%M}"]
        print("   " + ", ".join(filter(None, [*facts, post.sentiment, f"[{post.post_id}]"])) + "\n")
    for sentence in call.sentences():
        print(one_line(sentence.text, 1_000))
    print(f"result {call.id}")


def run(
    context: typer.Context,
    tool: Annotated[str | None, typer.Argument(help="Name of the tool; `groundswell tools` lists them.")] = None,
) -> None:
    """Run one tool on a dataset: groundswell run TOOL DATASET [--option value ...]; TOOL --help lists its options."""
    from server.cli.options import arguments_of, parser_of
    from server.runtime import Runtime
    from tools.registry import tool_named

    if tool in (None, "--help", "-h"):
        print(context.get_help())
        return
    found = tool_named(tool or "")
    given = parser_of(found).parse_args(context.args)
    if given.chart:
        check_format(Path(given.chart))
    runtime = Runtime()
    call = runtime.call(found.name, arguments_of(given, runtime), purpose=given.purpose)
    if given.json:
        print_json(call)
    else:
        print("\n".join(_call_lines(call)))
    if given.chart:
        drawn_into(Path(given.chart), runtime, call)


def recompute(
    result: Annotated[str, typer.Argument(help="Id of a result, r_... as answers cite it.")],
    as_json: _Json = False,  # noqa: FBT002 - a flag
) -> None:
    """Run a result again on the data it rested on and compare every figure; exit 1 if any differs."""
    from server.runtime import Runtime

    again = Runtime().recompute(result.partition("#")[0])
    if as_json:
        print_json(again)
    else:
        print("\n".join(_recomputed_lines(again)))
    if not again.same:
        raise typer.Exit(1)


def tools_(as_json: _Json = False) -> None:  # noqa: FBT002 - a flag
    """List the tools there are."""
    from tools.registry import tools

    if as_json:
        fields = ("name", "title", "summary", "toolset", "needs", "method", "version", "examples")
        cards = [
            {field: getattr(tool, field) for field in fields} | {"arguments": tool.query.model_json_schema()}
            for tool in tools()
        ]
        print_json(cards)
        return
    for tool in tools():
        print(f"{tool.name:<20} {tool.toolset:<8} {tool.summary}\n{'':<30}e.g. “{tool.examples[0]}”")


def print_answer(answer: Answer) -> None:
    """Print an answer: wrapped and styled on a terminal, plain where it is piped."""
    from server.agent.render import rendered

    if not sys.stdout.isatty():
        print("\n".join(line.text for line in rendered(answer)))
        return
    from rich.console import Console
    from rich.text import Text

    width = max(_NARROWEST, min(shutil.get_terminal_size().columns, _WIDEST))
    console = Console(highlight=False, soft_wrap=True)
    for line in rendered(answer, width=width):
        console.print(Text(line.text, style=_STYLES.get(line.style, "")))


def _call_lines(call: Call) -> Iterator[str]:
    from server.desk.visible import one_line

    for sentence in call.sentences():
        yield f"- {one_line(sentence.text, 2_000)}"
    yield ""
    for figure in call.result.figures:
        yield f"  {one_line(figure.name, 60):<36} {figure.shown_full}"
    yield ""
    for caveat in call.result.caveats:
        yield f"! {one_line(caveat, 1_000)}"
    days = call.result.period or "no period"
    yield f"result {call.id}, {call.result.n_posts:,} posts, {days}, {call.dataset_version}"


def _recomputed_lines(again: Recomputed) -> Iterator[str]:
    from server.desk.visible import one_line

    on = f"on {again.on_version}" + (
        ", the current data: those it rested on were erased since" if again.data_changed else ""
    )
    differing = {difference.name for difference in again.differences}
    for difference in again.differences:
        was = difference.was.shown_full if difference.was else "absent"
        now = difference.now.shown_full if difference.now else "absent"
        yield f"  different  {one_line(difference.name)}: {was} -> {now}"
    for figure in again.result.figures:
        if figure.name not in differing:
            yield f"  same       {one_line(figure.name)}: {figure.shown_full}"
    verdict = "same" if again.same else f"DIFFERENT in {len(again.differences)} figures"
    yield f"{again.id}: {verdict}, recomputed {on}"


class _progress:  # noqa: N801 - used as a with statement, like a function
    """A status line on a terminal's stderr; silent elsewhere."""

    def __init__(self, *, quiet: bool) -> None:
        self._live = not quiet and sys.stderr.isatty()

    def __enter__(self) -> _progress:
        return self

    def __call__(self, done: int, total: int, what: str) -> None:
        if self._live:
            sys.stderr.write(f"\r\033[K[{done}/{total}] {what}")
            sys.stderr.flush()

    def __exit__(self, *_: object) -> None:
        if self._live:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()
