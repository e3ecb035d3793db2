"""What else the command line can do, folded away until it is wanted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSpinBox,
    QToolButton,
    QWidget,
)

from sr_studio.app.boxes import vbox
from sr_studio.app.context import Context
from sr_studio.app.form_rows import FormRows, name_field
from sr_studio.app.method_words import said
from sr_studio.upscaling.output import Existing
from sr_studio.upscaling.request import MOST_PASSES, UpscaleRequest
from sr_studio.upscaling.target import Target

if TYPE_CHECKING:
    from sr_studio.upscaling.methods import Method

_SCALE, _WIDTH, _HEIGHT, _BOX, _MEGAPIXELS = "scale", "width", "height", "box", "megapixels"
_LARGEST_SIDE = 1_000_000


class MoreOptions(QWidget):
    """Sizes, passes, further methods, what is there already, folders, metadata, watching, report.

    Signals:
        changed: Something that bears on what is made or written is different.
        watch_wanted: The button that begins or ends watching was pressed.
        report_wanted: A report is to be saved.
    """

    changed = Signal()
    watch_wanted = Signal()
    report_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._methods: list[Method] = []
        self.fold = QToolButton(self)
        self.fold.setText(self.tr("More options"))
        self.fold.setCheckable(True)
        self.fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.fold.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.body = QWidget(self)
        self.size_by = QComboBox(self)
        for text, kind in (
            (self.tr("By scale"), _SCALE),
            (self.tr("To a width"), _WIDTH),
            (self.tr("To a height"), _HEIGHT),
            (self.tr("Into a box"), _BOX),
            (self.tr("To megapixels"), _MEGAPIXELS),
        ):
            self.size_by.addItem(text, kind)
        self.across, self.down = QSpinBox(self), QSpinBox(self)
        for box in (self.across, self.down):
            box.setRange(1, _LARGEST_SIDE)
            box.setSuffix(self.tr(" px"))
        self.millions = QDoubleSpinBox(self)
        self.millions.setRange(0.01, 2000.0)
        self.millions.setSuffix(self.tr(" MP"))
        self.passes = QComboBox(self)
        self.passes.addItem(self.tr("As the scale needs"), 0)
        for count in range(1, MOST_PASSES + 1):
            self.passes.addItem(self.tr("%n pass(es)", "", count), count)
        self.passes.setToolTip(self.tr("How often the model is applied, to what it gave before."))
        self.ensemble = QCheckBox(self.tr("Self-ensemble"), self)
        self.ensemble.setToolTip(
            self.tr("The mean over eight flips and turns: a little better, eight times as long.")
        )
        self.also = QToolButton(self)
        self.also.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.also.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.also.setMenu(QMenu(self.also))
        self.also.setToolTip(self.tr("Each picture is made by these methods as well."))
        self.existing = QComboBox(self)
        for text, policy in (
            (self.tr("Number the new ones"), Existing.NUMBER),
            (self.tr("Skip the very same"), Existing.UNLESS_SAME),
            (self.tr("Skip"), Existing.SKIP),
            (self.tr("Replace"), Existing.REPLACE),
        ):
            self.existing.addItem(text, str(policy))
        self.existing.setToolTip(self.tr("What happens where a file of the name is there already."))
        self.mirror = QCheckBox(self.tr("Make folders again"), self)
        self.mirror.setToolTip(
            self.tr("Folders below one that was opened are made again in the results' folder.")
        )
        self.metadata = QCheckBox(self.tr("Keep metadata"), self)
        self.metadata.setToolTip(
            self.tr("EXIF, IPTC and XMP of the picture; how a result was made is kept always.")
        )
        self.watch = QPushButton(self.tr("Watch a folder…"), self)
        self.watch.setToolTip(self.tr("Pictures that come into it are made larger at once."))
        self.report = QPushButton(self.tr("Save a report…"), self)
        self.report.setToolTip(self.tr("What became of each picture, as CSV or JSON."))
        self._lay_out()
        self._read()
        self._show_fields()
        self._connect()

    # What is set ---------------------------------------------------------------------------------

    @property
    def target(self) -> Target | None:
        """The size that is wished, where it is not a scale."""
        kind = self.size_by.currentData()
        if kind == _MEGAPIXELS:
            return Target(megapixels=self.millions.value())
        width = self.across.value() if kind in (_WIDTH, _BOX) else None
        height = self.down.value() if kind in (_HEIGHT, _BOX) else None
        return None if kind == _SCALE else Target(width, height)

    def refined(self, request: UpscaleRequest) -> UpscaleRequest:
        """The request with what is set here."""
        if self.target is not None:
            request = replace(request, scale=None, target=self.target)
        passes = self.passes.currentData() or None
        return replace(request, ensemble=self.ensemble.isChecked(), passes=passes)

    def further(self, request: UpscaleRequest) -> list[UpscaleRequest]:
        """The same by the further methods that are ticked, each as it is."""
        ticked = {action.data() for action in self.also.menu().actions() if action.isChecked()}
        return [
            request.by(method.name)
            for method in self._methods
            if method.name in ticked and method.name != request.method
        ]

    def show_methods(self, methods: Sequence[Method]) -> None:
        """Offer these; ticks stay."""
        ticked = {action.data() for action in self.also.menu().actions() if action.isChecked()}
        self._methods = list(methods)
        menu = self.also.menu()
        menu.clear()
        for method in methods:
            action = QAction(said(method.title), menu)
            action.setCheckable(True)
            action.setData(method.name)
            action.setChecked(method.name in ticked)
            action.toggled.connect(self._edited)
            menu.addAction(action)
        self._tell_also()

    def show_watched(self, name: str) -> None:
        """Say on the button which folder is watched; an empty name for none."""
        stop = self.tr("Stop watching %1").replace("%1", name)
        self.watch.setText(stop if name else self.tr("Watch a folder…"))

    # Inside --------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        rows = FormRows()
        rows.add(self.tr("Size"), self.size_by)
        self._labels: dict[QWidget, QLabel] = {
            field: rows.add(text, field)
            for text, field in (
                (self.tr("Width"), self.across),
                (self.tr("Height"), self.down),
                (self.tr("Megapixels"), self.millions),
            )
        }
        rows.add(self.tr("Passes"), self.passes)
        rows.add(self.tr("Also by"), self.also)
        rows.add(self.tr("Already there"), self.existing)
        inside = vbox(rows, on=self.body, spacing=8)
        for tick in (self.ensemble, self.mirror, self.metadata):
            name_field(tick, tick.text())
            inside.addWidget(tick)
        buttons = QHBoxLayout()
        for button in (self.watch, self.report):
            buttons.addWidget(button)
        inside.addLayout(buttons)
        column = vbox(on=self, spacing=8)
        column.addWidget(self.fold, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.body)

    def _read(self) -> None:
        get = self._context.settings.get
        for box, name in (
            (self.size_by, "more.size"),
            (self.passes, "more.passes"),
            (self.existing, "more.existing"),
        ):
            box.setCurrentIndex(max(0, box.findData(get(name))))
        self.across.setValue(get("more.width"))
        self.down.setValue(get("more.height"))
        self.millions.setValue(get("more.megapixels"))
        self.ensemble.setChecked(get("more.ensemble"))
        self.mirror.setChecked(get("more.mirror"))
        self.metadata.setChecked(get("more.metadata"))
        self.fold.setChecked(get("more.open"))
        self._tell_also()

    def _connect(self) -> None:
        self.fold.toggled.connect(self._folded)
        for box in (self.size_by, self.passes, self.existing):
            box.currentIndexChanged.connect(self._edited)
        for number in (self.across, self.down, self.millions):
            number.valueChanged.connect(self._edited)
        for tick in (self.ensemble, self.mirror, self.metadata):
            tick.toggled.connect(self._edited)
        self.watch.clicked.connect(self.watch_wanted)
        self.report.clicked.connect(self.report_wanted)

    def _folded(self, opened: bool) -> None:
        self._context.settings.set("more.open", opened)
        self._show_fields()

    def _edited(self) -> None:
        put = self._context.settings.set
        put("more.size", self.size_by.currentData())
        put("more.passes", self.passes.currentData())
        put("more.existing", self.existing.currentData())
        put("more.width", self.across.value())
        put("more.height", self.down.value())
        put("more.megapixels", self.millions.value())
        put("more.ensemble", self.ensemble.isChecked())
        put("more.mirror", self.mirror.isChecked())
        put("more.metadata", self.metadata.isChecked())
        self._show_fields()
        self._tell_also()
        self.changed.emit()

    def _show_fields(self) -> None:
        opened = self.fold.isChecked()
        self.body.setVisible(opened)
        arrow = Qt.ArrowType.DownArrow if opened else Qt.ArrowType.RightArrow
        self.fold.setArrowType(arrow)
        kind = self.size_by.currentData()
        shown: dict[QWidget, bool] = {
            self.across: kind in (_WIDTH, _BOX),
            self.down: kind in (_HEIGHT, _BOX),
            self.millions: kind == _MEGAPIXELS,
        }
        for field, wanted in shown.items():
            field.setVisible(wanted)
            self._labels[field].setVisible(wanted)

    def _tell_also(self) -> None:
        with QSignalBlocker(self.also):
            count = sum(action.isChecked() for action in self.also.menu().actions())
            none = self.tr("No other method")
            self.also.setText(self.tr("%n other method(s)", "", count) if count else none)
