"""Where everything on the rater's screen stands, in whole device pixels; no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sr_studio.studies.definition.manifest import Manifest
from sr_studio.studies.definition.sections import DegradationRating, Method, PairComparison
from sr_studio.studies.errors import StudyError

#: Sizes of the fixed parts, in logical pixels.
KEY_WIDTH, KEY_HEIGHT, KEY_SPACING = 156, 68, 12
EDGE = 20
#: On a telephone the words on the keys need the room between them: keys narrower than this.
NARROW_KEY, NARROW_SPACING = 68, 4
COUNTER_HEIGHT = 24
#: Between two pictures side by side.
PAIR_GAP = 24
#: The most keys a study has; their number changes nothing about the room above them.
KEYS_WHILE_RATING = 5


class ScreenTooSmallError(StudyError):
    """The pictures and the keys do not fit on this screen."""


@dataclass(frozen=True)
class Box:
    """A rectangle in device pixels."""

    x: int
    y: int
    width: int
    height: int

    @property
    def bottom(self) -> int:
        """The first row below it."""
        return self.y + self.height

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in it."""
        return self.x <= x < self.x + self.width and self.y <= y < self.bottom


@dataclass(frozen=True)
class Size:
    """Width and height in device pixels."""

    width: int
    height: int


@dataclass(frozen=True)
class Layout:
    """Places of the keys, the counter and the room that is left to pictures.

    It follows from the screen alone, so nothing moves from one picture to the next.
    """

    keys: tuple[Box, ...]
    counter: Box
    room: Box

    def places(self, sizes: Sequence[Size]) -> tuple[Box, ...]:
        """Where pictures of these sizes stand: side by side, centred in the room.

        Raises:
            ScreenTooSmallError: They do not fit.
        """
        gap = PAIR_GAP * (len(sizes) - 1)
        width = sum(size.width for size in sizes) + gap
        height = max(size.height for size in sizes)
        if width > self.room.width or height > self.room.height:
            raise ScreenTooSmallError(
                f"pictures of {width} × {height} pixels do not fit: this screen has room for"
                f" {self.room.width} × {self.room.height}",
                remedy="Use a larger screen, or switch its scaling off.",
            )
        left = self.room.x + (self.room.width - width) // 2
        found = []
        for size in sizes:
            top = self.room.y + (self.room.height - size.height) // 2
            found.append(Box(left, top, size.width, size.height))
            left += size.width + PAIR_GAP
        return tuple(found)


def lay_out(screen: Size, ratio: float, keys: int) -> Layout:
    """Arrange a screen of ``screen`` device pixels at ``ratio`` device pixels a logical one."""

    def device(logical: float) -> int:
        return round(logical * ratio)

    def room_a_key(spacing: int, edge: int) -> int:
        return (screen.width - 2 * edge - spacing * (keys - 1)) // max(1, keys)

    spacing, edge = device(KEY_SPACING), device(EDGE)
    if room_a_key(spacing, edge) < device(NARROW_KEY):
        spacing = edge = device(NARROW_SPACING)
    room = room_a_key(spacing, edge)
    width, height = min(device(KEY_WIDTH), max(1, room)), device(KEY_HEIGHT)
    counter_height = device(COUNTER_HEIGHT)
    counter = Box(0, screen.height - device(8) - counter_height, screen.width, counter_height)
    top = counter.y - device(4) - height
    left = (screen.width - keys * width - (keys - 1) * spacing) // 2
    places = tuple(Box(left + k * (width + spacing), top, width, height) for k in range(keys))
    below = top if keys else counter.y
    return Layout(places, counter, Box(0, 0, screen.width, max(0, below - device(8))))


def largest_picture(manifest: Manifest) -> Size:
    """Device pixels of the widest and of the highest picture of a study, zoom included."""
    zoom = manifest.geometry.zoom
    return Size(
        zoom * max(stimulus.width for stimulus in manifest.stimuli),
        zoom * max(stimulus.height for stimulus in manifest.stimuli),
    )


def require_room(
    screen: Size,
    ratio: float,
    picture: Size,
    method: Method,
    pc: PairComparison,
    dcr: DegradationRating,
) -> None:
    """Refuse a screen on which pictures of this size cannot be rated, with their keys.

    Args:
        picture: Device pixels of the largest picture, zoom included.

    Raises:
        ScreenTooSmallError: They do not fit.
    """
    pairs = method == "pc" and pc.layout == "side_by_side"
    with_reference = method == "dcr" and dcr.layout == "side_by_side"
    shown = 2 if pairs or with_reference else 1
    lay_out(screen, ratio, KEYS_WHILE_RATING).places([picture] * shown)
