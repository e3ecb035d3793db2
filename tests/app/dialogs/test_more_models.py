"""The dialog that finds and fetches models, with real child processes and a local server."""

from __future__ import annotations

import io
import json
from collections.abc import Callable

from PIL import Image
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from sr_studio import paths
from sr_studio.app.dialogs.more_models import MoreModels
from sr_studio.app.settings import SETTINGS
from sr_studio.app.window import MainWindow
from sr_studio.hub.permission import SETTING, network_allowed
from sr_studio.hub.store import keep_index
from sr_studio.zoo import catalogue
from tests.app.conftest import LONG_MS
from tests.hub.conftest import entry, model_bytes, offer, server
from tests.support import web
from tests.support.web import Server

__all__ = ["model_bytes", "server"]  # fixtures


def opened(window: MainWindow) -> MoreModels:
    window.perform("file.more_models")
    return window.findChildren(MoreModels)[-1]


def press(qtbot: QtBot, dialog: MoreModels, button: object) -> None:
    """Press a button and wait until its child process has ended."""
    with qtbot.waitSignal(dialog._child.ended, timeout=2 * LONG_MS):  # it imports torch
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_from_asking_to_a_method_in_the_list(
    qtbot: QtBot, make_window: Callable[..., MainWindow], server: Server, model_bytes: bytes
) -> None:
    offer(server, model_bytes)
    small = io.BytesIO()
    Image.new("RGB", (8, 6), "red").save(small, "PNG")
    server.answers |= {"/lr.png": web.whole(small.getvalue())}
    server.answers |= {"/sr.png": web.whole(small.getvalue())}
    window = make_window()
    dialog = opened(window)
    assert dialog.said.text().startswith("127.0.0.1 keeps a public list")
    assert server.asked == [], "nothing before it is asked for"
    press(qtbot, dialog, dialog.ask)
    assert dialog.shown() == [], "none of the short list is in this index"
    dialog.words.setText("web")
    assert dialog.shown() == ["4x-tiny"]
    assert dialog.list.item(0).text() == "Tiny Web  ×4  · not for commercial use"
    about = dialog.about.text()
    assert "Author: one, two" in about
    assert "Licence: CC-BY-NC-4.0 (not for commercial use)" in about
    assert f"Size: {len(model_bytes) / 1e6:.1f} MB" in about
    press(qtbot, dialog, dialog.examples)
    assert dialog.pictures.pixmap().width() > 0
    press(qtbot, dialog, dialog.fetch)
    assert dialog.said.text() == "4x-tiny is in the list of methods."
    assert catalogue.find("4x-tiny").origin == "own"
    method = window.page.inspector.method  # type: ignore[union-attr]
    assert method.name == "4x-tiny"
    dialog.close()


def test_examples_are_those_of_the_model_that_is_looked_at(
    qtbot: QtBot, make_window: Callable[..., MainWindow], server: Server, model_bytes: bytes
) -> None:
    for name, width in (("/lr.png", 8), ("/sr.png", 32), ("/sr0.png", 64)):
        small = io.BytesIO()
        Image.new("RGB", (width, width), "red").save(small, "PNG")
        server.answers[name] = web.whole(small.getvalue())
    pairs = [("/gone.png", "/sr0.png"), ("/lr.png", "/sr.png")]
    pictures = [{"type": "paired", "LR": lr, "SR": sr} for lr, sr in pairs]
    both = {
        f"4x-{name}": entry(
            server.url("/tiny.pth"), model_bytes, name=f"Tiny {name}", images=images
        )
        for name, images in (("one", pictures), ("two", pictures[1:]))
    }
    keep_index(json.dumps(both).encode())
    dialog = opened(make_window())
    dialog.words.setText("tiny")
    with qtbot.waitSignal(dialog._child.ended, timeout=2 * LONG_MS):
        dialog.examples.click()
        dialog.list.setCurrentRow(1)
    assert dialog.pictures.pixmap().isNull(), "they are of the model that was looked at before"
    press(qtbot, dialog, dialog.examples)
    side = dialog.pictures.pixmap().height()
    assert dialog.pictures.pixmap().width() == 2 * side
    dialog.list.setCurrentRow(0)
    press(qtbot, dialog, dialog.examples)
    assert dialog.pictures.pixmap().width() == side, "an LR that is not there has no partner"
    dialog.close()


def test_failures_are_sentences_and_cancelling_is_none(
    qtbot: QtBot, make_window: Callable[..., MainWindow], server: Server, model_bytes: bytes
) -> None:
    data = json.dumps({"4x-tiny": entry(server.url("/tiny.pth"), model_bytes)}).encode()
    server.answers["/tiny.pth"] = web.whole(model_bytes[::-1])
    keep_index(data)
    dialog = opened(make_window())
    dialog.words.setText("tiny")
    press(qtbot, dialog, dialog.fetch)
    assert "its SHA-256 is another" in dialog.said.text()
    server.answers["/tiny.pth"] = web.silent
    dialog.fetch.click()
    qtbot.waitUntil(lambda: len(server.asked) == 2, timeout=LONG_MS)
    press(qtbot, dialog, dialog.cancel)
    assert dialog.said.text() == ""
    assert dialog.fetch.isEnabled()
    folder = paths.user_models_dir()
    assert not folder.exists() or not list(folder.iterdir())
    dialog.close()


def test_settings_can_switch_it_off(
    qtbot: QtBot, make_window: Callable[..., MainWindow], server: Server, model_bytes: bytes
) -> None:
    assert SETTING in [setting.id for setting in SETTINGS]
    window = make_window()
    window.context.settings.set(SETTING, False)
    assert not network_allowed(), "the command line reads the same"
    offer(server, model_bytes)
    keep_index(json.dumps({"4x-tiny": entry(server.url("/a"), model_bytes)}).encode())
    dialog = opened(window)
    assert "switched off" in dialog.said.text()
    dialog.words.setText("tiny")
    assert not dialog.ask.isEnabled()
    assert not dialog.fetch.isEnabled()
    assert not dialog.examples.isEnabled()
    assert server.asked == []
    dialog.close()


def test_what_cannot_be_checked_is_not_fetched(
    make_window: Callable[..., MainWindow], server: Server
) -> None:
    keep_index(
        json.dumps({"4x-tiny": entry(server.url("/a"), b"x", file={"sha256": None})}).encode()
    )
    dialog = opened(make_window())
    dialog.words.setText("tiny")
    assert "no SHA-256" in dialog.about.text()
    assert not dialog.fetch.isEnabled()
    dialog.close()
