"""Where one looks at a picture, and how large: plain arithmetic shared by all panes, without Qt.

Three spaces. The *scene* is the picture in pixels of its largest version; every version, however
many pixels it has, covers the whole scene, so an LR version is drawn at ``scale`` times its size.
*Normalised* coordinates are 0..1 over the scene. The *view* is a pane, in device pixels.

Zoom is counted in two ways: ``zoom`` over pixels of the scene, which a change of version leaves
alone, and *magnification* over pixels of the version that is looked at, which people read.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace

#: Device pixels per scene pixel.
SMALLEST_ZOOM = 1 / 256
LARGEST_ZOOM = 64.0
#: A notch of a wheel that sends parts of notches.
NOTCH_FACTOR = 1.25
#: Magnifications closer than this are the same.
_CLOSE = 1e-6


@dataclass(frozen=True)
class Placement:
    """Where the whole scene lies in a view, in device pixels."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class Spot:
    """Where somebody looked, to come back to: centre, zoom over the scene, or the whole."""

    x: float = 0.5
    y: float = 0.5
    zoom: float = 1.0
    fitted: bool = True


@dataclass
class ViewState:
    """Centre and zoom. Panes that hold the same object are always on the same spot.

    Attributes:
        scene_width: Width of the scene.
        scene_height: Height of the scene.
        x: Normalised place of the scene in the middle of the view.
        y: The same, down.
        zoom: Device pixels per scene pixel; meaningless while ``fitted``.
        fitted: Whether the scene is kept whole in the view, whatever the view's size.
        columns: Pixels across the version that is looked at; those of the scene if None.
    """

    scene_width: float = 1.0
    scene_height: float = 1.0
    x: float = 0.5
    y: float = 0.5
    zoom: float = 1.0
    fitted: bool = True
    columns: float | None = None
    _listeners: list[Callable[[], None]] = field(default_factory=list, repr=False, compare=False)

    def subscribe(self, listener: Callable[[], None]) -> None:
        """Call ``listener`` after every change."""
        self._listeners.append(listener)

    def copy(self) -> ViewState:
        """A state of its own that looks at the same spot; nobody listens to it yet."""
        return replace(self, _listeners=[])

    @property
    def spot(self) -> Spot:
        """Where one looks now."""
        return Spot(self.x, self.y, self.zoom, self.fitted)

    def go_to(self, spot: Spot) -> None:
        """Look there again."""
        self.x, self.y, self.zoom, self.fitted = spot.x, spot.y, _bounded(spot.zoom), spot.fitted
        self._changed()

    def set_scene(self, width: float, height: float) -> None:
        """Give the scene another size in pixels; what is seen stays as large and where it is."""
        if (width, height) == (self.scene_width, self.scene_height):
            return
        self.zoom = _bounded(self.zoom * self.scene_width / width)
        self.scene_width, self.scene_height = width, height
        self._changed()

    @property
    def unit(self) -> float:
        """Scene pixels per pixel of the version that is looked at (4 for the LR of a ×4)."""
        return 1.0 if self.columns is None else self.scene_width / self.columns

    def zoom_in(self, view: tuple[float, float]) -> float:
        """Device pixels per scene pixel in a view of this size."""
        return self._fitting(view) if self.fitted else self.zoom

    def placement(self, view: tuple[float, float]) -> Placement:
        """Where the scene lies in a view, its corner on a whole device pixel."""
        zoom = self.zoom_in(view)
        x, y = (0.5, 0.5) if self.fitted else (self.x, self.y)
        width, height = self.scene_width * zoom, self.scene_height * zoom
        return Placement(
            _half_up(view[0] / 2 - x * width), _half_up(view[1] / 2 - y * height), width, height
        )

    def to_scene(
        self, point: tuple[float, float], view: tuple[float, float]
    ) -> tuple[float, float]:
        """The normalised place under a point of the view."""
        lies = self.placement(view)
        return (point[0] - lies.left) / lies.width, (point[1] - lies.top) / lies.height

    def to_view(self, place: tuple[float, float], view: tuple[float, float]) -> tuple[float, float]:
        """The point of the view over a normalised place."""
        lies = self.placement(view)
        return lies.left + place[0] * lies.width, lies.top + place[1] * lies.height

    def fit(self) -> None:
        """Show the scene whole from now on."""
        self.fitted, self.x, self.y = True, 0.5, 0.5
        self._changed()

    def zoom_to(
        self, zoom: float, view: tuple[float, float], at: tuple[float, float] | None = None
    ) -> None:
        """Take another zoom; the pixel under ``at`` (the middle if None) stays under it.

        Only where the scene would leave a gap at the edge of the view is it moved there. Where the
        version's pixels are smaller than the device's, their place stays within half a device
        pixel.
        """
        point = (view[0] / 2, view[1] / 2) if at is None else at
        place = self.to_scene(point, view)
        self.zoom, self.fitted = _bounded(zoom), False
        pixel = self.zoom * self.unit
        self.x = _centre(place[0], point[0], view[0], self.zoom * self.scene_width, pixel)
        self.y = _centre(place[1], point[1], view[1], self.zoom * self.scene_height, pixel)
        self._keep_in(view)
        self._changed()

    def magnification(self, view: tuple[float, float]) -> float:
        """Device pixels per pixel of the version that is looked at."""
        return self.zoom_in(view) * self.unit

    def magnify_to(
        self,
        magnification: float,
        view: tuple[float, float],
        at: tuple[float, float] | None = None,
    ) -> None:
        """Take another magnification; the place under ``at`` stays under it."""
        self.zoom_to(magnification / self.unit, view, at)

    def zoom_by(
        self, factor: float, view: tuple[float, float], at: tuple[float, float] | None = None
    ) -> None:
        """Zoom smoothly, as touchpads want it, resting once on each stop on the way."""
        before = self.magnification(view)
        stop = next_stop(before, factor > 1)
        after = min(before * factor, stop) if factor > 1 else max(before * factor, stop)
        self._go_to(after, view, at)

    def zoom_steps(
        self, steps: int, view: tuple[float, float], at: tuple[float, float] | None = None
    ) -> None:
        """Zoom in (out, below 0) from stop to stop: 25, 33.3, 50, 66.7, 100, 150, 200, 300 % ..."""
        after = self.magnification(view)
        for _ in range(abs(steps)):
            after = next_stop(after, steps > 0)
        self._go_to(after, view, at)

    def pan(self, dx: float, dy: float, view: tuple[float, float]) -> None:
        """Move the picture by device pixels, as if dragged."""
        if self.fitted:
            return
        self.x -= dx / (self.zoom * self.scene_width)
        self.y -= dy / (self.zoom * self.scene_height)
        self._keep_in(view)
        self._changed()

    def look_at(self, place: tuple[float, float], view: tuple[float, float]) -> None:
        """Bring a normalised place to the middle of the view."""
        self.zoom, self.fitted = self.zoom_in(view), False
        self.x, self.y = place
        self._keep_in(view)
        self._changed()

    def _go_to(
        self, magnification: float, view: tuple[float, float], at: tuple[float, float] | None
    ) -> None:
        """Magnify; the way out ends at the whole picture, or at 1 if all of it is seen then."""
        whole = self.unit * self._fitting(view)
        outwards = magnification < self.magnification(view)
        if outwards and magnification <= whole <= 1:
            self.fit()
        else:
            least = 1.0 if outwards and whole > 1 else 0.0
            self.magnify_to(max(magnification, least), view, at)

    def _fitting(self, view: tuple[float, float]) -> float:
        return _bounded(min(view[0] / self.scene_width, view[1] / self.scene_height))

    def _keep_in(self, view: tuple[float, float]) -> None:
        self.x = _kept(self.x, view[0] / (self.zoom * self.scene_width))
        self.y = _kept(self.y, view[1] / (self.zoom * self.scene_height))

    def _changed(self) -> None:
        for listener in list(self._listeners):
            listener()


def next_stop(magnification: float, inwards: bool) -> float:
    """The nearest larger (or smaller) of 1, 1.5, 2, 3, 4, 6, 8 ... and of their inverses."""
    if math.isclose(magnification, 1, rel_tol=_CLOSE):
        return 1.5 if inwards else 1 / 1.5
    if magnification < 1:
        return 1 / next_stop(1 / magnification, not inwards)
    octave = 2.0 ** math.floor(math.log2(magnification))
    stops = [octave * share for share in (0.75, 1.0, 1.5, 2.0, 3.0)]
    if inwards:
        return next(stop for stop in stops if stop > magnification * (1 + _CLOSE))
    return next(stop for stop in reversed(stops) if stop < magnification * (1 - _CLOSE))


def level_for(pixel_size: float, levels: int) -> int:
    """Which halving to draw from when one pixel of the whole picture is this large on screen.

    The level's pixels are then between a half and one device pixel, so nothing is skipped and
    little is averaged twice.
    """
    if pixel_size >= 1:
        return 0
    return min(levels - 1, math.floor(-math.log2(pixel_size)))


def _centre(place: float, point: float, view: float, extent: float, pixel: float) -> float:
    """Which place of an axis comes to the middle, so that what was at ``point`` stays there.

    Scenes are drawn with their corner on a whole device pixel. Of the corners that leave the same
    pixel under the point the one nearest to the exact corner is taken.

    Args:
        place: What is under the point, normalised.
        point: Device pixels from the view's edge.
        view: Length of the view's side.
        extent: Length of the scene's side in device pixels.
        pixel: Side of a pixel of the version that is looked at, in device pixels.
    """
    corner = _half_up(point - place * extent)
    if pixel >= 1:
        index = math.floor(place * extent / pixel)
        corner = min(corner, math.floor(point - index * pixel))
        corner = max(corner, math.floor(point - (index + 1) * pixel) + 1.0)
    return (view / 2 - corner) / extent


def _kept(centre: float, seen: float) -> float:
    """A centre such that a view that sees ``seen`` of the axis shows no gap it need not show."""
    if seen >= 1:
        return 0.5
    return min(max(centre, seen / 2), 1 - seen / 2)


def _bounded(zoom: float) -> float:
    return min(max(zoom, SMALLEST_ZOOM), LARGEST_ZOOM)


def _half_up(value: float) -> float:
    return math.floor(value + 0.5)
