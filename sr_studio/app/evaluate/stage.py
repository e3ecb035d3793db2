"""The pictures of the row that was clicked: LR, every method's SR, HR, on the same spot."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QSizePolicy,
    QStackedWidget,
    QWidget,
)

from sr_studio.app.boxes import vbox
from sr_studio.app.context import Context
from sr_studio.app.evaluate.kept import images_of, kept_models
from sr_studio.app.evaluate.rows import title_of
from sr_studio.app.pictures import look
from sr_studio.app.trouble import Trouble
from sr_studio.app.viewer.bar import ViewerBar
from sr_studio.app.viewer.pyramid import Pyramid
from sr_studio.app.viewer.version import Version
from sr_studio.app.viewer.viewer import Viewer
from sr_studio.evaluation.request import HR
from sr_studio.evaluation.results import EvaluationResult
from sr_studio.evaluation.saving import LR, picture_path


class Stage(QWidget):
    """Shows one picture of a data set at a time.

    Attributes:
        picture_box: Chooses the picture of a data set; whoever has the stage finds room for it.

    Signals:
        changed: Another picture, or another mode of the viewer.
    """

    changed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._result: EvaluationResult | None = None
        self._folder: Path | None = None
        self._dataset = ""
        self._model = ""
        self._wanted: tuple[Path, ...] = ()
        self._names: dict[Path, str] = {}
        self._versions: dict[Path, Version] = {}
        self.viewer = Viewer(context, parent=self)
        self.viewer.changed.connect(self.changed)
        self.bar = ViewerBar(context, self.viewer, self)
        # Many methods are many buttons; they get narrower and do not push the window wider.
        self.bar.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.picture_box = QComboBox(self)
        self.picture_box.setAccessibleName(self.tr("Picture of the data set"))
        self.picture_box.currentIndexChanged.connect(lambda _: self._put_up())
        self.hint = QLabel(self)
        self.hint.setProperty("role", "dim")
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.hint.setWordWrap(True)
        self._lay_out()
        self.clear()

    @property
    def image(self) -> tuple[str, str] | None:
        """Data set and picture that are shown; None before a row was clicked."""
        name = self.picture_box.currentText()
        return (self._dataset, name) if self._dataset and name else None

    def clear(self) -> None:
        """Before a row is clicked."""
        self._result = None
        self._dataset = self._model = ""
        self._fill([], "")
        self._say(self.tr("Click a row to see its pictures."))

    def show_picture(
        self,
        result: EvaluationResult,
        folder: Path | None,
        dataset: str,
        image: str | None,
        model: str,
    ) -> None:
        """Show a picture with one method's SR before the original.

        Args:
            result: Where the methods and numbers stand.
            folder: Where its pictures are kept; None where they are not.
            dataset: The data set.
            image: The picture; None keeps the one that is shown, or takes the first.
            model: The method that is looked at; empty for the original.
        """
        kept = self.image
        self._result, self._folder = result, folder
        self._dataset, self._model = dataset, model
        if image is None and kept is not None and kept[0] == dataset:
            image = kept[1]
        self._fill(images_of(result, dataset), image)
        if folder is None:
            self._say(self.tr("The pictures of an opened result are not kept; measure it again."))
        else:
            self._put_up()

    def theme_changed(self) -> None:
        """Draw in the colours of the theme."""
        self.viewer.theme_changed()

    def shut_down(self) -> None:
        """Stop blinking, forget what is still being read."""
        self._wanted = ()
        self.viewer.shut_down()

    def _fill(self, images: list[str], chosen: str | None) -> None:
        self.picture_box.blockSignals(True)
        self.picture_box.clear()
        self.picture_box.addItems(images)
        self.picture_box.setCurrentIndex(max(0, self.picture_box.findText(chosen or "")))
        self.picture_box.setVisible(len(images) > 1)
        self.picture_box.blockSignals(False)

    def _say(self, sentence: str) -> None:
        self._wanted = ()
        self._versions = {}
        self.viewer.show_versions([])
        self.hint.setText(sentence)
        self._stack.setCurrentWidget(self.hint)
        self.changed.emit()

    def _put_up(self) -> None:
        """Read what is missing; the former picture stays until all of it is there."""
        shown = self.image
        if self._result is None or self._folder is None or shown is None:
            return
        models = kept_models(self._result, self._folder, *shown)
        self._names = {picture_path(self._folder, *shown, model): model for model in models}
        wanted = tuple(self._names)
        if not wanted:
            self._say(self.tr("There are no pictures of this row yet."))
            return
        self._wanted = wanted
        for path in wanted:
            if path not in self._versions:
                self._context.tasks.start(
                    partial(look, path), partial(self._arrived, path, wanted), self._failed
                )
        self._show_all(wanted)

    def _arrived(self, path: Path, wanted: tuple[Path, ...], pyramid: Pyramid) -> None:
        if wanted == self._wanted:
            # No path: the folder is temporary, and what is saved of the picture outlives it.
            self._versions[path] = Version(self._name(self._names[path]), pyramid)
            self._show_all(wanted)

    def _failed(self, error: Exception) -> None:
        if self._wanted:
            kept = self.tr("The table is as it was.")
            self._context.show_trouble(Trouble.of(error, kept=kept))

    def _show_all(self, wanted: tuple[Path, ...]) -> None:
        if any(path not in self._versions for path in wanted):
            return
        self._versions = {path: self._versions[path] for path in wanted}
        new = not set(self._versions.values()) & set(self.viewer.versions)
        by_model = {self._names[path]: version for path, version in self._versions.items()}
        hr = by_model.get(HR)
        chosen = by_model.get(self._model)
        if chosen is None or chosen is hr:
            chosen = next((v for m, v in by_model.items() if m not in (LR, HR)), None)
        self._stack.setCurrentWidget(self.viewer)
        versions = list(self._versions.values())
        self.viewer.show_versions(versions, before=chosen, after=hr, keep_view=not new)
        self.changed.emit()

    def _name(self, model: str) -> str:
        if self._result is None or model in (LR, HR):
            return model.upper()
        return title_of(self._result, model)

    def _lay_out(self) -> None:
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.hint)
        self._stack.addWidget(self.viewer)
        vbox(self.bar, (self._stack, 1), on=self, spacing=0)
