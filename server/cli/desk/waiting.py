"""Waiting: who waits for an answer, and a first draft of one."""

from __future__ import annotations

from typing import Annotated

import typer

from server.cli.desk.opening import open_desk, show
from server.cli.output import print_json

_Json = Annotated[bool, typer.Option("--json", help="Print as JSON.")]


def triage(
    dataset: Annotated[str, typer.Argument(help="Which dataset.")],
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=500, help="How many to list.")] = 20,
    days: Annotated[int, typer.Option("--days", min=1, max=3650, help="How far back from the newest post.")] = 14,
    as_json: _Json = False,  # noqa: FBT002 - a flag
) -> None:
    """List unanswered messages, most urgent first, each with its reasons."""
    from server.desk.showing import triage_lines
    from server.desk.triage import triage as triaged
    from server.runtime import Runtime

    found = triaged(Runtime().dataset(dataset), limit=limit, days=days)
    if as_json:
        print_json(found)
    else:
        print("\n".join(triage_lines(found)))


def draft(
    dataset: Annotated[str, typer.Argument(help="Which dataset.")],
    post_id: Annotated[str, typer.Argument(help="The post to answer, p_...")],
    instructions: Annotated[str | None, typer.Option("--say", help="What the reply should get across.")] = None,
    as_json: _Json = False,  # noqa: FBT002 - a flag
) -> None:
    """Draft a reply from the playbook, or hand the conversation to a person. Nothing is sent."""
    desk = open_desk()
    made = desk.draft_reply(dataset, post_id, instructions)
    if as_json:
        print_json(made)
    else:
        show(desk, made.id)
