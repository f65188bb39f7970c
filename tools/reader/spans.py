"""Spans: which word pieces of a text a run of its characters covers."""

from __future__ import annotations

from collections.abc import Sequence


def pieces_within(offsets: Sequence[tuple[int, int]], start: int, end: int) -> tuple[int, int] | None:
    """Return first and last + 1 of the word pieces that overlap characters `start` to `end`; None where none does.

    `offsets` are each piece's first and last + 1 character; markers of start and end cover nothing.
    """
    inside = [place for place, (left, right) in enumerate(offsets) if left < end and right > start and left < right]
    return (inside[0], inside[-1] + 1) if inside else None
