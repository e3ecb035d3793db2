"""Saving in real windows: what the person has stays, and is there once."""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from sr_studio import paths
from sr_studio.app.upscale.entry import EntryState
from sr_studio.app.upscale.output import FOLDER
from sr_studio.app.upscale.page import UpscalePage
from sr_studio.app.window import MainWindow
from sr_studio.imaging.metadata import bare_exif
from sr_studio.imaging.picture import Picture
from sr_studio.imaging.reading import read_iptc, read_picture
from sr_studio.imaging.writing import write_picture
from sr_studio.imaging.xmp import properties_of
from tests.app.conftest import LONG_MS, close_window, drop, save_picture
from tests.app.upscale.test_batch import finished, opened, page_of, three
from tests.imaging.test_metadata import IPTC, made_exif

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


def test_a_copy_that_holds_less_is_not_the_result_at_the_next_start(
    make_window: MakeWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    pixels = np.arange(40 * 60 * 3, dtype=np.uint16).reshape(40, 60, 3) * 9
    write_picture(Picture(pixels), tmp_path / "deep.tif")
    window = make_window()
    page = opened(window, [tmp_path / "deep.tif"], qtbot)
    page.perform("job.start")
    finished(page, qtbot)
    qtbot.waitUntil(lambda: page.stage.result is not None, timeout=LONG_MS)
    save_as(page, tmp_path / "first.tif", qtbot)
    save_as(page, tmp_path / "to-send.jpg", qtbot)
    close_window(window)
    window = make_window()
    page = window.page  # type: ignore[assignment]
    qtbot.waitUntil(lambda: page.stage.result is not None, timeout=LONG_MS)
    save_as(page, tmp_path / "second.tif", qtbot)
    first, second = (read_picture(tmp_path / name) for name in ("first.tif", "second.tif"))
    assert np.array_equal(first.pixels, second.pixels) and second.bit_depth == 16
    # A copy that is the very file takes its place, as long as nobody changes it.
    save_as(page, tmp_path / "whole.png", qtbot)
    result = page.stage.result
    assert result is not None and result.has_twin
    (tmp_path / "whole.png").write_bytes(b"edited")
    assert not result.has_twin
    close_window(window)
    assert len(names_in(paths.user_results_dir())) == 1


def test_a_name_with_dots_gets_the_suffix_of_the_format(
    cleared_window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    page = opened(cleared_window, three(tmp_path / "a")[:1], qtbot)
    page.perform("job.start")
    finished(page, qtbot)
    qtbot.waitUntil(lambda: page.stage.result is not None, timeout=LONG_MS)
    save_as(page, tmp_path / "bird_x1.5", qtbot)
    assert read_picture(tmp_path / "bird_x1.5.png").width == 96
    save_as(page, tmp_path / "bird.JPEG", qtbot)
    assert (tmp_path / "bird.JPEG").is_file()


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
    page.worklist.remove(list(page.worklist.entries))
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


def kept_in_the_window(page: UpscalePage, qtbot: QtBot) -> None:
    """Make each picture of the list alone, so that its result is not saved by itself."""
    for entry in page.worklist.entries:
        page.start([entry])
        finished(page, qtbot)
    assert len(page._meant.by_save_all()) == len(page.worklist.entries)


def test_what_is_nowhere_else_is_not_removed_without_a_question(
    cleared_window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    page = opened(cleared_window, three(tmp_path / "a"), qtbot)
    kept_in_the_window(page, qtbot)
    assert not page.can("job.remove_done"), "none is saved"
    page.queue.selectAll()
    page.perform("job.remove")
    box = cleared_window.desk.shown
    assert isinstance(box, QMessageBox)
    assert "3 result(s) are not saved and will be gone." in f"{box.text()} {box.informativeText()}"
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert len(page._meant.by_save_all()) == 3, "Enter is the safe answer"

    page.queue.make_current(page.worklist.entries[1])
    qtbot.waitUntil(lambda: page.stage.result is not None, timeout=LONG_MS)
    page.perform("file.save")
    qtbot.waitUntil(lambda: len(page._meant.by_save_all()) == 2, timeout=LONG_MS)
    page.perform("job.remove_done")
    assert [entry.name for entry in page.worklist.entries] == ["0.png", "2.png"]
    assert len(names_in(paths.user_results_dir())) == 2

    page.queue.selectAll()
    page.perform("job.remove")
    box = cleared_window.desk.shown
    assert isinstance(box, QMessageBox)
    (agree,) = [button for button in box.buttons() if button.text() == "Remove"]
    qtbot.mouseClick(agree, Qt.MouseButton.LeftButton)
    assert page.worklist.entries == [] and names_in(paths.user_results_dir()) == []
    assert page._middle.currentWidget() is page.empty


def test_metadata_are_left_out_of_what_is_saved_without_them(
    cleared_window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    (plain,) = three(tmp_path / "a")[:1]
    camera = replace(read_picture(plain), exif=bare_exif(made_exif()), iptc=IPTC)
    write_picture(camera, tmp_path / "camera.jpg")
    page = opened(cleared_window, [tmp_path / "camera.jpg"], qtbot)
    page.perform("job.start")
    finished(page, qtbot)
    qtbot.waitUntil(lambda: page.stage.result is not None, timeout=LONG_MS)
    page.inspector.more_options.metadata.setChecked(False)
    for name in ("bare.jpg", "bare.png"):
        save_as(page, tmp_path / name, qtbot)
        bare = read_picture(tmp_path / name)
        assert (bare.exif, bare.iptc) == (None, None)
        told = properties_of(bare.xmp)
        assert json.loads(told["Settings"])["keep_metadata"] is False, "and it says how it was made"
    page.inspector.more_options.metadata.setChecked(True)
    save_as(page, tmp_path / "whole.png", qtbot)
    assert read_picture(tmp_path / "whole.png").exif is not None


def test_what_a_format_cannot_hold_is_said_when_it_is_saved(
    cleared_window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "a").mkdir()
    frames = [Image.new("RGB", (12, 9), (tone, 0, 0)) for tone in (0, 90, 180)]
    moving = tmp_path / "a" / "moving.png"
    frames[0].save(moving, save_all=True, append_images=frames[1:], duration=50)
    page = opened(cleared_window, [moving], qtbot)
    page.perform("job.start")
    finished(page, qtbot)
    qtbot.waitUntil(lambda: page.stage.result is not None, timeout=LONG_MS)
    save_as(page, tmp_path / "still.jpg", qtbot)
    said = cleared_window.status.currentMessage()
    assert "still.jpg" in said and "of 3 frames the first was taken" in said


def test_saving_all_makes_the_folders_again_and_one_that_fails_costs_no_other(
    cleared_window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    three(tmp_path / "a")
    for name in ("sub", "locked"):
        (tmp_path / "a" / name).mkdir()
        save_picture(tmp_path / "a" / name / "deep.png", 24, 18)
    page = page_of(cleared_window)
    assert drop(cleared_window, [tmp_path / "a"])
    qtbot.waitUntil(lambda: page.worklist.count(EntryState.READY) == 5, timeout=LONG_MS)
    kept_in_the_window(page, qtbot)
    out = tmp_path / "out"
    out.mkdir()
    (out / "locked").write_text("a file where the folder would be")
    plan = replace(page.inspector.plan(), place=FOLDER, folder=out, mirror=True)
    page.saver.save(page._meant.by_save_all(), plan)
    qtbot.waitUntil(lambda: len(page._meant.by_save_all()) == 1, timeout=LONG_MS)
    qtbot.waitUntil(lambda: cleared_window.desk.shown is not None, timeout=LONG_MS)
    assert names_in(out / "sub") == ["deep_x4_bicubic.png"] and len(names_in(out)) == 5

    page.batch.write_report(tmp_path / "report.csv")
    qtbot.waitUntil(lambda: (tmp_path / "report.csv").is_file(), timeout=LONG_MS)
    outputs = [line["output"] for line in csv.DictReader((tmp_path / "report.csv").open())]
    # Before them stands what the same window made earlier.
    assert outputs[-5:] == [
        str(result.saved or "") for entry in page.worklist.entries for result in entry.results
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="names of any bytes are Linux's")
def test_a_name_that_is_no_text_is_made_saved_and_reported(
    cleared_window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    (plain,) = three(tmp_path / "a")[:1]
    plain.rename(tmp_path / os.fsdecode(b"caf\xe9.png"))
    page = page_of(cleared_window)
    cleared_window.open_paths([tmp_path])
    qtbot.waitUntil(lambda: page.worklist.count(EntryState.READY) == 3, timeout=LONG_MS)
    kept_in_the_window(page, qtbot)
    assert [entry.error for entry in page.worklist.entries] == [""] * 3
    page.perform("file.save_all")
    qtbot.waitUntil(lambda: not page._meant.by_save_all(), timeout=LONG_MS)
    assert (tmp_path / os.fsdecode(b"caf\xe9_x4_bicubic.png")).is_file()
    page.batch.write_report(tmp_path / "report.json")
    qtbot.waitUntil(lambda: (tmp_path / "report.json").is_file(), timeout=LONG_MS)
    assert "caf\\\\udce9_x4_bicubic.png" in (tmp_path / "report.json").read_text()


def test_a_pasted_picture_that_could_not_be_kept_is_kept_when_it_is_tried_again(
    cleared_window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    own = paths.user_results_dir()
    if own.exists():
        own.rename(tmp_path / "aside")
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text("in the way of the folder")
    page = page_of(cleared_window)
    page.take_pasted(np.zeros((9, 12, 3), np.uint8), "pasted")
    (entry,) = page.worklist.entries
    qtbot.waitUntil(lambda: entry.state is EntryState.FAILED, timeout=LONG_MS)
    assert entry.error
    own.unlink()
    page.queue.make_current(entry)
    page.perform("job.retry")
    qtbot.waitUntil(lambda: entry.state is EntryState.DONE, timeout=LONG_MS)
