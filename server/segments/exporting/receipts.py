"""Receipts: what an export did, with its lineage. Nothing in one tells of any single person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pydantic import Field

from knowledge.home import Home
from knowledge.manifest import write_atomically
from server.segments.exporting.choosing import Chosen
from tools.base import Model
from tools.segmentation.disclosure import BASE, FLOOR, Counter, is_told


class Counts(Model):
    """How many members of a segment went and how many did not, rounded at random to a multiple of five.

    None where the number is under the floor. Nothing is left out beside it: the file's exact size is the signer's to
    see, and how many the segment has is told by numbers as uncertain as these.
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

    groups = {"written": frozenset(chosen.rows), **{name: getattr(chosen, name) for name in chosen._fields[1:]}}
    place = {person: number for number, some in enumerate(groups.values(), start=1) for person in some}
    labels = np.array([place.get(person, 0) for person in people])
    counter = Counter(people, labels)
    counts = {name: counter.count(labels == number) for number, name in enumerate(groups, start=1)}
    return Counts.model_validate({name: n if n == 0 or is_told(n) else None for name, n in counts.items()})


def in_words(count: int | None) -> str:
    """`about 240`; `fewer than 20` for what is not told, `fewer than 5` for what rounds to nobody."""
    if not count:
        return f"fewer than {FLOOR if count is None else BASE}"
    return f"about {count:,}"


def keep(home: Home, receipt: Receipt) -> None:
    """Write a receipt into the data folder."""
    folder = home.path / "receipts"
    folder.mkdir(parents=True, exist_ok=True)
    write_atomically(folder / f"{receipt.id}.json", receipt.model_dump_json(indent=1).encode())
