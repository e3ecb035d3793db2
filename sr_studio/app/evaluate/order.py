"""An evaluation as the words of its command line, so that a child process can do it. No widgets."""

from __future__ import annotations

import re
from pathlib import Path

from sr_studio.evaluation.request import EvaluationRequest

_BETWEEN = re.compile(r"[\s,;]+")


def words_of(request: EvaluationRequest) -> list[str]:
    """What would be typed after ``sr-studio evaluate``.

    The command line takes one blend; further ones are not asked for in the window.
    """
    words = []
    for method in request.methods:
        words += ["--model", method]
    for folder in request.data:
        words += ["--data", str(folder)]
    for folder in request.lr:
        words += ["--lr", str(folder)]
    if request.scale is not None:
        words += ["--scale", str(request.scale)]
    words += ["--lr-variant", request.lr_variant, "--protocol", request.protocol]
    words += ["--metrics", ",".join(request.metrics), "--device", request.device]
    for network, file in request.lpips_weights.items():
        words += ["--lpips-weights", f"{network}={file}"]
    if request.ma_scores is not None:
        words += ["--ma-scores", str(request.ma_scores)]
    if request.pictures is not None:
        words += ["--pictures", str(request.pictures)]
    for blend in request.interpolations[:1]:
        points = [f"{alpha:g}" for alpha in blend.alphas]
        words += ["--interpolate", blend.faithful, blend.detailed, *points]
    return words


def parse_points(text: str) -> tuple[float, ...] | None:
    """Points between two models from ``0.2, 0.5``; None if they are no numbers in 0..1."""
    try:
        points = tuple(float(word) for word in _BETWEEN.split(text.strip()) if word)
    except ValueError:
        return None
    return points if points and all(0 <= point <= 1 for point in points) else None


def lr_folder_of(given: Path, data: Path, scale: int) -> Path:
    """Where below ``given`` the LR pictures of a data set lie: by its name, by the factor, or both.

    ``given`` itself if there is no such folder.
    """
    name, factors = data.resolve().name, (f"x{scale}", f"X{scale}")
    by_name = given / name
    places = (*(by_name / x for x in factors), by_name, *(given / x for x in factors))
    return next((place for place in places if place.is_dir()), given)
