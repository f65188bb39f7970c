"""`groundswell segments submit`, `approve`, `reject`, `review`, `lower` and `archive`: under a reviewer's key."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from server.cli.segments.opening import As, Name, Of, open_registry

if TYPE_CHECKING:
    from server.desk.keys import Signer
    from server.segments.approvals import Receipt, Shown
    from server.segments.registry import Registry

    Decision = Callable[[Registry, Shown, Signer], Receipt]

_Reason = Annotated[str, typer.Option("--reason", help="Why, in a sentence, for the record; leave personal data out.")]


def register(app: typer.Typer) -> None:
    """Add the commands that decide."""
    for command in (submit, approve, reject, review, lower, archive):
        app.command()(command)


def submit(name: Name, dataset: Of = None, reviewer: As = None) -> None:
    """Put a draft before the reviewers; its owner signs for it."""
    from server.segments import approvals

    _decide("submit", approvals.submit, name, dataset, reviewer)


def approve(name: Name, dataset: Of = None, reviewer: As = None) -> None:
    """Sign for exactly this version, its impact assessment with it; a sensitive segment needs two reviewers."""
    from server.segments import approvals

    _decide("approve", approvals.approve, name, dataset, reviewer)


def reject(name: Name, reason: _Reason, dataset: Of = None, reviewer: As = None) -> None:
    """Send a version back; its owner can make the next."""
    from server.segments import approvals

    def decision(registry: Registry, seen: Shown, signer: Signer) -> Receipt:
        return approvals.reject(registry, seen, signer, reason=reason)

    _decide("reject", decision, name, dataset, reviewer)


def review(name: Name, reason: _Reason, dataset: Of = None, reviewer: As = None) -> None:
    """Record that an approved segment was looked at again, and may stay for another quarter."""
    from server.segments import approvals

    def decision(registry: Registry, seen: Shown, signer: Signer) -> Receipt:
        return approvals.review(registry, seen, signer, note=reason)

    _decide("review", decision, name, dataset, reviewer)


def lower(name: Name, reason: _Reason, dataset: Of = None, reviewer: As = None) -> None:
    """Count a sensitive segment as ordinary, and say why; not for its owner."""
    from server.segments import approvals

    def decision(registry: Registry, seen: Shown, signer: Signer) -> Receipt:
        return approvals.lower(registry, seen, signer, reason=reason)

    _decide("lower", decision, name, dataset, reviewer)


def archive(name: Name, reason: _Reason, dataset: Of = None, reviewer: As = None) -> None:
    """Take a segment out of use; it stays on record and recomputes."""
    from server.segments import approvals

    def decision(registry: Registry, seen: Shown, signer: Signer) -> Receipt:
        return approvals.archive(registry, seen, signer, reason=reason)

    _decide("archive", decision, name, dataset, reviewer)


def _decide(verb: str, decision: Decision, name: str, dataset: str | None, reviewer: str | None) -> None:
    """Show the segment on the terminal, have the verb typed there, and the passphrase."""
    from server.cli.desk.opening import unlocked
    from server.desk.drafting import Desk
    from server.desk.terminal import terminal
    from server.segments import approvals
    from server.segments.showing import receipt_lines, segment_lines

    registry = open_registry()
    with terminal() as tty:
        found = registry.show(name, dataset=dataset)
        for line in segment_lines(found):
            tty.show(line)
        if tty.ask(f"Type {verb} to sign for exactly this version:") != verb:
            tty.show("Nothing was done.")
            raise typer.Exit(1)
        signer = unlocked(Desk(registry.runtime), tty, reviewer)
        for line in receipt_lines(decision(registry, approvals.shown(found), signer)):
            tty.show(line)
