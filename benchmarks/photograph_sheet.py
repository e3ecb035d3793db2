"""Makes docs/images/photographs.png: five damaged photographs enlarged by several methods, at 1:1.

    python benchmarks/photograph_sheet.py FOLDER [--method NAME_OR_FILE ...]

FOLDER holds the ten CC0 pictures of gianni-rosato/gb82-image-set (576×576), none of which a model
of ours was trained on. Each is reduced to a quarter, damaged (benchmarks/photographs.py) and
enlarged; the sheet shows a part of each result, pixel for pixel.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from matplotlib.font_manager import findfont
from photographs import DAMAGES, SCALE, noise
from PIL import Image, ImageDraw, ImageFont

from sr_studio.files import replacing
from sr_studio.imaging.degrade import crop_to_multiple
from sr_studio.imaging.picture import Picture
from sr_studio.paths import resources_dir
from sr_studio.training.lr_synthesis import dice_of
from sr_studio.training.pictures import Pixels, read_training_picture
from sr_studio.upscaling.methods import find_method
from sr_studio.upscaling.request import UpscaleRequest
from sr_studio.upscaling.upscaler import Upscaler

PLACE = resources_dir().parent / "docs" / "images" / "photographs.png"
SIDE = 256
GAP = 6
LINE = 26
GROUND = (32, 32, 32)
INK = (230, 230, 230)


@dataclass(frozen=True)
class Row:
    """One photograph of the sheet: its file, what was done to it, and the corner of the part."""

    name: str
    words: str
    damage: str
    top: int
    left: int


ROWS = (
    Row("dog", "a camera's JPEG", "phone", 100, 150),
    Row("city", "night, noise of 10 levels", "night", 170, 60),
    Row("baby", "a face, JPEG 75", "JPEG 75", 250, 90),
    Row("night", "a text, JPEG 75", "JPEG 75", 300, 290),
    Row("flowers", "foliage, from the web", "web", 120, 60),
)


def main() -> None:
    """Make the sheet."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--method", action="append")
    parser.add_argument("-o", "--output", type=Path, default=PLACE)
    words = parser.parse_args()
    methods = words.method or ["nearest", "bicubic", "esrgan6-x4", "photo-x4"]
    damages = DAMAGES | {"night": noise(10)}

    torch.set_grad_enabled(False)
    upscaler = Upscaler()
    columns = ["original", *(_title(method) for method in methods)]
    width = len(columns) * (SIDE + GAP) + GAP
    sheet = Image.new("RGB", (width, len(ROWS) * (SIDE + GAP + LINE) + LINE + GAP), GROUND)
    draw, font = ImageDraw.Draw(sheet), ImageFont.truetype(findfont("DejaVu Sans"), 14)
    for column, title in enumerate(columns):
        draw.text((GAP + column * (SIDE + GAP), GAP), title, INK, font)
    for number, row in enumerate(ROWS):
        path = next(words.folder.glob(f"{row.name}.*"))
        hr = np.ascontiguousarray(crop_to_multiple(read_training_picture(path)[0], SCALE))
        lr = damages[row.damage](hr, SCALE, dice_of(row.name, row.damage))
        top = LINE + GAP + number * (SIDE + GAP + LINE)
        draw.text((GAP, top), row.words, INK, font)
        results = [_enlarged(upscaler, lr, method) for method in methods]
        for column, pixels in enumerate([hr, *results]):
            part = pixels[row.top : row.top + SIDE, row.left : row.left + SIDE]
            sheet.paste(Image.fromarray(part), (GAP + column * (SIDE + GAP), top + LINE))
    with replacing(words.output) as beside:
        sheet.save(beside)
    print(words.output)


def _enlarged(upscaler: Upscaler, lr: Pixels, method: str) -> Pixels:
    request = UpscaleRequest(method=method, scale=SCALE)
    return upscaler.upscale(Picture(lr), request).picture.pixels


def _title(method: str) -> str:
    return "what is given" if method == "nearest" else find_method(method).title


if __name__ == "__main__":
    main()
