"""The inspector at the right: method, detail, scale, output, what it will cost, the button."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QPushButton,
    QWidget,
)

from sr_studio.app.context import Context
from sr_studio.app.durations import duration
from sr_studio.app.error_words import said
from sr_studio.app.form_rows import FormRows
from sr_studio.app.side_panel import SidePanel
from sr_studio.app.upscale.damage_line import DamageLine
from sr_studio.app.upscale.detail_slider import DetailSlider
from sr_studio.app.upscale.method_list import MethodList
from sr_studio.app.upscale.more_options import MoreOptions
from sr_studio.app.upscale.output import OutputPlan
from sr_studio.app.upscale.output_options import OutputOptions
from sr_studio.app.upscale.pace import Pace, way_of
from sr_studio.files import spoken_bytes
from sr_studio.upscaling.methods import default_method, list_methods, method_for_photographs
from sr_studio.upscaling.output import Existing
from sr_studio.upscaling.request import DEFAULT_SCALE, LARGEST_SCALE, UpscaleRequest

if TYPE_CHECKING:
    from sr_studio.engine.protocol import EstimateAnswer
    from sr_studio.imaging.damage import Damage
    from sr_studio.upscaling.methods import Method

_SCALES = (2.0, 3.0, 4.0, 8.0)
_ESTIMATE_DELAY_MS = 250
#: Logical pixels in which everything down to the scale is seen without scrolling.
_ROOMY = 690


class Inspector(SidePanel):
    """Everything a job is asked with.

    Signals:
        changed: The request or the output is different.
        start_wanted: The Upscale button was pressed.
    """

    changed = Signal()
    start_wanted = Signal()

    def __init__(self, context: Context, pace: Pace, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._context = context
        self._pace = pace
        self._picture: tuple[str, tuple[int, int]] | None = None
        self._sizes: list[tuple[int, int]] = []
        self._asked = 0
        self._picking = False
        self.methods = MethodList(self)
        self.more = QPushButton(self.tr("More models…"), self)
        self.more.setToolTip(context.actions["file.more_models"].toolTip())
        self.more.clicked.connect(self.show_more_models)
        self.damage = DamageLine(context, self)
        self.detail = DetailSlider(self)
        self.scale_box = QComboBox(self)
        self.scale_box.setEditable(True)
        self.output = OutputOptions(context, self)
        self.more_options = MoreOptions(context, self)
        self._estimate = QLabel(self)
        self._estimate.setProperty("role", "small")
        self._estimate.setWordWrap(True)
        self._estimate.setMinimumHeight(32)
        self._estimate.setAccessibleName(self.tr("Estimate"))
        self.button = QPushButton(self.tr("Upscale"), self)
        self.button.setProperty("primary", True)
        self.button.setToolTip(context.actions["job.start"].toolTip())
        self.button.clicked.connect(self.start_wanted)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_ESTIMATE_DELAY_MS)
        self._timer.timeout.connect(self._ask)
        self._lay_out()
        get = context.settings.get
        self.detail.set_value(get("upscale.detail"))
        for factor in _SCALES:
            self.scale_box.addItem(f"×{factor:g}", factor)
        self.scale_box.setCurrentText(f"×{get('upscale.scale'):g}")
        self.methods.chosen.connect(self._method_chosen)
        with self._choosing_for_the_person():
            self.refresh_methods(get("upscale.method"))
        self.damage.found.connect(self._damage_found)
        self.damage.method_wanted.connect(self._method_offered)
        self.damage.more_wanted.connect(self.show_more_models)
        self.detail.changed.connect(self._edited)
        self.scale_box.currentTextChanged.connect(self._scale_edited)
        self.output.changed.connect(self._edited)
        self.more_options.changed.connect(self._edited)

    # What is asked for ---------------------------------------------------------------------------

    @property
    def method(self) -> Method | None:
        """The chosen method."""
        return self.methods.current()

    @property
    def scale(self) -> float | None:
        """The factor, for the picture shown; None where what was typed is none."""
        target = self.more_options.target
        if target is not None:
            return target.scale_for(*self._picture[1]) if self._picture else 1.0
        text = self.scale_box.currentText().strip().lstrip("×xX").replace(",", ".")
        try:
            value = float(text)
        except ValueError:
            return None
        return value if 0 < value <= LARGEST_SCALE else None

    def request(self) -> UpscaleRequest:
        """What the engine is asked for."""
        assert self.method is not None
        detail = self.detail.value
        return self.more_options.refined(
            UpscaleRequest(
                method=self.method.name,
                scale=self.scale,
                # At its own end a model is asked for itself, as by its name on the command line.
                detail=None if detail == self.method.own_detail else detail,
                device=self._context.settings.get("engine.device"),
                precision=self._context.settings.get("engine.precision"),
            )
        )

    def requests(self) -> list[UpscaleRequest]:
        """What the engine is asked for, by every method that is wished."""
        request = self.request()
        return [request, *self.more_options.further(request)]

    def plan(self) -> OutputPlan:
        """Where results go, and how they are written."""
        more = self.more_options
        return replace(
            self.output.plan(),
            existing=Existing(more.existing.currentData()),
            mirror=more.mirror.isChecked(),
            keep_metadata=more.metadata.isChecked(),
        )

    def usable(self) -> bool:
        """Whether everything set is possible."""
        return self.method is not None and self.scale is not None and self.output.problem() is None

    def refresh_methods(self, wish: str = "") -> None:
        """Read the list of methods anew; instead of one that is gone the best is chosen."""
        methods = list_methods()
        wish = wish or (self.method.name if self.method else "")
        self.more_options.show_methods(methods)
        known = any(method.name == wish for method in methods)
        self.methods.show_methods(methods, wish if known else default_method(self.scale).name)

    def show_picture(
        self, name: str, size: tuple[int, int] | None, sizes: list[tuple[int, int]]
    ) -> None:
        """Which picture the name preview is about, and the sizes of those that would be made."""
        self._picture = None if size is None else (name, size)
        self._sizes = sizes
        self._show()

    def show_more_models(self) -> None:
        """Open the dialog that finds and fetches models; a fetched one is chosen."""
        from sr_studio.app.dialogs.more_models import MoreModels

        dialog = MoreModels(self.window())
        dialog.fetched.connect(self.refresh_methods)
        dialog.open()

    def look_at(self, path: Path | None) -> None:
        """The file that is shown: a method that would amplify its damage is told of."""
        self.damage.look_at(path)
        self._judge()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """In a low window the list gives way to what is set below it."""
        super().resizeEvent(event)
        self.methods.spare_height(max(0, _ROOMY - self.height()))

    def theme_changed(self) -> None:
        """Draw icons in the colours of the theme."""
        self.output.theme_changed()

    def shut_down(self) -> None:
        """Ask nothing more."""
        self._timer.stop()

    # Inside --------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        column = self.column
        column.addWidget(self.heading(self.tr("Method")))
        column.addWidget(self.methods)
        self.methods.row.addWidget(self.more)
        column.addSpacing(4)
        column.addWidget(self.detail)
        column.addSpacing(4)
        row = FormRows()
        row.add(self.tr("Scale"), self.scale_box)
        row.setColumnMinimumWidth(0, self.output.label_width())
        column.addLayout(row)
        column.addSpacing(12)
        column.addWidget(self.heading(self.tr("Output")))
        column.addWidget(self.output)
        column.addSpacing(4)
        column.addWidget(self.more_options)
        column.addStretch(1)
        self.foot.addWidget(self.damage)
        self.foot.addWidget(self._estimate)
        self.foot.addWidget(self.button)

    def _method_chosen(self, method: Method | None) -> None:
        if method is None:
            return
        if method.has_detail:
            self.detail.set_possible(True, "")
        elif method.kind == "interpolation":
            self.detail.set_possible(False, self.tr("Interpolations have no such choice."))
        else:
            why = self.tr("This model has no partner to blend with.")
            self.detail.set_possible(False, why)
        if not self._picking:
            # Who chose nothing, or the default, follows the default when a better one comes.
            wish = "" if method == default_method(method.scale) else method.name
            new = wish != self._context.settings.get("upscale.method")
            if new and method.own_detail is not None:
                # Who picks a model wants it and not its partner, at whose end the slider may be.
                self.detail.set_value(method.own_detail)
            self._context.settings.set("upscale.method", wish)
            if method.scale is not None:
                self.scale_box.setCurrentText(f"×{method.scale:g}")
        self._judge()
        self._edited()

    def _damage_found(self, damage: Damage) -> None:
        """Who chose no method gets the one for photographs where the picture asks for it."""
        better = method_for_photographs(self.methods.methods(), self.scale or DEFAULT_SCALE)
        damaged = damage.jpeg_quality is not None or damage.noisy
        if damaged and better is not None and not self._context.settings.get("upscale.method"):
            with self._choosing_for_the_person():
                self.methods.choose(better.name)
        self._judge()

    def _judge(self) -> None:
        scale = self.scale or DEFAULT_SCALE
        self.damage.judge(self.method, self.methods.methods(), scale)

    def _method_offered(self, name: str) -> None:
        """A method that was offered for the scale that is set leaves it as it is."""
        scale = self.scale_box.currentText()
        self.methods.choose(name)
        self.scale_box.setCurrentText(scale)

    def _scale_edited(self) -> None:
        """Who chose no method gets the one that was made for the scale."""
        if self.scale is not None and not self._context.settings.get("upscale.method"):
            with self._choosing_for_the_person():
                self.methods.choose(default_method(self.scale).name)
        self._judge()
        self._edited()

    @contextmanager
    def _choosing_for_the_person(self) -> Iterator[None]:
        """What is chosen meanwhile is nobody's wish, and leaves the scale as it is."""
        before, self._picking = self._picking, True
        try:
            yield
        finally:
            self._picking = before

    def _edited(self) -> None:
        self.scale_box.setEnabled(self.more_options.target is None)
        if self.scale is not None and self.more_options.target is None:
            self._context.settings.set("upscale.scale", self.scale)
        if self.detail.value is not None:
            self._context.settings.set("upscale.detail", self.detail.value)
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        self._asked += 1  # an answer under way is about what was chosen before
        scale, method = self.scale, self.method
        if scale is None or method is None:
            limit = f"{LARGEST_SCALE:g}"
            self._estimate.setText(
                self.tr("The scale is a number above 0 and up to %1.").replace("%1", limit)
            )
            return
        name, size = self._picture or ("photo", (512, 384))
        out = round(size[0] * scale), round(size[1] * scale)
        self.output.preview_for(Path(name).stem, self.request(), scale, out)
        if self._picture is None:
            self._estimate.setText("")
            return
        self._tell_times()
        self._estimate.setText(f"{size[0]} × {size[1]} → {out[0]} × {out[1]}")
        if self._context.settings.get("engine.ahead"):
            self._timer.start()

    def _tell_times(self) -> None:
        """Beside each method: how long it will take here, as far as it was measured."""
        sizes = self._sizes or ([self._picture[1]] if self._picture else [])
        total = sum(width * height for width, height in sizes)
        request = self.request()
        ways = {
            method.name: way_of(
                replace(request, method=method.name, scale=method.scale or request.scale)
            )
            for method in self.methods.methods()
        }
        seconds = {name: self._pace.seconds_for(way, total) for name, way in ways.items()}
        self.methods.tell_times(seconds if total else {})

    def _ask(self) -> None:
        if self._picture is None or not self.usable():
            return
        self._asked += 1
        number, request, sizes = self._asked, self.request(), self._sizes or [self._picture[1]]
        # The largest one: it needs most memory, and what does not grow with the picture counts for
        # least in it. Which row is selected has no say in what all of them will take.
        largest = max(sizes, key=lambda size: size[0] * size[1])
        total = sum(width * height for width, height in sizes)

        def answered(answer: EstimateAnswer) -> None:
            if number == self._asked:
                self._show_estimate(answer, request, largest, total)

        self._context.engine.estimate(*largest, request.for_picture(*largest), answered)

    def _show_estimate(
        self, answer: EstimateAnswer, request: UpscaleRequest, size: tuple[int, int], total: int
    ) -> None:
        if answer.error or answer.estimate is None:
            self._estimate.setText(said(answer.error))
            return
        estimate, way = answer.estimate, way_of(request)
        if estimate.seconds is not None:
            self._pace.guess(way, size[0] * size[1], estimate.seconds)
            self._tell_times()
        parts = []
        if len(self._sizes) > 1:
            parts.append(self.tr("%n picture(s)", "", len(self._sizes)))
        seconds = self._pace.seconds_for(way, total)
        if seconds is not None:
            spoken = duration(max(1.0, seconds))
            parts.append(self.tr("about %1").replace("%1", spoken))
        parts.append(self.tr("%1 of memory").replace("%1", spoken_bytes(estimate.memory)))
        disk = estimate.disk * total // max(1, size[0] * size[1])
        parts.append(self.tr("at most %1 on the disk").replace("%1", spoken_bytes(disk)))
        first = self._estimate.text().partition("\n")[0]
        self._estimate.setText(f"{first}\n{', '.join(parts)}")
