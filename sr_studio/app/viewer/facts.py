"""Facts on the picture: pixel values under the pointer, scores of the versions."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QCoreApplication

from sr_studio.app.context import Context
from sr_studio.app.error_words import said
from sr_studio.app.tasks import Task
from sr_studio.app.trouble import Trouble
from sr_studio.app.viewer.overlay import TextOverlay
from sr_studio.app.viewer.perceptual import Perceptual
from sr_studio.app.viewer.tool import Tool
from sr_studio.app.viewer.version import Version
from sr_studio.app.viewer.viewer import Viewer
from sr_studio.comparison.parts import Box
from sr_studio.comparison.registration import Point
from sr_studio.comparison.scores import Scores, measure, span, usual_shave
from sr_studio.errors import StudioError
from sr_studio.progress import CancelToken

translate = QCoreApplication.translate
Outcome = tuple[str, Scores | None, Scores | None]


class FactsTool(Tool):
    """Pixel values of every version, and PSNR, SSIM and LPIPS against the version before.

    Args:
        viewer: Whose versions.
        context: For tasks.
    """

    def __init__(self, viewer: Viewer, context: Context) -> None:
        super().__init__(viewer)
        self._context = context
        self._values = self._measured = False
        self._place: Point | None = None
        self._scores: list[str] = []
        self._perceptual = Perceptual(context, viewer)
        self._task: Task | None = None
        self._asked: tuple[object, ...] = ()
        self.plate = TextOverlay(viewer, translate("Facts", "Values and scores"))
        self.actions = {"view.values": self._toggle_values, "view.measure": self._toggle_scores}
        viewer.pointed.connect(self._pointed)
        viewer.changed.connect(self._changed)
        viewer.region_changed.connect(self._changed)

    def can(self, action: str) -> bool:
        """Scores need two versions."""
        return action == "view.values" or len(self.viewer.versions) > 1

    def checked(self, action: str) -> bool:
        """Whether they are shown."""
        return self._values if action == "view.values" else self._measured

    def shut_down(self) -> None:
        """Measure no more."""
        self._perceptual.stop()
        if self._task is not None:
            self._task.cancel()

    def _toggle_values(self) -> None:
        self._values = not self._values
        self._show()

    def _toggle_scores(self) -> None:
        self._measured = not self._measured
        self._forget()
        self._changed()

    def _pointed(self, place: Point | None) -> None:
        self._place = place
        if self._values:
            self._show()

    def _changed(self) -> None:
        if self._measured:
            self._measure()
        if self._values or self._measured or self.plate.isVisible():
            self._show()

    def _show(self) -> None:
        lines = self._value_lines() if self._values and self.viewer.versions else []
        self.plate.say([*lines, *(self._scores if self._measured else [])])

    def _value_lines(self) -> list[str]:
        viewer = self.viewer
        state, view = viewer.active_state, viewer.active_view()
        place = self._place or state.to_scene((view[0] / 2, view[1] / 2), view)
        scene = state.scene_width, state.scene_height
        at = math.floor(place[0] * scene[0]), math.floor(place[1] * scene[1])
        lines = [f"x {at[0]}  y {at[1]}"]
        for index, version in enumerate(viewer.versions):
            values = version.values_at(place, scene)
            said = "–" if values is None else "  ".join(f"{value:3d}" for value in values)
            lines.append(f"{index + 1}  {version.name}:  {said}")
        return lines

    def _measure(self) -> None:
        viewer, hr = self.viewer, self.viewer.before
        if hr is None:
            return
        others = [one for one in viewer.versions if one is not hr and one.under is None]
        places = [one.registration for one in (hr, *others)]
        asked = (hr, tuple(others), viewer.region, tuple(places))
        if asked == self._asked:
            return
        self._forget()
        self._asked = asked
        wait = translate("Facts", "Measuring against %1…").replace("%1", hr.name)
        self._scores = [wait]
        moved = [not place.lies_as(places[0]) for place in places[1:]]
        work = partial(_measured, hr, others, moved, viewer.region)
        arrived = partial(self._arrived, hr, others)
        self._task = self._context.tasks.start(work, arrived, self._not_measured)

    def _not_measured(self, error: Exception) -> None:
        self._scores = [Trouble.of(error, kept="").what]
        self._show()

    def _forget(self) -> None:
        """Ask nothing, say nothing: what was answered, or is yet to be, was another question's."""
        self.shut_down()
        self._asked, self._scores = (), []
        self.viewer.captions.clear()

    def _arrived(self, hr: Version, others: list[Version], found: list[Outcome]) -> None:
        self._tell(hr, others, found)
        asked = self._asked

        def look_closer(distances: list[tuple[float | None, ...]], why_not: str) -> None:
            if asked == self._asked and self._measured:
                self._tell(hr, others, _with_distances(found, distances), why_not)

        measured = [one for one, (_, whole, _) in zip(others, found, strict=True) if whole]
        if measured:  # else there may be nothing of the picture that boxes could be of
            boxes = _boxes(hr, others, self.viewer.region)
            self._perceptual.ask([hr, *measured], boxes, look_closer)

    def _tell(
        self, hr: Version, others: list[Version], found: list[Outcome], why_not: str = ""
    ) -> None:
        close = any(whole is not None and whole.lpips is not None for _, whole, _ in found)
        named = "PSNR-Y / SSIM-Y / LPIPS" if close else "PSNR-Y / SSIM-Y"
        head = translate("Facts", "Against %1 (%2)").replace("%2", named).replace("%1", hr.name)
        self._scores = [head]
        for version, (reason, whole, part) in zip(others, found, strict=True):
            said = reason if whole is None else whole.text()
            if part is not None:
                said += "   " + translate("Facts", "region %1").replace("%1", part.text())
            self._scores.append(f"{version.name}:  {said}")
            if whole is not None:
                self.viewer.captions[version.number] = (part or whole).text()
        self._scores += [why_not] if why_not else []
        self._show()


def _with_distances(
    found: list[Outcome], distances: list[tuple[float | None, ...]]
) -> list[Outcome]:
    """The same with what was measured besides, for those that could be measured at all."""
    left, done = list(distances), []
    for reason, whole, part in found:
        values = left.pop(0) if whole is not None and left else (None, None)
        done.append((
            reason,
            None if whole is None else replace(whole, lpips=values[0]),
            None if part is None else replace(part, lpips=values[-1]),
        ))  # fmt: skip
    return done


def _boxes(
    hr: Version, others: list[Version], region: Box | None
) -> list[tuple[int, int, int, int]]:
    """What the scores are of, in pixels: the whole without its border, and the region."""
    size, shave = (hr.pyramid.height, hr.pyramid.width), _shave(hr, others)
    spans = [span(*size, shave, None)] + ([] if region is None else [span(*size, 0, region)])
    return [(columns.start, rows.start, columns.stop, rows.stop) for rows, columns in spans]


def _shave(hr: Version, others: list[Version]) -> int:
    sizes = [one.pyramid.width for one in others if one.pyramid.width < hr.pyramid.width]
    lr = (min(sizes), 0) if sizes else None
    return usual_shave((hr.pyramid.width, hr.pyramid.height), lr)


def _measured(
    hr: Version, others: list[Version], moved: list[bool], region: Box | None, token: CancelToken
) -> list[Outcome]:
    """The scores of each version, or why it has none.

    Pixels are compared as they lie in the files: those of a version that is moved on the screen
    are not the ones one sees.
    """
    against = partial(measure, hr.pyramid.array(), grey=hr.pyramid.is_grey, cancel=token)
    shave = _shave(hr, others)
    found: list[Outcome] = []
    for version, elsewhere in zip(others, moved, strict=True):
        token.check()
        if elsewhere:
            why = translate("Facts", "moved or turned, and not measured so")
            found.append((why, None, None))
            continue
        pixels = version.pyramid.array()
        try:
            part = None if region is None else against(pixels, region=region)
            found.append(("", against(pixels, shave=shave), part))
        except StudioError as error:
            found.append((said(str(error)), None, None))
        except MemoryError:
            why = translate("Facts", "there is not enough memory to measure it")
            found.append((why, None, None))
    return found
