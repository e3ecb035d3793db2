"""Transparency: colours under it, and its own enlargement, so that cut-outs keep clean edges."""

from __future__ import annotations

import numpy as np

#: Below this opacity (of 1) a pixel's colour is noise of its 8 bits, or was never seen.
_UNSEEN = 1 / 16


def extend_colours(pixels: np.ndarray, alpha: np.ndarray) -> np.ndarray:
    """Replace colours nobody sees by those of the nearest pixel somebody does.

    Whatever lies under transparent pixels (often black or white) would otherwise bleed into the
    edge of the cut-out when the picture is enlarged, as a fringe.

    Args:
        pixels: H×W×C, straight (not premultiplied) colours.
        alpha: H×W, of the same integer type.

    Returns:
        H×W×C; the same array where every pixel, or none, is seen.
    """
    unseen = alpha < np.iinfo(alpha.dtype).max * _UNSEEN
    if not unseen.any() or unseen.all():
        return pixels
    from scipy.ndimage import distance_transform_edt

    nearest = distance_transform_edt(unseen, return_distances=False, return_indices=True)
    return pixels[tuple(nearest)]


def enlarge_alpha(alpha: np.ndarray, height: int, width: int) -> np.ndarray:
    """Alpha at the new size by bicubic interpolation: H×W integers to height×width integers.

    Never by the network: it would invent texture in what is evenly opaque. Fully opaque and fully
    transparent areas stay exactly so.
    """
    from sr_studio.imaging.resize import imresize

    opaque = np.iinfo(alpha.dtype).max
    if (alpha == opaque).all():
        return np.full((height, width), opaque, alpha.dtype)
    return imresize(alpha, (height, width), variant="double", border="replicate")
