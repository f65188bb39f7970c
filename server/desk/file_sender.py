"""File sender: each message a file of exactly the approved bytes, with its envelope beside it.

The envelope is written first, so whoever finds `o_....txt` finds `o_....json` too. Take files away only after their
draft is `sent` (`groundswell drafts list`): until then their presence is what keeps them from being written twice.
"""

from __future__ import annotations

import json

from knowledge.home import Home
from knowledge.manifest import write_atomically
from server.desk.approvals import Step
from server.desk.outbox import Message, NotSent


class FileSender:
    """Writes messages to the data folder's outbox."""

    name = "file"

    def __init__(self, home: Home, *, step: Step = lambda _name: None) -> None:
        self._folder, self._step = home.outbox, step

    def send(self, message: Message) -> None:
        """Write the two files, each whole or not at all; NotSent if the disk refuses."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            envelope = json.dumps(message.envelope, indent=1, sort_keys=True, ensure_ascii=True)
            write_atomically(self._folder / f"{message.key}.json", envelope.encode())
            self._step("envelope written")
            write_atomically(self._folder / f"{message.key}.txt", message.body)
        except OSError as error:
            raise NotSent(f"The outbox folder cannot be written: {error.strerror}.") from error

    def was_sent(self, key: str) -> bool | None:
        """Whether the message's file lies in the outbox."""
        return (self._folder / f"{key}.txt").exists()
