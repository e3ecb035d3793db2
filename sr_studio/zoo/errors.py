"""What goes wrong with model files."""

from __future__ import annotations

from sr_studio.errors import StudioError


class ModelFileError(StudioError):
    """A model file is missing, damaged, of an unknown kind, or not safe to open."""


class LayoutError(ModelFileError):
    """The parameters in a file fit no network the program knows."""
