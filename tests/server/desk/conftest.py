"""A desk over made-up posts held in memory, with reviewers whose keys are cheap to unlock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from knowledge.dataset import Post
from knowledge.home import Home
from server.desk import enrolling
from server.desk.context import Case, Customer, Look
from server.desk.drafting import Desk
from server.desk.keys import Signer
from server.runtime import Runtime
from server.settings import Settings
from tools.errors import BadRequest, NotFound

START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
PASSPHRASE = "seven quiet otters knit"
CHEAP = 2**4

AGENDA, REFUND, DISTRESS, LEGAL, PRAISE, ODD = (f"p_{n:016x}" for n in range(1, 7))
TEXTS = {
    AGENDA: "Why does the agenda keep suggesting sessions that ignore my interests?",
    REFUND: "I was charged twice for premium, how do I get a refund? My order is CS-448812, mail dana.k@mail.example",
    DISTRESS: "Nobody answers. I don't want to live anymore.",
    LEGAL: "You will hear from my lawyer about this.",
    PRAISE: "The live summaries are wonderful!",
    ODD: "What is the name of the violinist from last night?",
}
DANA = Customer(author_id="u_02", handle="dana_k", name="Dana Kowalczyk", company="Nordlicht Events")


def post(post_id: str, text: str | None, *, author: str = "", at: datetime = START, own: bool = False) -> Post:
    """A post of a thread of its own."""
    return Post(
        post_id=post_id, platform="reddit", author_id=author or f"u_{post_id[-2:]}", created_at=at, text=text, url=None,
        brand="ConnectSphere", thread_id=post_id, reply_to=None, is_own=own, likes=0, shares=0, replies=0,
    )  # fmt: skip


@dataclass
class FakeCases:
    """Cases from a dictionary: threads by the post answered."""

    threads: dict[str, list[Post]] = field(default_factory=dict)
    customers: dict[str, Customer] = field(default_factory=dict)
    versions: int = 1

    def open(self, dataset: str, post_id: str) -> Case:
        if post_id not in self.threads:
            raise NotFound(f"There is no post {post_id!r}.")
        thread = tuple(self.threads[post_id])
        first = thread[0]
        return Case(dataset, self.version(dataset), "ConnectSphere", first, thread,
                    self.customers.get(first.author_id or ""), read_as_distress=False)  # fmt: skip

    def look(self, dataset: str, post_id: str) -> Look:
        try:
            return Look(self.version(dataset), self.open(dataset, post_id).snapshot)
        except (NotFound, BadRequest):
            return Look(self.version(dataset), None)

    def version(self, dataset: str) -> str:  # noqa: ARG002 - one dataset is enough
        return f"v_{self.versions}"

    def write(self, post_id: str, text: str, *, own: bool = False) -> None:
        """Somebody writes again in the conversation: its customer, or a colleague."""
        thread = self.threads[post_id]
        author = "u_brand" if own else thread[0].author_id or ""
        self.versions += 1
        at = thread[-1].created_at + timedelta(minutes=1)
        thread.append(post(f"p_{self.versions:016x}", text, author=author, at=at, own=own))


@dataclass
class Clock:
    """A clock that a test moves."""

    now: datetime = field(default_factory=lambda: START + timedelta(hours=3))

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def cases() -> FakeCases:
    return FakeCases({post_id: [post(post_id, text)] for post_id, text in TEXTS.items()}, {"u_02": DANA})


def make_desk(home: Home, cases: FakeCases, clock: Callable[[], datetime]) -> Desk:
    """A desk that could run in a process of its own: it shares nothing but the home."""
    return Desk(Runtime(Settings(home=home.path, model=None, _env_file=None)), clock=clock, cases=cases)  # type: ignore[call-arg]


@pytest.fixture
def desk(home: Home, cases: FakeCases, clock: Clock) -> Iterator[Desk]:
    made = make_desk(home, cases, clock)
    yield made
    made.state.close()


def add_reviewer(desk: Desk, name: str, voucher: Signer | None = None) -> Signer:
    """Add a reviewer and unlock their key."""
    enrolling.enrol(desk, name, PASSPHRASE, voucher=voucher, work=CHEAP)
    return enrolling.unlock(desk, name, PASSPHRASE)


@pytest.fixture
def mara(desk: Desk) -> Signer:
    return add_reviewer(desk, "mara")


@pytest.fixture
def tom(desk: Desk, mara: Signer) -> Signer:
    return add_reviewer(desk, "tom", mara)
