"""A window of its own process that starts a run and then only waits to be killed.

python -m tests.app.training.window_to_kill FOLDER KEY=VALUE...
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from sr_studio.app.training.page import TrainingPage
from tests.app.conftest import opened_window


def main(folder: Path, settings: list[str]) -> None:
    application = QApplication([])
    page = opened_window().go("train")
    assert isinstance(page, TrainingPage)
    page.form.recipe_box.setCurrentText("espcn")
    page.form.take_data(folder)
    page.form.settings.setPlainText("\n".join(settings))
    page.form.budget.budget.setValue(1.0)
    assert page.form.button.isEnabled(), page.form.problem.text()
    page.form.button.click()
    application.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
