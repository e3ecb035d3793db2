"""Rows of the queue in one window: held, only this one, removed, broken, looked at, saved."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QToolButton
from pytestqt.qtbot import QtBot

from sr_studio.app.upscale.entry import EntryState
from sr_studio.app.window import MainWindow
from tests.app.conftest import LONG_MS
from tests.app.upscale.test_batch import CONTROL, SHIFT, finished, opened, three


@pytest.fixture
def window(cleared_window: MainWindow) -> MainWindow:
    return cleared_window


def test_the_button_above_the_queue_holds_it_and_lets_it_go_on(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    page = opened(window, three(tmp_path / "a"), qtbot)
    hold = window.commands["job.pause"]
    button = next(one for one in page.head.findChildren(QToolButton) if one.defaultAction() is hold)
    assert not button.isEnabled()  # nothing to hold yet
    window.perform("job.start")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    # What is under way is finished; nothing new is begun.
    qtbot.waitUntil(lambda: page.worklist.count(EntryState.DONE) == 1, timeout=LONG_MS)
    assert page.worklist.count(EntryState.WAITING) == 2
    assert button.isChecked() and "paused" in page.head.label.text()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    finished(page, qtbot)
    assert page.worklist.count(EntryState.DONE) == 3
    assert not button.isChecked() and "paused" not in page.head.label.text()


def test_a_folder_with_full_stops_and_spaces_is_no_end_of_a_sentence(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = tmp_path / "St. Petersburg, 2. day"
    folder.mkdir()
    (folder / "raw.dng").write_bytes(b"II*\0\x08\0\0\0CR\2\0" + bytes(40))
    (folder / "broken.png").write_bytes(b"nothing")
    page = opened(window, [folder / "raw.dng", folder / "broken.png"], qtbot)
    for entry in page.worklist.entries:
        row = page.queue.model().said(entry)  # type: ignore[attr-defined]
        assert row.startswith("this is") and "St." not in row
        page._row_wants("job.explain", entry)
        box = window.desk.shown
        told = box.trouble  # type: ignore[union-attr]
        box.close()  # type: ignore[union-attr]
        assert told.what == f"{folder / entry.name}: {row.partition('. ')[0].rstrip('.')}."
        assert "St." not in told.remedy
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def test_only_the_selected_and_first(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    page = opened(window, three(tmp_path / "a"), qtbot)
    entries = page.worklist.entries
    page.queue.make_current(entries[1])
    qtbot.keyClick(window, Qt.Key.Key_Return, CONTROL | SHIFT)
    finished(page, qtbot)
    assert [entry.state for entry in entries] == ["ready", "done", "ready"]
    # One alone stays in the window until it is saved.
    assert entries[1].results[0].saved is None
    # While the queue is held, the one that is asked for is made all the same.
    page.perform("job.pause")
    page.perform("job.start")
    page.queue.make_current(entries[2])
    page.perform("job.start_selected")
    qtbot.waitUntil(lambda: entries[2].state is EntryState.DONE, timeout=LONG_MS)
    assert entries[0].state is EntryState.WAITING


def test_delete_removes_and_a_version_is_closed(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    page = opened(window, three(tmp_path / "a"), qtbot)
    page.queue.setFocus()
    qtbot.keyClick(page.queue, Qt.Key.Key_Delete)
    assert len(page.worklist.entries) == 2
    page.perform("job.start_selected")
    finished(page, qtbot)
    qtbot.waitUntil(lambda: len(page.stage.viewer.versions) == 2, timeout=LONG_MS)
    (result,) = page.stage.entry.results  # type: ignore[union-attr]
    window.perform("view.close_version")
    box = window.desk.shown
    assert isinstance(box, QMessageBox)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert len(page.stage.viewer.versions) == 2
    window.perform("view.close_version")
    box = window.desk.shown
    assert isinstance(box, QMessageBox)
    close = next(button for button in box.buttons() if button.text() == "Close it")
    qtbot.mouseClick(close, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(page.stage.viewer.versions) == 1, timeout=LONG_MS)
    assert result.file is not None and not result.file.exists()


def test_a_broken_file_shows_why_and_not_another_picture(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"\x89PNG\r\n\x1a\n and then nothing")
    page = opened(window, [*three(tmp_path / "a"), broken], qtbot)
    qtbot.waitUntil(lambda: len(page.stage.viewer.versions) == 1, timeout=LONG_MS)
    page.queue.make_current(page.worklist.entries[3])
    assert page.stage.viewer.versions == []
    assert page.stage._why_not.isVisible()
    assert "broken.png" in page.stage._why_not.text()
    page.queue.make_current(page.worklist.entries[0])
    qtbot.waitUntil(lambda: page.stage.viewer.isVisible(), timeout=LONG_MS)


def test_the_row_of_a_raw_file_says_what_to_do(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    """A preview that may be read as TIFF, and one that nothing of the program reads."""
    raw, strange = tmp_path / "a.nef", tmp_path / "b.cr3"
    Image.new("RGB", (160, 120)).save(raw, "TIFF")
    strange.write_bytes(b"\0\0\0\x18ftypcrx \0\0\0\1crx isom" + bytes(100))
    page = opened(window, [raw, strange, *three(tmp_path / "a")], qtbot)
    assert window.desk.shown is None
    for entry in page.worklist.entries[:2]:
        assert entry.state is EntryState.FAILED
        page.queue.make_current(entry)
        assert "this is a camera's raw file. Develop it" in page.stage._why_not.text()


def test_the_result_of_a_sample_goes_to_the_pictures(
    window: MainWindow,
    root: Path,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pictures = tmp_path / "Pictures"
    pictures.mkdir()
    monkeypatch.setenv("XDG_PICTURES_DIR", str(pictures))
    samples = root / "resources" / "samples"
    page = opened(window, [samples / "dog.webp"], qtbot)
    page.perform("job.start")
    finished(page, qtbot)
    window.perform("file.save")
    qtbot.waitUntil((pictures / "dog_x4_bicubic.png").is_file, timeout=LONG_MS)
    get = window.context.settings.get
    qtbot.waitUntil(lambda: get("files.last_folder") == str(pictures), timeout=LONG_MS)
    assert list(samples.glob("*bicubic*")) == []
