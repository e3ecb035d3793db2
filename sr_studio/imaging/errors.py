"""What can be wrong with a picture, told in one sentence."""

from __future__ import annotations

from sr_studio.errors import StudioError


class PictureError(StudioError):
    """A picture cannot be read or written; nothing was written."""
