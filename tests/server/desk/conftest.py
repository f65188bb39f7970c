"""A desk over a small dataset of made-up posts, with reviewers whose keys are cheap to unlock."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from knowledge.home import Home
from knowledge.schema import arrow_schema
from knowledge.writing import writing
from server.desk import enrolling
from server.desk.drafting import Desk
from server.desk.keys import Signer
from server.runtime import Runtime
from server.settings import Settings
from tools.facts import Brand, Facts

START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
PASSPHRASE = "seven quiet otters knit"
CHEAP = 2**4
FACTS = Facts(
    dataset="launch",
    brands=(Brand(name="ConnectSphere", is_own=True), Brand(name="EventHive")),
    purposes=("analytics", "support"),
)

AGENDA, REFUND, DISTRESS, LEGAL, PRAISE, ODD, OWN, EMPTY = (f"p_{n:016x}" for n in range(1, 9))
TEXTS = {
    AGENDA: "Why does the agenda keep suggesting sessions that ignore my interests?",
    REFUND: "I was charged twice for premium, how do I get a refund? My order is CS-448812, mail dana.k@mail.example",
    DISTRESS: "Nobody answers. I don't want to live anymore.",
    LEGAL: "You will hear from my lawyer about this.",
    PRAISE: "The live summaries are wonderful!",
    ODD: "What is the name of the violinist from last night?",
}


def post(post_id: str, text: str | None, **more: Any) -> dict[str, Any]:
    """A row of `posts`, all else of it filled in."""
    row = {"post_id": post_id, "platform": "reddit", "author_id": f"u_{post_id[-2:]}", "created_at": START, "text": text,
           "brand": "ConnectSphere", "is_own": False, "thread_id": post_id}  # fmt: skip
    return {**row, **more}


def store(home: Home, facts: Facts | None = FACTS, name: str = "launch", **tables: Sequence[dict[str, Any]]) -> None:
    """Add rows to tables of a dataset."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with writing(home, name, facts=facts) as writer:
        if facts:
            writer.change(facts=facts)
        for table, rows in tables.items():
            staged = writer.folder.staging / f"{table}.parquet"
            pq.write_table(pa.Table.from_pylist(list(rows), schema=arrow_schema(table)), staged)
            writer.upsert(table, staged)
        writer.publish()


@dataclass
class Clock:
    """A clock that a test moves."""

    now: datetime = field(default_factory=lambda: START + timedelta(hours=3))

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(home: Home, clock: Clock) -> Desk:
    posts = [post(post_id, text) for post_id, text in TEXTS.items()]
    posts += [post(OWN, "Come and see us!", is_own=True), post(EMPTY, None)]
    authors = [{"author_id": "u_02", "handle": "dana_k", "name": "Dana Kowalczyk", "followers": 120,
                "company": "Nordlicht Events"}]  # fmt: skip
    store(home, posts=posts, authors=authors)
    runtime = Runtime(Settings(home=home.path, _env_file=None))  # type: ignore[call-arg]
    return Desk(runtime, clock=clock)


@pytest.fixture
def reviewer(desk: Desk) -> Callable[[str], Signer]:
    """Adds reviewers: the first by trust, others vouched for by the first."""
    known: dict[str, Signer] = {}

    def add(name: str) -> Signer:
        voucher = next(iter(known.values()), None)
        enrolling.enrol(desk, name, PASSPHRASE, voucher=voucher, work=CHEAP)
        known[name] = enrolling.unlock(desk, name, PASSPHRASE)
        return known[name]

    return add
