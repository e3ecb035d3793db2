"""What a viewer shows as a session, and a session shown in a viewer."""

from __future__ import annotations

from collections.abc import Sequence

from sr_studio.app.viewer.content import Arrangement, Mode
from sr_studio.app.viewer.version import Version, largest_size
from sr_studio.app.viewer.viewer import Viewer
from sr_studio.comparison.parts import Box
from sr_studio.comparison.registration import Registration
from sr_studio.comparison.session import Look, Region, Session, VersionEntry
from sr_studio.comparison.splitting import Split
from sr_studio.comparison.view_state import Spot


def session_of(viewer: Viewer) -> Session:
    """All whole versions and how they are looked at; one without a file has an empty path."""
    whole = [version for version in viewer.versions if version.under is None]
    scene = viewer.state.scene_width, viewer.state.scene_height
    entries = tuple(_entry(version, scene) for version in whole)
    spot, how, box = viewer.state.spot, viewer.how, viewer.region
    look = Look(
        mode=viewer.mode.value,
        before=_index(whole, viewer.before),
        after=_index(whole, viewer.after),
        fitted=spot.fitted,
        x=spot.x,
        y=spot.y,
        zoom=spot.zoom,
        split_x=how.split.x,
        split_y=how.split.y,
        split_angle=how.split.angle,
        quartered=how.split.quartered,
        manner=how.manner,
        doublings=how.doublings,
        tolerance=how.tolerance,
        region=None
        if box is None
        else Region(left=box.left, top=box.top, right=box.right, bottom=box.bottom),
    )
    return Session(versions=entries, scene=scene, look=look)


def lay(session: Session, versions: Sequence[Version]) -> None:
    """Lay the versions of a session, one or more, on the scene as they were."""
    scene = session.scene or largest_size(versions)
    for entry, version in zip(session.versions, versions, strict=True):
        version.registration = Registration.of_pixels(entry.dx, entry.dy, entry.angle, scene)


def look_again(viewer: Viewer, session: Session) -> None:
    """Show the versions a viewer has, one or more, as they were shown when they were saved."""
    look = session.look
    viewer.choose(viewer.versions[look.before], as_before=True)
    viewer.choose(viewer.versions[look.after])
    split = Split(look.split_x, look.split_y, look.split_angle, look.quartered)
    viewer.arrange(Arrangement(split, look.manner, look.doublings, look.tolerance))
    box = look.region
    viewer.set_region(None if box is None else Box(box.left, box.top, box.right, box.bottom))
    known = {mode.value: mode for mode in Mode}
    viewer.set_mode(known.get(look.mode, Mode.SIDE_BY_SIDE))
    # What was seen is as large as it was, though the largest version may be gone.
    wider = 1.0 if session.scene is None else session.scene[0] / viewer.state.scene_width
    viewer.state.go_to(Spot(look.x, look.y, look.zoom * wider, look.fitted))


def _entry(version: Version, scene: tuple[float, float]) -> VersionEntry:
    dx, dy = version.registration.pixels(scene)
    return VersionEntry(
        name=version.name,
        path="" if version.path is None else str(version.path),
        dx=dx,
        dy=dy,
        angle=version.registration.angle,
    )


def _index(versions: Sequence[Version], version: Version | None) -> int:
    return versions.index(version) if version in versions else 0
