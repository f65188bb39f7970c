"""`groundswell segments export | suppress | opt-out | removals`: who goes to which platform, and who does not."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from server.cli.output import print_json

if TYPE_CHECKING:
    from server.segments.exporting.preparing import Prepared
    from server.segments.exporting.removing import Removal
    from server.segments.exporting.withdrawing import Withdrawal

_Json = Annotated[bool, typer.Option("--json", help="Print as JSON.")]
_Dataset = Annotated[str, typer.Argument(help="Which dataset.")]


def register(segments: typer.Typer) -> None:
    """Add `export`, `suppress`, `opt-out` and `removals` to `groundswell segments`."""
    segments.command()(export)
    segments.command()(suppress)
    segments.command("opt-out")(opt_out)
    segments.command()(removals)


def export(
    name: Annotated[str, typer.Argument(help="The segment's name or id.")],
    to: Annotated[str, typer.Option("--to", help="meta, linkedin or x.")],
    out: Annotated[Path | None, typer.Option("--out", help="File to write, outside of git.")] = None,
    dataset: Annotated[str | None, typer.Option("--dataset", help="Where two datasets have one of that name.")] = None,
    purpose: Annotated[str, typer.Option("--purpose", help="What the list will be used for.")] = "advertising",
    variants: Annotated[int, typer.Option("--variants", min=1, help="Distinct messages its members will see.")] = 1,
    column: Annotated[list[str] | None, typer.Option("--column", help="A column beside the default ones.")] = None,
    check: Annotated[bool, typer.Option("--check", help="Only say what every rule finds; write nothing.")] = False,  # noqa: FBT002 - a flag
    reviewer: Annotated[str | None, typer.Option("--as", help="Your name as a reviewer; else asked for.")] = None,
) -> None:
    """Write a segment's members as a file for an ad platform, if every rule allows it and a reviewer signs."""
    from server.cli.desk.opening import open_desk, unlocked
    from server.desk.terminal import terminal
    from server.runtime import Runtime
    from server.segments.exporting import target
    from server.segments.exporting.preparing import Asked, prepare
    from server.segments.exporting.releasing import release
    from tools.errors import BadRequest, NotPermitted

    runtime, now = Runtime(), _now()
    asked = Asked(segment=name, dataset=dataset, platform=to, purpose=purpose, variants=variants,
                  columns=tuple(column or ()))  # fmt: skip
    prepared = prepare(runtime, asked, now=now)
    if check:
        print("\n".join(_lines(prepared)))
        raise typer.Exit(1 if prepared.refusals else 0)
    if out is None:
        raise BadRequest("Say where to write the file: --out FILE. To only see what the rules find: --check")
    if prepared.refusals:
        raise NotPermitted(" ".join(map(str, prepared.refusals)))
    place = target.checked(out)
    with terminal() as tty:
        for line in (*_lines(prepared), f"To be written to {place}"):
            tty.show(line)
        if tty.ask("Type export to sign for exactly this file:") != "export":
            tty.show("Not exported. Nothing was written.")
            raise typer.Exit(1)
        receipt = release(runtime, prepared, unlocked(open_desk(), tty, reviewer), place, now=_now())
        tty.show(f"Receipt {receipt.id}: written to {place}, readable by you only. Ledger head: {receipt.head}")
        tty.show("Delete the file once it is uploaded: its hashes are of people's identifiers, and can be guessed.")


def suppress(
    dataset: _Dataset,
    file: Annotated[Path, typer.Argument(help="One author id, e-mail, +phone, @handle or SHA-256 of one a line.")],
    as_json: _Json = False,  # noqa: FBT002 - a flag
) -> None:
    """Keep people out of every export from now on, and say which earlier ones have to be corrected."""
    from server.runtime import Runtime
    from server.segments.exporting import withdrawing

    _print(withdrawing.suppress(Runtime(), dataset, file, now=_now()), as_json=as_json)


def opt_out(
    dataset: _Dataset,
    author_id: Annotated[str, typer.Argument(help="The author's id, as in the posts table.")],
    as_json: _Json = False,  # noqa: FBT002 - a flag
) -> None:
    """Keep a person out of every export from now on, and write the removal files for those made before."""
    from server.runtime import Runtime
    from server.segments.exporting import withdrawing

    _print(withdrawing.opt_out(Runtime(), dataset, author_id, now=_now()), as_json=as_json)


def removals(
    dataset: _Dataset,
    done: Annotated[str | None, typer.Option("--done", help="Record that this removal, rm_..., was uploaded.")] = None,
    as_json: _Json = False,  # noqa: FBT002 - a flag
) -> None:
    """List the removal files that platforms have to be sent, with those of whoever withdrew by an import since."""
    from server.runtime import Runtime
    from server.segments.exporting import removing

    runtime, now = Runtime(), _now()
    if done:
        removing.done(runtime, done, now=now)
    removing.propagate(runtime, dataset, now=now)
    found = removing.listing(runtime, dataset, now=now)
    if as_json:
        print_json(found)
    elif not found:
        print("No list that was exported holds anybody who withdrew since.")
    else:
        print("\n".join(map(_removal_line, found)))


def _now() -> datetime:
    return datetime.now(UTC)


def _lines(prepared: Prepared) -> list[str]:
    from server.desk.signing import sha256
    from server.segments.exporting.receipts import in_words

    found, counts = prepared.registered, prepared.counts
    lines = [
        f"{found.name} (version {found.version}, {found.sensitivity}) of {found.content.dataset} to "
        f"{prepared.platform.title}, for {prepared.asked.purpose}",
        f"  in the file    {in_words(counts.written)}; columns: {', '.join(prepared.columns)}",
    ]
    left = {"opted out": counts.opted_out, "suppressed": counts.suppressed, "not allowed": counts.not_allowed,
            "unmatched": counts.unmatched}  # fmt: skip
    lines += [f"  {name:<14} {in_words(count)}" for name, count in left.items()]
    lines += [f"  {'pass' if one.passed else 'REFUSED'}  {one.rule}: {one}" for one in prepared.findings]
    return [*lines, f"  SHA-256 {sha256(prepared.body)}, {len(prepared.body):,} bytes"]


def _print(done: Withdrawal, *, as_json: bool) -> None:
    if as_json:
        print_json(done)
        return
    print(f"Receipt {done.id}: {done.added:,} new entries on the suppression list of {done.dataset}.")
    for one in done.removals:
        print(_removal_line(one))
    if not done.removals:
        print("No list that was exported holds anybody of them.")


def _removal_line(one: Removal) -> str:
    from server.segments.exporting.formats import PLATFORMS

    if one.done_at:
        state = f"uploaded {one.done_at:%Y-%m-%d}"
    else:
        state = f"{'LATE, was due' if one.late else 'due'} {one.due_at:%Y-%m-%d}"
    file = one.file or ("file deleted" if one.done_at else "nothing identifies them any more: remove them by hand")
    lists = ", ".join(one.exports)
    return f"{one.id}  {PLATFORMS[one.platform].title:<8} {state}  from {lists}  {file}"
