"""From pictures to the planes that are measured: same size, border left out, Y or RGB."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sr_studio.imaging.colour import rgb_to_y
from sr_studio.metrics.errors import MetricError
from sr_studio.sentences import Sentence


def luma_plane(picture: NDArray, *, rounded: bool) -> NDArray[np.float64]:
    """Y of BT.601 in studio range, or the values of a grey picture as they are.

    Args:
        picture: H×W, H×W×1 (grey) or H×W×3 (RGB), values 0..255.
        rounded: Round Y to integers, halves up, as MATLAB's ``rgb2ycbcr`` does on ``uint8``.

    Returns:
        H×W float64; 16..235 for RGB, 0..255 for grey.
    """
    y = rgb_to_y(picture)
    return rounded_plane(y) if rounded else y


def rounded_plane(plane: NDArray[np.float64]) -> NDArray[np.float64]:
    """The plane's values rounded to integers, halves up; grey 8-bit pictures stay as they are."""
    return np.floor(plane + 0.5)


def colour_planes(picture: NDArray) -> NDArray:
    """H×W×3 view of a picture; a grey one is repeated in R, G and B."""
    if picture.ndim == 2:
        picture = picture[:, :, np.newaxis]
    return np.broadcast_to(picture, (*picture.shape[:2], 3)) if picture.shape[2] == 1 else picture


def shaved(picture: NDArray, shave: int) -> NDArray:
    """The picture (H×W or H×W×C) without ``shave`` pixels at each border.

    Raises:
        MetricError: Nothing would be left.
    """
    if shave < 0:
        raise ValueError("shave counts pixels")
    height, width = picture.shape[:2]
    if min(height, width) <= 2 * shave:
        raise MetricError(
            f"the picture of {width}×{height} pixels is nothing but border when {shave} pixels "
            "are left out on each side"
        )
    return picture[shave : height - shave, shave : width - shave]


def require_same_size(hr: NDArray, sr: NDArray) -> None:
    """Refuse two pictures that cannot be compared pixel by pixel.

    Raises:
        MetricError: The heights or widths differ; the sentence names both sizes.
    """
    if hr.shape[:2] != sr.shape[:2]:
        raise MetricError(
            Sentence(
                "the sizes differ: the original has %1 pixels and the enlarged picture %2",
                f"{hr.shape[1]}×{hr.shape[0]}",
                f"{sr.shape[1]}×{sr.shape[0]}",
            )
        )


def luma_pair(
    hr: NDArray, sr: NDArray, *, shave: int, rounded: bool
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The Y planes of both pictures without the border, ready to be compared.

    Raises:
        MetricError: The sizes differ or nothing is left without the border.
    """
    require_same_size(hr, sr)
    return (
        luma_plane(shaved(hr, shave), rounded=rounded),
        luma_plane(shaved(sr, shave), rounded=rounded),
    )
