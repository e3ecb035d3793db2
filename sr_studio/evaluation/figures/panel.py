"""The panel of the papers: a crop of the LR picture, of every method and of the original."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter

from sr_studio.errors import StudioError
from sr_studio.evaluation.figures.style import COLOURS, figure_look, write_figure
from sr_studio.evaluation.references import dataset_names, open_dataset, read_pixels
from sr_studio.evaluation.request import HR, EvaluationError, EvaluationRequest
from sr_studio.evaluation.results import EvaluationResult, Row
from sr_studio.evaluation.saving import LR, picture_path
from sr_studio.imaging.reading import read_size
from sr_studio.imaging.resize import nearest
from sr_studio.metrics.metric import METRICS, keys_where
from sr_studio.metrics.planes import luma_plane

#: Metrics that may stand beside PSNR, the first that was measured does.
_IN_PANELS = keys_where(lambda metric: bool(metric.panel))[::-1]
#: Fields in one row of the panel, beside the whole original.
_COLUMNS = 4
_CROP_SHARE = 0.28
_SMALLEST_CROP = 32


@dataclass(frozen=True)
class Crop:
    """A rectangle in HR pixels."""

    left: int
    top: int
    width: int
    height: int

    def of(self, pixels: NDArray) -> NDArray:
        """The part of H×W×C pixels inside the rectangle."""
        return pixels[self.top : self.top + self.height, self.left : self.left + self.width]


def parse_crop(text: str) -> Crop:
    """A crop from ``X,Y,W,H``.

    Raises:
        EvaluationError: The text is something else.
    """
    try:
        left, top, width, height = (int(word) for word in text.split(","))
    except ValueError:
        left, top, width, height = 0, 0, 0, 0
    if min(left, top) < 0 or min(width, height) < 1:
        raise EvaluationError(
            f"{text!r} is no rectangle", where="--panel-crop", remedy="Write X,Y,W,H in HR pixels."
        )
    return Crop(left, top, width, height)


def lively_crop(hr: NDArray[np.uint8], scale: int) -> Crop:
    """The crop in which neighbouring pixels differ most: where methods differ most.

    Its sides are 28 % of the original's shorter side, a multiple of the scale.
    """
    height, width = hr.shape[:2]
    side = max(_SMALLEST_CROP, round(_CROP_SHARE * min(height, width)))
    side = min(side, height, width) // scale * scale
    down, right = np.gradient(luma_plane(hr, rounded=False))
    energy = uniform_filter(np.hypot(down, right), side, mode="constant")
    half = side // 2  # a place of the energy is the middle of its crop
    inside = energy[half : height - side + half + 1, half : width - side + half + 1]
    top, left = np.unravel_index(int(inside.argmax()), inside.shape)
    return Crop(int(left) // scale * scale, int(top) // scale * scale, side, side)


def check_panel(request: EvaluationRequest, image: str | None, crop: Crop | None) -> None:
    """Say before anything is measured what :func:`write_panel` would refuse afterwards.

    Raises:
        EvaluationError: No data set has such a picture, or the crop lies outside of it.
    """
    originals: dict[str, Path] = {}
    for name, folder in zip(dataset_names(request.data), request.data, strict=True):
        with suppress(EvaluationError):  # a folder without pictures is told by the evaluation
            for path, picture in open_dataset(name, folder).names.items():
                originals.setdefault(picture, path)
                originals[f"{name}/{picture}"] = path
    if not originals:
        return
    name = next(iter(originals)) if image is None else image
    if name not in originals:
        raise EvaluationError(
            f"there is no picture {name}",
            where="--panel-image",
            remedy=f"Names are those of the files without suffix: {next(iter(originals))}, …",
        )
    if crop is not None:
        try:
            width, height = read_size(originals[name])
        except StudioError:  # a file that cannot be read is told by the evaluation, too
            return
        _check_crop(crop, width, height, name)


def write_panel(
    result: EvaluationResult,
    pictures: Path,
    paths: Sequence[Path],
    *,
    image: str | None = None,
    crop: Crop | None = None,
) -> None:
    """Draw one picture by all methods that were measured on it.

    PSNR and SSIM stand in brackets under each, as in the SRGAN paper; SSIM is daala's where it was
    measured, for the paper prints that one.

    Args:
        result: The numbers.
        pictures: The folder the evaluation wrote its pictures to.
        paths: Files to write.
        image: Name of the picture, or data set/name; None takes the first one.
        crop: Which part; None takes the liveliest.

    Raises:
        EvaluationError: There is no such picture, or the crop lies outside of it.
    """
    rows = _rows_of(result, image)
    dataset, name = rows[0].dataset, str(rows[0].image)

    def pixels(model: str) -> NDArray[np.uint8]:
        return read_pixels(picture_path(pictures, dataset, name, model))[0]

    hr, lr = pixels(HR), pixels(LR)
    if crop is None:
        crop = lively_crop(hr, result.scale)
    _check_crop(crop, hr.shape[1], hr.shape[0], name)
    titles = {facts.model: facts.title for facts in result.methods}
    fields = [("LR", crop.of(nearest(lr, result.scale)), "")]
    for row in rows:
        if row.model != HR:
            fields.append(
                (titles.get(row.model, row.model), crop.of(pixels(row.model)), _marks(row))
            )
    fields.append(("HR", crop.of(hr), "(∞ dB / 1)"))
    with figure_look():
        printed = [key for key in _IN_PANELS if any(r.values.get(key) is not None for r in rows)]
        caption = f"{name}\n(PSNR / {METRICS[(printed or _IN_PANELS)[0]].panel})"
        write_figure(_drawn(hr, crop, fields, caption), paths)


def _check_crop(crop: Crop, width: int, height: int, name: str) -> None:
    if crop.left + crop.width > width or crop.top + crop.height > height:
        raise EvaluationError(
            f"the crop lies outside of the {width}×{height} pixels of {name}",
            where="--panel-crop",
        )


def _rows_of(result: EvaluationResult, image: str | None) -> list[Row]:
    first = next(iter(result.images), None)
    for row in result.images:
        if image in (row.image, f"{row.dataset}/{row.image}"):
            first = row
            break
    else:
        if image is not None:
            first = None
    if first is None:
        raise EvaluationError(f"there is no measured picture {image or ''}", where="--panel-image")
    return [r for r in result.images if (r.dataset, r.image) == (first.dataset, first.image)]


def _marks(row: Row) -> str:
    psnr = row.values.get("psnr_y")
    known = (row.values.get(key) for key in _IN_PANELS)
    ssim = next((value for value in known if value is not None), None)
    return "({} dB / {})".format(
        "–" if psnr is None else f"{psnr:.2f}", "–" if ssim is None else f"{ssim:.4f}"
    )


def _drawn(
    hr: NDArray[np.uint8], crop: Crop, fields: list[tuple[str, NDArray, str]], caption: str
) -> Figure:
    columns = min(_COLUMNS, len(fields))
    lines = -(-len(fields) // columns)
    figure = Figure(figsize=(1.5 * columns + 1.9 * lines, 1.85 * lines), layout="constrained")
    grid = figure.add_gridspec(lines, columns + lines)
    whole = figure.add_subplot(grid[:, :lines])
    _show(whole, hr)
    whole.add_patch(
        Rectangle(
            (crop.left - 0.5, crop.top - 0.5),
            crop.width,
            crop.height,
            fill=False,
            edgecolor=COLOURS[1],
            linewidth=1.5,
        )
    )
    whole.set_xlabel(caption)
    for k, (title, part, marks) in enumerate(fields):
        field = figure.add_subplot(grid[k // columns, lines + k % columns])
        _show(field, part)
        field.set_xlabel(f"{title}\n{marks}")
    return figure


def _show(field: Axes, pixels: NDArray) -> None:
    grey = pixels.shape[2] == 1
    # Pixels as they are: smoothing by the figure would be another interpolation.
    field.imshow(
        pixels[:, :, 0] if grey else pixels,
        cmap="gray" if grey else None,
        vmin=0,
        vmax=255,
        interpolation="nearest",
    )
    field.set_xticks([])
    field.set_yticks([])
    field.grid(False)
    for spine in field.spines.values():
        spine.set_visible(False)
