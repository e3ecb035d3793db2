"""The comparison panel of one picture, drawn by the command from the pictures that were kept.

The command measures folders of ready SR pictures as methods, so nothing is upscaled again: the
kept pictures are laid out as such folders, each named as its method is to be called.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from sr_studio.app.evaluate.kept import LR, kept_path
from sr_studio.app.evaluate.order import words_of
from sr_studio.app.evaluate.rows import title_of
from sr_studio.errors import StudioError
from sr_studio.evaluation.request import HR, EvaluationRequest
from sr_studio.evaluation.results import EvaluationResult

_PANEL_METRICS = ("psnr_y", "ssim_y", "ssim_daala")
_SEPARATORS = re.compile(r"[/\\:]+")


def panel_words(
    result: EvaluationResult,
    kept: Path,
    image: tuple[str, str],
    place: Path,
    targets: Sequence[Path],
) -> list[str]:
    """Lay out the pictures and give the words that draw the panel of them.

    Args:
        result: The evaluation.
        kept: Where it keeps its pictures.
        image: Data set and picture.
        place: An empty folder, which must stay until the panel is drawn.
        targets: The files to write.

    Raises:
        StudioError: The pictures cannot be copied.
    """
    dataset, name = image
    rows = [row for row in result.images if (row.dataset, row.image) == image]
    data = place / "hr" / _file_name(dataset)
    lr = place / "lr"
    _copy(kept_path(kept, dataset, name, HR), data / f"{name}.png")
    _copy(kept_path(kept, dataset, name, LR), lr / f"{name}.png")
    methods: dict[str, Path] = {}
    for row in rows:
        if row.model != HR:
            title = _file_name(title_of(result, row.model))
            if title in methods:
                title = _file_name(f"{title} {row.model}")
            methods[title] = place / "sr" / title
            _copy(kept_path(kept, dataset, name, row.model), methods[title] / f"{name}.png")
    request = EvaluationRequest(
        methods=tuple(map(str, methods.values())),
        data=(data,),
        lr=(lr,),
        scale=result.scale,
        protocol=result.protocol,
        metrics=tuple(key for key in _PANEL_METRICS if any(key in row.values for row in rows)),
    )
    return [*words_of(request), *(word for path in targets for word in ("--panel", str(path)))]


def _file_name(title: str) -> str:
    return _SEPARATORS.sub(" ", title).strip() or "method"


def _copy(source: Path, target: Path) -> None:
    try:
        target.parent.mkdir(parents=True)
        shutil.copyfile(source, target)
    except OSError as error:
        raise StudioError(
            f"a kept picture cannot be copied ({error.strerror or error})",
            where=source,
            remedy="Measure again.",
        ) from error
