"""`groundswell drafts`: looking at drafts, and deciding on them under a reviewer's key."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from server.cli.desk.opening import open_desk, show, unlocked
from server.cli.output import print_json

if TYPE_CHECKING:
    from server.desk.approvals import Receipt
    from server.desk.drafting import Desk
    from server.desk.terminal import Terminal

_Json = Annotated[bool, typer.Option("--json", help="Print as JSON.")]
_Draft = Annotated[str, typer.Argument(help="The draft's id, d_...")]
_As = Annotated[str | None, typer.Option("--as", help="Your name as a reviewer; asked for when left out.")]

drafts = typer.Typer(help="Look at drafts, and decide on them under your reviewer's key.", no_args_is_help=True)


@drafts.command("list")
def list_drafts(
    dataset: Annotated[str | None, typer.Option("--dataset", help="Only of this dataset.")] = None,
    state: Annotated[str | None, typer.Option("--state", help="Only in this state: pending, handoff, sent ...")] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=500, help="How many to list.")] = 20,
    as_json: _Json = False,  # noqa: FBT002 - a flag
) -> None:
    """List drafts, newest first, and what can be done with each."""
    from server.desk.model import state_named
    from server.desk.showing import list_lines

    desk = open_desk()
    found = desk.list_drafts(dataset, state=state_named(state) if state else None, limit=limit)
    if dataset and not (found.drafts or found.unreadable):
        desk.home.existing(dataset)  # a misspelt name is no empty list
    if as_json:
        print_json(found.drafts)
    elif found.drafts or not found.unreadable:
        print("\n".join(list_lines(found.drafts)))
    for why in found.unreadable:
        sys.stderr.write(f"groundswell: {why}\n")


@drafts.command("show")
def show_draft(
    draft_id: _Draft,
    raw: Annotated[bool, typer.Option("--raw", help="Only the exact bytes; as hexadecimal on a terminal.")] = False,  # noqa: FBT002 - a flag
    as_json: _Json = False,  # noqa: FBT002 - a flag
) -> None:
    """Show a draft with the conversation, what it rests on, what the rules found, and what to do next."""
    desk = open_desk()
    if raw:
        _write_raw(desk, draft_id)
    elif as_json:
        print_json(desk.draft_status(draft_id))
    else:
        show(desk, draft_id)


@drafts.command("approve")
def approve_draft(draft_id: _Draft, reviewer: _As = None) -> None:
    """Look at the exact bytes, sign for them, and send them once enough reviewers have."""
    from server.desk import approvals
    from server.desk.showing import draft_lines
    from server.desk.terminal import terminal

    desk = open_desk()
    with terminal() as tty:
        seen = desk.draft_status(draft_id)
        for line in draft_lines(desk, seen):
            tty.show(line)
        if (
            seen.state == "pending"
            and not seen.blocking
            and tty.ask("Type approve to sign for exactly this text:") != "approve"
        ):
            tty.show("Not approved. Nothing was done.")
            raise typer.Exit(1)
        _told(tty, approvals.approve(desk, approvals.shown(seen), unlocked(desk, tty, reviewer)))
    deliver()


@drafts.command("edit")
def edit_draft(draft_id: _Draft, reviewer: _As = None) -> None:
    """Write your own wording at the terminal; the rules check it, and it still needs approval."""
    from server.desk import approvals, decisions
    from server.desk.showing import draft_lines
    from server.desk.terminal import terminal

    desk = open_desk()
    with terminal() as tty:
        seen = desk.draft_status(draft_id)
        for line in draft_lines(desk, seen):
            tty.show(line)
        tty.show(
            "\nWrite the new text. A line with a single dot ends it; nothing but the dot leaves the text as it is."
        )
        lines = list(iter(lambda: tty.ask(">"), "."))
        if not lines:
            tty.show("Nothing was changed.")
            raise typer.Exit(1)
        changed = decisions.edit(desk, approvals.shown(seen), "\n".join(lines), unlocked(desk, tty, reviewer))
        for line in draft_lines(desk, changed):
            tty.show(line)


@drafts.command("reject")
def reject_draft(
    draft_id: _Draft,
    reason: Annotated[str, typer.Option("--reason", help="Why, for the record; leave personal data out.")] = "",
    reviewer: _As = None,
) -> None:
    """Refuse a draft for good."""
    from server.desk import approvals, decisions
    from server.desk.terminal import terminal

    desk = open_desk()
    with terminal() as tty:
        seen = approvals.shown(desk.draft_status(draft_id))
        _told(tty, decisions.reject(desk, seen, unlocked(desk, tty, reviewer), reason=reason))


@drafts.command("resolve")
def resolve_draft(
    draft_id: _Draft,
    answer: Annotated[str, typer.Argument(help="sent, retry, drop; or taken for a handoff.")],
    reviewer: _As = None,
) -> None:
    """Say what became of a reply that may or may not have been sent, or take a handoff."""
    from server.desk import approvals, decisions
    from server.desk.terminal import terminal

    desk, wanted = open_desk(), decisions.answer_named(answer)
    with terminal() as tty:
        seen = approvals.shown(desk.draft_status(draft_id))
        _told(tty, decisions.resolve(desk, seen, unlocked(desk, tty, reviewer), wanted))


@drafts.command("deliver")
def deliver() -> None:
    """Send what is approved and due; `approve` does it by itself."""
    from server.desk.file_sender import FileSender
    from server.desk.outbox import deliver as delivered

    desk = open_desk()
    done = delivered(desk, FileSender(desk.home))
    for one in done:
        where = f" as {desk.home.outbox / one.key}.txt" if one.outcome == "sent" else ""
        print(f"{one.draft}: {one.outcome}{where}{' - ' + one.reason if one.reason else ''}")
    if not done:
        print("Nothing is due to be sent.")


def _told(tty: Terminal, receipt: Receipt) -> None:
    from server.desk.showing import receipt_lines

    for line in receipt_lines(receipt):
        tty.show(line)


def _write_raw(desk: Desk, draft_id: str) -> None:
    from server.desk import views

    seen = desk.draft_status(draft_id)
    with desk.state.begin() as connection:
        body = views.body(connection, seen.id, seen.version)
    if sys.stdout.isatty():  # a terminal would obey control characters
        print(body.hex(" "))
    else:
        sys.stdout.buffer.write(body)
