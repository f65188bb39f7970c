"""Importing as a whole: what comes in, what does not, and that nothing changes by halves."""

from __future__ import annotations

import errno
import random
from datetime import UTC, datetime
from pathlib import Path

import pytest

from knowledge.dataset import open_dataset
from knowledge.home import Home
from knowledge.importing import Progress
from knowledge.importing.rows import conversation_id, post_id
from tests.fakes import HashEmbedder, WordReader
from tests.knowledge.importing.conftest import Bring, Opened, Posts, Write
from tools.errors import BadRequest, ImportRefused, NotFound, UnknownName
from tools.facts import Brand

HEADER = "id,platform,author,created_at,text,likes\n"
ROWS = HEADER + "1,x,ann,2026-01-05T10:00:00Z,I love it,3\n2,x,bob,2026-01-06T10:00:00Z,I hate it,1\n"


def test_a_csv_comes_in_whole(bring: Bring, write: Write, posts: Posts, dataset: Opened):
    report = bring(write(ROWS))
    assert (report.read, report.added, report.rejected, report.kind) == (2, 2, 0, "CSV, UTF-8")
    one = posts()["1"]
    assert one["post_id"] == post_id("x", "1")
    assert (one["author_id"], one["text"], one["likes"]) == ("ann", "I love it", 3)
    assert one["created_at"] == datetime(2026, 1, 5, 10, tzinfo=UTC)
    assert report.version == dataset().version


def test_every_post_with_text_is_read_embedded_and_indexed(bring: Bring, write: Write, dataset: Opened):
    bring(write(ROWS + "3,x,cyd,2026-01-06T10:00:00Z,,\n"))
    tables = dataset().tables()
    readings = {row["post_id"]: row for row in tables["readings"].to_pyarrow().to_pylist()}
    assert readings[post_id("x", "1")]["sentiment"] == "positive"
    assert readings[post_id("x", "2")]["p_negative"] == 0.8
    assert len(readings) == 2
    assert tables["vectors"].count().to_pyarrow().as_py() == 2
    assert dataset().index_path is not None
    facts = dataset().manifest.facts
    assert facts.reader == "words-1"
    assert facts.reader_error is not None
    assert facts.reader_error.n == 30


def test_the_language_read_fills_in_for_one_not_declared(bring: Bring, write: Write, posts: Posts):
    bring(write([_post("1", lang="de-AT"), _post("2")]))
    assert (posts()["1"]["lang"], posts()["2"]["lang"]) == ("de", "en")


def test_importing_a_file_again_changes_nothing(bring: Bring, write: Write, reader: WordReader, dataset: Opened):
    path = write(ROWS)
    first = bring(path, brands=(Brand(name="Acme", is_own=True),))
    read = list(reader.seen)
    again = bring(path, brands=(Brand(name="Acme", is_own=True),))
    assert again.version == first.version
    assert (again.added, again.changed, again.unchanged) == (0, 0, 2)
    assert reader.seen == read
    assert len(dataset().manifest.imports) == 1


def test_only_posts_with_new_text_are_read_again(bring: Bring, write: Write, reader: WordReader, posts: Posts):
    bring(write(ROWS))
    reader.seen.clear()
    changed = ROWS.replace("I hate it,1", "I love it now,1").replace("I love it,3", "I love it,9")
    report = bring(write(changed))
    assert (report.added, report.changed) == (0, 2)
    assert reader.seen == ["I love it now"]
    assert posts()["1"]["likes"] == 9


def test_another_reader_reads_the_whole_dataset_again(home: Home, write: Write, bring: Bring, dataset: Opened):
    from knowledge.importing import ImportOptions, import_file

    path = write(ROWS)
    bring(path)
    newer = WordReader(id="words-2")
    import_file(home, path, ImportOptions(dataset="d"), embedder=HashEmbedder(dim=16, id="hash-2"), reader=newer)
    assert sorted(newer.seen) == ["I hate it", "I love it"]
    assert {row["reader"] for row in dataset().tables()["readings"].to_pyarrow().to_pylist()} == {"words-2"}
    assert dataset().manifest.embedder == "hash-2"


def test_an_export_that_knows_less_erases_nothing(bring: Bring, write: Write, posts: Posts):
    bring(write([_post("1", likes=5, lang="fr", thread_id="talk", brand="Acme")]))
    bring(write([{"id": "1", "platform": "x", "created_at": "2026-01-05T00:00:00Z", "likes": 6}]))
    one = posts()["1"]
    assert (one["likes"], one["lang"], one["brand"]) == (6, "fr", "Acme")
    assert one["text"] == "hello"
    assert one["thread_id"] == conversation_id("x", "talk")


def test_the_order_of_rows_does_not_matter(bring: Bring, write: Write, posts: Posts):
    rows = [_post(str(n), reply_to=str(n // 2) if n else None, text=f"post {n}") for n in range(20)]
    bring(write(rows))
    one = posts()
    random.Random(3).shuffle(rows)  # noqa: S311 - not a secret
    bring(write(rows), dataset="d2")
    from_other = posts()
    assert one == from_other


def test_of_rows_with_one_id_the_last_counts(bring: Bring, write: Write, posts: Posts):
    report = bring(write([_post("1", likes=1), _post("1", likes=2)]))
    assert (report.read, report.added, report.repeated) == (2, 1, 1)
    assert posts()["1"]["likes"] == 2


def test_bad_rows_are_told_with_line_and_reason_and_the_rest_comes_in(bring: Bring, write: Write):
    report = bring(write(ROWS + "3,x,cyd,yesterday,hm,1\n4,x,dan,2026-01-06,too,few,cells\n5,x,eve,,no date,1\n"))
    assert (report.read, report.added, report.rejected) == (5, 2, 3)
    assert [reject.at for reject in report.rejects] == [4, 5, 6]
    assert "created_at: 'yesterday' is no time" in report.rejects[0].reason
    assert "7 cells where the header has 6" in report.rejects[1].reason
    assert report.rejects[2].reason == "created_at is missing"
    assert report.rejects_file is not None
    lines = report.rejects_file.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 3
    assert '"row": {"id": "3"' in lines[0]
    assert "too,few,cells" in lines[1]


def test_a_file_of_which_much_is_bad_is_refused_unless_told_otherwise(bring: Bring, write: Write, home: Home):
    path = write(ROWS + "".join(f"{n},x,cyd,never,hm,1\n" for n in range(3, 33)))
    with pytest.raises(ImportRefused, match=r"30 of the 32 rows .* --accept-rejects"):
        bring(path)
    assert home.names() == ()
    assert bring(path, accept_rejects=True).added == 2


def test_a_file_of_which_all_is_bad_is_always_refused(bring: Bring, write: Write):
    with pytest.raises(ImportRefused, match=r"None of the 1 rows .*line 2: created_at: 'never' is no time"):
        bring(write(HEADER + "1,x,ann,never,hm,1\n"), accept_rejects=True)


def test_a_refused_file_leaves_the_dataset_as_it_was(bring: Bring, write: Write, dataset: Opened, home: Home):
    version = bring(write(ROWS)).version
    with pytest.raises(ImportRefused):
        bring(write(HEADER + "1,x,ann,never,hm,1\n"))
    assert dataset().version == version
    assert home.names() == ("d",)


@pytest.mark.parametrize("stage", ["checking", "rows", "storing", "reading", "indexing"])
def test_a_stop_at_any_stage_leaves_the_dataset_as_it_was(
    bring: Bring, write: Write, dataset: Opened, posts: Posts, stage: str
):
    version = bring(write(ROWS)).version
    more = write(ROWS + "3,x,cyd,2026-01-07,new,1\n", "more.csv")

    def stop(at: Progress) -> None:
        if at.stage == stage:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bring(more, progress=stop)
    assert dataset().version == version
    assert set(posts()) == {"1", "2"}
    assert bring(more).added == 1


def test_a_full_disk_is_said_in_one_line_and_changes_nothing(bring: Bring, write: Write, dataset: Opened):
    version = bring(write(ROWS)).version

    def full(at: Progress) -> None:
        if at.stage == "reading":
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(ImportRefused, match="The disk is full"):
        bring(write(ROWS + "3,x,cyd,2026-01-07,new,1\n"), progress=full)
    assert dataset().version == version


def test_a_failed_first_import_leaves_no_dataset(bring: Bring, write: Write, home: Home):
    with pytest.raises(ImportRefused):
        bring(write("id,text\n"))
    with pytest.raises(UnknownName):
        open_dataset(home, "d")


def test_a_dry_run_checks_every_row_and_changes_nothing(bring: Bring, write: Write, home: Home):
    report = bring(write(ROWS + "3,x,cyd,never,hm,1\n"), dry_run=True)
    assert (report.good, report.rejected, report.version) == (2, 1, None)
    assert not home.path.exists()


def test_columns_that_nothing_takes_are_named(bring: Bring, write: Write):
    report = bring(write([_post("1", mood="fine", device={"os": "Tiny"})]))
    assert report.not_imported == ("mood", "device.os")


def test_an_unknown_column_in_map_is_told_with_near_ones(bring: Bring, write: Write):
    with pytest.raises(UnknownName, match=r"no column 'autor'. Did you mean 'author'"):
        bring(write(ROWS), mapping={"author_id": "autor"})


def test_a_field_that_no_json_row_has_is_told_with_near_ones(bring: Bring, write: Write, home: Home):
    with pytest.raises(UnknownName, match=r"no column 'txt'. Did you mean 'text'"):
        bring(write([_post("1"), _post("2")]), mapping={"text": "txt"})
    assert home.names() == ()


def test_a_field_that_only_late_rows_have_is_imported(bring: Bring, write: Write, posts: Posts):
    rows = [_post(str(number)) for number in range(600)] + [_post("600", reply_to="1", likes=4)]
    bring(write(rows))
    assert (posts()["600"]["likes"], posts()["600"]["reply_to"]) == (4, post_id("x", "1"))


def test_an_unknown_column_of_ours_is_told_with_near_ones(bring: Bring, write: Write):
    with pytest.raises(UnknownName, match=r"no column of posts 'texts'. Did you mean 'text'"):
        bring(write(ROWS), mapping={"texts": "text"})


def test_a_missing_column_is_told_with_those_there_are_and_what_to_try(bring: Bring, write: Write):
    with pytest.raises(
        ImportRefused, match=r"fills 'created_at'.*columns: id, platform, posting day, body. Try: --map"
    ):
        bring(write("id,platform,posting day,body\n1,x,2026-01-01,hi\n"))


def test_a_missing_platform_is_told_with_set(bring: Bring, write: Write):
    with pytest.raises(ImportRefused, match=r"fills 'platform'.*Try: --set platform=x"):
        bring(write("id,date,body\n1,2026-01-01,hi\n"))


def test_a_file_that_speaks_of_tweets_is_of_x(bring: Bring, write: Write, posts: Posts):
    report = bring(write("tweet_id,date,body\n1,2026-01-01T00:00Z,hi\n"))
    assert posts()["1"]["platform"] == "x"
    assert "platform was taken to be x" in report.warnings[0]


def test_twitter_and_x_are_one_platform(bring: Bring, write: Write, posts: Posts):
    bring(write([_post("1", platform="Twitter")]))
    bring(write([_post("1", platform="x", likes=1)]))
    assert list(posts()) == ["1"]


def test_a_post_without_an_id_is_known_by_what_it_is(bring: Bring, write: Write):
    row = {"platform": "x", "author": "ann", "date": "2026-01-01T00:00Z", "text": "hi"}
    assert bring(write([row])).added == 1
    assert bring(write([row])).unchanged == 1
    assert bring(write([{**row, "text": "hi!"}])).added == 1


def test_a_post_without_id_author_and_text_is_rejected(bring: Bring, write: Write):
    report = bring(write([_post("1"), {"platform": "x", "created_at": "2026-01-01T00:00Z"}]))
    assert "there is no id" in report.rejects[0].reason


def test_ids_written_as_decimals_are_whole(bring: Bring, write: Write, posts: Posts):
    bring(write([_post("848"), _post("849", reply_to="848.0")]))
    assert posts()["849"]["reply_to"] == post_id("x", "848")


def test_an_id_that_a_spreadsheet_rounded_is_rejected(bring: Bring, write: Write):
    report = bring(write([_post("1"), _post("1.26E+17")]))
    assert "a spreadsheet has rounded" in report.rejects[0].reason


def test_times_without_zone_are_of_the_zone_given(bring: Bring, write: Write, posts: Posts):
    report = bring(write([_post("1", created_at="2026-07-01 12:00")]), time_zone="Europe/Berlin")
    assert posts()["1"]["created_at"] == datetime(2026, 7, 1, 10, tzinfo=UTC)
    assert report.warnings == ()


def test_times_without_zone_are_warned_of(bring: Bring, write: Write):
    report = bring(write([_post("1", created_at="2026-07-01 12:00")]))
    assert "1 times name no zone and were read as UTC" in report.warnings[0]


def test_the_first_brand_mentioned_is_the_brand(bring: Bring, write: Write, posts: Posts):
    brands = (Brand(name="Acme", aliases=("@acmehelp",), is_own=True), Brand(name="Globex", aliases=("G-X",)))
    texts = {"1": "g-x beats #ACME", "2": "acmes", "3": "thanks @AcmeHelp!", "4": "hello"}
    bring(write([_post(key, text=text) for key, text in texts.items()]), brands=brands)
    assert [posts()[key]["brand"] for key in texts] == ["Globex", None, "Acme", None]


def test_a_brand_column_goes_before_the_text_and_is_tracked(bring: Bring, write: Write, posts: Posts, dataset: Opened):
    bring(write([_post("1", text="acme", brand="initech")]), brands=(Brand(name="Acme"), Brand(name="Initech")))
    bring(write([_post("2", brand="Hooli")]))
    assert (posts()["1"]["brand"], posts()["2"]["brand"]) == ("Initech", "Hooli")
    assert [brand.name for brand in dataset().manifest.facts.brands] == ["Acme", "Initech", "Hooli"]


def test_posts_by_the_own_brands_handle_are_its_own(bring: Bring, write: Write, posts: Posts):
    rows = [_post("1", author="AcmeHelp"), _post("2", author="ann"), _post("3", author="acmehelp", is_own="no")]
    bring(write(rows), brands=(Brand(name="Acme", aliases=("@acmehelp",), is_own=True),))
    assert [posts()[key]["is_own"] for key in "123"] == [True, None, False]


def test_authors_come_with_posts_that_tell_of_them(bring: Bring, write: Write, dataset: Opened):
    report = bring(write([{**_post("1"), "author_id": "7", "username": "ann", "author_followers": "1,200"}]))
    assert report.authors == 1
    rows = dataset().tables()["authors"].to_pyarrow().to_pylist()
    assert (rows[0]["author_id"], rows[0]["handle"], rows[0]["followers"]) == ("7", "ann", 1200)


def test_the_erased_stay_out_and_are_counted(bring: Bring, write: Write, posts: Posts):
    rows = [_post("1", author="ann"), _post("2", author="bob"), _post("3", author="ann", created_at="never")]
    report = bring(write(rows), suppressed=lambda key: key in ("ann", post_id("x", "9")))
    assert (report.added, report.suppressed, report.rejected) == (1, 2, 0)
    assert list(posts()) == ["2"]


def test_purposes_are_recorded_and_cannot_be_mixed(bring: Bring, write: Write, dataset: Opened):
    bring(write(ROWS), purposes=("support",), retention_days=30)
    assert dataset().manifest.facts.purposes == ("support",)
    assert dataset().manifest.facts.retention_days == 30
    with pytest.raises(BadRequest, match="was collected for support, and this file for analytics"):
        bring(write(ROWS), purposes=("analytics",))


def test_other_tables_come_the_same_way(bring: Bring, write: Write, dataset: Opened):
    rows = [{"from_id": "a", "to_id": "b", "at": "2026-01-01T00:00:00Z"}, {"from_id": "a", "to_id": None}]
    report = bring(write(rows), table="follows")
    assert (report.added, report.rejected, report.rejects[0].reason) == (1, 1, "to_id is missing")
    assert bring(write(rows[:1]), table="follows").unchanged == 1
    assert dataset().tables()["follows"].to_pyarrow().to_pylist()[0]["to_id"] == "b"


def test_computed_tables_cannot_be_imported(bring: Bring, write: Write):
    with pytest.raises(UnknownName, match="no table 'readings'"):
        bring(write(ROWS), table="readings")


def test_nested_records_reach_their_parents(bring: Bring, write: Write, posts: Posts):
    talk = {
        "head": {"session": "s1", "firm": "Acme"},
        "id": "parent",
        "turns": [
            {"client": "ann", "at": "2026-01-01T00:00:00Z", "say": "help", "id": "1"},
            {"agent": "acmehelp", "at": "2026-01-01T00:05:00Z", "say": "sure", "id": "2"},
        ],
    }
    mapping = {
        "text": "say",
        "created_at": "at",
        "author_id": ("client", "agent"),
        "is_own": "has:agent",
        "brand": "head.firm",
        "thread_id": "head.session",
        "campaign": "^id",
    }
    bring(write([talk, {**talk, "turns": []}]), records="turns", mapping=mapping, constants={"platform": "x"})
    assert [(posts()[key]["author_id"], posts()[key]["is_own"]) for key in "12"] == [("ann", False), ("acmehelp", True)]
    assert posts()["2"]["thread_id"] == conversation_id("x", "s1")
    assert posts()["2"]["brand"] == "Acme"
    assert posts()["2"]["campaign"] == "parent"


def test_erased_versions_are_not_found(bring: Bring, write: Write, home: Home):
    bring(write(ROWS))
    with pytest.raises(NotFound):
        open_dataset(home, "d", "v_0000000000000000")


def test_hostile_file_names_stay_in_the_rejects_folder(bring: Bring, tmp_path: Path, home: Home):
    path = tmp_path / "..bad name;rm -rf.csv"
    path.write_text(ROWS + "3,x,cyd,never,hm,1\n", encoding="utf-8")
    report = bring(path)
    assert report.rejects_file is not None
    assert report.rejects_file.parent == home.dataset("d").rejects


def _post(source_id: str, **fields: object) -> dict[str, object]:
    base = {"id": source_id, "platform": "x", "author": "ann", "created_at": "2026-01-05T00:00:00Z", "text": "hello"}
    return {key: value for key, value in {**base, **fields}.items() if value is not None}
