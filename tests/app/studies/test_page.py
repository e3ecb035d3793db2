"""The Study page in the real window: a study is made, built, watched blind, closed and read."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtWidgets import QLabel, QPushButton, QTableWidget, QWidget
from pytestqt.qtbot import QtBot

from sr_studio.app.studies import work
from sr_studio.app.studies.other_devices import OtherDevices
from sr_studio.app.studies.page import StudyPage
from sr_studio.app.window import MainWindow
from sr_studio.progress import CancelToken, Progress
from sr_studio.studies.errors import StudyError
from sr_studio.studies.simulation.study import simulate_study
from sr_studio.studies.store.folder import StudyFolder
from tests.app.studies.rater import Rater
from tests.support.small_study import REFERENCES, SYSTEMS

WAIT_MS = 90_000


@pytest.fixture
def page(window: MainWindow) -> StudyPage:
    """The Study page of a window."""
    made = window.go("study")
    assert isinstance(made, StudyPage)
    return made


def shows(page: StudyPage, view: QWidget) -> bool:
    return page._stack.currentWidget() is view


def words(widget: QWidget) -> str:
    """Everything a person could read in it."""
    found = [label.text() for label in widget.findChildren(QLabel)]
    for table in widget.findChildren(QTableWidget):
        for row in range(table.rowCount()):
            items = [table.item(row, column) for column in range(table.columnCount())]
            found += [item.text() for item in items if item is not None]
            found += [item.toolTip() for item in items if item is not None]
    for child in widget.findChildren(QWidget):
        found += [child.toolTip(), child.accessibleName(), child.accessibleDescription()]
    return "\n".join(found).lower()


def test_a_study_from_the_wizard_to_the_results(
    window: MainWindow,
    page: StudyPage,
    qtbot: QtBot,
    sit: Callable[..., Rater],
    make_study: Callable[..., StudyFolder],
    tmp_path: Path,
) -> None:
    pictures = tmp_path / "Three"
    shutil.copytree(make_study().path / "hr", pictures)
    ready = tmp_path / "srgan"
    shutil.copytree(make_study().path / "srgan", ready)

    page.empty.buttons["new"].click()
    wizard = page.wizard
    assert wizard is not None
    assert not wizard.next.isEnabled()
    wizard.question.title.setText("Which looks better")
    wizard.question.consent.setChecked(False)
    wizard.next.click()
    assert not wizard.next.isEnabled()
    window.open_paths([pictures])  # dropped anywhere on the window
    assert wizard.references.counts() == {"Three": 3}
    wizard.next.click()
    wizard.systems.add_folder(ready)
    wizard.next.click()
    wizard.people.raters.setValue(2)
    folder = tmp_path / "new study"
    wizard.place.setText(str(folder))
    wizard.question.title.setText("Which looks better to you")
    assert wizard.place.text() == str(folder)
    wizard.next.click()
    qtbot.waitUntil(lambda: shows(page, page.draft), timeout=WAIT_MS)
    assert page.draft.build_button.isEnabled()  # small as it is, it needs no correction
    text = (folder / "study.toml").read_text()
    quick = "\n[golden]\nitems = 'none'\n[stabilising]\nfirst = 0\n"
    quick += "[display]\ngap_ms = 20\nmin_view_ms = 20\nmin_width = 640\nmin_height = 480\n"
    quick += "[self_report]\nfields = []\n"
    (folder / "study.toml").write_text(text + quick)
    page.refresh()
    qtbot.waitUntil(page.draft.build_button.isEnabled, timeout=WAIT_MS)
    assert "points on three" in words(page.draft)

    page.draft.build_button.click()
    assert page.unfinished()
    qtbot.waitUntil(lambda: shows(page, page.dashboard), timeout=WAIT_MS)
    assert page.building is None
    names = ("nearest", "bicubic", "srgan", "original", *REFERENCES)
    assert not [name for name in names if name in words(page.dashboard)]
    assert not page.dashboard.buttons["results"].isEnabled()

    for number in (1, 2):
        rater = sit(StudyFolder(folder), f"R{number}")
        rater.come_in()
        rater.rate_all(lambda step: 1 + step.number % 5)
        rater.window.close()
    page.refresh()
    qtbot.waitUntil(lambda: page.watched.status.complete == 2, timeout=WAIT_MS)  # type: ignore[union-attr]
    assert page.dashboard.raters.rowCount() == 2
    assert not [name for name in names if name in words(page.dashboard)]
    assert not page.dashboard.buttons["results"].isEnabled()
    with pytest.raises(StudyError, match="still blind"):
        work.analyse_study(folder, CancelToken())

    page.dashboard.buttons["close"].click()
    dialog = page.decisions.dialog
    assert dialog is not None
    assert not dialog.agree.isEnabled()
    dialog.reason.setText("both have rated")
    dialog.agree.click()
    qtbot.waitUntil(page.dashboard.buttons["results"].isEnabled, timeout=WAIT_MS)
    assert "both have rated" in words(page.dashboard)
    page.dashboard.buttons["results"].click()
    qtbot.waitUntil(lambda: shows(page, page.results), timeout=WAIT_MS)
    told = words(page.results)
    assert "srgan" in told and "bicubic" in told
    assert "informal" in told
    assert len(page.results.plots) == 1
    window.open_paths([make_study().path])  # while these results are looked at
    assert not page.results.isEnabled()
    qtbot.waitUntil(lambda: page.watched is not None, timeout=WAIT_MS)
    assert shows(page, page.dashboard) and page.dashboard.isEnabled()
    qtbot.waitUntil(lambda: not window.tasks.running, timeout=WAIT_MS)


def test_what_a_report_says_after_another_study_was_opened_is_not_heard(
    page: StudyPage, qtbot: QtBot
) -> None:
    button, report = page.results.report_button, object()
    page.readings._report = report
    page.readings._report_told.emit(report, Progress(1, 10))
    qtbot.waitUntil(lambda: not button.isEnabled(), timeout=WAIT_MS)
    page.readings.forget()
    page.readings._report_told.emit(report, Progress(3, 10))  # by the plate that was under way
    qtbot.wait(20)
    assert button.isEnabled() and button.text() == "Open report"


@pytest.mark.slow
def test_figures_and_report(
    page: StudyPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr("sr_studio.app.studies.readings.show_outside", opened.append)
    simulate_study("acr-hr", tmp_path / "sim", truth="equal", raters=4, references={"pictures": 12})
    page.open_study(tmp_path / "sim")
    qtbot.waitUntil(page.dashboard.buttons["results"].isEnabled, timeout=WAIT_MS)
    for _ in range(2):  # asked for again while the first figures are drawn
        page.readings.analyse(tmp_path / "sim")
        qtbot.waitUntil(lambda: shows(page, page.results), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: "drawing…" not in words(page.results), timeout=3 * WAIT_MS)
    figures = [box for box in page.results.findChildren(QLabel) if not box.pixmap().isNull()]
    assert len(figures) >= 5 and "distribution of the scores" in words(page.results)
    assert page.results.report_button.text() == "Open report"
    page.results.report_button.click()
    assert not page.results.report_button.isEnabled()
    qtbot.waitUntil(lambda: bool(opened), timeout=3 * WAIT_MS)
    assert opened[0].read_text().lstrip().lower().startswith("<!doctype html")
    assert page.results.report_button.isEnabled()


@pytest.mark.slow
def test_the_demonstration_in_one_click(page: StudyPage, qtbot: QtBot) -> None:
    page.empty.buttons["demo"].click()
    qtbot.waitUntil(lambda: shows(page, page.dashboard), timeout=3 * WAIT_MS)
    assert page.folder is not None
    assert page.watched is not None
    assert page.watched.status.raters_planned == 3
    page.dashboard.rate_button.click()
    sitting = page.rating
    assert sitting is not None
    qtbot.wait(4000)
    assert sitting.running  # the rater's screen waits for somebody to sit down
    sitting._process.terminate()
    qtbot.waitUntil(lambda: page.rating is None, timeout=WAIT_MS)


def test_a_double_click_makes_one_demonstration(page: StudyPage, qtbot: QtBot) -> None:
    """Two within a second wanted one folder, and the person read that something was there."""
    page.window().show()
    tasks = page.context.tasks
    qtbot.waitUntil(
        lambda: tasks.open_count == 0, timeout=WAIT_MS
    )  # the window's own, at its start
    page.empty.buttons["demo"].click()
    page.empty.buttons["demo"].click()
    assert tasks.open_count == 1
    qtbot.waitUntil(lambda: page.folder is not None, timeout=WAIT_MS)


def test_a_dropped_study_opens_and_a_folder_without_one_is_named(
    window: MainWindow, page: StudyPage, qtbot: QtBot, make_study: Callable[..., StudyFolder]
) -> None:
    folder = make_study()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(folder.path))])
    assert page.accepts(folder.path)
    window.open_paths([folder.path])
    qtbot.waitUntil(lambda: shows(page, page.dashboard), timeout=WAIT_MS)
    assert not [name for name in SYSTEMS if name in words(page.dashboard).replace("srgan ag", "")]
    assert not page.accepts(folder.path / "hr")
    page.open_or_say([folder.path / "hr"])
    dialog: Any = window.desk.shown
    assert "There is no study in" in dialog.trouble.what


@pytest.fixture
def begun(
    page: StudyPage, qtbot: QtBot, make_study: Callable[..., StudyFolder], sit: Callable[..., Rater]
) -> StudyFolder:
    """A study on the page, of whose pictures somebody has rated one."""
    folder = make_study()
    rater = sit(folder)
    rater.come_in()
    rater.rate(4)
    rater.wait_for_picture(2)
    rater.window.close()
    page.open_study(folder.path)
    qtbot.waitUntil(lambda: shows(page, page.dashboard), timeout=WAIT_MS)
    return folder


def test_unblinding_needs_a_reason_and_is_recorded(
    page: StudyPage, qtbot: QtBot, begun: StudyFolder
) -> None:
    page.dashboard.buttons["unblind"].click()
    dialog = page.decisions.dialog
    assert dialog is not None
    dialog.reason.setText("   ")
    assert not dialog.agree.isEnabled()
    dialog.reason.setText("a look at the pilot")
    dialog.agree.click()
    qtbot.waitUntil(lambda: page.watched.status.state == "unblinded", timeout=WAIT_MS)  # type: ignore[union-attr]
    with begun.open_store() as store:
        assert sorted(store.system_names.values()) == sorted([*SYSTEMS, "original"])
        event = store.study_events()[-1]
    assert (event.kind, event.reason, event.by_role) == (
        "unblinded",
        "a look at the pilot",
        "experimenter",
    )


def test_a_rater_is_left_out_and_taken_back_with_a_reason(
    page: StudyPage, qtbot: QtBot, begun: StudyFolder
) -> None:
    dashboard = page.dashboard
    assert not dashboard.decide_button.isEnabled()
    for word, reason, excluded in (
        ("Exclude…", "looked at a telephone", True),
        ("Include…", "it was somebody else", False),
    ):
        dashboard.raters.selectRow(0)
        assert dashboard.decide_button.text() == word
        dashboard.decide_button.click()
        dialog = page.decisions.dialog
        assert dialog is not None
        assert not dialog.agree.isEnabled()
        dialog.reason.setText(reason)
        dialog.agree.click()

        def decided(now: bool = excluded) -> bool:
            assert page.watched is not None
            return page.watched.status.raters[0].excluded is now

        qtbot.waitUntil(decided, timeout=WAIT_MS)
    with begun.open_store() as store:
        made = [(one.action, one.reason, one.by_role) for one in store.decisions()]
    assert made == [
        ("exclude", "looked at a telephone", "experimenter"),
        ("include", "it was somebody else", "experimenter"),
    ]


def test_the_raters_screen_is_a_program_of_its_own(
    window: MainWindow,
    page: StudyPage,
    qtbot: QtBot,
    make_study: Callable[..., StudyFolder],
    sit: Callable[..., Rater],
) -> None:
    folder = make_study()
    sit(folder).come_in()
    page.open_study(folder.path)
    qtbot.waitUntil(lambda: shows(page, page.dashboard), timeout=WAIT_MS)
    page.rate("R07")  # who sits before a window already, in another process than the new one
    assert page.rating is not None
    qtbot.waitUntil(lambda: window.desk.shown is not None, timeout=WAIT_MS)
    dialog: Any = window.desk.shown
    assert "another window is open for this rater" in dialog.text()
    assert page.rating is None


def test_a_study_that_is_left_does_not_come_back_while_people_rate(
    window: MainWindow, page: StudyPage, qtbot: QtBot, make_study: Callable[..., StudyFolder]
) -> None:
    first, second = make_study().path, make_study().path
    page.open_study(first)
    qtbot.waitUntil(lambda: shows(page, page.dashboard), timeout=WAIT_MS)
    page.serve()
    page.refresh()
    page._head.findChild(QPushButton).click()
    page.empty.buttons["new"].click()
    page._timer.timeout.emit()  # as every few seconds while somebody rates
    qtbot.waitUntil(lambda: not window.tasks.open_count, timeout=WAIT_MS)
    assert page.wizard is not None and shows(page, page.wizard)
    page.wizard.question.title.setText("Typed before another study was opened")

    page.open_study(second)
    qtbot.waitUntil(lambda: shows(page, page.dashboard), timeout=WAIT_MS)
    page.serve()
    windows = page.findChildren(OtherDevices)
    assert [first.name in one.windowTitle() for one in windows] == [True, False]
    assert second.name in windows[1].windowTitle()
    qtbot.waitUntil(lambda: all(one.dashboard.isEnabled() for one in windows), timeout=WAIT_MS)
    assert windows[0].facts["room_link"].text() != windows[1].facts["room_link"].text()
    windows[1].reject()
    assert page._timer.isActive()  # the first is rated still
    windows[0].reject()
    assert not page._timer.isActive()
    page._head.findChild(QPushButton).click()
    page.empty.buttons["new"].click()
    assert page.wizard.question.title.text() == "Typed before another study was opened"


def test_a_study_that_cannot_be_opened_leaves_nothing_of_another_in_its_name(
    window: MainWindow, page: StudyPage, qtbot: QtBot, make_study: Callable[..., StudyFolder]
) -> None:
    page.open_study(make_study().path)
    qtbot.waitUntil(lambda: shows(page, page.dashboard), timeout=WAIT_MS)
    damaged = make_study().path
    (damaged / "manifest.json").write_text("{}")
    page.open_study(damaged)
    qtbot.waitUntil(lambda: window.desk.shown is not None, timeout=WAIT_MS)
    assert shows(page, page.empty) and page.empty.isEnabled()
    assert page.folder is None
