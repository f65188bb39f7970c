"""`groundswell reviewers`: who may approve."""

from __future__ import annotations

from typing import Annotated

import typer

from server.cli.desk.opening import open_desk, unlocked
from server.cli.output import print_json

reviewers = typer.Typer(help="Who may approve.", no_args_is_help=True)


@reviewers.command("add")
def add_reviewer(
    name: Annotated[str, typer.Argument(help="Lower-case name of the new reviewer, who types the passphrase.")],
    by: Annotated[str | None, typer.Option("--by", help="The reviewer who vouches; not needed for the first.")] = None,
) -> None:
    """Add a reviewer: makes a signing key, sealed by a passphrase typed at the terminal."""
    from server.desk import enrolling
    from server.desk.terminal import terminal
    from tools.errors import BadRequest, NotPermitted

    desk = open_desk()
    with terminal() as tty:
        if by is None and not enrolling.is_first(desk):
            raise NotPermitted(f"An existing reviewer must vouch: groundswell reviewers add {name} --by NAME")
        voucher = unlocked(desk, tty, by) if by else None
        passphrase = tty.ask_secret(f"New passphrase for {name}:")
        if passphrase != tty.ask_secret("The same again:"):
            raise BadRequest("The two passphrases differ. Nobody was added.")
        added = enrolling.enrol(desk, name, passphrase, voucher=voucher)
        tty.show(f"Added {added.name} ({added.id}), key {added.fingerprint}, vouched for by {added.added_by}.")
        tty.show(f"Ledger head: {added.head}")


@reviewers.command("list")
def list_reviewers(
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,  # noqa: FBT002 - a flag
) -> None:
    """List who may approve, and who vouched for them."""
    from server.desk.reviewers import trusted

    desk = open_desk()
    with desk.state.begin() as connection:
        known = trusted(connection)
    rows = [
        {"name": one.name, "id": one.id, "key": one.fingerprint, "added_at": one.added_at.isoformat(),
         "vouched_by": known[one.added_by].name} for one in known.values()
    ]  # fmt: skip
    if as_json:
        print_json(rows)
        return
    for row in rows:
        print(f"{row['name']:<16} key {row['key']}  since {row['added_at'][:10]}  vouched for by {row['vouched_by']}")
    if not rows:
        print("There is no reviewer yet. Add the first: groundswell reviewers add NAME")
