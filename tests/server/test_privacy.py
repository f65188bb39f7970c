"""Privacy: forgetting reaches tables, index, results, drafts and conversations, and the receipt names nobody."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from knowledge.erasing.needles import Needles
from knowledge.erasing.scan import scan
from knowledge.importing import ImportOptions, import_file
from server import privacy
from server.agent.assistant import Assistant
from server.desk.drafting import Desk
from server.runtime import Runtime
from server.settings import Settings
from tests.fakes import HashEmbedder, WordReader
from tools.errors import NotFound

ANN = "ann-example"
SECRET = "the purple elephant still sings at midnight and my order never came, where is it?"
START = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    rows = [
        {"source_id": str(n), "platform": "x", "author_id": f"user-{n}", "text": f"love number {n} of it",
         "created_at": (START + timedelta(hours=n)).isoformat()}
        for n in range(60)
    ]  # fmt: skip
    mine = {"source_id": "secret", "platform": "x", "author_id": ANN, "text": SECRET, "created_at": START.isoformat()}
    path = tmp_path / "posts.jsonl"
    path.write_text("".join(f"{json.dumps(row)}\n" for row in [mine, *rows]), encoding="utf-8")
    return path


@pytest.fixture
def runtime(tmp_path: Path, file: Path) -> Runtime:
    made = Runtime(Settings(home=tmp_path / "home"), embedder=HashEmbedder(), reader=WordReader())
    bring(made, file)
    return made


def bring(runtime: Runtime, file: Path) -> None:
    options = ImportOptions(dataset="d", purposes=("analytics", "support"), retention_days=30)
    import_file(runtime.home, file, options, embedder=runtime.embedder, reader=runtime.reader)


def post_id(runtime: Runtime) -> str:
    posts = runtime.dataset("d").tables()["posts"]
    return str(posts.filter(posts.author_id == ANN).post_id.to_pyarrow()[0].as_py())


def test_forget_reaches_every_store_and_the_receipt_names_nobody(runtime: Runtime) -> None:
    mine = post_id(runtime)
    runtime.call("search_posts", {"dataset": "d", "query": "purple elephant"})
    runtime.call("describe_dataset", {"dataset": "d", "filter": {"author_ids": [ANN]}})
    Assistant(runtime).ask("d", f"what did {ANN} say?", thread="t")
    Desk(runtime).draft_reply("d", mine)

    receipt = privacy.forget(runtime, "d", ANN)

    assert receipt.rows["posts"] == 1
    assert (receipt.drafts, receipt.threads) == (1, 1)
    assert receipt.results >= 2
    assert receipt.traces == ()
    assert scan(runtime.home.path, Needles((ANN,), (mine,), (SECRET,), ())) == ()


def test_an_erased_person_is_not_imported_again(runtime: Runtime, file: Path) -> None:
    privacy.forget(runtime, "d", ANN)
    version = runtime.dataset("d").version
    bring(runtime, file)
    assert runtime.dataset("d").version == version
    with pytest.raises(NotFound):
        privacy.person(runtime, "d", ANN)


def test_recompute_after_forgetting_says_that_the_data_changed(runtime: Runtime) -> None:
    call = runtime.call("describe_dataset", {"dataset": "d"})
    assert runtime.recompute(call.id).same
    privacy.forget(runtime, "d", ANN)
    again = runtime.recompute(call.id)
    assert again.data_changed
    assert not again.same
    posts = next(difference for difference in again.differences if difference.name == "posts")
    assert posts.was is not None
    assert posts.now is not None
    assert posts.was.value - posts.now.value == 1


def test_person_shows_rows_and_drafts(runtime: Runtime) -> None:
    Desk(runtime).draft_reply("d", post_id(runtime))
    held = privacy.person(runtime, "d", ANN)
    assert [row["text"] for row in held.holdings.tables["posts"]] == [SECRET]
    assert len(held.drafts) == 1


def test_retention_erases_what_is_older_and_says_so(runtime: Runtime) -> None:
    receipt = privacy.apply_retention(runtime, "d", now=START + timedelta(days=30, hours=30.5))
    # Posts of hours 0 to 30 are more than 30 days old, and the secret of hour 0.
    assert receipt.rows["posts"] == 32
    assert receipt.traces == ()


def test_forget_has_lists_that_were_exported_corrected(runtime: Runtime) -> None:
    from server.segments.exporting import store
    from server.segments.exporting.store import Keyed

    gone = Keyed(runtime.home, "d").hash("person", ANN)
    said = '{"purpose": "advertising", "columns": ["email"]}'
    with runtime.state.begin() as connection:
        connection.execute(
            store.exports.insert().values(
                id="x_1", dataset="d", segment="sg_1", version=1, platform="meta", at="2026", sha256="0", receipt=said
            )
        )
        store.remember(connection, "x_1", [gone])
    receipt = privacy.forget(runtime, "d", ANN)
    assert len(receipt.removals) == 1
    assert receipt.traces == ()
    with runtime.state.begin() as connection:
        assert connection.execute(store.members.select()).all() == []
