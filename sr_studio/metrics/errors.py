"""What can go wrong when two pictures are compared."""

from __future__ import annotations

from sr_studio.errors import StudioError


class MetricError(StudioError):
    """A number that cannot be had for these pictures on this computer, with the reason."""
