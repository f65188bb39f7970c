"""Spans: characters to word pieces."""

from tools.reader.spans import pieces_within

# [CLS] the bat ##tery died [SEP]
OFFSETS = [(0, 0), (0, 3), (4, 7), (7, 11), (12, 16), (0, 0)]


def test_a_span_covers_every_piece_that_it_overlaps() -> None:
    assert pieces_within(OFFSETS, 4, 11) == (2, 4)
    assert pieces_within(OFFSETS, 5, 8) == (2, 4)
    assert pieces_within(OFFSETS, 0, 16) == (1, 5)


def test_a_span_that_overlaps_nothing_has_no_pieces() -> None:
    assert pieces_within(OFFSETS, 16, 20) is None
    assert pieces_within(OFFSETS, 3, 4) is None
    assert pieces_within([(0, 0), (0, 0)], 0, 5) is None
