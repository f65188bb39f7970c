"""A dataset of made-up members, segmented by hand, with a registry over it and reviewers whose keys are cheap."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from knowledge.dataset import Dataset
from knowledge.home import Home
from knowledge.schema import arrow_schema
from knowledge.writing import writing
from server.desk.drafting import Desk
from server.desk.keys import Signer
from server.runtime import Runtime
from server.segments import dpia
from server.segments.describing import Described
from server.segments.model import Registered
from server.segments.registry import Defining, Registry
from server.settings import Settings
from tests.server.desk.conftest import add_reviewer
from tools.base import Period
from tools.facts import Facts
from tools.segmentation.asked import Definition
from tools.segmentation.matrix import Feature, Matrix
from tools.segmentation.naming.lint import lint
from tools.segmentation.segmented import Placing, Segmented

START = datetime(2026, 11, 20, 9, tzinfo=UTC)
KINDS = ("use", "view", "click")
"""What members do: segment 1 uses, whatever else they do, 2 views, 3 only clicks."""


class ByKind:
    """Segments members by what they do: a `Segmenter` whose groups can be counted by hand."""

    def __init__(self, dataset: Dataset, features: tuple[str, ...]) -> None:
        import pyarrow.parquet as pq

        files = dataset.files("events")
        self._rows = [row for file in files for row in pq.read_table(file, columns=["user_id", "kind"]).to_pylist()]
        self._features = features

    def matrix(self, definition: Definition) -> Matrix:
        people = tuple(sorted({row["user_id"] for row in self._rows}))
        features = tuple(Feature(name, f"{name} a week", "per week") for name in definition.features or self._features)
        period = Period(start=START.date(), end=START.date())
        return Matrix(people, features, np.ones((len(people), len(features))), period)

    def segmented(self, definition: Definition) -> Segmented:
        matrix = self.matrix(definition)
        first = {person: len(KINDS) for person in matrix.people}
        for row in self._rows:
            first[row["user_id"]] = min(first[row["user_id"]], KINDS.index(row["kind"]) + 1)
        segment = np.array([first[person] for person in matrix.people])
        placing = Placing(segment, np.ones(len(segment)))
        return Segmented(definition, matrix, placing, self, "kmeans", len(set(segment)))

    def place(self, matrix: Matrix) -> Placing:
        return Placing(np.ones(len(matrix.people), dtype=np.int64), np.ones(len(matrix.people)))


class HandRuntime(Runtime):
    """A runtime whose segmentations are made by hand."""

    features: tuple[str, ...] = ("use.summaries", "view.agenda")

    def segmenter(self, dataset: Dataset) -> ByKind:
        return ByKind(dataset, self.features)


def describe(
    dataset: Dataset,  # noqa: ARG001 - described by hand
    definition: Definition,  # noqa: ARG001
    segment: int,
    *,
    name: str,
    segmenter: object,  # noqa: ARG001
) -> Described:
    """Describe a segment by hand, with the product's own lint."""
    return Described((f"more {KINDS[segment - 1]} a week",), f"Often {KINDS[segment - 1]}", lint(name))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def put_members(
    home: Home, kinds: Iterable[str], *, first: int = 0, purposes: tuple[str, ...] = ("analytics",)
) -> None:
    """Add one member for each kind to dataset `launch`: `member-000` uses, `member-001` views ..."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [
        {"user_id": f"member-{number:03}", "at": START, "kind": kind, "object": "summaries"}
        for number, kind in enumerate(kinds, first)
    ]
    with writing(home, "launch", facts=Facts(dataset="launch", purposes=purposes)) as writer:
        staged = writer.folder.staging / "events.parquet"
        pq.write_table(pa.Table.from_pylist(rows, schema=arrow_schema("events")), staged)
        writer.upsert("events", staged)
        writer.publish()


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def forward(self, days: int) -> None:
        self.now += timedelta(days=days)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which 60 of a hundred members use and 40 view: to copy, not to write in."""
    home = Home(tmp_path_factory.mktemp("published") / "home")
    put_members(home, ["use"] * 60 + ["view"] * 40)
    state = _runtime(home).state
    with state.begin():
        pass  # the tables are made once
    state.close()
    return home.path


def _runtime(home: Home) -> HandRuntime:
    return HandRuntime(Settings(home=home.path, model=None, _env_file=None))  # type: ignore[call-arg]


@pytest.fixture
def runtime(home: Home, published: Path) -> HandRuntime:
    """Of a hundred members, 60 use and 40 view."""
    shutil.copytree(published, home.path)
    return _runtime(home)


@pytest.fixture
def registry(runtime: HandRuntime, clock: Clock) -> Iterator[Registry]:
    yield Registry(runtime, clock=clock, describe=describe)
    runtime.state.close()


def asking(name: str = "Users of summaries", **more: object) -> Defining:
    """What `mara` asks to register: segment 1 of `launch`."""
    fields = {"name": name, "definition": Definition(dataset="launch"), "segment": 1, "owner": "mara",
              "purpose": "analytics"}  # fmt: skip
    return Defining.model_validate({**fields, **more})


ANSWERS = {
    "Necessity": "We ask these people about summaries, and asking everybody would bother four times as many.",
    "Data": "What members did in the product in the last month, nothing they wrote, kept for ninety days.",
    "Risks": "Somebody could feel watched, or be left out of an offer that others get without knowing why.",
    "Mitigations": "Nobody is refused anything by this segment, and the owner reads every complaint each week.",
}


def filled(found: Registered, *, answers: Mapping[str, str] = ANSWERS) -> str:
    """An impact assessment by `dora`: the template with an answer under each heading."""
    lines = []
    for line in dpia.template(found, today=START.date()).replace("author: ", "author: dora").splitlines():
        lines.append(line)
        lines += [answer for title, answer in answers.items() if line.startswith(f"## {title}")]
    return "\n".join(lines)


Reviewers = Callable[[str], Signer]


@pytest.fixture
def reviewer(registry: Registry, clock: Clock) -> Reviewers:
    """Return a function that gives a reviewer's unlocked key, adding those who are not there yet."""
    desk = Desk(registry.runtime, clock=clock)
    known: dict[str, Signer] = {}

    def of(name: str) -> Signer:
        if name not in known:
            known[name] = add_reviewer(desk, name, next(iter(known.values()), None))
        return known[name]

    return of
