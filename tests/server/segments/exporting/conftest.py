"""Members with addresses, of whom enough allow advertising, and an approved segment of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from knowledge.home import Home
from knowledge.schema import arrow_schema
from knowledge.writing import writing
from server.desk.keys import Signer
from server.segments import approvals
from server.segments.exporting.preparing import Asked, Prepared, prepare
from server.segments.exporting.receipts import Receipt
from server.segments.exporting.releasing import release
from server.segments.registry import Registry
from server.settings import Settings
from tests.server.segments.conftest import Clock, HandRuntime, Reviewers, asking, put_members

PURPOSES = ("analytics", "advertising")


@pytest.fixture
def runtime(home: Home) -> HandRuntime:
    """Of 300 members 200 use and 100 view; all but the last ten declared an address and allow advertising."""
    put_members(home, ["use"] * 200 + ["view"] * 100, purposes=PURPOSES)
    put_authors(home, (_author(number) for number in range(290)))
    return HandRuntime(Settings(home=home.path, model=None, _env_file=None))  # type: ignore[call-arg]


def _author(number: int) -> dict[str, object]:
    declared = {"email": f"Member{number:03}@Example.com", "phone": f"+1 650 555 {number:04}"}
    return {"author_id": f"member-{number:03}", "attributes": json.dumps(declared), "purposes": ", ".join(PURPOSES),
            "consent": "newsletter form", "opt_out": False}  # fmt: skip


def put_authors(home: Home, rows: Iterable[Mapping[str, object]]) -> None:
    """Add or change rows of table authors of dataset `launch`."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with writing(home, "launch") as writer:
        staged = writer.folder.staging / "authors.parquet"
        pq.write_table(pa.Table.from_pylist(list(rows), schema=arrow_schema("authors")), staged)
        writer.upsert("authors", staged)
        writer.publish()


@pytest.fixture
def tom(registry: Registry, reviewer: Reviewers) -> Signer:
    """Register segment 1, the 200 who use, and have it approved; returns the reviewer who did."""
    approved(registry, reviewer, "Readers")
    return reviewer("tom")


def approved(registry: Registry, reviewer: Reviewers, name: str, **more: object) -> None:
    """Register a segment for advertising as mara, and approve it as tom."""
    made = registry.define(asking(name, purpose="advertising", **more))
    approvals.submit(registry, approvals.shown(made), reviewer("mara"))
    approvals.approve(registry, approvals.shown(registry.show(name)), reviewer("tom"))


def prepared(registry: Registry, clock: Clock, **asked: object) -> Prepared:
    """Prepare an export of `Readers` to Meta, or another."""
    fields = {"segment": "Readers", "platform": "meta", **asked}
    return prepare(registry.runtime, Asked.model_validate(fields), now=clock())


def exported(registry: Registry, clock: Clock, signer: Signer, path: Path, **asked: object) -> Receipt:
    """Prepare an export and release it."""
    return release(registry.runtime, prepared(registry, clock, **asked), signer, path, now=clock())
