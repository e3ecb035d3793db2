"""Try before you wait: what is in sight by several methods, and the detail slider live."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from sr_studio.app.context import Context
from sr_studio.app.method_words import said
from sr_studio.app.upscale.entry import Entry, EntryState
from sr_studio.app.upscale.inspector import Inspector
from sr_studio.app.upscale.stage import Stage
from sr_studio.app.upscale.trials import Part, Trial, Trials, Wish
from sr_studio.app.upscale.worklist import Worklist
from sr_studio.app.viewer.content import Mode
from sr_studio.app.viewer.tool import Tool
from sr_studio.app.viewer.version import Version
from sr_studio.comparison.visible import covered, visible_part

if TYPE_CHECKING:
    from sr_studio.upscaling.methods import Method

#: Methods that are tried beside each other.
_MOST = 6
#: LR pixels of a look: what a CPU does while one waits, and a first glance at it.
_LOOK, _GLANCE = 128 * 128, 48 * 48
#: The same where there is a GPU.
_LARGE_LOOK = 512 * 512
#: After the last move the new spot is tried.
_REST_MS = 300
_LIVE = "live"


class TryTool(Tool):
    """The actions of trying, for the viewer.

    Args:
        previews: What does them.
    """

    def __init__(self, previews: Previews) -> None:
        super().__init__(previews.viewer)
        self._previews = previews
        self.actions = {"view.try": previews.toggle, "view.take": previews.take_current}

    def can(self, action: str) -> bool:
        """A picture is on screen; taking needs a trial that is looked at."""
        return self._previews.can_take if action == "view.take" else self._previews.can_try

    def checked(self, action: str) -> bool:
        """Whether methods are being tried."""
        return self._previews.trying

    def shut_down(self) -> None:
        """Ask for nothing more."""
        self._previews.stop()


class Previews(QObject):
    """Puts trials into the viewer of a stage, and takes the one that is chosen."""

    def __init__(
        self, context: Context, stage: Stage, inspector: Inspector, worklist: Worklist
    ) -> None:
        super().__init__(stage)
        self.viewer = stage.viewer
        self._context = context
        self._stage = stage
        self._inspector = inspector
        self.trials = Trials(context, self)
        self.trying = False
        self._seen: set[str] = set()
        self._original: Version | None = None
        self._shown: dict[str, Version] = {}
        self._part: Part | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._try_here)
        stage.viewer.tools.append(TryTool(self))
        stage.viewer.state.subscribe(self._moved)
        stage.viewer.version_clicked.connect(self._clicked)
        stage.entry_shown.connect(self._entry_shown)
        inspector.detail.changed.connect(self._detail_moved)
        worklist.changed.connect(self._job_changed)
        self.trials.arrived.connect(self._arrived)
        self.trials.failed.connect(self._failed)

    @property
    def can_try(self) -> bool:
        """A picture is on screen, and a scale is set."""
        return self._stage.original is not None and self._inspector.scale is not None

    @property
    def can_take(self) -> bool:
        """One of the trials is looked at."""
        return self.trying and self.viewer.after in self._shown.values()

    def stop(self) -> None:
        """Ask for nothing more."""
        self._rest.stop()
        self.trials.stop()

    def toggle(self) -> None:
        """Begin trying, or end it."""
        if self.trying:
            self.end()
        else:
            self.begin()

    def begin(self) -> None:
        """Show what is in sight by several methods beside each other."""
        entry, original = self._stage.on_screen, self._stage.original
        if entry is None or original is None:
            return
        self.trying, self._original, self._part = True, original, None
        self._shown = {}
        for method in self._methods():
            waiting = Version(f"{said(method.title)} …", original.pyramid, under=original)
            self._shown[method.name] = waiting
        self.viewer.every = True
        if self.viewer.state.fitted:
            self._stage.look_closely()
        self._show(after=next(iter(self._shown.values())))
        self.viewer.set_mode(Mode.SIDE_BY_SIDE)
        # Panes get their sizes when Qt lays them out; only then it is known what is in sight.
        self._rest.start()

    def end(self, kept: Version | None = None) -> None:
        """Show the whole versions again, and a trial that was taken."""
        if not self.trying:
            return
        self.stop()
        self.trying, self.viewer.every = False, False
        self._stage.show_with([] if kept is None else [kept])
        self.viewer.set_mode(Mode.SPLIT)

    def take_current(self) -> None:
        """Choose the method of the version that is looked at."""
        if self.viewer.after is not None:
            self._clicked(self.viewer.after)

    def _clicked(self, version: Version) -> None:
        taken = next((name for name, one in self._shown.items() if one is version), None)
        if not self.trying or taken is None:
            return
        assert self._original is not None
        waits = version.pyramid is self._original.pyramid
        self.end(None if waits else version)
        self._inspector.methods.choose(taken)
        self.viewer.say(self.tr("%1 is chosen.").replace("%1", version.name))

    # Trying --------------------------------------------------------------------------------------

    def _methods(self) -> list[Method]:
        """Bicubic, the chosen method, then the other models, those made for the scale first."""
        methods = {method.name: method for method in self._inspector.methods.methods()}
        chosen, scale = self._inspector.method, self._inspector.scale
        first = ["bicubic", *([chosen.name] if chosen is not None else [])]
        models = [method for method in methods.values() if method.kind == "model"]
        rest = [method.name for method in sorted(models, key=lambda one: one.scale != scale)]
        names = dict.fromkeys([name for name in [*first, *rest] if name in methods])
        return [methods[name] for name in list(names)[:_MOST]]

    def _try_here(self) -> None:
        entry = self._stage.on_screen
        if not self.trying or entry is None or entry.size is None:
            return
        part = self._part_in_sight(self._limit())
        if part is None or part == self._part:
            return
        self._part = part
        request = self._inspector.request()
        names = [method.name for method in self._methods()]
        wishes = [Wish(name, request.by(name), part) for name in names]
        self._ask(entry, wishes)

    def _ask(self, entry: Entry, wishes: list[Wish]) -> None:
        source = entry.file if entry.file is not None else entry.pixels
        if source is not None:
            self.trials.ask(source, wishes)

    def _part_in_sight(self, limit: int) -> Part | None:
        entry = self._stage.on_screen
        if entry is None or entry.size is None:
            return None
        return visible_part(self.viewer.active_state, self.viewer.active_view(), entry.size, limit)

    def _limit(self) -> int:
        status = self._context.engine.status
        on_gpu = status is not None and status.device and not status.device.startswith("CPU")
        return _LARGE_LOOK if on_gpu else _LOOK

    def _arrived(self, trial: Trial) -> None:
        entry = self._stage.on_screen
        if entry is None or entry.size is None or self._original is None:
            return
        name = f"{said(trial.report.method)} · {trial.report.seconds:.1f} s"
        box = covered(trial.wish.part, entry.size)
        version = Version(name, trial.pyramid, area=box, under=self._original)
        key = trial.wish.key.partition(" ")[0]
        former = self._shown.get(key)
        self._shown[key] = version
        if key == _LIVE:
            self._stage.show_with([version])
        elif self.trying:
            self._show(after=version if self.viewer.after is former else None)

    def _failed(self, wish: Wish, error: str) -> None:
        former = self._shown.get(wish.key)
        if self.trying and former is not None and self._original is not None:
            name = f"{wish.request.method}: {error}"
            self._shown[wish.key] = Version(name, former.pyramid, under=self._original)
            self._show()

    def _show(self, after: Version | None = None) -> None:
        assert self._original is not None
        chosen = after or self.viewer.after
        versions = list(self._shown.values())
        if chosen not in versions:
            chosen = versions[0]
        self.viewer.show_versions(
            [self._original, *versions],
            before=self._original,
            after=chosen,
            scene=(self.viewer.state.scene_width, self.viewer.state.scene_height),
        )

    # What happens around -------------------------------------------------------------------------

    def _moved(self) -> None:
        if self.trying:
            self._rest.start()

    def _entry_shown(self, entry: Entry) -> None:
        """The first thing a new picture shows, where the engine is started ahead."""
        if self.trying:
            self.stop()
            self.trying, self.viewer.every = False, False
        get = self._context.settings.get
        new = entry.id not in self._seen and not entry.results
        self._seen.add(entry.id)
        if new and entry.state is EntryState.READY and get("engine.ahead") and get("upscale.try"):
            self.begin()

    def _job_changed(self, entry: Entry) -> None:
        if self.trying and entry is self._stage.entry and entry.state.under_way:
            self.end()

    def _detail_moved(self, _: float) -> None:
        """The part in sight at the new detail: a glance at its middle, then all of it."""
        entry, original = self._stage.on_screen, self._stage.original
        if entry is None or original is None or self._inspector.detail.value is None:
            return
        if not self._inspector.usable() or not self._context.settings.get("upscale.live"):
            return
        if self.trying:
            self.end()
        self._original = original
        # Every value makes other weights, and compiling them costs more than it saves on a part.
        request, limit = replace(self._inspector.request(), backend="torch"), self._limit()
        parts = [self._part_in_sight(_GLANCE), self._part_in_sight(limit)]
        wishes = [
            Wish(f"{_LIVE} {index}", request, part)
            for index, part in enumerate(dict.fromkeys(parts))
            if part is not None
        ]
        self._ask(entry, wishes)
