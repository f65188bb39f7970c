"""Files of every kind, whatever their name: what is read, and what is refused in which words."""

from __future__ import annotations

import codecs
import gzip
import json
import tracemalloc
import zlib
from pathlib import Path

import pytest

from knowledge.importing.files.opening import in_words, open_rows
from knowledge.importing.files.records import Broken, Record, Rows
from knowledge.importing.files.text import Checked, check_file
from tests.knowledge.importing.conftest import Write
from tools.errors import ImportRefused

CSV = 'id,text\n1,"a, ""b"" 😀"\n2,ünï\n'
TWO = [{"id": "1", "text": 'a, "b" 😀'}, {"id": "2", "text": "ünï"}]


def _checked(path: Path, max_bytes: int = 10**9) -> Checked:
    return check_file(path, max_bytes=max_bytes, progress=lambda _done, _total: None)


def _rows(path: Path, records: str | None = None, usual: tuple[str, ...] = ()) -> Rows:
    return open_rows(_checked(path), records=records, usual=usual, known=frozenset({"id", "text"}))


def _fields(path: Path, records: str | None = None) -> list[dict[str, object]]:
    return [dict(row.fields) for row in _rows(path, records) if isinstance(row, Record)]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (CSV.encode(), "CSV, UTF-8"),
        (codecs.BOM_UTF8 + CSV.encode(), "CSV, UTF-8"),
        (CSV.encode("utf-16"), "CSV, UTF-16"),
        (CSV.encode("utf-16-le"), "CSV, UTF-16"),
        (CSV.encode("utf-16-be"), "CSV, UTF-16"),
        (CSV.replace(",", ";", 1).replace("1,", "1;").replace("2,", "2;").encode(), "CSV (semicolons), UTF-8"),
        (CSV.replace(",", "\t", 1).replace("1,", "1\t").replace("2,", "2\t").encode(), "TSV, UTF-8"),
        (CSV.replace("\n", "\r\n").encode(), "CSV, UTF-8"),
        (gzip.compress(CSV.encode(), mtime=0), "CSV, UTF-8, gzip"),
        (json.dumps(TWO).encode(), "JSON, UTF-8"),
        (json.dumps(TWO, indent=2).encode("utf-16"), "JSON, UTF-16"),
        (json.dumps({"posts": TWO}, indent=2, ensure_ascii=False).encode(), "JSON, UTF-8"),
        ("".join(json.dumps(row) + "\n" for row in TWO).encode(), "JSON Lines, UTF-8"),
        (gzip.compress("".join(json.dumps(row) + "\n\n" for row in TWO).encode(), mtime=0), "JSON Lines, UTF-8, gzip"),
    ],
)
def test_the_kind_of_a_file_is_told_by_what_is_in_it(write: Write, content: bytes, kind: str):
    path = write(content, "export.xlsx")
    assert _fields(path) == TWO
    assert in_words(_checked(path), _rows(path)) == kind


def test_parquet_is_read(write: Write, tmp_path: Path):
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.Table.from_pylist(TWO), tmp_path / "a.csv")
    assert _fields(tmp_path / "a.csv") == TWO
    damaged = write((tmp_path / "a.csv").read_bytes()[:-20], "b.csv")
    with pytest.raises(ImportRefused, match="damaged Parquet"):
        _rows(damaged)


def test_windows_1252_is_read_and_warned_of(write: Write):
    path = write(CSV.replace("😀", "–").encode("cp1252"))
    assert [row["text"] for row in _fields(path)] == ['a, "b" –', "ünï"]
    assert "line 2 shows it) and was read as Windows-1252" in _checked(path).warnings[0]


def test_a_few_bad_bytes_in_utf8_do_not_spoil_the_rest(write: Write):
    path = write(CSV.encode() + b"3,\xff\n")
    assert [row["text"] for row in _fields(path)][1:] == ["ünï", "�"]
    assert "UTF-8 but for 1 bytes, the first on line 4" in _checked(path).warnings[0]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        (codecs.BOM_UTF8, "is empty"),
        (gzip.compress(b"", mtime=0), "is empty"),
        (CSV.encode()[:12] + b"\0" + CSV.encode()[12:], "holds a NUL byte on line 2"),
        (gzip.compress(CSV.encode(), mtime=0)[:-9], "gzip file that was cut short"),
        (
            gzip.compress(CSV.encode(), mtime=0)[:12] + b"xx" + gzip.compress(CSV.encode(), mtime=0)[14:],
            "damaged gzip file",
        ),
        (b"\x89PNG\r\n\x1a\n0000", "a PNG image"),
        (b"%PDF-1.7 ...", "a PDF document"),
        (b"PK\x03\x04....[Content_Types].xml....xl/workbook.xml", "Excel workbook. Save the sheet as CSV"),
        (b"PK\x03\x04....tweets.js", "zip archive. Unpack it"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "old Office file"),
        (b"SQLite format 3\0", "SQLite database"),
        (b"\x28\xb5\x2f\xfd....", "Zstandard file. Unpack it"),
        (b"<!DOCTYPE html><html>", "web page or XML"),
        (codecs.BOM_UTF32_LE + "a".encode("utf-32-le"), "UTF-32"),
        (b'[{"id": 1}, {"id": ', "cut short"),
        (b'{"posts": [{"id": 1}, {"id": 2}', "cut short"),
        (b'[{"id": 1}, {"id": x}]', "not sound JSON at record 2"),
        (b'id,text\n1,a\n2,"b\n3,c\n', "quote opened on line 3"),
        (b'id,text\n1,a\n2,"b\n3,"c"\n4,d\n', "quote opened on line 3"),
        (b'id,text\n1,"' + b"x\n" * 600_000, "quote opened on line 2"),
    ],
)
def test_what_holds_no_rows_is_refused_in_plain_words(write: Write, content: bytes, why: str):
    path = write(content)
    with pytest.raises(ImportRefused, match=why) as refused:
        list(_rows(path))
    assert "\n" not in str(refused.value)
    assert "file.dat" in str(refused.value)


def test_missing_files_and_folders_are_refused(tmp_path: Path):
    with pytest.raises(ImportRefused, match="There is no file"):
        _checked(tmp_path / "none.csv")
    with pytest.raises(ImportRefused, match="is a folder"):
        _checked(tmp_path)


def test_a_file_that_unpacks_beyond_the_limit_is_refused(write: Write):
    path = write(gzip.compress(CSV.encode() * 1_000))
    with pytest.raises(ImportRefused, match="raise --max-unpacked-gb"):
        _checked(path, max_bytes=10_000)


def test_a_gzip_bomb_is_refused_before_it_bursts(write: Write):
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join([packer.compress(b"\n" * (8 << 20)) for _ in range(16)] + [packer.flush()])
    with pytest.raises(ImportRefused, match="more than 200 times its size"):
        _checked(write(bomb))


def test_ragged_rows_are_told_with_their_lines(write: Write):
    rows = list(_rows(write('id,text\n1,a,b\n2,"two\nlines"\n\n3\n4,d\n')))
    assert [row.at for row in rows] == [2, 3, 6, 7]
    assert [type(row) for row in rows] == [Broken, Record, Broken, Record]
    assert isinstance(rows[0], Broken)
    assert rows[0].reason == "3 cells where the header has 2"
    assert rows[0].raw == "1,a,b\n"


def test_a_stray_quote_spoils_its_row_alone(write: Write):
    rows = list(_rows(write('id,text\n1,"a"b\n2,c\n')))
    assert isinstance(rows[0], Broken)
    assert rows[1] == Record(3, {"id": "2", "text": "c"})


def test_lines_of_title_above_the_header_are_passed_over(write: Write):
    rows = list(_rows(write("Report,Acme\nFrom,2026-01-01\n\nid,text,more\n1,a,b\n")))
    assert rows == [Record(5, {"id": "1", "text": "a", "more": "b"})]


def test_unnamed_and_equal_columns_are_told_apart(write: Write):
    assert _rows(write("id,,text,text\n1,2,3,4\n")).columns == ("id", "column 2", "text", "text (2)")


def test_broken_lines_of_json_are_told_and_the_rest_is_read(write: Write):
    rows = list(_rows(write(b'{"id": 1}\n{"id": \n[2]\n{"id": 3}\n')))
    assert [(type(row), row.at) for row in rows] == [(Record, 1), (Broken, 2), (Broken, 3), (Record, 4)]


def test_a_broken_first_line_does_not_hide_that_it_is_json_lines(write: Write):
    rows = list(_rows(write(b'{"id": \n{"id": 2}\n{"id": 3}\n')))
    assert [row.at for row in rows] == [1, 2, 3]


def test_a_document_without_a_list_is_one_row(write: Write):
    assert _fields(write({"id": 1, "tags": ["a"]})) == [{"id": 1, "tags": ["a"]}]


def test_the_list_of_rows_can_be_named_and_lies_in_another(write: Write):
    path = write(json.dumps({"meta": {"n": 1}, "data": {"talks": [{"id": "t", "turns": [{"x": 1}, {"x": 2}]}]}}))
    assert [row["x"] for row in _fields(path, "data.talks.turns")] == [1, 2]
    assert [row["id"] for row in _fields(path, "data.talks.turns")] == ["t", "t"]
    with pytest.raises(ImportRefused, match=r"no list of objects at 'data.rows'. There are lists at: data.talks"):
        _rows(path, "data.rows")


def test_surrogates_and_long_numbers_survive_json(write: Write):
    path = write(b'{"a": [{"id": 12345678901234567890123, "text": "\\ud83d\\ude00"}]}')
    assert _fields(path) == [{"id": 12345678901234567890123, "text": "😀"}]


@pytest.mark.parametrize("form", ["csv", "json", "jsonl"])
def test_memory_does_not_grow_with_the_file(write: Write, form: str):
    rows = [{"id": str(number), "text": "x" * 100} for number in range(40_000)]
    content = {
        "csv": "id,text\n" + "".join(f"{row['id']},{row['text']}\n" for row in rows),
        "json": json.dumps({"posts": rows}),
        "jsonl": "".join(json.dumps(row) + "\n" for row in rows),
    }[form]
    path = write(content)
    del rows, content
    found = _rows(path)
    tracemalloc.start()
    assert sum(1 for _ in found) == 40_000
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert path.stat().st_size > 4_000_000
    assert peak < 2_000_000
