"""The list of methods by purpose, and what it says where a method would amplify damage."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sr_studio import paths
from sr_studio.app.dialogs.more_models import MoreModels
from sr_studio.app.upscale.inspector import Inspector
from sr_studio.app.window import MainWindow
from sr_studio.upscaling.methods import default_method
from sr_studio.zoo.saving import save_model
from tests.app.conftest import LONG_MS, close_window, save_picture
from tests.zoo.conftest import make_model


def inspector_of(window: MainWindow) -> Inspector:
    return window.page.inspector  # type: ignore[union-attr]


def own_model(name: str, purpose: str) -> None:
    model = make_model("rrdbnet", name, purpose=purpose, title=name.title())
    paths.user_models_dir().mkdir(parents=True, exist_ok=True)
    save_model(paths.user_models_dir() / f"{name}.safetensors", model.module, model.card)


def jpeg(tmp_path: Path, quality: int) -> Path:
    path = tmp_path / f"q{quality}.jpg"
    picture = Image.open(save_picture(tmp_path / "big.png", 96, 80))
    picture.save(path, quality=quality)
    return path


def test_models_are_grouped_and_keys_pass_over_headings(window: MainWindow, qtbot: QtBot) -> None:
    own_model("camera", "photograph")
    inspector = inspector_of(window)
    inspector.refresh_methods()
    rows = [inspector.methods._list.item(row) for row in range(inspector.methods._list.count())]
    headings = [row.text() for row in rows if not row.flags()]
    shipped = ["Clean pictures", "The papers' networks, for study", "Interpolations"]
    assert [each for each in headings if each in shipped] == shipped
    assert headings[0] == "Photographs as they are"
    second = rows.index(next(row for row in rows if row.text() == headings[1]))
    assert "Camera  ×4" in [row.text() for row in rows[1:second]]
    inspector.methods.choose("camera")
    before = inspector.method
    qtbot.keyClick(inspector.methods._list, Qt.Key.Key_Down)
    assert inspector.method not in (None, before)


def test_words_come_first_and_nothing_moves(window: MainWindow) -> None:
    methods = inspector_of(window).methods
    tops = set()
    for method in methods.methods():
        methods.choose(method.name)
        QApplication.processEvents()
        tops.add((methods._arrow.y(), methods.height()))
        assert not methods._figures.isVisible()
    assert len(tops) == 1
    methods.choose("esrgan6-x4")
    assert "For sharp pictures without noise or JPEG blocks." in methods._words.text()
    assert "PSNR" not in methods._words.text()
    methods._arrow.click()
    assert methods._figures.isVisible()
    assert "PSNR_Y" in methods._figures.text()
    assert "for research" not in methods._figures.text()
    methods.choose("espcn-x4")
    assert "for research: BSDS400, T91" in methods._figures.text()


def test_the_chosen_method_stays_in_sight_when_the_window_becomes_low(
    window: MainWindow, qtbot: QtBot
) -> None:
    methods = inspector_of(window).methods
    last = methods.methods()[-1].name
    methods.choose(last)
    window.resize(1280, 620)
    rows = methods._list

    def in_sight() -> bool:
        return rows.viewport().rect().contains(rows.visualItemRect(rows.currentItem()))

    methods.spare_height(1000)
    qtbot.waitUntil(in_sight, timeout=LONG_MS)


def test_how_long_here_stands_beside_the_method(window: MainWindow) -> None:
    methods = inspector_of(window).methods
    methods.tell_times({"bicubic": 75.0, "esrgan6-x4": None})
    texts = [methods._list.item(row).text() for row in range(methods._list.count())]
    assert "Bicubic  ·  1 min 15 s" in texts
    assert sum("·" in text for text in texts) == 1


def test_a_strong_jpeg_gets_one_sentence_and_a_way_out(
    make_window: Callable[..., MainWindow], qtbot: QtBot, tmp_path: Path
) -> None:
    own_model("camera", "photograph")
    window = make_window()
    inspector = inspector_of(window)
    inspector.methods.choose("srresnet-x4")
    window.open_paths([jpeg(tmp_path, 40)])
    qtbot.waitUntil(lambda: inspector.damage.isVisible(), timeout=LONG_MS)
    assert inspector.damage.text.startswith("A")
    assert "quality 40: SRResNet ×4 makes texture of" in inspector.damage.text
    assert inspector.method is not None
    assert inspector.method.name == "srresnet-x4", "who chose keeps the choice"
    button = inspector.damage._change
    assert button.text().startswith("Use ")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert inspector.method.purpose == "photograph"
    assert not inspector.damage.isVisible()


def test_the_way_out_is_for_the_scale_that_is_set(
    make_window: Callable[..., MainWindow], qtbot: QtBot, tmp_path: Path
) -> None:
    window = make_window()
    inspector = inspector_of(window)
    window.open_paths([jpeg(tmp_path, 40)])
    for scale, name in (("×2", "photo-x2"), ("×3", "photo-x4")):
        inspector.methods.choose("srresnet-x4")
        inspector.scale_box.setCurrentText(scale)
        qtbot.waitUntil(lambda: inspector.damage.isVisible(), timeout=LONG_MS)
        inspector.damage._change.click()
        assert inspector.method is not None
        assert inspector.method.name == name
        assert inspector.scale_box.currentText() == scale


def test_a_fine_picture_gets_none_and_who_chose_nothing_gets_the_photograph_model(
    make_window: Callable[..., MainWindow], qtbot: QtBot, tmp_path: Path
) -> None:
    window = make_window()
    inspector = inspector_of(window)
    assert window.context.settings.get("upscale.method") == "", "the default is nobody's choice"
    assert inspector.method == default_method()
    own_model("camera", "photograph")
    inspector.refresh_methods()
    smooth = tmp_path / "smooth.png"
    Image.radial_gradient("L").convert("RGB").save(smooth)
    window.open_paths([smooth])
    qtbot.waitUntil(lambda: inspector.damage.damage is not None, timeout=LONG_MS)
    assert not inspector.damage.isVisible()
    assert inspector.method == default_method()
    window.open_paths([jpeg(tmp_path, 95)])
    qtbot.waitUntil(
        lambda: bool(inspector.damage.damage and inspector.damage.damage.jpeg_quality),
        timeout=LONG_MS,
    )
    assert inspector.method is not None
    assert inspector.method.purpose == "photograph"
    assert window.context.settings.get("upscale.method") == ""


def test_who_picks_a_model_gets_it_and_not_its_partner(
    make_window: Callable[..., MainWindow], tmp_path: Path
) -> None:
    window = make_window()
    inspector = inspector_of(window)
    inspector.methods.choose("srresnet-x4")
    assert inspector.detail.value == 0 and inspector.request().detail is None
    inspector.detail.set_value(0.4)
    inspector.refresh_methods()
    assert inspector.request().detail == 0.4, "a list that is read anew is nobody's choice"
    inspector.methods.choose("bicubic")
    inspector.methods.choose("photo-x4")
    assert inspector.detail.value == 1 and inspector.request().detail is None
    for action in inspector.more_options.also.menu().actions():
        action.setChecked(action.data() in ("photo-psnr-x4", "srresnet-x4", "srgan-vgg22-x4"))
    assert {one.method: one.detail for one in inspector.requests()} == {
        "photo-x4": None,
        "photo-psnr-x4": None,
        "srresnet-x4": None,
        "srgan-vgg22-x4": None,
    }


def test_the_slider_is_kept_for_the_next_start(make_window: Callable[..., MainWindow]) -> None:
    first = make_window()
    inspector_of(first).methods.choose("srresnet-x4")
    inspector_of(first).detail._slider.setValue(7)
    first.close()
    assert inspector_of(make_window()).request().detail == 0.35


def test_without_a_model_for_photographs_more_are_offered(
    make_window: Callable[..., MainWindow], qtbot: QtBot, tmp_path: Path
) -> None:
    window = make_window()
    inspector = inspector_of(window)
    inspector.methods.choose("esrgan6-x4")
    window.open_paths([jpeg(tmp_path, 30)])
    qtbot.waitUntil(lambda: inspector.damage.isVisible(), timeout=LONG_MS)
    others = [m for m in inspector.methods.methods() if m.purpose != "photograph"]
    inspector.damage.judge(inspector.method, others, 4)
    assert inspector.damage._change.text() == "More models…"
    inspector.damage._change.click()
    (dialog,) = window.findChildren(MoreModels)
    dialog.close()


def test_who_chose_no_method_gets_the_one_made_for_the_scale(
    make_window: Callable[..., MainWindow],
) -> None:
    window = make_window()
    inspector = inspector_of(window)
    assert inspector.method is not None and inspector.method.name == "photo-x4"
    inspector.scale_box.setCurrentText("×2")
    assert (inspector.method.name, inspector.scale) == ("photo-x2", 2)
    inspector.scale_box.setCurrentText("×3")
    assert (inspector.method.name, inspector.scale) == ("photo-x4", 3)
    close_window(window)
    inspector = inspector_of(make_window())
    assert (inspector.method.name, inspector.scale) == ("photo-x4", 3)  # type: ignore[union-attr]
    inspector.methods.choose("esrgan6-x4")
    assert inspector.scale == 4
    inspector.scale_box.setCurrentText("×2")
    assert (inspector.method.name, inspector.scale) == ("esrgan6-x4", 2)  # type: ignore[union-attr]
