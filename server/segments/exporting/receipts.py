"""Receipts: what an export did, with its lineage. Nothing in one tells of any single person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from pydantic import Field

from knowledge.home import Home
from knowledge.manifest import write_atomically
from server.segments.exporting.choosing import Chosen
from tools.base import Model
from tools.segmentation.disclosure import FLOOR, Counter, told

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Counts(Model):
    """How many members of a segment went and how many did not, rounded at random to a multiple of five.

    None where the number is under the floor, or would give one away that is.
    """

    written: int | None = Field(description="In the file.")
    opted_out: int | None = Field(description="Left out: asked not to be contacted.")
    suppressed: int | None = Field(description="Left out: on the suppression list, or sharing an identifier with one.")
    not_allowed: int | None = Field(description="Left out: allow other purposes only, or refused consent.")
    unmatched: int | None = Field(description="Left out: declared nothing that the platform matches by.")


class Receipt(Model):
    """An export that was signed for and written."""

    id: str
    at: datetime
    dataset: str
    segment: str
    version: int
    platform: str
    purpose: str
    columns: tuple[str, ...]
    variants: int = Field(description="Distinct messages that the segment will see.")
    variants_per_1000: float = Field(description="The same per 1,000 people reached.")
    counts: Counts
    sha256: str = Field(description="Of the exact bytes of the file.")
    size_bytes: int
    rules: tuple[str, ...] = Field(description="Rules that it passed.")
    lineage: dict[str, object] = Field(description="Source, features, model and segment that the members come from.")
    approved_by: tuple[str, ...] = Field(description="Reviewers of the segment.")
    reviewer: str = Field(description="Who signed for the file.")
    head: str = Field("", description="The ledger's head since: `ledger verify --head` checks against it.")


def counts_of(people: Sequence[str], chosen: Chosen) -> Counts:
    """Count who went and who did not among all people who were segmented."""
    import numpy as np

    counter = Counter(people)

    def count(some: frozenset[str]) -> int:
        mask: NDArray[np.bool_] = np.array([person in some for person in people], dtype=bool)
        return counter.count(mask)

    groups = {"written": frozenset(chosen.rows), **{name: getattr(chosen, name) for name in chosen._fields[1:]}}
    shown = told({name: count(some) for name, some in groups.items()})
    return Counts.model_validate({name: shown.get(name) for name in groups})


def in_words(count: int | None) -> str:
    """`about 240`, or `fewer than 20` for what is not told."""
    return f"fewer than {FLOOR}, or withheld with others that are" if count is None else f"about {count:,}"


def keep(home: Home, receipt: Receipt) -> None:
    """Write a receipt into the data folder."""
    folder = home.path / "receipts"
    folder.mkdir(parents=True, exist_ok=True)
    write_atomically(folder / f"{receipt.id}.json", receipt.model_dump_json(indent=1).encode())
