"""Erasing: what would tell whether somebody belonged to a segment goes when anything of its data does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from server.desk.store import deciding
from server.segments.store import keys, segments

if TYPE_CHECKING:
    from server.state import State


def forget_memberships(state: State, dataset: str) -> int:
    """Destroy the keys of all membership digests of a dataset, and return how many there were.

    Erasing leaves no earlier version of the dataset, so none could be recomputed any more; without its key a digest is
    a random number. Versions, signatures and the ledger stay: they name nobody.
    """
    mine = keys.c.segment_id.in_(select(segments.c.id).where(segments.c.dataset == dataset))
    with deciding(state) as connection:
        return connection.execute(keys.delete().where(mine)).rowcount
