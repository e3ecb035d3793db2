"""Which pictures of an evaluation there are to look at."""

from __future__ import annotations

from pathlib import Path

from sr_studio.evaluation.request import HR
from sr_studio.evaluation.results import EvaluationResult
from sr_studio.evaluation.saving import LR, picture_path


def kept_models(result: EvaluationResult, folder: Path, dataset: str, image: str) -> list[str]:
    """LR, the methods that have made this picture so far, and HR, as far as files are there."""
    measured = [
        row.model
        for row in result.images
        if (row.dataset, row.image) == (dataset, image) and row.model != HR
    ]
    return [
        model
        for model in (LR, *measured, HR)
        if picture_path(folder, dataset, image, model).is_file()
    ]


def images_of(result: EvaluationResult, dataset: str) -> list[str]:
    """The pictures of a data set, each once, in the order in which they were measured."""
    rows = [row for row in result.images if row.dataset == dataset]
    return list(dict.fromkeys(row.image for row in rows if row.image is not None))
