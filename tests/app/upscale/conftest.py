"""A window that serves all tests of a module: its engine is started once."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from sr_studio.app.upscale.page import UpscalePage
from sr_studio.app.window import MainWindow
from tests.app.conftest import close_window, opened_window


@pytest.fixture(scope="module")
def warm_window(
    qapp: QApplication, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[MainWindow]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SR_STUDIO_HOME", str(tmp_path_factory.mktemp("home")))
        window = opened_window()
        yield window
        close_window(window)


@pytest.fixture
def cleared_window(warm_window: MainWindow) -> Iterator[MainWindow]:
    """It, as it is at its start: nothing in the queue, Bicubic ×4; what was shown is closed."""
    page = warm_window.go("upscale")
    assert isinstance(page, UpscalePage)
    page.inspector.methods.choose("bicubic")
    page.inspector.scale_box.setCurrentText("×4")
    yield warm_window
    page.worklist.remove(list(page.worklist.entries))
    if warm_window.desk.shown is not None:
        with contextlib.suppress(RuntimeError):
            warm_window.desk.shown.close()
        warm_window.desk.shown = None
    warm_window.status.clearMessage()
