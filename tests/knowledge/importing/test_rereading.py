"""Rereading: features added later are found, what was stopped goes on, and erasing leaves no part behind."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from knowledge.calibration import Label, add_labels, calibrate
from knowledge.erasing import forget_person
from knowledge.home import Home
from knowledge.importing import rereading
from knowledge.importing.facts import FactsChange, change_facts
from knowledge.importing.rereading import reread
from tests.fakes import HashEmbedder, WordReader
from tests.knowledge.importing.conftest import Bring, Opened, Write
from tools.errors import TooFewPosts, Unavailable
from tools.facts import Brand
from tools.reader import Reading, Target


class Stopping(WordReader):
    """Reads some batches and then is down."""

    def __init__(self, batches: int) -> None:
        super().__init__()
        self.batches = batches

    def read(
        self,
        texts: Sequence[str],
        vectors: NDArray[np.float32],
        *,
        targets: Sequence[Sequence[Target]] | None = None,
    ) -> list[Reading]:
        self.batches -= 1
        if self.batches < 0:
            raise Unavailable("The reader is down.")
        return super().read(texts, vectors, targets=targets)


@pytest.fixture
def brought(bring: Bring, write: Write, dataset: Opened) -> Opened:
    """Seven posts, read without any feature."""
    texts = ["I love the login", "I hate the search", "the login is here", "nothing", "love", "hate", "the Search!"]
    day = "2026-01-05"
    rows = [
        {"id": str(number), "platform": "x", "author": f"a{number % 2}", "created_at": day, "text": text}
        for number, text in enumerate(texts)
    ]
    bring(write([*rows, {"id": "9", "platform": "x", "author": "a3", "created_at": day, "text": None}]))
    return dataset


def mentions(dataset: Opened) -> dict[str, list[str]]:
    tables = dataset().tables()
    joined = tables["readings"].join(tables["posts"].select("post_id", "source_id"), "post_id")
    rows: list[dict[str, Any]] = joined.select("source_id", "aspects").to_pyarrow().to_pylist()
    return {row["source_id"]: [aspect["name"] for aspect in row["aspects"]] for row in rows if row["aspects"]}


def test_features_and_brands_added_later_are_found(home: Home, brought: Opened) -> None:
    change_facts(home, "d", FactsChange(features=("login", "search"), brands=(Brand(name="Nothing"),)))
    assert mentions(brought) == {}
    index, before = brought().manifest.index, brought().version
    done = reread(home, "d", embedder=HashEmbedder(), reader=WordReader())

    assert (done.posts, done.changed, done.resumed) == (7, 5, 0)
    assert mentions(brought) == {"0": ["login"], "1": ["search"], "2": ["login"], "3": ["Nothing"], "6": ["search"]}
    assert brought().version == done.version != before
    assert brought().manifest.index == index
    assert brought().tables()["readings"].count().to_pyarrow().as_py() == 7


def test_reading_again_for_nothing_new_changes_nothing(home: Home, brought: Opened) -> None:
    before = brought().version
    assert reread(home, "d", embedder=HashEmbedder(), reader=WordReader()).version == before


def test_another_reader_takes_the_place_of_the_first_with_what_is_known_of_it(home: Home, brought: Opened) -> None:
    reread(home, "d", embedder=HashEmbedder(), reader=WordReader(id="words-2", right=5))
    facts = brought().manifest.facts
    assert facts.reader == "words-2"
    assert facts.reader_error is not None
    assert facts.reader_error.n == 3 * (5 + 2)

    unknown = WordReader(id="words-3")
    unknown.card = unknown.card.model_copy(update={"held": ()})
    reread(home, "d", embedder=HashEmbedder(), reader=unknown)
    assert brought().manifest.facts.reader_error is None
    assert set(brought().tables()["readings"].reader.to_pyarrow().to_pylist()) == {"words-3"}


def test_what_was_stopped_goes_on_where_it_was(home: Home, brought: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rereading, "BATCH", 2)
    change_facts(home, "d", FactsChange(features=("login", "search")))
    before = brought().version
    with pytest.raises(Unavailable):
        reread(home, "d", embedder=HashEmbedder(), reader=Stopping(2))
    assert brought().version == before

    second = WordReader()
    done = reread(home, "d", embedder=HashEmbedder(), reader=second)
    assert (done.resumed, len(second.seen)) == (4, 3)
    assert mentions(brought) == {"0": ["login"], "1": ["search"], "2": ["login"], "6": ["search"]}
    assert not home.dataset("d").rereading.exists()


def test_parts_are_not_taken_over_where_names_or_posts_have_changed(
    home: Home, brought: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rereading, "BATCH", 2)
    with pytest.raises(Unavailable):
        reread(home, "d", embedder=HashEmbedder(), reader=Stopping(2))
    change_facts(home, "d", FactsChange(features=("login",)))
    assert reread(home, "d", embedder=HashEmbedder(), reader=WordReader()).resumed == 0
    assert mentions(brought) == {"0": ["login"], "2": ["login"]}


def test_erasing_a_person_removes_parts(home: Home, brought: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rereading, "BATCH", 2)
    with pytest.raises(Unavailable):
        reread(home, "d", embedder=HashEmbedder(), reader=Stopping(2))
    assert any(home.dataset("d").rereading.rglob("*.parquet"))
    author = brought().tables()["posts"].author_id.to_pyarrow().to_pylist()[0]
    forget_person(home, "d", author)
    assert not home.dataset("d").rereading.exists()


def test_a_dataset_without_texts_is_refused(home: Home, bring: Bring, write: Write) -> None:
    bring(write([{"id": "9", "platform": "x", "author": "a3", "created_at": "2026-01-05", "text": None}]))
    with pytest.raises(TooFewPosts):
        reread(home, "d", embedder=HashEmbedder(), reader=WordReader())


def test_labels_of_people_measure_a_reader_that_nobody_has_measured(
    home: Home, bring: Bring, write: Write, dataset: Opened
) -> None:
    said = {"positive": "I love number", "negative": "I hate number", "neutral": "this is number"}
    rows = [
        {"id": f"{label}{number}", "platform": "x", "author": "ann", "created_at": "2026-01-05",
         "text": f"{text} {number}"}
        for label, text in said.items()
        for number in range(10)
    ]  # fmt: skip
    bring(write(rows))
    unknown = WordReader(id="words-3")
    unknown.card = unknown.card.model_copy(update={"held": ()})
    reread(home, "d", embedder=HashEmbedder(), reader=unknown)
    posts = dataset().tables()["posts"].select("post_id", "source_id").to_pyarrow().to_pylist()
    labels = [Label(row["post_id"], row["source_id"].rstrip("0123456789"), "ann") for row in posts]
    add_labels(home, "d", labels, at=datetime(2026, 1, 6, tzinfo=UTC))
    error = calibrate(home, "d").error

    assert error.borrowed is False
    assert error.confusion == ((10, 0, 0), (0, 10, 0), (0, 0, 10))
