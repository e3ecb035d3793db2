"""The Upscale page with the real engine: drop, upscale, look, save; and all that may go wrong."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sr_studio.app.upscale.entry import EntryState
from sr_studio.app.upscale.output import BESIDE, DEFAULT_TEMPLATE, FOLDER, WINDOW
from sr_studio.app.upscale.page import UpscalePage
from sr_studio.app.viewer.pyramid import array_of
from sr_studio.app.window import MainWindow
from sr_studio.engine.protocol import EstimateAnswer
from sr_studio.imaging.degrade import bicubic_lr
from sr_studio.upscaling.interpolations import interpolate
from sr_studio.upscaling.request import Estimate
from tests.app.conftest import LONG_MS, drop, new_threads, save_picture


@pytest.fixture(scope="module", autouse=True)
def _no_thread_is_left() -> Iterator[None]:
    """The window that serves the whole module has ended all of its own."""
    threads = set(threading.enumerate())
    yield
    assert new_threads(threads) == []


@pytest.fixture
def window(cleared_window: MainWindow) -> MainWindow:
    """A window whose results stay in it until they are saved."""
    page = page_of(cleared_window)
    put_results(page, WINDOW)
    page.inspector.output._template.setText(DEFAULT_TEMPLATE)
    return cleared_window


def page_of(window: MainWindow) -> UpscalePage:
    page = window.go("upscale")
    assert isinstance(page, UpscalePage)
    return page


def opened(window: MainWindow, paths: list[Path], qtbot: QtBot) -> UpscalePage:
    """The page with these pictures read and the first one on screen."""
    page = page_of(window)
    assert drop(window, paths)
    qtbot.waitUntil(lambda: len(page.worklist.entries) >= len(paths), timeout=LONG_MS)
    reading = EntryState.READING
    qtbot.waitUntil(
        lambda: all(entry.state is not reading for entry in page.worklist.entries), timeout=LONG_MS
    )
    return page


def put_results(page: UpscalePage, place: str) -> None:
    box = page.inspector.output._place
    box.setCurrentIndex(box.findData(place))


def run(page: UpscalePage, qtbot: QtBot) -> None:
    page.perform("job.start")
    qtbot.waitUntil(
        lambda: not any(entry.state.under_way for entry in page.worklist.entries), timeout=LONG_MS
    )


def test_the_best_model_is_chosen_where_no_method_or_a_lost_one_was(window: MainWindow) -> None:
    inspector = page_of(window).inspector
    inspector.refresh_methods("lanczos")
    inspector.refresh_methods()
    assert inspector.method is not None and inspector.method.name == "lanczos"
    inspector.refresh_methods("a-model-that-was-removed")
    assert inspector.method.name == "photo-x4"
    inspector.methods.show_methods([], "")  # as at the very first start
    inspector.refresh_methods()
    assert inspector.method.name == "photo-x4"


def test_drop_upscale_look_save(
    window: MainWindow, picture: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    page = opened(window, [picture], qtbot)
    qtbot.waitUntil(lambda: len(page.stage.viewer.versions) == 1, timeout=LONG_MS)
    run(page, qtbot)
    (entry,) = page.worklist.entries
    assert (entry.state, entry.error) == (EntryState.DONE, "")
    qtbot.waitUntil(lambda: len(page.stage.viewer.versions) == 2, timeout=LONG_MS)
    with Image.open(picture) as lr:
        expected = interpolate(np.asarray(lr), 120, 160)
    shown = page.stage.viewer.versions[1].pyramid
    assert np.array_equal(array_of(shown.whole()), expected)
    assert page.stage.report.text.startswith("Bicubic, ×4")

    window.perform("file.save")
    target = tmp_path / "garden_x4_bicubic.png"
    qtbot.waitUntil(target.is_file, timeout=LONG_MS)
    with Image.open(target) as saved:
        assert np.array_equal(np.asarray(saved), expected)
    qtbot.waitUntil(lambda: entry.results[0].saved == target)
    assert page.unfinished() == ""

    # A second method is one more version of the same picture, and saving replaces nothing.
    page.inspector.methods.choose("nearest")
    run(page, qtbot)
    qtbot.waitUntil(lambda: len(page.stage.viewer.versions) == 3, timeout=LONG_MS)
    assert page.stage.viewer.after is page.stage.viewer.versions[2]
    qtbot.keyClick(window, Qt.Key.Key_2)
    assert page.stage.report.text.startswith("Bicubic")
    qtbot.keyClick(window, Qt.Key.Key_3)
    assert page.stage.report.text.startswith("Nearest")


def test_many_files_a_folder_and_a_broken_one(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = tmp_path / "holiday"
    folder.mkdir()
    for number in range(3):
        save_picture(folder / f"photo {number}.png", 16, 12, seed=number)
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"\x89PNG\r\n\x1a\n and then nothing")
    page = opened(window, [folder, broken], qtbot)
    qtbot.waitUntil(lambda: len(page.worklist.entries) == 4)
    out = tmp_path / "out"
    out.mkdir()
    put_results(page, FOLDER)
    page.inspector.output._folder.setText(str(out))
    run(page, qtbot)
    states = [entry.state for entry in page.worklist.entries]
    assert sorted(states) == ["done", "done", "done", "failed"]
    failed = next(entry for entry in page.worklist.entries if entry.state is EntryState.FAILED)
    assert "broken.png" in failed.error
    assert sorted(path.name for path in out.iterdir()) == [
        f"photo {number}_x4_bicubic.png" for number in range(3)
    ]
    qtbot.waitUntil(lambda: window.status.queue.text() == "3 of 4 done")
    page._row_wants("job.explain", failed)
    assert window.desk.shown is not None
    assert "broken.png" in window.desk.shown.trouble.what  # type: ignore[attr-defined]


def test_killing_the_engine_fails_the_job_and_nothing_else(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    large = save_picture(tmp_path / "large.png", 1500, 1200)
    small = save_picture(tmp_path / "small.png", 20, 20)
    page = opened(window, [large, small], qtbot)
    page.inspector.scale_box.setCurrentText("×8")
    page.perform("job.start")
    first, second = page.worklist.entries
    qtbot.waitUntil(lambda: first.state is EntryState.WORKING, timeout=LONG_MS)
    status = window.engine.status
    assert status is not None
    assert status.pid is not None
    os.kill(status.pid, signal.SIGKILL)
    qtbot.waitUntil(lambda: first.state is EntryState.FAILED, timeout=LONG_MS)
    assert "SIGKILL" in first.error
    spoken = page.queue.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "SIGKILL" in spoken
    qtbot.waitUntil(lambda: second.state is EntryState.DONE, timeout=LONG_MS)
    assert window.isVisible()
    after = window.engine.status
    assert after is not None
    assert after.pid != status.pid


def test_cancel_and_again(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    paths = [save_picture(tmp_path / f"{n}.png", 900, 700, seed=n) for n in range(2)]
    page = opened(window, paths, qtbot)
    page.perform("job.start")
    first, second = page.worklist.entries
    page.queue.make_current(second)
    window.perform("job.cancel")
    qtbot.waitUntil(lambda: second.state is EntryState.CANCELLED, timeout=LONG_MS)
    qtbot.waitUntil(lambda: first.state is EntryState.DONE, timeout=LONG_MS)
    window.perform("job.retry")
    qtbot.waitUntil(lambda: second.state is EntryState.DONE, timeout=LONG_MS)


def test_paste_and_copy(window: MainWindow, qtbot: QtBot) -> None:
    page = page_of(window)
    image = QImage(24, 16, QImage.Format.Format_RGB32)
    image.fill(0x3366AA)
    QGuiApplication.clipboard().setImage(image)
    window.perform("edit.paste")
    qtbot.waitUntil(lambda: len(page.stage.viewer.versions) == 1, timeout=LONG_MS)
    run(page, qtbot)
    qtbot.waitUntil(lambda: len(page.stage.viewer.versions) == 2, timeout=LONG_MS)
    window.perform("edit.copy")
    copied = QGuiApplication.clipboard().image()
    assert (copied.width(), copied.height()) == (96, 64)
    assert copied.pixelColor(50, 30).getRgb()[:3] == (0x33, 0x66, 0xAA)
    window.perform("edit.copy_report")
    assert QGuiApplication.clipboard().text() == page.stage.report.text != ""


def test_an_empty_clipboard_is_said(window: MainWindow) -> None:
    QGuiApplication.clipboard().setText("no picture")
    window.perform("edit.paste")
    assert "clipboard" in window.status.currentMessage()


def test_a_file_that_is_nothing_is_refused_in_one_dialog(
    window: MainWindow, tmp_path: Path
) -> None:
    note = tmp_path / "note.txt"
    note.write_text("hello", encoding="utf-8")
    assert drop(window, [note])
    assert window.desk.shown is not None
    assert "note.txt" in window.desk.shown.trouble.what  # type: ignore[attr-defined]
    assert page_of(window).worklist.entries == []


def test_a_missing_argument_is_told(window: MainWindow, tmp_path: Path) -> None:
    window.open_paths([tmp_path / "nowhere.png"])
    assert window.desk.shown is not None
    assert "nowhere.png" in window.desk.shown.trouble.what  # type: ignore[attr-defined]


def test_samples_are_on_the_empty_page(window: MainWindow, qtbot: QtBot, root: Path) -> None:
    page = page_of(window)
    assert page._middle.currentWidget() is page.empty
    page.empty.sample_wanted.emit(root / "resources" / "samples" / "dog.webp")
    qtbot.waitUntil(lambda: len(page.stage.viewer.versions) == 1, timeout=LONG_MS)
    assert page._middle.currentWidget() is not page.empty
    window.perform("job.remove")
    assert page._middle.currentWidget() is page.empty


def test_a_model_that_is_none_is_refused_with_the_commands_sentence(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "weights.pth"
    path.write_bytes(b"this is no model")
    assert drop(window, [path])
    qtbot.waitUntil(lambda: window.desk.shown is not None, timeout=LONG_MS)
    assert "weights.pth" in window.desk.shown.trouble.what  # type: ignore[union-attr]


def test_the_result_of_a_name_that_exists_gets_a_number(
    window: MainWindow, picture: Path, qtbot: QtBot
) -> None:
    page = opened(window, [picture], qtbot)
    put_results(page, BESIDE)
    run(page, qtbot)
    page.perform("job.retry")
    qtbot.waitUntil(lambda: len(page.worklist.entries[0].results) == 2, timeout=LONG_MS)
    names = sorted(path.name for path in picture.parent.iterdir())
    assert names == ["garden.png", "garden_x4_bicubic (2).png", "garden_x4_bicubic.png"]


def test_a_bad_name_or_scale_switches_the_button_off(
    window: MainWindow, picture: Path, qtbot: QtBot
) -> None:
    page = opened(window, [picture], qtbot)
    qtbot.waitUntil(page.inspector.button.isEnabled)
    page.inspector.output._template.setText("{nmae}")
    assert not page.inspector.button.isEnabled()
    page.inspector.output._template.setText("{name}")
    assert page.inspector.button.isEnabled()
    page.inspector.scale_box.setCurrentText("many")
    assert not page.inspector.button.isEnabled()
    assert not window.commands["job.start"].isEnabled()


def test_the_estimate_comes_from_the_engine(
    window: MainWindow, picture: Path, qtbot: QtBot
) -> None:
    window.context.settings.set("engine.ahead", True)
    page = opened(window, [picture], qtbot)
    qtbot.waitUntil(lambda: "of memory" in page.inspector._estimate.text(), timeout=LONG_MS)
    window.context.settings.set("engine.ahead", False)
    assert page.inspector._estimate.text().startswith("40 × 30 → 160 × 120")


def test_an_estimate_of_a_picture_that_left_is_dropped(
    window: MainWindow, picture: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(window, [picture], qtbot)
    answers: list[Callable[[EstimateAnswer], None]] = []
    monkeypatch.setattr(window.context.engine, "estimate", lambda *words: answers.append(words[-1]))
    page.inspector.show_picture("one", (40, 30), [(40, 30)])
    page.inspector._ask()
    page.inspector.show_picture("", None, [])
    answers[0](EstimateAnswer("1", Estimate(1.0, 1000, 1000, (160, 120))))
    assert page.inspector._estimate.text() == ""


def test_closing_asks_when_a_result_is_not_saved(
    window: MainWindow, picture: Path, qtbot: QtBot
) -> None:
    page = opened(window, [picture], qtbot)
    run(page, qtbot)
    window.close()
    assert window.isVisible()
    assert window.desk.shown is not None
    window.desk.shown.close()
    qtbot.wait(1)
    assert window.isVisible()


@pytest.mark.parametrize("scale", [2, 4])
def test_what_is_shown_is_the_very_result(
    window: MainWindow, tmp_path: Path, qtbot: QtBot, root: Path, scale: int
) -> None:
    with Image.open(root / "resources" / "samples" / "dog.webp") as sample:
        hr = np.asarray(sample.convert("RGB").resize((96, 96)))
    lr = bicubic_lr(hr, scale)
    path = tmp_path / "lr.png"
    Image.fromarray(lr).save(path)
    page = opened(window, [path], qtbot)
    page.inspector.scale_box.setCurrentText(f"×{scale}")
    run(page, qtbot)
    qtbot.waitUntil(lambda: len(page.stage.viewer.versions) == 2, timeout=LONG_MS)
    shown = array_of(page.stage.viewer.versions[1].pyramid.whole())
    assert np.array_equal(shown, interpolate(lr, 96, 96))


def test_a_thousand_pictures_do_not_stop_the_window(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    first = save_picture(folder / "0.png", 8, 6)
    for number in range(1, 1000):
        (folder / f"{number}.png").write_bytes(first.read_bytes())
    page = page_of(window)
    gaps, last = [], time.perf_counter()
    assert drop(window, [folder])
    deadline = last + LONG_MS / 1000
    while page.worklist.count(EntryState.READY) < 1000:
        QApplication.processEvents()
        now = time.perf_counter()
        gaps.append(now - last)
        assert now < deadline
        time.sleep(0.001)  # the threads that read need the interpreter as well
        last = time.perf_counter()
    assert len(page.worklist.entries) == 1000
    # Generous, because test machines are busy: with one count a picture it is many seconds.
    assert max(gaps) < 3
