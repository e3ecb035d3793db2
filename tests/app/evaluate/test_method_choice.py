"""The list of methods: models of another scale, pairs and their points, folders of SR pictures."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from sr_studio.app.evaluate.method_choice import MethodChoice
from sr_studio.evaluation.request import Interpolation
from sr_studio.upscaling.methods import METHODS, Method
from sr_studio.zoo.card import ModelCard


def model(name: str, scale: int, **facts: str) -> Method:
    card = ModelCard(name=name, architecture="rrdbnet", scale=scale, **facts)
    return Method(name, name.upper(), "", "model", scale, card)


@pytest.fixture
def choice(qtbot: QtBot) -> MethodChoice:
    made = MethodChoice()
    qtbot.addWidget(made)
    made.set_scale(4)
    faithful = model("rrdb", 4, pair="esrgan", role="faithful")
    detailed = model("esrgan", 4, pair="rrdb", role="detailed")
    made.show_methods([*METHODS, faithful, detailed, model("espcn", 3)])
    return made


def test_models_of_another_scale_are_grey_and_not_measured(choice: MethodChoice) -> None:
    assert choice.chosen() == ("bicubic", "rrdb")
    choice.set_scale(3)
    assert choice.chosen() == ("bicubic",)
    for row in range(choice.list.count()):
        choice.list.item(row).setCheckState(Qt.CheckState.Checked)
    assert choice.chosen() == ("nearest", "bilinear", "bicubic", "lanczos", "espcn", "hr")


def test_what_is_checked_stays_so_while_another_scale_is_shown(choice: MethodChoice) -> None:
    choice.set_scale(3)
    choice.show_methods([*METHODS, model("rrdb", 4), model("espcn", 3)])
    choice.set_scale(4)
    assert choice.chosen() == ("bicubic", "rrdb")


def test_points_between_a_pair_are_methods_of_their_own(choice: MethodChoice) -> None:
    assert choice.blend() is None
    choice.pairs.setCurrentIndex(1)
    assert choice.blend() == Interpolation("rrdb", "esrgan", (0.2, 0.5, 0.8))
    choice.set_scale(4)
    assert choice.blend() is not None
    choice.points.setText("0.3 2")
    assert choice.blend() is None
    assert "0 to 1" in choice.problem()
    choice.points.setText("0.3")
    for row in range(choice.list.count()):
        choice.list.item(row).setCheckState(Qt.CheckState.Unchecked)
    assert choice.problem() == ""
    choice.set_scale(3)
    assert choice.blend() is None  # the pair was made for the other scale
    assert choice.problem()


def test_a_folder_of_sr_pictures_stays_when_the_models_are_read_again(
    choice: MethodChoice, tmp_path: Path
) -> None:
    choice.add_folder(tmp_path)
    choice.add_folder(tmp_path)
    choice.show_methods(METHODS)
    assert choice.chosen() == ("bicubic", str(tmp_path))
    assert choice.titles()[tmp_path.name] == tmp_path.name
