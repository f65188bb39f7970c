"""Kinds: files told by their first bytes, and what to say of those that hold no rows."""

from __future__ import annotations

GZIP = b"\x1f\x8b"
PARQUET = b"PAR1"

_NO_TABLE = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF", "a PDF document"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"ID3", "an audio file"),
)
_PACKED = (
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ", "an xz file"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard file"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def refusal(head: bytes) -> str | None:
    """Say what the first kilobytes of a file show it to be, and what to do; none if it may hold rows."""
    if head.startswith(b"PK\x03\x04"):
        return _zip(head)
    if head.startswith(_OLD_OFFICE):
        return "This is an old Office file (.xls or the like). Save the sheet as CSV UTF-8 and import that."
    if head.startswith(b"SQLite format 3\0"):
        return "This is a SQLite database. Export the table as CSV and import that."
    for magic, what in _NO_TABLE:
        if head.startswith(magic):
            return f"This is {what}, not a table of posts. Import CSV, TSV, JSON, JSON Lines or Parquet."
    for magic, what in _PACKED:
        if head.startswith(magic):
            return f"This is {what}. Unpack it, or pack it with gzip, and import that."
    if head.lstrip()[:15].lower().startswith((b"<!doctype html", b"<html", b"<?xml")):
        return "This is a web page or XML, perhaps an error page that was saved. Export again as CSV or JSON."
    return None


def _zip(head: bytes) -> str:
    if b"xl/" in head or (b"[Content_Types].xml" in head and b"word/" not in head):
        return "This is an Excel workbook. Save the sheet as CSV UTF-8 and import that."
    if b"word/" in head:
        return "This is a Word document. Import CSV, TSV, JSON, JSON Lines or Parquet."
    if b"opendocument.spreadsheet" in head:
        return "This is an OpenDocument spreadsheet. Save the sheet as CSV (UTF-8) and import that."
    return "This is a zip archive. Unpack it and import the file that holds the posts."
