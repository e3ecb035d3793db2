"""Cropping: one rule, the same for all versions of a reference."""

from __future__ import annotations

from sr_studio.studies.definition.sections import Geometry
from sr_studio.studies.stimuli.sources import Rgb


def cropped(rgb: Rgb, geometry: Geometry) -> Rgb | None:
    """Border off, then the centre of the largest size, then whole multiples from right and bottom.

    Returns:
        None when nothing is left (E17).
    """
    border = geometry.crop_border
    height, width = rgb.shape[:2]
    top, left, height, width = border, border, height - 2 * border, width - 2 * border
    if geometry.max_height and height > geometry.max_height:
        top, height = top + (height - geometry.max_height) // 2, geometry.max_height
    if geometry.max_width and width > geometry.max_width:
        left, width = left + (width - geometry.max_width) // 2, geometry.max_width
    height -= height % geometry.multiple_of
    width -= width % geometry.multiple_of
    if height <= 0 or width <= 0:
        return None
    return rgb[top : top + height, left : left + width]
