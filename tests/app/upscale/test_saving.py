"""Saving in real windows: what the person has stays, and is there once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from sr_studio import paths
from sr_studio.app.upscale.page import UpscalePage
from sr_studio.app.window import MainWindow
from sr_studio.imaging.reading import read_iptc, read_picture
from sr_studio.imaging.writing import write_picture
from tests.app.conftest import LONG_MS, close_window, drop
from tests.app.upscale.test_batch import finished, opened, three
from tests.imaging.test_metadata import IPTC

MakeWindow = Callable[..., MainWindow]


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def save_as(page: UpscalePage, target: Path, qtbot: QtBot) -> None:
    page.perform("file.save_as")
    dialog = page.saver.dialog
    assert isinstance(dialog, QFileDialog)
    with qtbot.waitSignal(page.saver.saved, timeout=LONG_MS):
        dialog.fileSelected.emit(str(target))
    dialog.close()


def test_saving_another_copy_leaves_the_first_one_to_the_person(
    make_window: MakeWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    window = make_window()
    page = opened(window, three(tmp_path / "a"), qtbot)
    page.perform("job.start")  # several go beside their originals
    finished(page, qtbot)
    before = names_in(tmp_path / "a")
    assert len(before) == 6
    page.queue.make_current(page.worklist.entries[0])
    qtbot.waitUntil(lambda: page.stage.result is not None, timeout=LONG_MS)
    save_as(page, tmp_path / "copy.jpg", qtbot)
    close_window(window)
    assert names_in(tmp_path / "a") == before
    assert (tmp_path / "copy.jpg").is_file()


def test_what_was_saved_twice_is_there_twice_at_the_next_start(
    make_window: MakeWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    window = make_window()
    page = opened(window, three(tmp_path / "a")[:1], qtbot)
    page.perform("job.start")
    finished(page, qtbot)
    qtbot.waitUntil(lambda: page.stage.result is not None, timeout=LONG_MS)
    page.perform("file.save")
    qtbot.waitUntil(lambda: not page._meant.by_save_all(), timeout=LONG_MS)
    close_window(window)
    assert names_in(paths.user_results_dir()) == []
    window = make_window()
    page = window.page  # type: ignore[assignment]
    qtbot.waitUntil(lambda: page.stage.result is not None, timeout=LONG_MS)
    save_as(page, tmp_path / "to-send.jpg", qtbot)
    close_window(window)
    assert names_in(tmp_path / "a") == ["0.png", "0_x4_bicubic.png", "1.png", "2.png"]
    assert (tmp_path / "to-send.jpg").is_file()


def test_save_all_pressed_twice_saves_once(
    cleared_window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    page = opened(cleared_window, three(tmp_path / "a"), qtbot)
    for entry in page.worklist.entries:  # one by one they stay in the window
        page.start([entry])
        finished(page, qtbot)
    page.perform("file.save_all")
    page.perform("file.save_all")
    closed = []
    page.saver.save(page._meant.by_save_all(), page.inspector.plan(), lambda: closed.append(True))
    qtbot.waitUntil(lambda: bool(closed), timeout=LONG_MS)
    assert page._meant.by_save_all() == []
    assert len(names_in(tmp_path / "a")) == 6


def test_a_folder_dropped_again_does_not_enlarge_its_results(
    cleared_window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    page = opened(cleared_window, three(tmp_path / "a"), qtbot)
    page.perform("job.start")
    finished(page, qtbot)
    page._remove(list(page.worklist.entries))
    assert drop(cleared_window, [tmp_path / "a"])
    qtbot.waitUntil(lambda: bool(page.worklist.entries), timeout=LONG_MS)
    assert [entry.name for entry in page.worklist.entries] == ["0.png", "1.png", "2.png"]
    assert "of earlier times were left out" in cleared_window.status.currentMessage()
    # One that is named itself is meant.
    assert drop(cleared_window, [tmp_path / "a" / "0_x4_bicubic.png"])
    qtbot.waitUntil(lambda: len(page.worklist.entries) == 4, timeout=LONG_MS)


def test_captions_of_a_picture_go_with_its_result(
    cleared_window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    (plain,) = three(tmp_path / "a")[:1]
    write_picture(replace(read_picture(plain), iptc=IPTC), tmp_path / "camera.jpg")
    page = opened(cleared_window, [tmp_path / "camera.jpg"], qtbot)
    page.perform("job.start")
    finished(page, qtbot)
    qtbot.waitUntil(lambda: page.stage.result is not None, timeout=LONG_MS)
    save_as(page, tmp_path / "large.jpg", qtbot)
    assert read_iptc(tmp_path / "large.jpg") == IPTC
