"""One run: what it is doing, its curves, its pictures, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from sr_studio.app.announcing import SpokenProgress
from sr_studio.app.context import Context
from sr_studio.app.durations import duration
from sr_studio.app.pictures import look
from sr_studio.app.progress_view import ProgressView
from sr_studio.app.training.curves import Curves
from sr_studio.app.training.expected import Expected
from sr_studio.app.training.health_words import sentence
from sr_studio.app.training.preview_line import PreviewLine
from sr_studio.app.training.watch import RunWatch
from sr_studio.app.viewer.bar import ViewerBar
from sr_studio.app.viewer.pyramid import Pyramid
from sr_studio.app.viewer.version import Version
from sr_studio.app.viewer.viewer import Viewer
from sr_studio.training.health import findings
from sr_studio.training.run_folder import ACTIVE, Status

#: Previews that are kept decoded, so that scrubbing back and forth is quick.
_VERSIONS_KEPT = 60


class RunView(ProgressView):
    """Follows the watch it is given.

    Args:
        expected: Tells of runs whose folders say nothing yet.

    Signals:
        wanted: A button or a line of the menu was chosen: ``pause``, ``stop``, ``abort``,
            ``resume``, ``use``, ``extend``, ``branch``, ``duplicate`` or ``export``.
    """

    wanted = Signal(str)

    def __init__(self, context: Context, expected: Expected, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._expected = expected
        self._watch: RunWatch | None = None
        self._others: tuple[RunWatch, ...] = ()
        self._shown: tuple[Path, ...] = ()
        self._versions: dict[Path, Version] = {}
        self._spoken = SpokenProgress(self, self.tr("Training"))
        self.health = QLabel(self)
        self.health.setWordWrap(True)
        self.health.setAccessibleName(self.tr("How the run is doing"))
        self.progress.setAccessibleName(self.tr("Progress of the run"))
        self.buttons = {
            "pause": self._button(
                self.tr("Pause"),
                self.tr("Hold the run with its networks in memory; resume goes on at once."),
            ),
            "stop": self._button(
                self.tr("Stop"), self.tr("End after a checkpoint; resume goes on from there.")
            ),
            "abort": self._button(
                self.tr("Abort"), self.tr("End at once; resume goes back to the last checkpoint.")
            ),
            "resume": self._button(
                self.tr("Resume"), self.tr("Go on exactly where the last checkpoint was.")
            ),
            "use": self._button(
                self.tr("Use in Upscale"),
                self.tr("Add the weights of the chosen checkpoint to your models."),
            ),
        }
        self.checkpoint_box = QComboBox(self)
        self.checkpoint_box.setAccessibleName(self.tr("Checkpoint"))
        # It is empty when it is first shown.
        self.checkpoint_box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.checkpoint_box.setToolTip(
            self.tr("Which state of the run is used, exported or gone on from.")
        )
        self.more = QToolButton(self)
        self.more.setText("…")
        self.more.setAccessibleName(self.tr("More to do with this run"))
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.more)
        self.further: dict[str, QAction] = {}
        for name, text in (
            ("extend", self.tr("Extend …")),
            ("branch", self.tr("Continue from this checkpoint")),
            ("duplicate", self.tr("Duplicate as a recipe")),
            ("export", self.tr("Export …")),
        ):
            self.further[name] = menu.addAction(text)
            self.further[name].triggered.connect(lambda _=False, name=name: self.wanted.emit(name))
        self.more.setMenu(menu)
        for name, button in self.buttons.items():
            button.clicked.connect(lambda _=False, name=name: self.wanted.emit(name))
        self.checkpoint_box.currentIndexChanged.connect(
            lambda _: self.further["branch"].setEnabled(self.checkpoint.isdigit())
        )
        self.curves = Curves(context, self)
        self.viewer = Viewer(context, parent=self)
        self.bar = ViewerBar(context, self.viewer, self)
        self.hint = QLabel(self.tr("Pictures of what the run makes come here."), self)
        self.hint.setProperty("role", "dim")
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.hint.setWordWrap(True)
        self.previews = PreviewLine(self)
        self.previews.changed.connect(self._show_pictures)
        self.previews.opened.connect(self._compare)
        self._arrange()

    @property
    def checkpoint(self) -> str:
        """The chosen checkpoint, as ``--checkpoint`` takes it."""
        chosen: str = self.checkpoint_box.currentData() or "best"
        return chosen

    def checkpoints(self) -> list[str]:
        """What can be used or exported, the chosen one first."""
        box = self.checkpoint_box
        offered = [str(box.itemData(row)) for row in range(box.count())]
        return sorted(offered, key=lambda name: name != self.checkpoint)

    def follow(self, watch: RunWatch | None, others: Sequence[RunWatch] = ()) -> None:
        """Show another run, its curves over those of others."""
        for known in (self._watch, *self._others):
            if known is not None:
                known.changed.disconnect(self.refresh)
        if watch is not self._watch:
            self._spoken.turn_away()
        self._watch, self._others = watch, tuple(others)
        for other in others:
            other.changed.connect(self.refresh)
        self._shown = ()
        self._versions = {}
        self.previews.clear()
        self._show_versions([])
        if watch is not None:
            watch.changed.connect(self.refresh)
            self.refresh()

    def refresh(self) -> None:
        """Show what the watch has found."""
        if self._watch is None:
            return
        status = self._watch.status
        self.title.setText(self._watch.run.path.name)
        self.state.setText(self._sentence(status))
        active = status is None or status.state in ACTIVE
        whole = status is not None and status.iterations > 0
        share = status.iteration / status.iterations if status is not None and whole else 0
        self.progress.setValue(round(1000 * share))
        if status is None or status.state in ("preparing", "running"):
            self._spoken.hear(share)
        else:
            self._spoken.end(self.state.text())
        self.buttons["stop"].setEnabled(active and status is not None)
        elsewhere = status is not None and status.is_elsewhere
        silent = self._is_silent()
        self.buttons["abort"].setEnabled(active and not elsewhere and not silent)
        self.buttons["pause"].setEnabled(status is not None and status.state == "running")
        resumable = status is not None and status.state in ("stopped", "failed", "paused")
        stale = self._watch.liveness == "stale"
        self.buttons["resume"].setEnabled(resumable or stale or silent)
        self._list_checkpoints()
        usable = self.checkpoint_box.count() > 0
        self.checkpoint_box.setVisible(usable)
        self.buttons["use"].setEnabled(usable)
        self.further["export"].setEnabled(usable)
        self.further["branch"].setEnabled(self.checkpoint.isdigit())
        ended = status is not None and status.state == "finished"
        self.further["extend"].setEnabled(ended)
        watches = (self._watch, *self._others)
        self.curves.show_runs([(known.run.path.name, known.history) for known in watches])
        self._say_health()
        self.previews.show_pictures(self._watch.run.previews, self._watch.pictures)
        self._show_pictures()

    def theme_changed(self) -> None:
        """Draw in the colours of the theme."""
        self.curves.theme_changed()
        self.viewer.theme_changed()

    def shut_down(self) -> None:
        """Stop timers."""
        self.follow(None)
        self.viewer.shut_down()

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        for name in ("pause", "stop", "abort", "resume"):
            row.addWidget(self.buttons[name])
        row.addStretch(1)
        result = QHBoxLayout()
        result.setSpacing(8)
        for widget in (self.checkpoint_box, self.buttons["use"], self.more):
            result.addWidget(widget)
        result.addStretch(1)
        pictures = QWidget(self)
        inside = QVBoxLayout(pictures)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(self.previews)
        inside.addWidget(self.bar)
        inside.addWidget(self.viewer, 1)
        inside.addWidget(self.hint, 1)
        self.lay_out(
            [row, result, self.progress, self.state, self.health],
            self.curves,
            pictures,
            (240, 480),
        )

    def _button(self, text: str, help_text: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setToolTip(help_text)
        return button

    def _sentence(self, status: Status | None) -> str:
        if status is None:
            return self._not_begun()
        words = {
            "preparing": self.tr("Preparing"),
            "running": self.tr("Training"),
            "stopped": self.tr("Stopped"),
            "finished": self.tr("Finished"),
            "paused": self.tr("Paused"),
            "failed": self.tr("Failed"),
        }
        parts = [words[status.state], f"{status.iteration:,} / {status.iterations:,}"]
        if status.state == "running":
            if status.rate is not None:
                parts.append(self.tr("%1 it/s").replace("%1", f"{status.rate:.2f}"))
            if status.seconds_left is not None:
                left = duration(status.seconds_left)
                parts.append(self.tr("%1 left").replace("%1", left))
        best = None if self._watch is None else self._watch.history.best
        if best is not None:
            parts.append(self.tr("best %1 dB").replace("%1", f"{best[1]:.2f}"))
        parts.append(status.computes_with)
        if status.is_elsewhere:
            parts.append(self.tr("on %1").replace("%1", status.host))
        parts.append(self._silence())
        line = " · ".join(part for part in parts if part)
        said = status.message[:1].upper() + status.message[1:]
        return f"{line}\n{said}" if said else line

    def _is_silent(self) -> bool:
        """Whether there is a folder without a status, and no trainer of this window works on it."""
        assert self._watch is not None
        known = self._expected.state_of(self._watch.run.path)
        return self._watch.status is None and self._watch.there is True and known is None

    def _not_begun(self) -> str:
        """What to say of a run that has no status."""
        assert self._watch is not None
        expected = self._expected.state_of(self._watch.run.path)
        if expected == "waiting":
            return self.tr("Waiting until no other run trains here any more.")
        if self._is_silent():
            return self.tr(
                "No word yet: it is being prepared elsewhere, or its trainer ended before the "
                "first update. Resume begins it."
            )
        if expected is None and self._watch.there is False:
            return self.tr(
                "Its folder is not there: it was moved or deleted, or its disk is missing. Abort "
                "takes it off the list."
            )
        return self.tr("Preparing: reading pictures and building the networks.")

    def _silence(self) -> str:
        """What to say of a run that says nothing."""
        if self._watch is None or self._watch.liveness == "alive":
            return ""
        silent = duration(self._watch.listener.silent)
        stale = self._watch.liveness == "stale"
        text = self.tr("no word for %1: gone?") if stale else self.tr("no word for %1: slow")
        return text.replace("%1", silent)

    def _list_checkpoints(self) -> None:
        assert self._watch is not None
        offered = ["best"] if self._watch.run.best_file.is_file() else []
        offered += [str(int(path.stem)) for path in reversed(self._watch.checkpoints)]
        box = self.checkpoint_box
        if [box.itemData(row) for row in range(box.count())] == offered:
            return
        newest = box.currentIndex() <= 0  # unless somebody chose another one, the first is meant
        chosen = box.currentData()
        box.clear()
        for name in offered:
            shown = f"{int(name):,}" if name.isdigit() else self.tr("best")
            box.addItem(shown, name)
        box.setCurrentIndex(0 if newest else max(0, box.findData(chosen)))

    def _say_health(self) -> None:
        assert self._watch is not None
        found = findings(self._watch.history) if self._watch.whole else []
        text = " · ".join(sentence(finding) for finding in found)
        bad = bool(found) and found[0].grade == "bad"
        if text != self.health.text():
            self.health.setText(text)
            self.health.setProperty("role", "warning" if bad else "dim")
            self.health.style().polish(self.health)
        self.health.setVisible(bool(text))

    def _compare(self, paths: list[Path]) -> None:
        self._context.go("compare").open_paths(paths)

    def _show_pictures(self) -> None:
        """LR, the chosen SR and HR of the chosen picture; older ones stay until these are whole."""
        wanted = self.previews.files()
        if self._watch is None or wanted is None or wanted == self._shown:
            return
        self._shown = wanted
        for path in wanted:
            if path not in self._versions:
                arrived = partial(self._arrived, path, wanted)
                self._context.tasks.start(partial(look, path), arrived, self._not_there)
        self._put_up(wanted)

    def _arrived(self, path: Path, wanted: tuple[Path, ...], pyramid: Pyramid) -> None:
        _, kind, *iteration = path.stem.split("_")
        name = f"SR {int(iteration[0]):,}" if iteration else kind.upper()
        self._versions[path] = Version(name, pyramid, path)
        self._put_up(wanted)

    def _not_there(self, error: Exception) -> None:
        self._shown = ()  # a mounted folder may come back; the next look tells

    def _put_up(self, wanted: tuple[Path, ...]) -> None:
        if wanted != self._shown or any(path not in self._versions for path in wanted):
            return
        self._versions = dict(list(self._versions.items())[-_VERSIONS_KEPT:])
        lr, sr, hr = (self._versions[path] for path in wanted)
        had = bool(self.viewer.versions)
        self._show_versions([lr, sr, hr], before=sr, after=hr, keep_view=had)

    def _show_versions(self, versions: list[Version], **how: Any) -> None:
        """Without pictures there is a sentence instead of an empty viewer."""
        self.viewer.show_versions(versions, **how)
        for widget in (self.bar, self.viewer):
            widget.setVisible(bool(versions))
        self.hint.setVisible(not versions)
