import hashlib
import json
from pathlib import Path

from knowledge.dataset import open_dataset
from knowledge.home import Home
from knowledge.importing import ImportOptions, import_file
from knowledge.samples import Launch, Truth, write
from tests.fakes import HashEmbedder, WordReader

SAMPLE_POSTS = "039b85e3b79aa4c330317fbc0974cedf85df0824fd88dbdca10ca4ae209ac8fe"
"""SHA-256 of posts.jsonl of `generate(3, days=16, posts=500)`."""


def test_written_files_hold_every_row_and_the_truth(small: Launch, tmp_path: Path) -> None:
    written = write(small, tmp_path / "sample")
    for name, rows in small.tables().items():
        assert len(written.tables[name].read_text(encoding="utf-8").splitlines()) == len(rows)
    assert Truth.model_validate_json(written.manifest.read_text(encoding="utf-8")) == small.truth
    assert written.clean_exposures.read_text(encoding="utf-8") != written.tables["exposures"].read_text(
        encoding="utf-8"
    )


def test_writing_twice_gives_the_same_bytes(small: Launch, tmp_path: Path) -> None:
    first, second = write(small, tmp_path / "a"), write(small, tmp_path / "b")
    assert all(first.tables[name].read_bytes() == second.tables[name].read_bytes() for name in first.tables)


def test_the_sample_is_the_one_that_figures_and_answers_were_measured_on(small: Launch, tmp_path: Path) -> None:
    written = write(small, tmp_path)
    posts = hashlib.sha256(written.tables["posts"].read_bytes()).hexdigest()
    assert posts == SAMPLE_POSTS, (
        "The sample's posts changed. If that is meant, set SAMPLE_POSTS anew and measure again what rests on the "
        "sample: the eval suites, the README's answer and docs/figures.md."
    )


def test_posts_are_written_with_the_platforms_own_ids(small: Launch, tmp_path: Path) -> None:
    lines = write(small, tmp_path).tables["posts"].read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    theirs = {row["source_id"] for row in rows}
    assert all(row.get("reply_to", row["source_id"]) in theirs for row in rows)
    assert not any("post_id" in row or "thread_id" in row for row in rows)


def test_the_ordinary_importer_takes_the_files_and_gives_the_ids_of_the_truth(small: Launch, tmp_path: Path) -> None:
    home, written = Home(tmp_path / "home"), write(small, tmp_path)
    for name in ("posts", "tickets", "exposures"):
        options = ImportOptions(dataset="sample", table=name, **small.facts)
        report = import_file(home, written.tables[name], options, embedder=HashEmbedder(), reader=WordReader())
        assert (report.rejected, report.added) == (0, small.truth.totals.rows[name])
    tables = open_dataset(home, "sample").tables()
    posts = tables["posts"].select("post_id", "thread_id").to_pyarrow().to_pydict()
    assert set(posts["post_id"]) == set(small.truth.posts)
    assert set(posts["thread_id"]) == {row.thread_id for row in small.posts}
    assert set(tables["tickets"].thread_id.to_pyarrow().to_pylist()) <= set(posts["thread_id"])
