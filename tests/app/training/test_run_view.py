"""One run on the page: its curves at any subject, its health, its previews through time."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from sr_studio.app.training.chart import Chart
from sr_studio.app.training.page import TrainingPage
from sr_studio.app.training.value_axis import ValueAxis, spread
from sr_studio.app.window import MainWindow
from sr_studio.training.liveness import Listener
from sr_studio.training.run_folder import Status
from tests.app.conftest import LONG_MS
from tests.support.runs import write_run


@pytest.fixture
def page(window: MainWindow) -> TrainingPage:
    made = window.go("train")
    assert isinstance(made, TrainingPage)
    return made


def drawn(chart: Chart) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    items = chart.plot.getPlotItem().listDataItems()
    return {item.name(): (item.xData, item.yData) for item in items}


def test_every_subject_of_a_run_is_drawn_and_zoomed(
    page: TrainingPage, tmp_path: Path, qtbot: QtBot
) -> None:
    run = write_run(tmp_path / "gan")
    run.append({"iteration": 1200, "validation": {"psnr_y": 28.0, "mae_y": 2.5}})  # a plug-in's
    page.attach(run.path)
    curves = page.view.curves
    qtbot.waitUntil(lambda: bool(drawn(curves.left)), timeout=LONG_MS)
    assert set(drawn(curves.left)) == {"pixel", "adversarial"}
    assert curves.left.log_box.isChecked()
    curves.smoothing.setValue(0)
    raw = drawn(curves.left)["pixel"][1]
    assert raw.tolist() == pytest.approx([1 / np.sqrt(n) for n in range(1, 121)])
    curves.smoothing.setValue(3)
    assert drawn(curves.left)["pixel"][1][-1] > raw[-1]
    for subject, names, newest in (
        ("discriminator", ["realness of hr", "realness of sr"], 0.7),
        ("ssim", ["ssim y"], 0.8),
        ("lpips", ["lpips"], 0.3),
        ("scores", ["mae y"], 2.5),
        ("rate", ["learning rate"], 1e-4),
        ("gradient", ["gradient norm"], 0.5),
        ("speed", ["rate"], 9.0),
        ("memory", ["memory"], 1.5),
    ):
        curves.right.choose(subject)
        found = drawn(curves.right)
        assert list(found) == names
        assert found[names[0]][1][-1] == pytest.approx(newest)
    box = curves.left.plot.getPlotItem().getViewBox()
    box.setXRange(400, 600, padding=0)
    box.sigRangeChangedManually.emit([True, False])  # what the wheel does
    qtbot.waitUntil(lambda: tuple(drawn(curves.left)["pixel"][0][[0, -1]]) == (390, 610))
    curves.left.whole_button.click()
    assert len(drawn(curves.left)["pixel"][0]) == 120


def test_health_is_told_in_words(page: TrainingPage, tmp_path: Path, qtbot: QtBot) -> None:
    page.attach(write_run(tmp_path / "plain", recipe="srresnet-mse").path)
    health = page.view.health
    qtbot.waitUntil(lambda: "still improving" in health.text(), timeout=LONG_MS)
    assert health.text().startswith("+0.50 dB in the last hour")
    assert health.property("role") == "dim"


def test_a_run_that_says_nothing_any_more_can_be_resumed(
    page: TrainingPage, tmp_path: Path, qtbot: QtBot
) -> None:
    away = Status("running", 5, 10, pid=1, started=1.0, host="another-computer")
    page.attach(write_run(tmp_path / "away", recipe="srresnet-mse", status=away).path)
    resume = page.view.buttons["resume"]
    qtbot.waitUntil(lambda: "Training" in page.view.state.text(), timeout=LONG_MS)
    assert not resume.isEnabled()
    assert page.watch is not None
    clock = [0.0]
    page.watch.listener = Listener(lambda: clock[0])
    page.watch.listener.hear(away)
    clock[0] = 600.0
    qtbot.waitUntil(resume.isEnabled, timeout=LONG_MS)
    assert "gone?" in page.view.state.text()


def test_a_preview_that_comes_later_is_waited_for_without_a_dialog(
    page: TrainingPage, window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    run = write_run(tmp_path / "copied")
    hr, aside = run.previews / "0_hr.png", tmp_path / "0_hr.png"
    hr.rename(aside)
    page.attach(run.path)
    qtbot.waitUntil(lambda: page.view.previews.files() is not None, timeout=LONG_MS)
    qtbot.waitUntil(lambda: page.view._shown == (), timeout=LONG_MS)  # it was looked for
    assert window.desk.shown is None
    aside.rename(hr)
    run.append({"iteration": 1300, "validation": {"psnr_y": 28.0}})
    qtbot.waitUntil(lambda: len(page.view.viewer.versions) == 3, timeout=LONG_MS)


def test_a_preview_that_is_being_written_is_none_yet(
    page: TrainingPage, tmp_path: Path, qtbot: QtBot
) -> None:
    run = write_run(tmp_path / "plain", recipe="srresnet-mse")
    (run.previews / ".0_sr_000001300.0123abcd.part.png").write_bytes(b"half")
    page.attach(run.path)
    qtbot.waitUntil(lambda: page.view.previews.picture_box.count() > 0, timeout=LONG_MS)
    assert page.view.previews.picture_box.count() == 1
    assert page.watch is not None
    assert len(page.watch.pictures) == 8


def test_previews_are_scrubbed_and_compared(
    page: TrainingPage, tmp_path: Path, qtbot: QtBot
) -> None:
    page.attach(write_run(tmp_path / "plain", recipe="srresnet-mse").path)
    view = page.view

    def names() -> list[str]:
        return [version.name for version in view.viewer.versions]

    qtbot.waitUntil(lambda: names() == ["LR", "SR 1,200", "HR"], timeout=LONG_MS)
    view.previews.slider.setValue(1)
    qtbot.waitUntil(lambda: names() == ["LR", "SR 400", "HR"], timeout=LONG_MS)
    assert "400" in view.previews.iteration.text()
    view.previews.compare.click()
    compare = page.context.go("compare")
    qtbot.waitUntil(lambda: len(compare.viewer.versions) == 3, timeout=LONG_MS)


@pytest.mark.parametrize(("low", "high"), [(1e-12, 1e3), (0.04, 1.0), (0.2, 2.0), (1.11, 1.29)])
@pytest.mark.parametrize("pixels", [60, 90, 400])
def test_numbers_of_a_logarithmic_axis_do_not_meet(low: float, high: float, pixels: int) -> None:
    places = spread(np.log10(low), np.log10(high), pixels)
    a_pixel = (np.log10(high) - np.log10(low)) / pixels
    assert len(places) >= 2
    assert np.diff(places).min() >= 15 * a_pixel
    axis = ValueAxis()
    texts = axis.logTickStrings(places, 1.0, 1.0)
    assert len(set(texts)) == len(texts)
