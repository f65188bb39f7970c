"""Opening: the desk on the data folder, a reviewer's key, and a draft as the commands show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from server.desk.drafting import Desk
    from server.desk.keys import Signer
    from server.desk.terminal import Terminal


def open_desk() -> Desk:
    """Return the desk of the settings' data folder."""
    from server.desk.drafting import Desk
    from server.runtime import Runtime

    return Desk(Runtime())


def unlocked(desk: Desk, tty: Terminal, name: str | None) -> Signer:
    """Return a reviewer's key, unlocked by the passphrase typed at the terminal."""
    from server.desk.enrolling import unlock

    name = name or tty.ask("Your name as a reviewer:")
    return unlock(desk, name, tty.ask_secret(f"Passphrase of {name}:"))


def show(desk: Desk, draft_id: str) -> None:
    """Print a draft with everything that a reviewer needs."""
    from server.desk.showing import draft_lines

    print("\n".join(draft_lines(desk, desk.draft_status(draft_id))))
