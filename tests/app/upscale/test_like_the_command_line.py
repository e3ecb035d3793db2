"""What the command line can do, in the window: folded away, by keyboard, named, and done."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from sr_studio.app.trouble import Trouble
from sr_studio.app.upscale.entry import EntryState
from sr_studio.app.upscale.page import UpscalePage
from sr_studio.app.window import MainWindow
from sr_studio.imaging.inputs import Found
from sr_studio.imaging.reading import read_size, read_xmp
from sr_studio.imaging.xmp import properties_of
from sr_studio.upscaling.queue import UpscaleQueue
from sr_studio.upscaling.queue_items import ItemState
from tests.app.conftest import LONG_MS, save_picture
from tests.app.upscale.test_batch import finished, opened, page_of, three

MakeWindow = Callable[..., MainWindow]


@pytest.fixture
def page(make_window: MakeWindow, tmp_path: Path) -> Iterator[UpscalePage]:
    """A page whose results go into the folder ``out``."""
    found = page_of(make_window())
    (tmp_path / "out").mkdir()
    output = found.inspector.output
    output._place.setCurrentIndex(output._place.findData("folder"))
    output._folder.setText(str(tmp_path / "out"))
    more = found.inspector.more_options
    more.fold.setChecked(True)
    yield found


def choose(box: QComboBox, data: object) -> None:
    box.setCurrentIndex(box.findData(data))


def names(folder: Path) -> list[str]:
    return sorted(one.relative_to(folder).as_posix() for one in folder.rglob("*.*"))


def test_folded_until_wanted_and_reached_by_keys(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    page = page_of(window)
    more = page.inspector.more_options
    assert not more.body.isVisible()
    more.fold.setFocus()
    qtbot.keyClick(more.fold, Qt.Key.Key_Space)
    qtbot.waitUntil(more.body.isVisible)
    fields = [more.size_by, more.passes, more.also, more.existing, more.ensemble, more.mirror]
    fields += [more.metadata, more.watch, more.report]
    reached = set()
    for _ in range(40):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        reached.add(window.focusWidget())
    assert set(fields) <= reached
    choose(more.size_by, "box")
    for field in [*fields, more.across, more.down]:
        named = field.accessibleName() or getattr(field, "text", lambda: "")()
        assert named, field
        if isinstance(field, (QComboBox, QAbstractSpinBox)):
            assert field.accessibleName()
    # Nothing is cut off at the window's usual width.
    for field in more.findChildren(QWidget):
        if field.isVisible() and field.parent() is more.body:
            right = field.mapTo(page.inspector, QPoint(field.width(), 0)).x()
            assert right <= page.inspector.width()
    again = page_of(make_window()).inspector.more_options
    assert again.body.isVisibleTo(again) and again.size_by.currentData() == "box"


def test_sizes_and_mirrored_folders_and_stripped_metadata(
    page: UpscalePage, tmp_path: Path, qtbot: QtBot
) -> None:
    folder, more = tmp_path / "in", page.inspector.more_options
    (folder / "sub").mkdir(parents=True)
    save_picture(folder / "wide.png", 30, 10)
    small = Image.new("RGB", (10, 30), (90, 80, 70))
    exif = Image.Exif()
    exif[0x010F] = "Maker"
    small.save(folder / "sub" / "tall.jpg", exif=exif)
    page.open_paths([folder])
    qtbot.waitUntil(lambda: page.worklist.count(EntryState.READY) == 2, timeout=LONG_MS)
    choose(more.size_by, "box")
    more.across.setValue(60)
    more.down.setValue(60)
    more.mirror.setChecked(True)
    more.metadata.setChecked(False)
    assert not page.inspector.scale_box.isEnabled()
    page.perform("job.start")
    finished(page, qtbot)
    out = tmp_path / "out"
    assert names(out) == ["sub/tall_x2_bicubic.png", "wide_x2_bicubic.png"]
    assert read_size(out / "wide_x2_bicubic.png") == (60, 20)
    assert read_size(out / "sub" / "tall_x2_bicubic.png") == (20, 60)
    made = out / "sub" / "tall_x2_bicubic.png"
    with Image.open(made) as opened_result:
        assert not opened_result.getexif()
    assert properties_of(read_xmp(made))["Method"] == "bicubic"


def test_several_methods_for_one_picture(page: UpscalePage, tmp_path: Path, qtbot: QtBot) -> None:
    more, files = page.inspector.more_options, three(tmp_path / "in")[:2]
    for action in more.also.menu().actions():
        action.setChecked(action.data() in ("nearest", "lanczos"))
    assert "2" in more.also.text()
    page = opened(page.window(), files, qtbot)
    page.perform("job.start")
    finished(page, qtbot)
    found = names(tmp_path / "out")
    assert found == sorted(
        f"{n}_x4_{method}.png" for n in (0, 1) for method in ("bicubic", "nearest", "lanczos")
    )
    for entry in page.worklist.entries:
        methods = [result.request.method for result in entry.results]
        assert entry.state is EntryState.DONE and methods == ["bicubic", "nearest", "lanczos"]


def test_what_is_there_already(page: UpscalePage, tmp_path: Path, qtbot: QtBot) -> None:
    more, out = page.inspector.more_options, tmp_path / "out"
    page = opened(page.window(), three(tmp_path / "in")[:1], qtbot)
    (entry,) = page.worklist.entries

    def made(policy: str) -> list[str]:
        choose(more.existing, policy)
        page.queue.selectAll()
        page.perform("job.retry")
        finished(page, qtbot)
        return names(out)

    assert made("unless same") == ["0_x4_bicubic.png"]
    before = (out / "0_x4_bicubic.png").stat().st_mtime_ns
    assert made("unless same") == ["0_x4_bicubic.png"]
    assert entry.state is EntryState.SKIPPED and "in this way before" in entry.error
    assert made("skip") == ["0_x4_bicubic.png"] and entry.state is EntryState.SKIPPED
    assert (out / "0_x4_bicubic.png").stat().st_mtime_ns == before
    assert made("number") == ["0_x4_bicubic (2).png", "0_x4_bicubic.png"]
    assert made("replace") == ["0_x4_bicubic (2).png", "0_x4_bicubic.png"]
    assert (out / "0_x4_bicubic.png").stat().st_mtime_ns != before
    save_picture(tmp_path / "in" / "0.png", 24, 18, seed=77)
    assert len(made("unless same")) == 3, "the picture is another one now"


def test_ensemble_and_passes_are_asked_for_and_named(page: UpscalePage) -> None:
    more = page.inspector.more_options
    more.ensemble.setChecked(True)
    choose(more.passes, 2)
    request = page.inspector.request()
    assert request.ensemble and request.passes == 2
    model = next(one for one in page.inspector.methods.methods() if one.kind == "model")
    page.inspector.methods.choose(model.name)
    assert "-2pass-ensemble" in page.inspector.output._preview.text()


def test_a_watched_folder_and_the_report(page: UpscalePage, tmp_path: Path, qtbot: QtBot) -> None:
    folder = tmp_path / "in"
    three(folder)
    with qtbot.waitSignal(page.batch.watched, timeout=LONG_MS):
        page.batch.watch(folder)
    assert "in" in page.inspector.more_options.watch.text()
    save_picture(tmp_path / "new.png", 20, 16).rename(folder / "new.png")
    out = tmp_path / "out"
    qtbot.waitUntil(lambda: names(out) == ["new_x4_bicubic.png"], timeout=LONG_MS)
    finished(page, qtbot)
    page.inspector.more_options.watch.click()
    assert not page.batch._timer.isActive()
    assert page.inspector.more_options.watch.text() == "Watch a folder…"
    report = tmp_path / "report.json"
    page.batch.write_report(report)
    qtbot.waitUntil(report.exists, timeout=LONG_MS)
    (row,) = json.loads(report.read_text(encoding="utf-8"))["pictures"]
    assert row["status"] == "done" and row["output"].endswith("new_x4_bicubic.png")


def test_a_folder_that_cannot_be_looked_through_is_told_and_not_watched(
    page: UpscalePage, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> list[Found]:
        raise OSError("the disk does not answer")

    monkeypatch.setattr("sr_studio.app.upscale.batch_tools.find_pictures", broken)
    told: list[Trouble] = []
    page.context.show_trouble = told.append  # type: ignore[method-assign]
    page.batch.watch(tmp_path)
    qtbot.waitUntil(lambda: bool(told), timeout=LONG_MS)
    assert "the disk does not answer" in told[0].what
    assert not page.batch._timer.isActive()


def test_further_methods_survive_a_restart(
    make_window: MakeWindow, page: UpscalePage, tmp_path: Path, qtbot: QtBot
) -> None:
    more = page.inspector.more_options
    for action in more.also.menu().actions():
        action.setChecked(action.data() == "nearest")
    page = opened(page.window(), three(tmp_path / "in")[:1], qtbot)
    page.worklist.runner.pause(True)
    page.perform("job.start")
    page.window().close_anyway()
    with UpscaleQueue() as queue:
        assert len(queue.items(states=[ItemState.WAITING])) == 2
    again = page_of(make_window())
    (entry,) = again.worklist.entries
    assert entry.state is EntryState.WAITING and len(entry.more) == 1
    again.worklist.runner.pause(False)
    finished(again, qtbot)
    assert names(tmp_path / "out") == ["0_x4_bicubic.png", "0_x4_nearest.png"]
