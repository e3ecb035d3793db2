"""A window that serves all tests of a module: its engine is started once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

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
