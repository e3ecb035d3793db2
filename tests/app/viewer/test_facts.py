"""Values and scores on the picture, by keys, in the real window."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from sr_studio.app.viewer import facts
from sr_studio.app.viewer.content import Mode
from sr_studio.app.viewer.facts import FactsTool
from sr_studio.app.viewer.overlay import TextOverlay
from sr_studio.app.viewer.perceptual import _stored
from sr_studio.app.viewer.pyramid import Pyramid, build
from sr_studio.app.viewer.version import Version
from sr_studio.app.viewer.viewer import Viewer
from sr_studio.app.window import MainWindow
from sr_studio.comparison.parts import Box
from sr_studio.comparison.registration import Registration
from sr_studio.comparison.scores import measure
from sr_studio.engine.pixels import PixelFile
from sr_studio.errors import Cancelled, StudioError
from sr_studio.metrics.lpips import load_lpips, lpips_distance
from sr_studio.paths import user_weights_dir
from sr_studio.progress import CancelToken
from tests.app.conftest import LONG_MS
from tests.app.viewer.test_tools import viewer
from tests.app.viewer.test_viewer import flat

__all__ = ["viewer"]

Key = Qt.Key
ALT, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier


def texts(viewer: Viewer) -> str:
    """What is written on the picture."""
    return viewer.findChild(TextOverlay).label.text()


def test_values_of_every_version_are_those_under_the_pointer(
    viewer: Viewer, window: MainWindow, qtbot: QtBot
) -> None:
    board = np.zeros((4, 4, 3), np.uint8)
    board[1, 2] = (7, 8, 9)
    viewer.show_versions([Version("board", build(board)), flat((200, 0, 0), 8, 8)])
    viewer.set_mode(Mode.SINGLE)
    qtbot.keyClick(window, Key.Key_I)
    pane = viewer.panes[0]
    x, y = viewer.state.to_view((5.5 / 8, 2.5 / 8), pane.view_size())

    def pointed_at() -> bool:
        # Again where the window, which has just come, was told that the pointer is elsewhere.
        qtbot.mouseMove(pane, QPoint(round(x) + 3, round(y)))
        qtbot.mouseMove(pane, QPoint(round(x), round(y)))
        return texts(viewer).startswith("x 5  y 2\n")

    qtbot.waitUntil(pointed_at)
    lines = texts(viewer).splitlines()
    assert lines[1].split(":")[1].split() == ["7", "8", "9"]
    assert lines[2].split(":")[1].split() == ["200", "0", "0"]
    viewer.versions[0].registration = Registration(right=0.5)
    assert viewer.versions[0].values_at((0.1, 0.5), (8, 8)) is None
    qtbot.keyClick(window, Key.Key_I)
    assert not viewer.findChild(TextOverlay).isVisible()


def test_scores_of_the_whole_and_of_the_region(
    viewer: Viewer, window: MainWindow, qtbot: QtBot
) -> None:
    random = np.random.default_rng(2)
    hr = random.integers(0, 256, (60, 60, 3), dtype=np.uint8)
    sr = np.clip(hr + random.integers(-9, 10, hr.shape), 0, 255).astype(np.uint8)
    sr[:, 30:] = hr[:, 30:]
    names = ("HR", "LR", "SR")
    pictures = (hr, hr[::4, ::4], sr)
    viewer.show_versions([Version(n, build(p)) for n, p in zip(names, pictures, strict=True)])
    qtbot.keyClick(window, Key.Key_E)
    qtbot.waitUntil(lambda: "dB" in texts(viewer), timeout=30_000)
    assert measure(hr, sr, shave=4).text() in texts(viewer)
    assert "original has 60×60" in texts(viewer)
    half = Box(0, 0, 0.5, 1)
    viewer.set_region(half)
    wanted = measure(hr, sr, region=half).text()
    qtbot.waitUntil(lambda: wanted in texts(viewer), timeout=30_000)
    assert viewer.captions == {viewer.versions[2].number: wanted}
    viewer.set_region(None)
    tiny = hr[:8, :8], hr[:1, :1]  # without its border nothing of it is left
    viewer.show_versions([Version(n, build(p)) for n, p in zip(names, tiny, strict=False)])
    qtbot.waitUntil(lambda: "original has 8×8" in texts(viewer), timeout=30_000)


def test_captions_are_of_the_question_that_was_asked_last(
    viewer: Viewer, window: MainWindow, qtbot: QtBot
) -> None:
    hr = np.random.default_rng(2).integers(0, 240, (60, 60, 3), dtype=np.uint8)
    wanted = (np.full_like(hr, 9), hr + np.uint8(9), hr)
    a, b, c = (Version(name, build(pixels)) for name, pixels in zip("abc", wanted, strict=True))
    viewer.show_versions([a, b, c])
    qtbot.keyClick(window, Key.Key_E)
    assert viewer.captions == {}
    qtbot.waitUntil(lambda: set(viewer.captions) == {b.number, c.number}, timeout=30_000)
    viewer.choose(c, as_before=True)
    assert viewer.captions == {}  # while the new answer is on its way
    qtbot.waitUntil(lambda: set(viewer.captions) == {a.number, b.number}, timeout=30_000)
    assert viewer.captions[b.number] == measure(hr, wanted[1]).text()
    viewer.choose(b, as_before=True)
    qtbot.keyClick(window, Key.Key_E)  # an answer that nobody waits for says nothing
    qtbot.waitUntil(lambda: window.context.tasks.open_count == 0, timeout=30_000)
    assert viewer.captions == {}


def test_why_nothing_is_measured_is_said(
    viewer: Viewer, window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    pixels = np.random.default_rng(2).integers(0, 240, (60, 60, 3), dtype=np.uint8)
    a, b = Version("a", build(pixels)), Version("b", build(pixels + np.uint8(9)))
    viewer.show_versions([a, b])
    tool = next(tool for tool in viewer.tools if isinstance(tool, FactsTool))

    def no_room(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(facts, "measure", no_room)
    qtbot.keyClick(window, Key.Key_E)
    qtbot.waitUntil(lambda: "not enough memory" in " ".join(tool._scores), timeout=30_000)
    qtbot.keyClick(window, Key.Key_E)

    def no_disk(_: Pyramid) -> np.ndarray:
        raise StudioError("the disk has no room")

    monkeypatch.setattr(Pyramid, "array", no_disk)
    qtbot.keyClick(window, Key.Key_E)
    qtbot.waitUntil(lambda: tool._scores == ["the disk has no room."], timeout=30_000)


def test_lpips_joins_the_scores_where_its_weights_are(
    viewer: Viewer,
    window: MainWindow,
    qtbot: QtBot,
    shared_data: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("TORCH_HOME", str(tmp_path))
    random = np.random.default_rng(2)
    hr = random.integers(0, 256, (80, 80, 3), dtype=np.uint8)
    sr = np.clip(hr + random.integers(-60, 61, hr.shape), 0, 255).astype(np.uint8)
    sr[:, 40:] = hr[:, 40:]
    viewer.show_versions([Version("HR", build(hr)), Version("SR", build(sr))])
    qtbot.keyClick(window, Key.Key_E)
    qtbot.waitUntil(lambda: "weights of AlexNet are not on this computer" in texts(viewer))
    assert "PSNR-Y / SSIM-Y)" in texts(viewer)

    file = shared_data / "weights/lpips_alex_fp16.safetensors"
    user_weights_dir().mkdir(parents=True)
    shutil.copy(file, user_weights_dir())
    same = Box(0.5, 0, 1, 1)
    viewer.set_region(same)
    qtbot.waitUntil(lambda: "/ LPIPS" in texts(viewer), timeout=LONG_MS)
    whole = lpips_distance(load_lpips("alex", file), hr, sr, shave=0)
    assert replace(measure(hr, sr), lpips=whole).text() in texts(viewer)
    assert replace(measure(hr, sr, region=same), lpips=0.0).text() in texts(viewer)
    folder = window.context.engine.client.folder
    assert not [one for one in folder.iterdir() if one.suffix == ".pixels"]


def test_a_question_that_is_dropped_leaves_no_pixels_behind(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, token = window.context.engine.client, CancelToken()
    store = client.store_pixels

    def store_and_drop(pixels: np.ndarray) -> PixelFile:
        token.cancel()
        return store(pixels)

    monkeypatch.setattr(client, "store_pixels", store_and_drop)
    with pytest.raises(Cancelled):
        _stored(client, [flat((200, 0, 0))], token)
    assert not list(client.folder.glob("*.pixels"))


def test_what_is_nudged_is_not_measured_as_if_it_were_not(
    viewer: Viewer, window: MainWindow, qtbot: QtBot
) -> None:
    hr = np.random.default_rng(2).integers(0, 240, (60, 60, 3), dtype=np.uint8)
    off = np.roll(hr, 3, axis=1)
    first, second = Version("HR", build(hr)), Version("SR", build(off))
    viewer.show_versions([first, second])
    viewer.state.zoom_to(1.0, viewer.active_view())
    qtbot.keyClick(window, Key.Key_E)
    qtbot.waitUntil(lambda: set(viewer.captions) == {second.number}, timeout=30_000)
    for _ in range(3):
        window.perform("view.nudge_left")
    qtbot.waitUntil(lambda: "moved or turned, and not measured so" in texts(viewer))
    assert viewer.captions == {} and "dB" not in texts(viewer)
    for _ in range(3):  # back, but for what adding and taking away shares of the scene rounds
        window.perform("view.nudge_right")
    qtbot.waitUntil(lambda: set(viewer.captions) == {second.number}, timeout=30_000)
    assert measure(hr, off).text() in texts(viewer)
