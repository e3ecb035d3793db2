"""Panes in rows, magnifications in words."""

from __future__ import annotations

import pytest

from sr_studio.app.viewer.figures import columns_for, percent


@pytest.mark.parametrize(
    ("count", "aspect", "columns"),
    [(1, 1.6, 1), (2, 1.6, 2), (2, 0.5, 1), (3, 1.6, 3), (4, 1.6, 2), (5, 1.6, 3), (6, 1.6, 3)],
)
def test_panes_leave_as_few_holes_as_can_be(count: int, aspect: float, columns: int) -> None:
    assert columns_for(count, aspect) == columns


@pytest.mark.parametrize(
    ("magnification", "words"), [(0.25, "25 %"), (2 / 3, "66.7 %"), (0.004, "0.4 %"), (8, "800 %")]
)
def test_a_magnification_is_said_with_as_many_digits_as_help(
    magnification: float, words: str
) -> None:
    assert percent(magnification) == words
