"""What a draft can find, in points of its own scale."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sr_studio.studies.planning.reading import new_study, read_draft
from sr_studio.studies.results.power_table import draft_power, planned_power


@pytest.fixture(scope="module")
def drafts(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """One draft on the scale from 1 to 5, and the same one from 0 to 10."""
    base = tmp_path_factory.mktemp("drafts")
    file = new_study("five-minute-demo", base / "five")
    other = Path(shutil.copytree(file.parent, base / "ten")) / file.name
    text = file.read_text(encoding="utf-8") + "\n[scale]\nlowest = 0.0\nhighest = 10.0\n"
    other.write_text(text, encoding="utf-8")
    return file.parent, other.parent


def test_the_power_of_a_draft_stretches_with_its_scale(drafts: tuple[Path, Path]) -> None:
    five, ten = (draft_power(read_draft(folder), "mid") for folder in drafts)
    assert len(five[0]) == len(ten[0]) == 5
    for a, b in zip(five[0], ten[0], strict=True):
        assert b.delta == pytest.approx(2.5 * a.delta)
        assert b.detectable == pytest.approx(2.5 * a.detectable)
        assert b.power == pytest.approx(a.power)
        assert b.raters_needed == a.raters_needed
    assert "error 0.4 points" in five[1][0]
    assert "error 2.5 points" in ten[1][0]


def test_a_difference_that_was_asked_for_is_one_of_the_draft_s_scale(
    drafts: tuple[Path, Path],
) -> None:
    (five, *_), (ten, *_) = (draft_power(read_draft(folder), "mid", (0.5,))[0] for folder in drafts)
    assert ten.delta == 0.5
    assert ten.power < five.power
    (free,), _ = planned_power("mid", five.raters, five.images, differences=(0.2,))
    asked = draft_power(read_draft(drafts[1]), "mid", (0.5,))[0][0]
    assert asked.power == pytest.approx(free.power)
