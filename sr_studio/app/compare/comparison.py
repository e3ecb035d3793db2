"""One comparison: versions of one picture, which two are chosen, and where one looked."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field

from sr_studio.app.viewer.content import Mode
from sr_studio.app.viewer.version import Version
from sr_studio.comparison.view_state import Spot

#: Versions whose width to height differs by more than this share are not of one picture.
_SAME_SHAPE = 0.02


@dataclass(eq=False)
class Comparison:
    """What one tab of the Compare page holds.

    Attributes:
        title: On its tab, where it is more than the name of its first version.
        source: Whose versions they are: the id of a picture of the queue; empty for files.
        order: Keys of the versions from left to right; one still being read has no version yet.
        versions: The versions that are there, by key.
        before: The one to compare with, if somebody chose it; else it is the first.
        after: The one that is looked at.
        spot: Where one looked when another comparison was chosen.
        mode: How versions were put against each other.
    """

    title: str = ""
    source: str = ""
    order: list[Hashable] = field(default_factory=list)
    versions: dict[Hashable, Version] = field(default_factory=dict)
    before: Version | None = None
    after: Version | None = None
    spot: Spot = field(default_factory=Spot)
    mode: Mode = Mode.SIDE_BY_SIDE

    @property
    def name(self) -> str:
        """What its tab says; empty while there is nothing in it."""
        if self.title or not self.order:
            return self.title
        first = self.order[0]
        return self.versions[first].name if first in self.versions else ""

    def shown(self) -> list[Version]:
        """The versions that are there, in order."""
        return [self.versions[key] for key in self.order if key in self.versions]

    def put(self, key: Hashable, version: Version) -> None:
        """Add a version, in its place if that was promised already."""
        if key not in self.order:
            self.order.append(key)
        former = self.versions.get(key)
        if former is not None:
            version.registration = former.registration
            self.before = version if self.before is former else self.before
            self.after = version if self.after is former else self.after
        self.versions[key] = version

    def take(self, key: Hashable) -> None:
        """Let go of a version, or of a place that was promised."""
        self.order.remove(key)
        self.versions.pop(key, None)

    def key_of(self, version: Version) -> Hashable:
        """Under what a version was put."""
        return next(key for key, kept in self.versions.items() if kept is version)

    def fits(self, key: Hashable, version: Version) -> bool:
        """Whether a version for this place has the shape of the others, to lie on them."""
        former = self.versions.get(key)
        others = [one for one in self.shown() if one is not former]
        if not others:
            return True
        shape = others[0].pyramid.width / others[0].pyramid.height
        return abs(version.pyramid.width / version.pyramid.height / shape - 1) <= _SAME_SHAPE
