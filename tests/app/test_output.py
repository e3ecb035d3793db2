"""Names and places of results."""

from __future__ import annotations

from pathlib import Path

import pytest

from sr_studio.app.upscale.output import BESIDE, FOLDER, OutputPlan, check_template, free_path
from sr_studio.errors import StudioError


def test_the_template_is_filled_in() -> None:
    plan = OutputPlan(format="jpeg", template="{name}-{width}x{height}-{method}@{scale}")
    name = plan.name("lenna", 4.0, "srgan", (2048, 2048))
    assert name == "lenna-2048x2048-srgan@4.jpg"


def test_a_name_cannot_leave_its_folder() -> None:
    assert OutputPlan(template="../{name}").name("a/b", 2, "m", (1, 1)) == "-a-b.png"


@pytest.mark.parametrize("template", ["{nmae}", "{name", "   ", "{0}"])
def test_templates_that_cannot_be_filled_in_are_refused(template: str) -> None:
    with pytest.raises(StudioError, match="name"):
        check_template(template)


def test_where_results_go(tmp_path: Path) -> None:
    source = Path("/pictures/a.png")
    assert OutputPlan(place=BESIDE).folder_for(source) == source.parent
    assert OutputPlan(place=FOLDER, folder=tmp_path).folder_for(source) == tmp_path


def test_nothing_is_replaced(tmp_path: Path) -> None:
    wanted = tmp_path / "a.png"
    assert free_path(wanted) == wanted
    wanted.touch()
    assert free_path(wanted) == tmp_path / "a-2.png"
    assert free_path(wanted, {tmp_path / "a-2.png"}) == tmp_path / "a-3.png"
