"""Privacy commands: `forget`, `person` and `retain`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from server.cli.output import print_json

if TYPE_CHECKING:
    from server.privacy import Receipt

_Json = Annotated[bool, typer.Option("--json", help="Print as JSON.")]
_Dataset = Annotated[str, typer.Argument(help="Which dataset.")]
_Author = Annotated[str, typer.Argument(help="The author's id, as in the posts table.")]


def register(app: typer.Typer) -> None:
    """Add `forget`, `person` and `retain`."""
    app.command()(forget)
    app.command()(person)
    app.command()(retain)


def forget(
    dataset: _Dataset,
    author_id: _Author,
    as_json: _Json = False,  # noqa: FBT002 - a flag
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,  # noqa: FBT002 - a flag
) -> None:
    """Erase a person everywhere, keep them from being imported again, and print a receipt."""
    from server import privacy
    from server.runtime import Runtime

    if not yes:
        typer.confirm(f"Erase everything held on {author_id!r} in {dataset!r}? It cannot be undone.", abort=True)
    _print(privacy.forget(Runtime(), dataset, author_id), as_json=as_json)


def person(dataset: _Dataset, author_id: _Author) -> None:
    """Print everything that is held on a person, as JSON."""
    from server import privacy
    from server.runtime import Runtime

    print_json(privacy.person(Runtime(), dataset, author_id))


def retain(dataset: _Dataset, as_json: _Json = False) -> None:  # noqa: FBT002 - a flag
    """Erase what is older than the dataset's retention period, and print a receipt."""
    from server import privacy
    from server.runtime import Runtime

    _print(privacy.apply_retention(Runtime(), dataset), as_json=as_json)


def _print(receipt: Receipt, *, as_json: bool) -> None:
    if as_json:
        print_json(receipt)
    else:
        rows = ", ".join(f"{count:,} {table}" for table, count in receipt.rows.items() if count) or "nothing"
        print(f"Receipt {receipt.id}: erased from {receipt.dataset}: {rows}; {receipt.rejects} rejected rows,")
        print(f"  {receipt.results} results, {receipt.drafts} drafts, {receipt.threads} conversations cleaned.")
        if receipt.memberships:
            print(f"  {receipt.memberships} versions of segments rest on data that are gone: groundswell segments list")
        if receipt.removals:
            print(f"  They were in exported lists: upload the removal files ({', '.join(receipt.removals)}), see")
            print(f"  groundswell segments removals {receipt.dataset}")
        if receipt.mentions_left:
            print(f"  {receipt.mentions_left} posts by others mention the handle; they are theirs and stay.")
        print(f"  A scan of every file found {'no trace' if not receipt.traces else 'TRACES:'}")
        for trace in receipt.traces:
            print(f"    {trace.kind} in {trace.file}")
    if receipt.traces:
        raise typer.Exit(1)
