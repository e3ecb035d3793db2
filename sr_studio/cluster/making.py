"""One picture on another machine: its bytes come, those of its result go back."""

from __future__ import annotations

import functools
import hashlib
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sr_studio import files, paths
from sr_studio.sharing import going_first
from sr_studio.upscaling.output import WriteOptions
from sr_studio.upscaling.record import Record
from sr_studio.upscaling.request import AUTO, UpscaleReport, UpscaleRequest

if TYPE_CHECKING:
    from sr_studio.upscaling.upscaler import Upscaler


@dataclass(frozen=True)
class Order:
    """What is to be made.

    Attributes:
        data: The picture's file.
        name: Its name, for its suffix.
        result: The name of the result, for its suffix.
        request: How.
        options: How it is written.
        record: What is written into its XMP.
        digest: Of the model's files, where they may not be on the other machine; empty otherwise.
    """

    data: bytes
    name: str
    result: str
    request: UpscaleRequest
    options: WriteOptions
    record: Record
    digest: str = ""


@dataclass(frozen=True)
class Answer:
    """What was made: the result's file and its report, or what went wrong in a sentence."""

    data: bytes = b""
    report: UpscaleReport | None = None
    error: str = ""


def make_there(order: Order, model: dict[str, bytes] | None) -> Answer:
    """Make one result; whatever goes wrong with the picture is told in the answer.

    Args:
        order: What is to be made.
        model: The model's files by name, where ``order`` has their digest.
    """
    from sr_studio.upscaling.batch import sentence_about
    from sr_studio.upscaling.making import make
    from sr_studio.upscaling.output import write_result

    with tempfile.TemporaryDirectory(prefix="sr-studio-") as folder:
        source, output = Path(folder) / "in" / order.name, Path(folder) / order.result
        source.parent.mkdir()
        try:
            source.write_bytes(order.data)
            # The machine's own best: device names of one say nothing about another.
            request = replace(order.request, device=AUTO)
            if model is not None:
                request = replace(request, method=str(_stored(order, model)))
            with going_first():  # a training on this machine waits meanwhile
                made = make(_upscaler(), source, output, request, order.options, order.record)
            lost = list(made.lost)
            if made.picture is not None:
                lost = write_result(made.picture, output, order.options, order.record)
            report = replace(made.report, notes=(*made.report.notes, *lost))
            return Answer(output.read_bytes(), report)
        except Exception as error:
            return Answer(error=sentence_about(source, error).replace(f"{source.parent}/", ""))


@functools.cache
def _upscaler() -> Upscaler:
    """One for this process, which keeps models between pictures."""
    from sr_studio.upscaling.upscaler import Upscaler

    return Upscaler()


def _stored(order: Order, model: dict[str, bytes]) -> Path:
    """The first of the model's files on this machine, the others beside it."""
    key = hashlib.sha256(order.digest.encode()).hexdigest()[:32]
    folder = paths.user_cache_dir() / "cluster" / key
    for name, data in model.items():
        if not (folder / name).is_file():
            folder.mkdir(parents=True, exist_ok=True)
            files.write_bytes(folder / name, data)
    return folder / next(iter(model))
