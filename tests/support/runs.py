"""Run folders as a trainer leaves them, written without training anything."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from sr_studio.training.recipes import load_recipe
from sr_studio.training.run_folder import RunFolder, Status


def write_run(
    path: Path,
    *,
    recipe: str = "srgan-vgg22",
    lines: int = 120,
    validations: int = 6,
    status: Status | None = None,
    data_folder: Path | None = None,
    starts_from: str = "",
    **more: Any,
) -> RunFolder:
    """A run with losses that fall, scores that rise, and previews of one picture.

    ``more`` are further keys of the recipe, with ``__`` for dots.
    """
    run = RunFolder(path)
    overrides = {key.replace("__", "."): value for key, value in more.items()}
    made = load_recipe(recipe, overrides)
    origin = {"data": str(data_folder or ""), "starts_from": starts_from}
    run.create(made.canonical_json(), origin | {"recipe": recipe, "overrides": []})
    gan = made.discriminator is not None
    with run.metrics_file.open("w", encoding="utf-8") as file:
        for number in range(1, lines + 1):
            losses = {"pixel": 1 / math.sqrt(number)}
            if gan:
                losses |= {"adversarial": 2.0, "realness_of_hr": 0.7, "realness_of_sr": 0.3}
            line: dict[str, Any] = {
                "iteration": number * 10,
                "losses": losses,
                "learning_rate": 1e-4,
                "rate": 9.0,
                "gradient_norm": 0.5,
                "memory": 1.5e9,
                "time": 1.5e9 + number * 60,
            }
            file.write(json.dumps(line) + "\n")
            if number % (lines // validations) == 0:
                scores = {"psnr_y": 27 + number / lines, "ssim_y": 0.8, "lpips": 0.3}
                line = {"iteration": number * 10, "validation": scores, "time": line["time"]}
                file.write(json.dumps(line) + "\n")
                _preview(run.previews / f"0_sr_{number * 10:09d}.png", number)
    _preview(run.previews / "0_lr.png", 1, 8)
    _preview(run.previews / "0_hr.png", 255)
    done = lines * 10
    run.write_status(status or Status("finished", done, done, 9.0, None, 100.0))
    return run


def _preview(path: Path, level: int, side: int = 32) -> None:
    Image.fromarray(np.full((side, side, 3), level % 256, np.uint8)).save(path)
