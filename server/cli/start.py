"""First steps: `demo` imports the sample launch and answers three questions; `doctor` looks everything over."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from server.cli.output import print_json

QUESTIONS = (
    "How do people feel about us, and is it getting better or worse since the launch?",
    "Who is talked about most, us or our competitors?",
    "What do people praise and what do they complain about?",
)
_SIGNS = {"ok": "ok    ", "slow": "SLOW  ", "broken": "BROKEN", "note": "note  "}


def register(app: typer.Typer) -> None:
    """Add `demo` and `doctor`."""
    app.command()(demo)
    app.command()(doctor)


def demo() -> None:
    """Import the sample launch if it is not there, and answer three questions with citations."""
    from server.agent.assistant import Assistant
    from server.cli.analysis import print_answer
    from server.cli.imports import progress_bar
    from server.runtime import Runtime
    from server.sample import SAMPLE, import_sample

    runtime = Runtime()
    if SAMPLE not in runtime.home.names():
        sys.stderr.write("Writing and importing the sample launch (made-up posts, about a minute)...\n")
        with progress_bar() as progress:
            import_sample(runtime, progress=progress)
    assistant = Assistant(runtime)
    for question in QUESTIONS:
        print(f"\n=== {question}\n")
        print_answer(assistant.ask(SAMPLE, question))
    print(f'\nAsk your own:   groundswell ask {SAMPLE} "what do people say about privacy?"')
    print("Check a number: groundswell recompute r_...")
    print("Your own posts: groundswell import FILE --dataset NAME")


def doctor(as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False) -> None:  # noqa: FBT002 - a flag
    """Show what is installed, where state lies, and what is slow or broken."""
    from server.doctor import examine
    from server.runtime import Runtime

    broken = False
    for check in examine(Runtime()):
        broken = broken or check.verdict == "broken"
        if as_json:
            print_json(check, indent=None)
            continue
        print(f"{_SIGNS[check.verdict]} {check.name:<16} {check.found}")
        if check.advice:
            print(f"{'':<24}{check.advice}")
    if broken:
        raise typer.Exit(1)
