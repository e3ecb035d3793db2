"""Where in a picture there is most detail, and so most to see of what a method makes of it."""

from __future__ import annotations

import numpy as np


def telling_spot(pixels: np.ndarray, seen: tuple[float, float]) -> tuple[float, float]:
    """The middle of the part of a picture that has most detail.

    Args:
        pixels: H×W×C, 8 bit, small (it is looked at pixel by pixel).
        seen: Width and height of the part, as shares 0..1 of the picture's.

    Returns:
        Normalised x and y, such that the part lies within the picture where it fits.
    """
    grey = pixels[:, :, :3].astype(np.float32).mean(axis=2)
    height, width = grey.shape
    # Roots, so that one hard edge does not count for more than a fur full of soft ones.
    detail = np.zeros_like(grey)
    detail[:, 1:] += np.sqrt(np.abs(np.diff(grey, axis=1)))
    detail[1:] += np.sqrt(np.abs(np.diff(grey, axis=0)))
    columns = min(width, max(1, round(width * seen[0])))
    rows = min(height, max(1, round(height * seen[1])))
    total = np.pad(detail, ((1, 0), (1, 0))).cumsum(axis=0, dtype=np.float64).cumsum(axis=1)
    part = total[rows:, columns:] - total[:-rows, columns:]
    part = part - total[rows:, :-columns] + total[:-rows, :-columns]
    top, left = np.unravel_index(int(part.argmax()), part.shape)
    return (float(left) + columns / 2) / width, (float(top) + rows / 2) / height
