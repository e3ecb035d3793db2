"""Rows handed to an encoder cost what they are, and not the square of it."""

from __future__ import annotations

import tracemalloc

from sr_studio.imaging.row_stream import PieceReader


def test_what_is_left_of_a_piece_is_not_copied() -> None:
    pieces = [bytes(10_000_000), b"", b"end"]
    reader = PieceReader(iter(pieces))
    tracemalloc.start()
    first = [reader.read(4096) for _ in range(10)]
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert {len(part) for part in first} == {4096} and most < 1_000_000
    rest = b"".join(iter(lambda: reader.read(1_000_000), b""))
    assert b"".join(first) + rest == b"".join(pieces)
