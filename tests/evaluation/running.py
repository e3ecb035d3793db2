"""Evaluations as the tests run them."""

from __future__ import annotations

from pathlib import Path

from sr_studio.evaluation.request import EvaluationRequest
from sr_studio.evaluation.results import EvaluationResult, Note
from sr_studio.evaluation.runner import evaluate

FAST = ("psnr_y", "ssim_y", "ssim_daala")


def run(methods: list[str], *folders: Path, **more: object) -> EvaluationResult:
    """Measure methods on folders; all else as a request has it."""
    more.setdefault("metrics", FAST)
    more.setdefault("backend", "torch")  # converting for OpenVINO takes seconds
    return evaluate(EvaluationRequest(methods=tuple(methods), data=folders, **more))  # type: ignore[arg-type]


def failures(result: EvaluationResult) -> list[Note]:
    """The notes that count as failures."""
    return [note for note in result.notes if note.failure]
