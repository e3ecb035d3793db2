"""Where the pictures of an evaluation lie while the window shows it.

The layout is that of ``evaluation.saving``, which also knows the Upscaler and so cannot be
imported by the window; a test holds the two together.
"""

from __future__ import annotations

import re
from pathlib import Path

from sr_studio.evaluation.request import HR
from sr_studio.evaluation.results import EvaluationResult

LR = "lr"
_UNSAFE = re.compile(r"[^\w.@~+-]+")


def kept_path(folder: Path, dataset: str, image: str, model: str) -> Path:
    """Where one picture lies; ``hr`` and ``lr`` are the original and the input."""
    parts = [_UNSAFE.sub("_", part) for part in (dataset, image, model)]
    return folder / parts[0] / parts[1] / f"{parts[2]}.png"


def kept_models(result: EvaluationResult, folder: Path, dataset: str, image: str) -> list[str]:
    """LR, the methods that have made this picture so far, and HR, as far as files are there."""
    measured = [
        row.model
        for row in result.images
        if (row.dataset, row.image) == (dataset, image) and row.model != HR
    ]
    return [
        model for model in (LR, *measured, HR) if kept_path(folder, dataset, image, model).is_file()
    ]


def images_of(result: EvaluationResult, dataset: str) -> list[str]:
    """The pictures of a data set, each once, in the order in which they were measured."""
    rows = [row for row in result.images if row.dataset == dataset]
    return list(dict.fromkeys(row.image for row in rows if row.image is not None))
