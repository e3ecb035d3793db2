"""The form of a new run: the folder, what it costs, all keys, and what would fit."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QDialogButtonBox, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from sr_studio.app.training.page import TrainingPage
from sr_studio.app.window import MainWindow
from sr_studio.training.cost import Cost
from tests.app.conftest import LONG_MS


@pytest.fixture
def page(window: MainWindow) -> TrainingPage:
    made = window.go("train")
    assert isinstance(made, TrainingPage)
    return made


def test_a_folder_is_told_about_and_what_does_not_fit_is_mended_by_a_button(
    page: TrainingPage, picture_folder: Path, qtbot: QtBot
) -> None:
    form = page.form
    form.recipe_box.setCurrentText("espcn")
    form.take_data(picture_folder)
    qtbot.waitUntil(lambda: "12 too small" in form.folder.said.text(), timeout=LONG_MS)
    assert not form.button.isEnabled()
    assert "00.png: smaller than a crop" in form.folder.said.toolTip()
    (smaller,) = form.fixes.buttons
    assert smaller.text() == "Set data.crop to 60"
    smaller.click()
    assert "data.crop=60" in form.words()
    assert "12 usable" in form.folder.said.text()
    assert "cannot fill a batch" in form.problem.text()
    assert [button.text() for button in form.fixes.buttons] == [
        "Set data.batch to 9",
        "Set data.distinct to false",
    ]
    form.fixes.buttons[0].click()
    assert form.button.isEnabled()
    assert not form.fixes.isVisible()
    form.held_out.setValue(2)
    assert "validation.held_out=2" in form.words()
    assert "2 kept back" in form.folder.said.text()
    form.change("data.crop=33")
    assert [button.text() for button in form.fixes.buttons] == [
        "Set data.crop to 32",
        "Set data.crop to 36",
    ]


def test_a_trial_makes_hours_choosable(
    page: TrainingPage, picture_folder: Path, qtbot: QtBot
) -> None:
    form, rows = page.form, page.form.budget
    form.recipe_box.setCurrentText("espcn")
    form.take_data(picture_folder)
    form.settings.setPlainText("data.crop=32\ndata.batch=4")
    qtbot.waitUntil(lambda: "usable" in form.folder.said.text(), timeout=LONG_MS)
    assert not rows.hours.isEnabled()
    with qtbot.waitSignal(rows.child.measured, timeout=LONG_MS) as caught:
        rows.try_out(form.words(), seconds=0.2)
    cost = caught.args[0]
    assert isinstance(cost, Cost)
    assert rows.hours.isEnabled()
    assert "it/s" in rows.cost.text() and "GB" in rows.cost.text()
    rows.hours.setValue(2.0)
    assert cost.hours(form.recipe()) == pytest.approx(2.0, rel=0.05)


def test_a_trial_that_fails_says_why(page: TrainingPage, tmp_path: Path, qtbot: QtBot) -> None:
    form = page.form
    form.recipe_box.setCurrentText("espcn")
    form.take_data(tmp_path)
    with qtbot.waitSignal(form.budget.child.failed, timeout=LONG_MS):
        form.budget.try_out(form.words())
    assert "holds no picture" in form.budget.cost.text()


def test_all_keys_are_changed_in_a_table(page: TrainingPage) -> None:
    form = page.form
    form.settings.setPlainText("data.batch = 8")
    keys = form.show_keys()
    assert keys is not None
    items = {item.text(0): item for item in keys.items}
    batch, crop = items["data.batch"], items["data.crop"]
    said = [batch.text(column) for column in (1, 2, 3)]
    assert said == ["8", "16", "Sec. 3.2: 16, of distinct training images"]
    crop.setText(1, "33")
    ok = keys.buttons.button(QDialogButtonBox.StandardButton.Ok)
    assert not ok.isEnabled()
    assert "not a multiple" in keys.problem.text()
    crop.setText(1, "64")
    keys.search.setText("learning rate start")
    assert not items["optimiser.lr"].isHidden()
    assert crop.isHidden()
    assert ok.isEnabled()
    index = keys.table.indexFromItem(items["data.lr"], 1)
    delegate = keys.table.itemDelegate()
    editor = delegate.createEditor(keys.table.viewport(), QStyleOptionViewItem(), index)
    assert isinstance(editor, QComboBox)
    assert editor.count() == 6  # the kinds of LR that data.lr knows
    editor.setCurrentText("bicubic-double")
    delegate.setModelData(editor, keys.table.model(), index)
    ok.click()
    assert form.settings.toPlainText().splitlines() == [
        "data.crop=64",
        "data.batch=8",
        "data.lr=bicubic-double",
    ]


def test_the_keys_of_a_recipe_with_faults_are_told_instead_of_shown(
    page: TrainingPage, tmp_path: Path
) -> None:
    told: list[object] = []
    page.context.show_trouble = told.append
    recipe = tmp_path / "faulty.toml"
    recipe.write_text('name = "x"\n[network]\narchitecture = "srresnet"\n[data]\ncrop = 33\n')
    page.form.take_recipe(recipe)
    page.form.keys_button.click()
    (trouble,) = told
    assert "not a multiple" in str(trouble)
