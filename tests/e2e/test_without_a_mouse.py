"""Every page from nothing to the result it is for, by keys alone, in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from PIL import Image
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from sr_studio.app.dialogs.settings_dialog import SettingsDialog
from sr_studio.app.pages import PAGES
from sr_studio.app.settings import SETTINGS, Settings
from sr_studio.app.start import install_translations
from sr_studio.app.studies.rating.forms import RoomPage
from sr_studio.app.studies.work import Findings, tables_of
from sr_studio.app.upscale.entry import EntryState
from sr_studio.app.window import MainWindow
from sr_studio.studies.store.folder import StudyFolder
from sr_studio.upscaling.methods import list_methods
from tests.app.conftest import close_window, opened_window, save_picture
from tests.app.studies.rater import KEYS, Rater
from tests.studies.report.conftest import small_study
from tests.support.hand import WAIT_MS, Hand, listening, spoken_name
from tests.support.names import NAMES
from tests.support.reading import english_in, texts_of
from tests.support.runs import write_run
from tests.support.small_study import build_small_study

_KEY = Qt.Key
_QUICK_RUN = (
    "data.crop = 32",
    "data.batch = 2",
    "validation.held_out = 2",
    "validation.every = 200",
    "schedule.iterations = 400",  # of which the form's budget leaves a hundredth
)


@pytest.fixture(autouse=True)
def _own_home() -> None:
    """The tests of a language share the home of their window."""


@pytest.fixture(scope="module", params=["en", "ko"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def window(
    qapp: QApplication, tmp_path_factory: pytest.TempPathFactory, language: str
) -> Iterator[MainWindow]:
    """One window a language."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SR_STUDIO_HOME", str(tmp_path_factory.mktemp("home")))
        patch.setenv("TORCH_HOME", str(tmp_path_factory.mktemp("torch")))
        patch.setenv("OMP_NUM_THREADS", "1")
        Settings().set("window.language", language)
        translators = install_translations(qapp, language)
        window = opened_window()
        window.activateWindow()
        yield window
        close_window(window)
        for translator in translators:
            qapp.removeTranslator(translator)


@pytest.fixture
def hand(window: MainWindow, qtbot: QtBot) -> Hand:
    qtbot.waitUntil(window.isActiveWindow, timeout=WAIT_MS)
    return Hand(qtbot)


@pytest.fixture
def said() -> Iterator[list[str]]:
    with listening() as sentences:
        yield sentences


@pytest.fixture
def is_spoken(language: str) -> Callable[[str], bool]:
    """Whether words are of the language of the window."""
    return lambda words: bool(re.search("[가-힣]", words)) == (language == "ko")


@pytest.fixture(scope="module")
def built_study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study of three references, once; a rater of each language comes to it."""
    return build_small_study(
        tmp_path_factory.mktemp("study"), consent="", gap_ms=10, min_view_ms=10
    )


def turn_to(window: MainWindow, hand: Hand, page: int) -> Any:
    """The page with this number on the rail."""
    hand.press(_KEY(_KEY.Key_0 + page), ctrl=True)
    return window.page


def test_upscale(
    window: MainWindow,
    hand: Hand,
    said: list[str],
    is_spoken: Callable[[str], bool],
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    page = turn_to(window, hand, 1)
    assert page.empty.isVisible()
    hand.press(_KEY.Key_O, ctrl=True)
    hand.name_files(save_picture(tmp_path / "garden.png", 40, 30))
    qtbot.waitUntil(
        lambda: [entry.state for entry in page.worklist.entries] == [EntryState.READY],
        timeout=WAIT_MS,
    )
    methods = page.inspector.methods
    hand.go_to(methods)
    hand.press(_KEY.Key_End)
    while (before := methods.current()).name != "bicubic":
        hand.press(_KEY.Key_Up)
        assert methods.current() is not before, "the arrows do not come to every method"
    assert is_spoken(hand.push(page.inspector.button))
    (entry,) = page.worklist.entries
    qtbot.waitUntil(lambda: entry.state is EntryState.DONE, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: len(page.stage.viewer.versions) == 2, timeout=WAIT_MS)
    hand.press(_KEY.Key_S, ctrl=True, shift=True)
    hand.name_files(tmp_path / "larger.png")
    qtbot.waitUntil((tmp_path / "larger.png").is_file, timeout=WAIT_MS)
    with Image.open(tmp_path / "larger.png") as larger:
        assert larger.size == (160, 120)
    qtbot.waitUntil(lambda: len(said) >= 2 and "1" in said[-1], timeout=WAIT_MS)  # began, ended


def test_compare(window: MainWindow, hand: Hand, tmp_path: Path, qtbot: QtBot) -> None:
    page = turn_to(window, hand, 2)
    assert not page.viewer.versions
    hand.press(_KEY.Key_O, ctrl=True)
    hand.name_files(*(save_picture(tmp_path / f"{n}.png", 40, 30, seed=n) for n in (1, 2)))
    qtbot.waitUntil(lambda: len(page.viewer.versions) == 2, timeout=WAIT_MS)
    hand.press(_KEY.Key_X)  # split
    assert page.viewer.mode.value == "split"
    hand.press(_KEY.Key_1)
    assert page.viewer.after is page.viewer.versions[0]
    hand.press(_KEY.Key_E, ctrl=True, shift=True)
    hand.name_files(tmp_path / "figure.png")
    qtbot.waitUntil((tmp_path / "figure.png").is_file, timeout=WAIT_MS)


def fill_in(page: Any, hand: Hand, pictures: Path) -> None:
    """A short run, by keys."""
    hand.choose(page.form.recipe_box, "espcn")
    hand.go_to(page.form.folder.edit)
    hand.press(_KEY.Key_A, ctrl=True)
    hand.type(str(pictures))
    hand.go_to(page.form.settings)
    hand.press(_KEY.Key_A, ctrl=True)
    for line in _QUICK_RUN:
        hand.type(line)
        hand.press(_KEY.Key_Return)


def test_a_run_is_filled_in_and_shown(
    window: MainWindow,
    hand: Hand,
    is_spoken: Callable[[str], bool],
    picture_folder: Path,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    page = turn_to(window, hand, 3)
    fill_in(page, hand, picture_folder)
    qtbot.waitUntil(page.form.button.isEnabled, timeout=WAIT_MS)
    hand.go_to(page.form.button)
    assert is_spoken(spoken_name(page.form.button))
    run = write_run(tmp_path / "run", recipe="espcn")
    (run.checkpoints / "000001200.pt").write_bytes(b"state")
    hand.press(_KEY.Key_O, ctrl=True, shift=True)
    hand.name_files(run.path)
    qtbot.waitUntil(page.view.buttons["use"].isEnabled, timeout=WAIT_MS)
    hand.go_to(page.view.buttons["use"])
    assert is_spoken(spoken_name(page.view.buttons["use"]))
    qtbot.waitUntil(lambda: not window.tasks.running, timeout=WAIT_MS)


@pytest.mark.timeout(1200)  # a trainer on a computer with other work to do
# The other language presses the same keys, up to the button that starts, in the test before.
@pytest.mark.parametrize(
    "language", ["en", pytest.param("ko", marks=pytest.mark.slow)], indirect=True
)
def test_train(
    window: MainWindow,
    hand: Hand,
    said: list[str],
    is_spoken: Callable[[str], bool],
    picture_folder: Path,
    qtbot: QtBot,
) -> None:
    page = turn_to(window, hand, 3)
    before = page.watch
    fill_in(page, hand, picture_folder)
    assert is_spoken(hand.push(page.form.button))

    def finished() -> bool:
        status = page.watch.status if page.watch is not before else None
        return status is not None and status.state == "finished"

    qtbot.waitUntil(finished, timeout=2 * WAIT_MS)
    qtbot.waitUntil(lambda: "4 / 4" in said[-1] if said else False, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: window.status.queue.text() == "", timeout=WAIT_MS)
    box = page.view.checkpoint_box
    qtbot.waitUntil(lambda: box.width() >= box.sizeHint().width(), timeout=WAIT_MS)
    assert is_spoken(hand.push(page.view.buttons["use"]))
    qtbot.waitUntil(lambda: window.page is not page, timeout=WAIT_MS)
    chosen = cast(Any, window.page).inspector
    qtbot.waitUntil(lambda: chosen.method.name == "espcn-x4-2", timeout=WAIT_MS)


def test_evaluate(
    window: MainWindow,
    hand: Hand,
    said: list[str],
    is_spoken: Callable[[str], bool],
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    page = turn_to(window, hand, 4)
    assert page.measuring is None
    pictures = tmp_path / "two"
    pictures.mkdir()
    for number in (1, 2):
        save_picture(pictures / f"{number}.png", 48, 40, seed=number)
    hand.press(_KEY.Key_O, ctrl=True, shift=True)
    hand.name_files(pictures)
    assert page.form.folders.folders() == (pictures,)
    methods = page.form.methods
    hand.go_to(methods.list)
    hand.press(_KEY.Key_Home)
    items = [methods.list.item(row) for row in range(methods.list.count())]
    rows = [row for row, item in enumerate(items) if item.flags() & Qt.ItemFlag.ItemIsEnabled]
    for row in rows:
        item = methods.list.currentItem()
        wanted = item.data(Qt.ItemDataRole.UserRole) == "bicubic"
        if (item.checkState() == Qt.CheckState.Checked) != wanted:
            hand.press(_KEY.Key_Space)
        assert methods.list.currentRow() == row
        hand.press(_KEY.Key_Down)
    assert methods.chosen() == ("bicubic",)
    assert is_spoken(hand.push(page.form.button))
    qtbot.waitUntil(
        lambda: page.measuring is not None and not page.measuring.running, timeout=WAIT_MS
    )
    assert len(page.view.result.images) == 2
    assert len(said) >= 2 and str(page.measuring.file) in said[-1]
    hand.press(_KEY.Key_S, ctrl=True, shift=True)
    hand.name_files(tmp_path / "table.csv")
    qtbot.waitUntil((tmp_path / "table.csv").is_file, timeout=WAIT_MS)


def test_a_study_is_made(
    window: MainWindow,
    hand: Hand,
    is_spoken: Callable[[str], bool],
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    page = turn_to(window, hand, 5)
    pictures = tmp_path / "Two"
    pictures.mkdir()
    for number in (1, 2):
        save_picture(pictures / f"{number}.png", 48, 40, seed=number)
    assert is_spoken(hand.push(page.empty.buttons["new"]))
    wizard = page.wizard
    for line, text in (
        (wizard.question.title, "Which looks better"),
        (wizard.question.contact, "the laboratory"),
        (wizard.question.retention, "ten years here"),
    ):
        hand.go_to(line)
        hand.type(text)
    assert is_spoken(hand.push(wizard.next))
    add, *_ = wizard.references.findChildren(QPushButton)
    assert is_spoken(hand.push(add))
    hand.name_files(pictures)
    assert wizard.references.counts() == {"Two": 2}
    hand.push(wizard.next)
    hand.push(wizard.next)
    hand.go_to(wizard.place)
    hand.press(_KEY.Key_A, ctrl=True)
    hand.type(str(tmp_path / "study"))
    assert is_spoken(hand.push(wizard.next))
    qtbot.waitUntil(page.draft.isVisible, timeout=WAIT_MS)
    assert (tmp_path / "study" / "study.toml").is_file()


def test_a_study_is_opened_and_rated(
    window: MainWindow,
    hand: Hand,
    built_study: Path,
    is_spoken: Callable[[str], bool],
    qtbot: QtBot,
) -> None:
    page = turn_to(window, hand, 5)
    hand.press(_KEY.Key_O, ctrl=True, shift=True)
    hand.name_files(built_study)
    qtbot.waitUntil(page.dashboard.isVisible, timeout=WAIT_MS)
    before = page.watched.status.ratings
    # The button starts a program of its own; here the same screen is opened in this one.
    hand.go_to(page.dashboard.rate_button)
    rater = Rater(qtbot, StudyFolder(built_study), None)
    try:
        rate(rater, hand, qtbot)
    finally:
        rater.leave()
    hand.come_back(window)
    assert is_spoken(hand.push(page.dashboard.buttons["refresh"]))
    qtbot.waitUntil(lambda: page.watched.status.ratings > before, timeout=WAIT_MS)


def rate(rater: Rater, hand: Hand, qtbot: QtBot) -> None:
    """Read every page and rate every picture, by Enter and digits."""
    hand.come_back(rater.window)
    rated = 0
    while True:
        rater.settle()
        page = rater.page
        if page is None:
            rater.wait_to_rate()
            rated += 1
            hand.press(KEYS[1 + rated % 5])
            continue
        if rated:
            return
        if isinstance(page, RoomPage):
            hand.go_to(page.light)
            hand.press(_KEY.Key_Down)
        assert page.main_button is not None
        qtbot.waitUntil(page.main_button.isEnabled, timeout=WAIT_MS)
        hand.press(_KEY.Key_Return)
        qtbot.waitUntil(lambda was=page: rater.page is not was, timeout=WAIT_MS)


def test_settings(window: MainWindow, hand: Hand, qtbot: QtBot) -> None:
    hand.press(_KEY.Key_Comma, ctrl=True)
    dialog = cast(SettingsDialog, window.desk.shown)
    qtbot.waitUntil(dialog.isActiveWindow, timeout=WAIT_MS)
    (theme,) = (setting for setting in SETTINGS if setting.id == "window.theme")
    hand.go_to(dialog.search)
    hand.type(QCoreApplication.translate("Settings", theme.label))
    box = dialog.editors["window.theme"]
    assert box.isVisible() and not dialog.editors["engine.device"].isVisible()
    hand.choose(cast(Any, box), "contrast")
    assert window.context.settings.get("window.theme") == "contrast"
    assert window.context.theme.name == "contrast"
    hand.press(_KEY.Key_Escape)
    hand.come_back(window)


def test_doctor(
    window: MainWindow, hand: Hand, is_spoken: Callable[[str], bool], qtbot: QtBot
) -> None:
    page = turn_to(window, hand, 6)
    qtbot.waitUntil(lambda: bool(page.findings), timeout=WAIT_MS)
    hand.go_to(page.area)  # from where the arrows scroll it
    assert is_spoken(hand.push(page.copy))
    assert "SR Studio: " in QApplication.clipboard().text()


def test_nothing_is_in_the_other_language(window: MainWindow, language: str) -> None:
    """Every page after its work is done, the results of a study, and the largest dialogs."""
    pages: dict[str, Any] = {page.id: window.go(page.id) for page in PAGES}
    results = small_study(title="SRGAN")
    pages["study"].results.show_findings(Findings(results, tables_of(results)))
    texts = list(texts_of(window))
    for opened in (window.desk.settings, window.desk.keys, window.desk.own_keys):
        opened()
        assert window.desk.shown is not None
        texts += texts_of(window.desk.shown)
        window.desk.shown.close()
    names = {*NAMES, *(method.title for method in list_methods())}
    names |= {str(finding["said"]) for finding in pages["doctor"].findings}
    names |= {window.status.device.text()} - {""}
    if language == "ko":
        assert english_in(texts, names) == set()
    else:
        assert {text for text in texts if re.search("[가-힣]", text)} <= {"한국어"}
    told = [QCoreApplication.translate("Pages", page.title) for page in PAGES]
    assert set(told) <= set(texts)
