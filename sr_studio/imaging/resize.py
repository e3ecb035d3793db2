"""Resizing as MATLAB's ``imresize`` does it, to the last bit, for any ratio.

The literature's LR pictures and its bicubic baseline were made with this function, in two
conventions: uint8 arithmetic with a replicated border (older releases) and double arithmetic with
a mirrored border. Both are here; see `Variant`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
#: A factor for both sides, or the output size as (height, width).
Scale = float | tuple[int, int]
#: ``uint8``: integers in and out, replicated border, rounded after each of the two passes.
#: ``double``: integers in and out, mirrored border, rounded once at the end.
#: ``float``: real numbers in and out, neither rounded nor clipped.
Variant = Literal["uint8", "double", "float"]
Border = Literal["replicate", "mirror"]
Kernel = Literal["box", "bilinear", "bicubic", "lanczos2", "lanczos3"]

_BAND_BYTES = 1 << 19  # rows worked on together, so that both passes stay in the cache
_BAND_ROWS = 4  # at least; fewer of a wide picture are slower than a cache that overflows


def _box(x: Array) -> Array:
    return ((x >= -0.5) & (x < 0.5)).astype(np.float64)


def _triangle(x: Array) -> Array:
    return np.maximum(0.0, 1.0 - np.abs(x))


def _cubic(x: Array) -> Array:
    """Keys' cubic convolution with a = -0.5 (R. Keys, IEEE TASSP 29(6), 1981)."""
    a = np.abs(x)
    a2 = a * a
    a3 = a2 * a
    near = (1.5 * a3 - 2.5 * a2 + 1.0) * (a <= 1)
    far = (-0.5 * a3 + 2.5 * a2 - 4.0 * a + 2.0) * ((a > 1) & (a <= 2))
    return near + far


def _lanczos(lobes: int) -> Callable[[Array], Array]:
    def kernel(x: Array) -> Array:
        return np.sinc(x) * np.sinc(x / lobes) * (np.abs(x) < lobes)

    return kernel


#: name -> (function, width of its support in input pixels at scale 1)
KERNELS: dict[str, tuple[Callable[[Array], Array], float]] = {
    "box": (_box, 1.0),
    "bilinear": (_triangle, 2.0),
    "bicubic": (_cubic, 4.0),
    "lanczos2": (_lanczos(2), 4.0),
    "lanczos3": (_lanczos(3), 6.0),
}


def output_size(height: int, width: int, scale: Scale) -> tuple[int, int]:
    """The (height, width) of a picture after resizing; a factor is rounded up, as MATLAB does.

    Raises:
        ValueError: The factor or a side is not above zero.
    """
    if isinstance(scale, tuple):
        if min(scale) < 1:
            raise ValueError(f"an output size must be at least 1x1, not {scale}")
        return scale
    if not (math.isfinite(scale) and scale > 0):
        raise ValueError(f"the scale must be a number above 0, not {scale}")
    # The small subtraction keeps 1/3 of 33 at 11 whatever the last bit of the product.
    return max(1, math.ceil(height * scale - 1e-9)), max(1, math.ceil(width * scale - 1e-9))


@lru_cache(maxsize=64)
def resize_weights(
    in_length: int,
    out_length: int,
    *,
    scale: float | None = None,
    kernel: Kernel = "bicubic",
    border: Border = "mirror",
    antialias: bool = True,
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Which input pixels make each output pixel of one line, and with what weight.

    Args:
        in_length: Pixels in.
        out_length: Pixels out.
        scale: The factor, where it is not exactly ``out_length / in_length``.
        kernel: Name of the interpolation kernel.
        border: What lies outside: the edge pixel again, or the mirror image, edge pixel included.
        antialias: Stretch the kernel by the reduction when the picture gets smaller.

    Returns:
        Indices (out_length, taps) into the input and float64 weights of the same shape; each row
        of weights sums to 1. Both are shared between callers and read-only.
    """
    factor = out_length / in_length if scale is None else scale
    function, support = KERNELS[kernel]
    stretch = factor if antialias and factor < 1 else 1.0
    return kernel_weights(
        in_length,
        out_length,
        factor,
        lambda x: stretch * function(stretch * x),
        support / stretch,
        border,
    )


def kernel_weights(
    in_length: int,
    out_length: int,
    scale: float,
    function: Callable[[Array], Array],
    support: float,
    border: Border,
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """As `resize_weights`, for any kernel: ``function`` of the distance in input pixels."""
    centre = np.arange(1, out_length + 1) / scale + 0.5 * (1 - 1 / scale)
    first = np.floor(centre - support / 2).astype(np.int64)
    taps = first[:, None] + np.arange(math.ceil(support) + 2)
    weights = function(centre[:, None] - taps)
    weights /= weights.sum(axis=1, keepdims=True)
    indices = taps - 1
    if border == "mirror":
        indices = np.mod(indices, 2 * in_length)
        indices = np.where(indices < in_length, indices, 2 * in_length - 1 - indices)
    else:
        indices = np.clip(indices, 0, in_length - 1)
    used = np.any(weights != 0, axis=0)
    indices, weights = (
        np.ascontiguousarray(indices[:, used]),
        np.ascontiguousarray(weights[:, used]),
    )
    indices.setflags(write=False)
    weights.setflags(write=False)
    return indices, weights


def imresize(
    picture: Array,
    scale: Scale,
    *,
    kernel: Kernel = "bicubic",
    variant: Variant = "uint8",
    border: Border | None = None,
    antialias: bool = True,
) -> Array:
    """Resize a picture as MATLAB's ``imresize`` does.

    Args:
        picture: (H, W) or (H, W, C); uint8 or uint16 for the variants ``uint8`` and ``double``,
            float for ``float``.
        scale: Factor for both sides (the result is rounded up), or the output (height, width).
        kernel: Name of the interpolation kernel.
        variant: The convention of rounding and border; see `Variant`.
        border: Another border than the variant's own (``float`` mirrors unless told otherwise).
        antialias: Stretch the kernel by the reduction when the picture gets smaller.

    Returns:
        The resized picture, of the same type and the same number of dimensions.

    Raises:
        ValueError: The picture is empty, or its type does not suit the variant.

    Examples:
        >>> import numpy as np
        >>> steps = np.array([[0, 0, 255, 255]], dtype=np.uint8)
        >>> imresize(steps, 2)[0].tolist()
        [0, 0, 0, 52, 203, 255, 255, 255]
        >>> imresize(steps, (1, 2)).shape
        (1, 2)
    """
    if picture.ndim not in (2, 3) or 0 in picture.shape:
        raise ValueError(f"a picture is (H, W) or (H, W, C) and not empty, not {picture.shape}")
    if (variant == "float") != np.issubdtype(picture.dtype, np.floating):
        raise ValueError(f"the variant {variant!r} does not take {picture.dtype} pixels")
    height, width = picture.shape[:2]
    out_height, out_width = output_size(height, width, scale)
    edge: Border = border or ("replicate" if variant == "uint8" else "mirror")
    factor = None if isinstance(scale, tuple) else float(scale)

    def along(in_length: int, out_length: int) -> tuple[Array, Array]:
        return resize_weights(
            in_length, out_length, scale=factor, kernel=kernel, border=edge, antialias=antialias
        )

    rows, columns = along(height, out_height), along(width, out_width)
    # MATLAB shrinks the more strongly reduced side first, rows when both are alike.
    if out_width / width < out_height / height and factor is None:
        turned = two_passes(picture.swapaxes(0, 1), columns, rows, round_between=variant == "uint8")
        return np.ascontiguousarray(turned.swapaxes(0, 1))
    return two_passes(picture, rows, columns, round_between=variant == "uint8")


def two_passes(
    picture: Array,
    rows: tuple[Array, Array],
    columns: tuple[Array, Array],
    *,
    round_between: bool,
) -> Array:
    """Apply weights down the columns and then along the rows, in float64, band by band.

    Integer pictures are rounded half up and clipped to their range at the end, and between the
    passes as well if ``round_between``.
    """
    height, width = picture.shape[:2]
    planes = picture.reshape(height, width, -1)
    channels = planes.shape[2]
    row_indices, row_weights = rows
    out_height, out_width = len(row_indices), len(columns[0])
    result = np.empty((out_height, out_width, channels), picture.dtype)
    band = max(_BAND_ROWS, _BAND_BYTES // (8 * channels * max(width, out_width)))
    for top in range(0, out_height, band):
        indices = row_indices[top : top + band]
        lowest = indices.min()
        source = planes[lowest : indices.max() + 1].astype(np.float64)
        lines = _weighted(
            source.reshape(len(source), -1), indices - lowest, row_weights[top : top + band]
        )
        if round_between:
            _round_to(lines, picture.dtype)
        # The second pass is the first one on the transposed band: its rows are then contiguous.
        lines = lines.reshape(-1, width, channels)
        across = np.ascontiguousarray(lines.swapaxes(0, 1)).reshape(width, -1)
        done = _weighted(across, *columns)
        if np.issubdtype(picture.dtype, np.integer):
            _round_to(done, picture.dtype)
        result[top : top + band] = done.reshape(out_width, -1, channels).swapaxes(0, 1)
    return result.reshape(out_height, out_width, *picture.shape[2:])


def _weighted(lines: Array, indices: Array, weights: Array) -> Array:
    """Weighted sums of whole lines, tap by tap: the order of additions decides the last bit."""
    total = lines[indices[:, 0]] * weights[:, :1]
    part = np.empty_like(total)
    for tap in range(1, indices.shape[1]):
        np.take(lines, indices[:, tap], axis=0, out=part, mode="clip")
        part *= weights[:, tap : tap + 1]
        total += part
    return total


def _round_to(values: Array, dtype: np.dtype[Any]) -> None:
    """Round half up and clip to the range of an integer type, in place."""
    values += 0.5
    np.floor(values, out=values)
    np.clip(values, 0, np.iinfo(dtype).max, out=values)


def nearest(picture: Array, scale: Scale) -> Array:
    """Repeat or drop pixels: the output pixel takes the input pixel its centre lies in.

    Args:
        picture: (H, W) or (H, W, C) of any type.
        scale: Factor for both sides (rounded up), or the output (height, width).
    """
    height, width = picture.shape[:2]
    size = output_size(height, width, scale)
    rows, columns = nearest_indices(height, size[0]), nearest_indices(width, size[1])
    return picture[rows[:, None], columns]


def nearest_indices(in_length: int, out_length: int) -> NDArray[np.int64]:
    """Which input pixel each output pixel of one line takes."""
    centre = (np.arange(out_length) + 0.5) * (in_length / out_length)
    return np.minimum(centre.astype(np.int64), in_length - 1)
