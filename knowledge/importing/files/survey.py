"""Survey: what a stream of bytes turns out to be, fed chunk by chunk: text of which encoding, or nothing usable."""

from __future__ import annotations

import codecs
import re
from typing import Literal, NamedTuple

from knowledge.importing.files.kinds import PARQUET, refusal
from tools.errors import ImportRefused

Encoding = Literal["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
_ESCAPED = re.compile("[\udc80-\udcff]")
_HEAD = 4_096


class Found(NamedTuple):
    """The encoding, whether the bytes are clean UTF-8 without a byte order mark, and what to warn of."""

    encoding: Encoding
    is_utf8: bool
    warnings: tuple[str, ...]


class Survey:
    """Counts what matters in the bytes of one file. Raises ImportRefused as soon as they cannot be rows."""

    def __init__(self, name: str) -> None:
        self.name, self.size, self.is_parquet = name, 0, False
        self._encoding: Encoding = "utf-8"
        self._strict = codecs.getincrementaldecoder("utf-8")()
        self._lenient = codecs.getincrementaldecoder("utf-8")("surrogateescape")
        self._lines = self._multibyte = self._undecodable = self._first_bad_line = 0
        self._blank = True

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes."""
        if self.size == 0:
            self._begin(chunk[:_HEAD])
        self.size += len(chunk)
        if self.is_parquet:
            return
        if not self._encoding.startswith("utf-16"):
            self._refuse_nul(chunk)
            self._decode(chunk)
        self._lines += chunk.count(b"\n")
        self._blank = self._blank and not chunk.strip(b" \t\r\n\0\xff\xfe\xef\xbb\xbf")

    def finish(self) -> Found:
        """Decide; ImportRefused if there was nothing but white space."""
        if self._blank and not self.is_parquet:
            raise ImportRefused(f"{self.name!r} is empty.")
        if not self._undecodable:
            return Found(self._encoding, self._encoding == "utf-8", ())
        if self._multibyte >= self._undecodable:
            return Found(
                "utf-8",
                False,
                (
                    f"The file is UTF-8 but for {self._undecodable:,} bytes, the first on line {self._first_bad_line}; "
                    "each was replaced by �.",
                ),
            )
        return Found(
            "cp1252",
            False,
            (
                f"The file is not UTF-8 (line {self._first_bad_line} shows it) and was read as Windows-1252. "
                "If letters look wrong, save it as UTF-8 and import it again.",
            ),
        )

    def _begin(self, head: bytes) -> None:
        if head.startswith(PARQUET):
            self.is_parquet = True
            return
        why = refusal(head)
        if why:
            raise ImportRefused(f"{self.name!r} cannot be imported. {why}")
        if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
            raise ImportRefused(f"{self.name!r} is UTF-32 text. Save it as UTF-8 and import that.")
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            self._encoding = "utf-16"
        elif head.startswith(codecs.BOM_UTF8):
            self._encoding = "utf-8-sig"
        else:
            self._encoding = _utf16_without_mark(head) or "utf-8"

    def _refuse_nul(self, chunk: bytes) -> None:
        at = chunk.find(b"\0")
        if at < 0:
            return
        line = 1 + self._lines + chunk.count(b"\n", 0, at)
        raise ImportRefused(
            f"{self.name!r} holds a NUL byte on line {line:,}, so it is damaged or no text file. "
            "Export it again, or remove the byte, and import that."
        )

    def _decode(self, chunk: bytes) -> None:
        if not self._undecodable:
            try:
                self._multibyte += len(chunk) - len(self._strict.decode(chunk))
                return
            except UnicodeDecodeError as error:
                self._first_bad_line = 1 + self._lines + chunk.count(b"\n", 0, max(error.start, 0))
        text = self._lenient.decode(chunk)
        self._undecodable += len(_ESCAPED.findall(text)) or 1
        self._multibyte += len(chunk) - len(text)


def _utf16_without_mark(head: bytes) -> Encoding | None:
    """Western text in UTF-16 has a NUL in nearly every second byte."""
    pairs = len(head) // 2
    if pairs >= 4 and head[1::2].count(0) > 0.4 * pairs > 10 * head[::2].count(0):
        return "utf-16-le"
    if pairs >= 4 and head[::2].count(0) > 0.4 * pairs > 10 * head[1::2].count(0):
        return "utf-16-be"
    return None
