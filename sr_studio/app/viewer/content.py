"""What a pane shows, as plain data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from sr_studio.app.viewer.version import Version
from sr_studio.comparison.differences import LARGEST_TOLERANCE, Manner
from sr_studio.comparison.splitting import Split


class Mode(StrEnum):
    """How two versions are put against each other."""

    SPLIT = "split"
    SIDE_BY_SIDE = "side_by_side"
    SINGLE = "single"
    LENS = "lens"
    DIFFERENCE = "difference"
    BLINK = "blink"


#: Differences are enlarged at most 2**LARGEST_GAIN times.
LARGEST_GAIN = 5


@dataclass(frozen=True)
class Content:
    """What a pane shows: ``after`` alone, or together with ``before`` in the manner of ``mode``.

    Attributes:
        mode: How they are put against each other.
        after: The version that is looked at.
        before: The one it is compared with.
        others: What the lower quarters of a quartered split show.
        split: Where a split is.
        manner: How a difference is shown.
        doublings: Differences are enlarged 2**doublings times.
        tolerance: Channel differences up to this one count as none.
    """

    mode: Mode = Mode.SINGLE
    after: Version | None = None
    before: Version | None = None
    others: tuple[Version, ...] = ()
    split: Split = field(default_factory=Split)
    manner: Manner = Manner.ABSOLUTE
    doublings: int = 0
    tolerance: int = 0

    @property
    def versions(self) -> list[Version]:
        """All that may be drawn."""
        shown = [one for one in (self.after, self.before, *self.others) if one is not None]
        return shown + [one.under for one in shown if one.under is not None]


@dataclass(frozen=True)
class Arrangement:
    """How versions are put against each other, whichever they are; fields as in `Content`."""

    split: Split = field(default_factory=Split)
    manner: Manner = Manner.ABSOLUTE
    doublings: int = 2
    tolerance: int = 2

    def bounded(self) -> Arrangement:
        """The same with gain and tolerance within what makes sense."""
        return replace(
            self,
            doublings=min(max(self.doublings, 0), LARGEST_GAIN),
            tolerance=min(max(self.tolerance, 0), LARGEST_TOLERANCE),
        )

    def content(
        self, mode: Mode, after: Version | None, before: Version | None, rest: Sequence[Version]
    ) -> Content:
        """What a pane shows of two versions; ``rest`` fills the lower quarters."""
        others: tuple[Version, ...] = ()
        if self.split.quartered and before is not None and after is not None:
            others = tuple([*rest, after, before][:2])
        return Content(
            mode, after, before, others, self.split, self.manner, self.doublings, self.tolerance
        )
