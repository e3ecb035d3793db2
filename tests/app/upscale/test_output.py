"""Names and places of results."""

from __future__ import annotations

from pathlib import Path

from sr_studio.app.upscale.entry import Entry
from sr_studio.app.upscale.output import BESIDE, FOLDER, OutputPlan
from sr_studio.app.upscale.page import UpscalePage
from sr_studio.app.window import MainWindow
from sr_studio.upscaling.collisions import Originals
from sr_studio.upscaling.output import Existing
from sr_studio.upscaling.request import UpscaleRequest


def test_the_template_is_filled_in() -> None:
    plan = OutputPlan(format="jpeg", template="{name}-{width}x{height}-{method}@{scale}")
    name = plan.name("lenna", UpscaleRequest("srgan"), 4.0, (2048, 2048))
    assert name == "lenna-2048x2048-srgan@4.jpg"


def test_a_name_cannot_leave_its_folder() -> None:
    assert (
        OutputPlan(template="../{name}").name("a/b", UpscaleRequest("m"), 2, (1, 1)) == "-a-b.png"
    )


def test_where_results_go(tmp_path: Path) -> None:
    source = Path("/pictures/a.png")
    assert OutputPlan(place=BESIDE).folder_for(source) == source.parent
    assert OutputPlan(place=FOLDER, folder=tmp_path).folder_for(source) == tmp_path


def test_no_result_replaces_another_picture_of_the_list(tmp_path: Path) -> None:
    pictures = [tmp_path / "a.jpg", tmp_path / "a.png"]
    plan = OutputPlan(place=BESIDE, template="{name}", existing=Existing.REPLACE)
    made = plan.target(
        Entry("a.jpg", pictures[0], size=(4, 4)),
        UpscaleRequest("nearest", scale=2),
        set(),
        Originals(pictures),
    )
    assert made == tmp_path / "a (2).png"


def test_a_folder_may_be_typed_letter_by_letter(cleared_window: MainWindow) -> None:
    page = cleared_window.page
    assert isinstance(page, UpscalePage)
    output = page.inspector.output
    output._place.setCurrentIndex(output._place.findData(FOLDER))
    for end in range(1, len("~nobody-here") + 1):
        output._folder.setText("~nobody-here"[:end])
        assert output.plan().folder is not None
    assert output.problem() is not None
    output._folder.setText("~")
    assert output.plan().folder == Path.home()
    output._template.setText("{size}")
    assert output._preview.text().startswith("there is no field {size}. Fields are {name}, ")
