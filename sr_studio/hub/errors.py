"""What goes wrong on the way to the net and back."""

from __future__ import annotations

from sr_studio.errors import StudioError


class NetworkError(StudioError):
    """A server could not be reached, did not give what it should, or may not be asked."""
