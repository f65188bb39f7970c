"""`groundswell ledger`: the record of every decision."""

from __future__ import annotations

from typing import Annotated

import typer

from server.cli.desk.opening import open_desk
from server.cli.output import print_json

ledger = typer.Typer(help="The record of every decision.", no_args_is_help=True)


@ledger.command("verify")
def verify_ledger(
    head: Annotated[str | None, typer.Option("--head", help="A head that a receipt printed.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,  # noqa: FBT002 - a flag
) -> None:
    """Check every hash and signature, and that tables and ledger tell the same story."""
    from server.desk.audit import audit

    found = audit(open_desk().state, head)
    if as_json:
        print_json(found)
    else:
        for fault in found.faults:
            print(f"FAULT  {fault}")
        verdict = "The ledger is whole" if found.whole else f"{len(found.faults)} faults"
        print(f"{verdict}: {found.rows:,} rows, head {found.head}")
        if found.whole and head is None:
            print("Rows cut off at the end show only against a receipt: groundswell ledger verify --head HEAD")
    if not found.whole:
        raise typer.Exit(1)
