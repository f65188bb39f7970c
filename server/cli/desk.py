"""Desk commands: `triage`, `draft`, `drafts`, `reviewers` and `ledger`. Deciding happens at a terminal only."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from server.desk.approvals import Receipt
    from server.desk.drafting import Desk
    from server.desk.keys import Signer
    from server.desk.terminal import Terminal

_Json = Annotated[bool, typer.Option("--json", help="Print as JSON.")]
_Draft = Annotated[str, typer.Argument(help="The draft's id, d_...")]
_As = Annotated[str | None, typer.Option("--as", help="Your name as a reviewer; asked for when left out.")]

drafts = typer.Typer(help="Look at drafts, and decide on them under your reviewer's key.", no_args_is_help=True)
reviewers = typer.Typer(help="Who may approve.", no_args_is_help=True)
ledger = typer.Typer(help="The record of every decision.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the desk's commands."""
    app.command()(triage)
    app.command()(draft)
    app.add_typer(drafts, name="drafts")
    app.add_typer(reviewers, name="reviewers")
    app.add_typer(ledger, name="ledger")


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
    print(found.model_dump_json(indent=1) if as_json else "\n".join(triage_lines(found)))


def draft(
    dataset: Annotated[str, typer.Argument(help="Which dataset.")],
    post_id: Annotated[str, typer.Argument(help="The post to answer, p_...")],
    instructions: Annotated[str | None, typer.Option("--say", help="What the reply should get across.")] = None,
    as_json: _Json = False,  # noqa: FBT002 - a flag
) -> None:
    """Draft a reply from the playbook, or hand the conversation to a person. Nothing is sent."""
    desk = _desk()
    made = desk.draft_reply(dataset, post_id, instructions)
    if as_json:
        print(made.model_dump_json(indent=1))
    else:
        _show(desk, made.id)


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

    found = _desk().list_drafts(dataset, state=state_named(state) if state else None, limit=limit)
    if as_json:
        print("[" + ",\n".join(one.model_dump_json() for one in found) + "]")
    else:
        print("\n".join(list_lines(found)))


@drafts.command("show")
def show_draft(
    draft_id: _Draft,
    raw: Annotated[bool, typer.Option("--raw", help="Only the exact bytes; as hexadecimal on a terminal.")] = False,  # noqa: FBT002 - a flag
    as_json: _Json = False,  # noqa: FBT002 - a flag
) -> None:
    """Show a draft with the conversation, what it rests on, what the rules found, and what to do next."""
    desk = _desk()
    if raw:
        _write_raw(desk, draft_id)
    elif as_json:
        print(desk.draft_status(draft_id).model_dump_json(indent=1))
    else:
        _show(desk, draft_id)


@drafts.command("approve")
def approve_draft(draft_id: _Draft, reviewer: _As = None) -> None:
    """Look at the exact bytes, sign for them, and send them once enough reviewers have."""
    from server.desk import approvals
    from server.desk.showing import draft_lines
    from server.desk.terminal import terminal

    desk = _desk()
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
        _told(tty, approvals.approve(desk, approvals.shown(seen), _signer(desk, tty, reviewer)))
    deliver()


@drafts.command("edit")
def edit_draft(draft_id: _Draft, reviewer: _As = None) -> None:
    """Write your own wording at the terminal; the rules check it, and it still needs approval."""
    from server.desk import approvals, decisions
    from server.desk.showing import draft_lines
    from server.desk.terminal import terminal

    desk = _desk()
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
        changed = decisions.edit(desk, approvals.shown(seen), "\n".join(lines), _signer(desk, tty, reviewer))
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

    desk = _desk()
    with terminal() as tty:
        seen = approvals.shown(desk.draft_status(draft_id))
        _told(tty, decisions.reject(desk, seen, _signer(desk, tty, reviewer), reason=reason))


@drafts.command("resolve")
def resolve_draft(
    draft_id: _Draft,
    answer: Annotated[str, typer.Argument(help="sent, retry, drop; or taken for a handoff.")],
    reviewer: _As = None,
) -> None:
    """Say what became of a reply that may or may not have been sent, or take a handoff."""
    from server.desk import approvals, decisions
    from server.desk.terminal import terminal

    desk, wanted = _desk(), decisions.answer_named(answer)
    with terminal() as tty:
        seen = approvals.shown(desk.draft_status(draft_id))
        _told(tty, decisions.resolve(desk, seen, _signer(desk, tty, reviewer), wanted))


@drafts.command("deliver")
def deliver() -> None:
    """Send what is approved and due; `approve` does it by itself."""
    from server.desk.file_sender import FileSender
    from server.desk.outbox import deliver as delivered

    desk = _desk()
    done = delivered(desk, FileSender(desk.home))
    for one in done:
        where = f" as {desk.home.outbox / one.key}.txt" if one.outcome == "sent" else ""
        print(f"{one.draft}: {one.outcome}{where}{' - ' + one.reason if one.reason else ''}")
    if not done:
        print("Nothing is due to be sent.")


@reviewers.command("add")
def add_reviewer(
    name: Annotated[str, typer.Argument(help="Lower-case name of the new reviewer, who types the passphrase.")],
    by: Annotated[str | None, typer.Option("--by", help="The reviewer who vouches; not needed for the first.")] = None,
) -> None:
    """Add a reviewer: makes a signing key, sealed by a passphrase typed at the terminal."""
    from server.desk import enrolling
    from server.desk.terminal import terminal
    from tools.errors import BadRequest, NotPermitted

    desk = _desk()
    with terminal() as tty:
        if by is None and not enrolling.is_first(desk):
            raise NotPermitted(f"An existing reviewer must vouch: groundswell reviewers add {name} --by NAME")
        voucher = _signer(desk, tty, by) if by else None
        passphrase = tty.ask_secret(f"New passphrase for {name}:")
        if passphrase != tty.ask_secret("The same again:"):
            raise BadRequest("The two passphrases differ. Nobody was added.")
        added = enrolling.enrol(desk, name, passphrase, voucher=voucher)
        tty.show(f"Added {added.name} ({added.id}), key {added.fingerprint}, vouched for by {added.added_by}.")
        tty.show(f"Ledger head: {added.head}")


@reviewers.command("list")
def list_reviewers(as_json: _Json = False) -> None:  # noqa: FBT002 - a flag
    """List who may approve, and who vouched for them."""
    import json

    from server.desk.reviewers import trusted

    desk = _desk()
    with desk.state.begin() as connection:
        known = trusted(connection)
    rows = [
        {"name": one.name, "id": one.id, "key": one.fingerprint, "added_at": one.added_at.isoformat(),
         "vouched_by": known[one.added_by].name} for one in known.values()
    ]  # fmt: skip
    if as_json:
        print(json.dumps(rows, indent=1))
    for row in () if as_json else rows:
        print(f"{row['name']:<16} key {row['key']}  since {row['added_at'][:10]}  vouched for by {row['vouched_by']}")
    if not rows and not as_json:
        print("There is no reviewer yet. Add the first: groundswell reviewers add NAME")


@ledger.command("verify")
def verify_ledger(
    head: Annotated[str | None, typer.Option("--head", help="A head that a receipt printed.")] = None,
    as_json: _Json = False,  # noqa: FBT002 - a flag
) -> None:
    """Check every hash and signature, and that tables and ledger tell the same story."""
    from server.desk.audit import audit

    found = audit(_desk().state, head)
    if as_json:
        print(found.model_dump_json(indent=1))
    else:
        for fault in found.faults:
            print(f"FAULT  {fault}")
        verdict = "The ledger is whole" if found.whole else f"{len(found.faults)} faults"
        print(f"{verdict}: {found.rows:,} rows, head {found.head}")
        if found.whole and head is None:
            print("Rows cut off at the end show only against a receipt: groundswell ledger verify --head HEAD")
    if not found.whole:
        raise typer.Exit(1)


def _desk() -> Desk:
    from server.desk.drafting import Desk
    from server.runtime import Runtime

    return Desk(Runtime())


def _signer(desk: Desk, tty: Terminal, name: str | None) -> Signer:
    from server.desk.enrolling import unlock

    name = name or tty.ask("Your name as a reviewer:")
    return unlock(desk, name, tty.ask_secret(f"Passphrase of {name}:"))


def _told(tty: Terminal, receipt: Receipt) -> None:
    from server.desk.showing import receipt_lines

    for line in receipt_lines(receipt):
        tty.show(line)


def _show(desk: Desk, draft_id: str) -> None:
    from server.desk.showing import draft_lines

    print("\n".join(draft_lines(desk, desk.draft_status(draft_id))))


def _write_raw(desk: Desk, draft_id: str) -> None:
    from server.desk import views

    seen = desk.draft_status(draft_id)
    with desk.state.begin() as connection:
        body = views.body(connection, seen.id, seen.version)
    if sys.stdout.isatty():  # a terminal would obey control characters
        print(body.hex(" "))
    else:
        sys.stdout.buffer.write(body)
