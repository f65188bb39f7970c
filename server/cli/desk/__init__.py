"""Desk commands: `triage`, `draft`, `drafts`, `reviewers` and `ledger`. Deciding happens at a terminal only."""

from __future__ import annotations

import typer

from server.cli.desk import drafts, ledger, reviewers, waiting


def register(app: typer.Typer) -> None:
    """Add the desk's commands."""
    app.command()(waiting.triage)
    app.command()(waiting.draft)
    app.add_typer(drafts.drafts, name="drafts")
    app.add_typer(reviewers.reviewers, name="reviewers")
    app.add_typer(ledger.ledger, name="ledger")
