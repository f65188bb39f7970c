"""PNG: packed more tightly, and still the same picture."""

from __future__ import annotations

import struct
import zlib

import pytest

from server.charts.png import packed


def made(rows: bytes, level: int) -> bytes:
    """Return a PNG of 4 x 2 grey pixels."""
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", 4, 2, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows, level)),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


@pytest.mark.parametrize("level", [0, 1])
def test_packing_keeps_every_pixel_and_gives_the_same_bytes_however_it_was_packed(level: int):
    rows = bytes([0, 1, 2, 3, 4, 0, 5, 6, 7, 8])
    assert packed(made(rows, level)) == made(rows, 9)
