"""More models: the public index searched, a model looked at and fetched; nothing before asked."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QPainter, QPixmap
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QWidget,
)

from sr_studio.app.boxes import hbox, vbox
from sr_studio.app.dialogs.models_child import ModelsChild
from sr_studio.app.text import QT_TRANSLATE_NOOP
from sr_studio.files import spoken_bytes
from sr_studio.hub.hosts import host_of
from sr_studio.hub.index import IndexModel
from sr_studio.hub.permission import network_allowed
from sr_studio.hub.recommended import recommendation
from sr_studio.hub.search import recommended, search
from sr_studio.hub.store import index_url, kept_index
from sr_studio.zoo.purposes import PURPOSES

_MODEL = Qt.ItemDataRole.UserRole
_MOST_SHOWN = 300
_ROW = 28
_EXAMPLE_SIDE = 220
_LONGEST_DESCRIPTION = 700

#: What sr_studio.hub says without Qt; this is where the texts are offered to translators.
_TEXTS = (
    QT_TRANSLATE_NOOP("Hub", "not for commercial use"),
    QT_TRANSLATE_NOOP("Hub", "commercial use not clear"),
    QT_TRANSLATE_NOOP(
        "Hub", "Small and quick; takes noise and JPEG blocks away, smooths a little."
    ),
    QT_TRANSLATE_NOOP("Hub", "Photographs from the web: noise, lens blur, recompression."),
    QT_TRANSLATE_NOOP("Hub", "The classic for damaged photographs; strong, large and slow."),
    QT_TRANSLATE_NOOP("Hub", "Drawings and animation: clean lines."),
    QT_TRANSLATE_NOOP("Hub", "Scans and photographs of text, twice as large."),
    QT_TRANSLATE_NOOP(
        "Hub", "The index has no file of it that this program opens (pth or safetensors)."
    ),
    QT_TRANSLATE_NOOP(
        "Hub", "It lies where only a browser gets at it; fetch it there and import the file."
    ),
    QT_TRANSLATE_NOOP(
        "Hub", "The index has no SHA-256 of it, so nothing could tell whether it is the one."
    ),
)


class MoreModels(QDialog):
    """Finds and fetches models; opened with ``open()``, so that nothing else stops.

    Signals:
        fetched: Name of a model that is among the person's own now.
    """

    fetched = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("More models"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(820, 600)
        self._models: list[IndexModel] = []
        self._doing = ""
        self._folder: TemporaryDirectory[str] | None = None
        self._examples_of = ""
        self._child = ModelsChild(self)
        self._child.progressed.connect(self._progressed)
        self._child.ended.connect(self._ended)
        self.words = QLineEdit(self)
        self.words.setPlaceholderText(self.tr("Search by word"))
        self.words.setAccessibleName(self.tr("Search by word"))
        self.scale = self._filter(self.tr("Any scale"))
        self.architecture = self._filter(self.tr("Any network"))
        self.tag = self._filter(self.tr("Any tag"))
        self.list = QListWidget(self)
        self.list.setObjectName("MethodList")
        self.list.setAccessibleName(self.tr("Models of the index"))
        self.about = QLabel(self)
        self.about.setWordWrap(True)
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self.about.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.about.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.pictures = QLabel(self)
        self.pictures.setAccessibleName(self.tr("Example pictures"))
        self.said = QLabel(self)
        self.said.setWordWrap(True)
        self.bar = QProgressBar(self)
        self.ask = QPushButton(self.tr("Ask %1 for the list").replace("%1", host_of(index_url())))
        self.examples = QPushButton(self.tr("Show examples"), self)
        self.fetch = QPushButton(self.tr("Fetch"), self)
        self.fetch.setProperty("primary", True)
        self.cancel = QPushButton(self.tr("Cancel"), self)
        self.leave = QPushButton(self.tr("Close"), self)
        self._lay_out()
        self._connect()
        self._begin()

    def shown(self) -> list[str]:
        """Ids of the models in the list."""
        return [self.list.item(row).data(_MODEL).id for row in range(self.list.count())]

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 (Qt's name)
        """Stop what is under way; a download goes on from there the next time."""
        self._tidy()
        super().closeEvent(event)

    def done(self, result: int) -> None:
        """Closed by Escape or a button."""
        self._tidy()
        super().done(result)

    # Building ------------------------------------------------------------------------------------

    def _filter(self, any_: str) -> QComboBox:
        box = QComboBox(self)
        box.setAccessibleName(any_)
        box.addItem(any_, None)
        return box

    def _lay_out(self) -> None:
        filters = QHBoxLayout()
        filters.addWidget(self.words, 1)
        for box in (self.scale, self.architecture, self.tag):
            filters.addWidget(box)
        right = vbox((self.about, 1), self.pictures)
        middle = QGridLayout()
        middle.setHorizontalSpacing(16)
        middle.addWidget(self.list, 0, 0)
        middle.addLayout(right, 0, 1)
        middle.setColumnStretch(0, 1)
        middle.setColumnStretch(1, 1)
        buttons = hbox(self.ask, None)
        for button in (self.examples, self.fetch, self.cancel, self.leave):
            buttons.addWidget(button)
        for button in (self.ask, self.examples, self.fetch, self.cancel, self.leave):
            button.setAutoDefault(False)
        vbox(
            filters,
            (middle, 1),
            self.bar,
            self.said,
            buttons,
            on=self,
            edges=(20, 20, 20, 16),
            spacing=12,
        )

    def _connect(self) -> None:
        self.words.textChanged.connect(self._search)
        for box in (self.scale, self.architecture, self.tag):
            box.currentIndexChanged.connect(self._search)
        self.list.currentItemChanged.connect(self._model_changed)
        self.ask.clicked.connect(lambda: self._start("find", "--refresh", "--json"))
        self.examples.clicked.connect(self._show_examples)
        self.fetch.clicked.connect(self._fetch)
        self.cancel.clicked.connect(self._child.cancel)
        self.leave.clicked.connect(self.reject)

    def _begin(self) -> None:
        kept = kept_index()
        if kept is not None:
            self._take(kept.models)
        if not network_allowed():
            self.said.setText(self.tr("Fetching models from the net is switched off in Settings."))
        elif kept is None:
            said = self.tr(
                "%1 keeps a public list of other people's models. Nothing was asked yet."
            )
            self.said.setText(said.replace("%1", host_of(index_url())))
        self._refresh()

    # What is shown -------------------------------------------------------------------------------

    def _take(self, models: list[IndexModel]) -> None:
        self._models = models
        self._fill(self.scale, sorted({model.scale for model in models}), "×%1")
        self._fill(self.architecture, sorted({model.architecture for model in models}))
        self._fill(self.tag, sorted({tag for model in models for tag in model.tags}))
        self._search()

    @staticmethod
    def _fill(box: QComboBox, values: list[int] | list[str], text: str = "%1") -> None:
        box.blockSignals(True)
        while box.count() > 1:
            box.removeItem(1)
        for value in values:
            box.addItem(text.replace("%1", str(value)), value)
        box.blockSignals(False)

    def _search(self) -> None:
        words, scale = self.words.text().strip(), self.scale.currentData()
        architecture, tag = self.architecture.currentData(), self.tag.currentData()
        if words or scale or architecture or tag:
            found = search(
                self._models, words, scale=scale, architecture=architecture or "", tag=tag or ""
            )
        else:
            found = recommended(self._models)
        self.list.clear()
        for model in found[:_MOST_SHOWN]:
            mark = f"  · {_said(model.commerce.mark)}" if model.commerce.mark else ""
            item = QListWidgetItem(f"{model.name}  ×{model.scale}{mark}", self.list)
            item.setData(_MODEL, model)
            item.setSizeHint(QSize(0, _ROW))
        self.list.setCurrentRow(0)
        self._refresh()

    def _model(self) -> IndexModel | None:
        item = self.list.currentItem()
        return None if item is None else item.data(_MODEL)

    def _model_changed(self) -> None:
        model = self._model()
        self.about.setText("" if model is None else self._text_about(model))
        self.pictures.clear()
        self._refresh()

    def _text_about(self, model: IndexModel) -> str:
        known = recommendation(model.id)
        lines = [f"{model.name}  ×{model.scale}"]
        if known is not None:
            title = next(words.title for words in PURPOSES if words.purpose == known.purpose)
            said = QCoreApplication.translate("Methods", title)
            lines += [f"{said}: {_said(known.why)}"]
        size = self.tr("not known") if model.size is None else spoken_bytes(model.size)
        lines += [
            "",
            self.tr("Author: %1").replace("%1", model.author),
            self.tr("Licence: %1").replace("%1", self._licence_of(model)),
            self.tr("Size: %1").replace("%1", size),
            self.tr("Network: %1").replace("%1", model.architecture),
            self.tr("Tags: %1").replace("%1", ", ".join(model.tags)),
            model.page,
        ]
        if model.obstacle:
            lines += ["", _said(model.obstacle)]
        description = (model.description or "")[:_LONGEST_DESCRIPTION]
        return "\n".join([*lines, "", description]).rstrip()

    def _licence_of(self, model: IndexModel) -> str:
        licence = model.licence or self.tr("no licence stated")
        mark = model.commerce.mark
        return f"{licence} ({_said(mark)})" if mark else licence

    def _refresh(self) -> None:
        allowed, busy, model = network_allowed(), self._child.running, self._model()
        self.ask.setEnabled(allowed and not busy)
        self.examples.setEnabled(allowed and not busy and bool(model and model.pictures))
        self.fetch.setEnabled(allowed and not busy and bool(model and not model.obstacle))
        self.cancel.setEnabled(busy)
        self.bar.setVisible(busy)

    # What is done --------------------------------------------------------------------------------

    def _start(self, *words: str) -> None:
        self._doing = words[0]
        self.said.clear()
        self.bar.setRange(0, 0)
        self._child.start(words)
        self._refresh()

    def _fetch(self) -> None:
        model = self._model()
        if model is not None:
            self._start("get", model.id, "--yes", "--json", "--progress-json")

    def _show_examples(self) -> None:
        model = self._model()
        if model is not None:
            self._drop_folder()
            self._folder = TemporaryDirectory(prefix="sr-studio-examples-")
            self._examples_of = model.id
            self._start("examples", model.id, "-o", self._folder.name, "--json")

    def _progressed(self, fraction: float) -> None:
        self.bar.setRange(0, 0 if fraction < 0 else 100)
        self.bar.setValue(round(100 * fraction))

    def _ended(self, answer: str, error: str) -> None:
        self.said.setText(error)
        if self._doing == "examples":
            self._take_examples(answer)
        elif answer and not error:
            if self._doing == "find":
                kept = kept_index()
                self._take(kept.models if kept is not None else [])
            else:
                name = json.loads(answer)["name"]
                self.said.setText(self.tr("%1 is in the list of methods.").replace("%1", name))
                self.fetched.emit(name)
        self._refresh()

    def _take_examples(self, answer: str) -> None:
        paths = json.loads(answer) if answer else []
        model = self._model()
        if not paths or model is None or model.id != self._examples_of:
            return  # there are none, or another model is being looked at by now
        first = _pair_of(paths[0])
        shown = [
            QPixmap(path).scaled(
                _EXAMPLE_SIDE,
                _EXAMPLE_SIDE,
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            for path in paths
            if _pair_of(path) == first
        ]
        side_by_side = QPixmap(sum(picture.width() for picture in shown) or 1, _EXAMPLE_SIDE)
        side_by_side.fill(Qt.GlobalColor.transparent)
        painter = QPainter(side_by_side)
        left = 0
        for picture in shown:
            painter.drawPixmap(left, 0, picture)
            left += picture.width()
        painter.end()
        self.pictures.setPixmap(side_by_side)

    def _tidy(self) -> None:
        self._child.shut_down()
        self._drop_folder()

    def _drop_folder(self) -> None:
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None


def _pair_of(path: str) -> str:
    """What the names of LR and SR of one example begin with."""
    return Path(path).stem.rpartition("-")[0]


def _said(text: str) -> str:
    return QCoreApplication.translate("Hub", text)
