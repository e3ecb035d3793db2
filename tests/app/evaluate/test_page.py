"""The Evaluate page with real child processes: measured, looked at, saved, cancelled, closed."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from sr_studio.app.evaluate.availability import Availability
from sr_studio.app.evaluate.order import lr_folder_of
from sr_studio.app.evaluate.page import EvaluatePage
from sr_studio.app.trouble import Trouble
from sr_studio.app.viewer.exporting import ExportTool
from sr_studio.app.window import MainWindow
from sr_studio.comparison.session import read_session
from sr_studio.evaluation.results import EvaluationResult
from sr_studio.metrics.metric import METRICS
from sr_studio.plugins import FOLDER_VARIABLE
from tests.app.conftest import LONG_MS, drop, save_picture

_PSNR = 3  # the column after method, data set and picture


@pytest.fixture(autouse=True)
def _no_backbones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The developer's own LPIPS backbones are not to be found."""
    monkeypatch.setenv("TORCH_HOME", str(tmp_path / "torch"))
    monkeypatch.setenv("OMP_NUM_THREADS", "1")


@pytest.fixture
def page(window: MainWindow) -> EvaluatePage:
    made = window.go("evaluate")
    assert isinstance(made, EvaluatePage)
    return made


@pytest.fixture
def _metrics_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """One child less; the first test has it."""
    monkeypatch.setattr(Availability, "ask", lambda self: None)


@pytest.fixture
def own_metric(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plug-in with a metric."""
    folder = tmp_path / "plugins"
    folder.mkdir()
    (folder / "own.py").write_bytes((root / "tests" / "plugins" / "own_metric.py").read_bytes())
    monkeypatch.setenv(FOLDER_VARIABLE, str(folder))


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Two small pictures."""
    folder = tmp_path / "pair"
    folder.mkdir()
    save_picture(folder / "one.png", 64, 48)
    save_picture(folder / "two.png", 48, 64, seed=1)
    return folder


def check(page: EvaluatePage, *methods: str, metrics: tuple[str, ...] = ("psnr_y",)) -> None:
    chosen = page.form.methods.list
    for row in range(chosen.count()):
        item = chosen.item(row)
        wanted = item.data(Qt.ItemDataRole.UserRole) in methods
        item.setCheckState(Qt.CheckState.Checked if wanted else Qt.CheckState.Unchecked)
    for key, box in page.form.metrics.boxes.items():
        box.setChecked(key in metrics)


def wait_for_end(page: EvaluatePage, qtbot: QtBot) -> None:
    def ended() -> bool:
        return page.measuring is not None and not page.measuring.running

    qtbot.waitUntil(ended, timeout=LONG_MS)


def column(page: EvaluatePage, number: int) -> list[str]:
    model = page.view.table.entries
    return [model.data(model.index(row, number)) for row in range(model.rowCount())]


def troubles(page: EvaluatePage) -> list[Trouble]:
    told: list[Trouble] = []
    page.context.show_trouble = told.append
    return told


def test_the_form_says_what_stands_in_the_way_and_which_metrics_cannot_be_had(
    page: EvaluatePage, pictures: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    form = page.form
    assert not form.button.isEnabled()
    assert "folder" in form.problem.text()
    told = troubles(page)
    form.add_data([tmp_path / "nowhere"])
    assert "nowhere" in told[0].what
    assert not form.folders.folders()
    assert drop(page.window(), [pictures])
    assert form.folders.folders() == (pictures,)
    assert form.button.isEnabled()
    check(page, "bicubic", metrics=())
    assert not form.button.isEnabled()
    assert "metric" in form.problem.text()
    box = form.metrics.boxes["lpips_alex"]
    assert not box.isEnabled()
    qtbot.waitUntil(form.metrics.boxes["niqe"].isEnabled, timeout=LONG_MS)
    assert not box.isEnabled()
    assert "AlexNet" in form.metrics.reasons["lpips_alex"].text()
    form.metrics.take_file("lpips_alex", tmp_path / "alex.pth")
    assert form.request().lpips_weights == {"alex": tmp_path / "alex.pth"}
    # NIQE is one of the usual metrics and was not unchecked by hand.
    assert form.request().metrics == ("niqe", "lpips_alex")


@pytest.mark.usefixtures("_metrics_not_asked")
def test_methods_are_measured_sorted_looked_at_and_saved(
    page: EvaluatePage, pictures: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    check(page, "nearest", "bicubic", metrics=("psnr_y", "ssim_y"))
    page.form.add_data([pictures])
    page.form.button.click()
    assert not page.form.button.isEnabled()
    assert not page.view.cancel.isHidden()
    qtbot.waitUntil(lambda: "%" in page.view.state.text(), timeout=LONG_MS)
    wait_for_end(page, qtbot)
    assert page.measuring is not None
    assert page.form.button.isEnabled()
    assert page.view.cancel.isHidden()
    assert column(page, 0) == ["Nearest", "Bicubic"]
    document = json.loads(page.measuring.file.read_text())
    means = [f"{row['psnr_y']:.2f}" for row in document["means"]]
    assert column(page, _PSNR) == means
    table = page.view.table
    for order in (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder):
        table.sortByColumn(_PSNR, order)
        descending = order is Qt.SortOrder.DescendingOrder
        assert column(page, _PSNR) == sorted(means, key=float, reverse=descending)
    best = table.entries.data(table.entries.index(0, _PSNR), Qt.ItemDataRole.FontRole)
    assert best.bold()

    page.view.by_picture.click()
    assert table.entries.rowCount() == 4
    place = table.visualRect(table.entries.index(1, 0)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    viewer = page.view.stage.viewer
    qtbot.waitUntil(lambda: len(viewer.versions) == 4, timeout=LONG_MS)
    assert [version.name for version in viewer.versions] == ["LR", "Nearest", "Bicubic", "HR"]
    clicked = table.current()
    assert clicked is not None
    assert page.view.stage.image == ("pair", clicked.image)
    assert viewer.before is not None
    assert viewer.before.name == clicked.title
    told: list[object] = []
    table.chosen.connect(told.append)
    for row in (1, 1, 2):  # the current one again, and another
        place = table.visualRect(table.entries.index(row, 0)).center()
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert told == [clicked, clicked, table.current()]
    qtbot.mouseClick(
        table.viewport(),
        Qt.MouseButton.LeftButton,
        pos=table.visualRect(table.entries.index(1, 0)).center(),
    )
    qtbot.waitUntil(lambda: viewer.before is not None, timeout=LONG_MS)
    tool = next(tool for tool in viewer.tools if isinstance(tool, ExportTool))
    tool.export_to(tmp_path / "row.srcompare")

    result, kept, image = page.view.result, page.view.pictures, page.view.stage.image
    assert result is not None
    assert kept is not None
    for suffix in (".csv", ".json", ".tex", ".md"):
        page.saver.table(result, tmp_path / f"table{suffix}", published=True)
    page.saver.panel(result, kept, image, tmp_path / "panel.svg")
    wanted = [
        *(f"table{s}" for s in (".csv", ".json", ".tex", ".md")),
        "panel.svg",
        "row.srcompare",
    ]
    qtbot.waitUntil(lambda: all((tmp_path / w).is_file() for w in wanted), timeout=LONG_MS)
    assert "\\toprule" in (tmp_path / "table.tex").read_text()
    assert json.loads((tmp_path / "table.json").read_text()) == document
    told = troubles(page)
    page.saver.scatter(result, tmp_path / "scatter.svg")
    page.saver.table(result, tmp_path / "table.xls", published=True)
    qtbot.waitUntil(lambda: len(told) == 2, timeout=LONG_MS)
    sentences = " ".join(trouble.what for trouble in told)
    assert "perception" in sentences
    assert ".xls" in sentences

    page.compare_with(tmp_path / "table.json")
    qtbot.waitUntil(lambda: page.view.comparing, timeout=LONG_MS)
    assert all(text.endswith("(=)") for text in column(page, _PSNR))
    page.open_paths([tmp_path / "table.json"])
    qtbot.waitUntil(lambda: page.measuring is None, timeout=LONG_MS)
    assert sorted(column(page, _PSNR)) == sorted(means)
    assert not kept.exists()
    entries = read_session(tmp_path / "row.srcompare").versions
    assert [entry.name for entry in entries] == ["LR", "Nearest", "Bicubic", "HR"]
    assert all(Path(entry.path).is_file() for entry in entries)  # the kept pictures are gone
    page.open_paths([tmp_path / "package.json"])
    qtbot.waitUntil(lambda: len(told) == 3, timeout=LONG_MS)
    assert "no saved evaluation" in told[-1].what


@pytest.mark.parametrize("below", ["x4", "X4", "Set/x4", "Set/X4", "Set"])
def test_lr_pictures_lie_below_the_folder_by_name_and_factor(tmp_path: Path, below: str) -> None:
    (tmp_path / "DIV2K_valid_LR_bicubic" / below).mkdir(parents=True)
    given = tmp_path / "DIV2K_valid_LR_bicubic"
    assert lr_folder_of(given, tmp_path / "Set", 4) == given / below
    assert lr_folder_of(given / "x2", tmp_path / "Set", 4) == given / "x2"


@pytest.mark.usefixtures("_metrics_not_asked")
def test_lr_pictures_are_taken_from_files(
    page: EvaluatePage, pictures: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    """Plain grey LR pictures, found below the chosen folder by data set and factor."""
    place = tmp_path / "lr" / pictures.name / "x4"
    place.mkdir(parents=True)
    for name, size in (("one", (16, 12)), ("two", (12, 16))):
        Image.new("RGB", size, (90, 90, 90)).save(place / f"{name}.png")
    page.form.add_data([pictures])
    check(page, "nearest", "bicubic")
    page.form.take_lr(tmp_path / "lr")
    assert page.form.lr_box.currentText() == "files of lr"
    assert page.form.request().lr == (place,)
    qtbot.mouseClick(page.form.button, Qt.MouseButton.LeftButton)
    wait_for_end(page, qtbot)
    scores = column(page, _PSNR)
    assert len(scores) == 2 and len(set(scores)) == 1  # flat is flat by any method
    page.form.lr_box.setCurrentIndex(0)
    assert page.form.request().lr == ()


@pytest.mark.usefixtures("_metrics_not_asked")
def test_what_cannot_be_read_becomes_a_note_and_the_other_rows_are_there(
    page: EvaluatePage, pictures: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    (pictures / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n and nothing more")
    empty = tmp_path / "empty"
    empty.mkdir()
    check(page, "nearest")
    page.form.add_data([empty])
    qtbot.waitUntil(lambda: "empty" in page.form.problem.text(), timeout=LONG_MS)
    assert not page.form.button.isEnabled()
    page.form.add_data([pictures])
    page.start()
    wait_for_end(page, qtbot)
    notes = [page.view.notes.item(row).text() for row in range(page.view.notes.count())]
    assert any("broken" in note for note in notes)
    assert any("empty" in note for note in notes)
    assert not page.view.notes.isHidden()
    assert column(page, 2) == ["2"]


@pytest.mark.usefixtures("_metrics_not_asked")
def test_an_evaluation_is_cancelled_and_keeps_its_rows(
    page: EvaluatePage, tmp_path: Path, qtbot: QtBot
) -> None:
    for number in range(12):
        save_picture(tmp_path / f"{number}.png", 400, 400, number)
    check(page, "nearest", "bilinear", "bicubic", "lanczos", metrics=("psnr_y", "ssim_daala"))
    page.form.add_data([tmp_path])
    EvaluationResult(4, "float", "uint8").write(tmp_path / "earlier.json")
    page.open_paths([tmp_path / "earlier.json"])  # read when the next one has begun
    page.start()
    measuring = page.measuring
    assert measuring is not None
    qtbot.waitUntil(lambda: page.view.table.entries.rowCount() > 0, timeout=LONG_MS)
    assert page.can("job.cancel")
    assert page.unfinished()
    page.perform("job.cancel")
    wait_for_end(page, qtbot)
    assert not measuring.file.exists()
    assert 0 < len(measuring.result.images) < 48
    told = measuring.result.conventions
    assert told["psnr_y"] == METRICS["psnr_y"].convention(shave=4, rounded_y=False)
    assert "lr" in told and "hr" in told
    assert "Cancelled" in page.view.notes.item(page.view.notes.count() - 1).text()
    assert page.form.button.isEnabled()
    assert not page.unfinished()


@pytest.mark.usefixtures("_metrics_not_asked")
@pytest.mark.skipif(sys.platform != "linux", reason="names are any bytes on Linux only")
def test_a_folder_whose_name_is_no_utf_8_is_measured(
    page: EvaluatePage, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9"))
    folder.mkdir()
    save_picture(folder / "a.png", 48, 40)
    check(page, "nearest", metrics=("psnr_y",))
    page.form.add_data([folder])
    page.start()
    wait_for_end(page, qtbot)
    assert page.measuring is not None
    assert [row.image for row in page.measuring.result.images] == ["a"]


@pytest.mark.usefixtures("_metrics_not_asked")
def test_closing_the_window_ends_the_child(
    make_window: Callable[[], MainWindow], pictures: Path
) -> None:
    window = make_window()
    page = window.go("evaluate")
    assert isinstance(page, EvaluatePage)
    check(page, "nearest")
    page.form.add_data([pictures])
    others = set(psutil.Process().children())
    page.start()
    measuring = page.measuring
    assert measuring is not None
    (child,) = set(psutil.Process().children()) - others
    kept = measuring.pictures
    assert kept.is_dir()
    window.close_anyway()
    deadline = time.monotonic() + LONG_MS / 1000
    while child.is_running() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not child.is_running()
    assert not kept.exists()


def test_a_metric_of_a_plug_in_is_a_box_and_a_column(
    own_metric: None, window: MainWindow, pictures: Path, qtbot: QtBot
) -> None:
    page = window.go("evaluate")
    assert isinstance(page, EvaluatePage)
    qtbot.waitUntil(lambda: "mae_y" in page.form.metrics.boxes, timeout=LONG_MS)
    page.form.add_data([pictures])
    check(page, "bicubic", metrics=("psnr_y", "mae_y"))
    page.form.button.click()
    wait_for_end(page, qtbot)
    entries = page.view.table.entries
    heading = entries.headerData(_PSNR + 1, Qt.Orientation.Horizontal)
    assert heading == "MAE"
    assert all(0 < float(value) < 255 for value in column(page, _PSNR + 1))
