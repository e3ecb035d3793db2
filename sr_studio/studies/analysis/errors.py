"""The failures that ratings themselves can cause."""

from __future__ import annotations

from sr_studio.errors import StudioError


class RatingsError(StudioError):
    """The ratings cannot be analysed as they are."""
