"""An evaluation over a Ray cluster: each method on each data set is one task.

Pictures travel to the machines; models by name are those that came with the program, files of
models and weights must lie at the same place on each of them.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sr_studio.cluster.connection import share_of_a_task
from sr_studio.errors import StudioError, on_one_line
from sr_studio.evaluation.methods import scale_of, told_apart
from sr_studio.evaluation.references import dataset_names, open_dataset, told_of_folders_below
from sr_studio.evaluation.request import EvaluationError, EvaluationRequest
from sr_studio.evaluation.results import EvaluationResult, MethodFacts, Note
from sr_studio.evaluation.runner import Silent, Watcher, evaluate
from sr_studio.progress import CancelToken, ProgressClock

_LOOK_SECONDS = 0.5
#: How often a part is sent before it is given up.
_MOST_ATTEMPTS = 3


@dataclass(frozen=True)
class Part:
    """One method (or one point between two) on one data set.

    Attributes:
        request: Of this method alone; its folders are put in on the other machine.
        source: How the method was named.
        dataset: The data set's name in tables.
    """

    request: EvaluationRequest
    source: str
    dataset: str


Files = dict[str, bytes]


def evaluate_there(part: Part, hr: Files, lr: Files | None) -> EvaluationResult:
    """Measure one part, on the machine this runs on."""
    with tempfile.TemporaryDirectory(prefix="sr-studio-") as folder:
        data = _unpacked(hr, Path(folder) / "hr")
        small = () if lr is None else (_unpacked(lr, Path(folder) / "lr"),)
        names = (part.dataset,)
        return evaluate(replace(part.request, data=(data,), data_names=names, lr=small))


def evaluate_on(
    ray: Any,
    request: EvaluationRequest,
    *,
    watcher: Watcher | None = None,
    cancel: CancelToken | None = None,
) -> EvaluationResult:
    """As :func:`.runner.evaluate`, on every machine of a cluster; seconds are those of machines.

    Args:
        ray: The module, connected.
        request: What to measure and how; without ``pictures``.
        watcher: Told about progress, rows and notes as they come.
        cancel: Ends it.

    Raises:
        EvaluationError: The request is not possible, or not on a cluster.
        Cancelled: ``cancel`` was set.
    """
    watcher, cancel = watcher or Silent(), cancel or CancelToken()
    request = request.checked()
    if request.pictures is not None:
        raise EvaluationError("pictures are not kept on a cluster", where="--pictures")
    request = replace(request, scale=scale_of(request))
    folders, notes = _packed(ray, request)
    parts = [part for part in _parts(request) if part.dataset in folders]
    task = ray.remote(max_retries=0, **share_of_a_task(ray))(evaluate_there)
    flying = {
        task.remote(part, *folders[part.dataset]): number for number, part in enumerate(parts)
    }
    found: dict[int, EvaluationResult] = {}
    attempts = dict.fromkeys(range(len(parts)), 1)
    clock = ProgressClock(len(parts))
    while flying:
        if cancel.cancelled:
            for reference in flying:
                ray.cancel(reference, force=True)
            cancel.check()
        ready, _ = ray.wait(list(flying), timeout=_LOOK_SECONDS)
        for reference in ready:
            number = flying.pop(reference)
            part = parts[number]
            try:
                found[number] = ray.get(reference)
            except ray.exceptions.RayTaskError as error:
                found[number] = _failed(request, part, str(error.cause))
            except ray.exceptions.RayError:
                if attempts[number] < _MOST_ATTEMPTS:
                    attempts[number] += 1
                    flying[task.remote(part, *folders[part.dataset])] = number
                    continue
                found[number] = _failed(
                    request, part, "its machine or process ended, again and again"
                )
            watcher.progress(clock.advance(), f"{part.source}, {part.dataset}")
    return _merged(request, parts, found, notes, watcher)


def _parts(request: EvaluationRequest) -> list[Part]:
    """In the order of the tables."""
    names = dataset_names(request.data)
    alone: list[tuple[EvaluationRequest, str]] = [
        (replace(request, methods=(name,), interpolations=()), name)
        for name in dict.fromkeys(request.methods)
    ]
    for blend in request.interpolations:
        for alpha in blend.alphas:
            one = replace(blend, alphas=(alpha,))
            alone.append((replace(request, methods=(), interpolations=(one,)), blend.faithful))
    return [Part(one, on_one_line(source), name) for one, source in alone for name in names]


def _packed(ray: Any, request: EvaluationRequest) -> tuple[dict[str, tuple[Any, Any]], list[Note]]:
    """The files of every data set, handed to the cluster once; what is not is a note."""
    packed: dict[str, tuple[Any, Any]] = {}
    notes = []
    for k, (name, folder) in enumerate(zip(dataset_names(request.data), request.data, strict=True)):
        lr = request.lr[k] if request.lr else None
        try:
            dataset = open_dataset(name, folder, lr)
            hr_files = {path.name: path.read_bytes() for path in dataset.files}
            small = None
            if lr is not None:
                found = open_dataset(name, lr).files
                small = ray.put({path.name: path.read_bytes() for path in found})
            packed[name] = (ray.put(hr_files), small)
            notes += told_of_folders_below(name, folder)
        except (StudioError, OSError) as error:
            notes.append(Note(str(error), failure=True, dataset=name))
    return packed, notes


def _unpacked(files: Files, folder: Path) -> Path:
    folder.mkdir(parents=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


def _failed(request: EvaluationRequest, part: Part, why: str) -> EvaluationResult:
    result = EvaluationResult(request.scale or 0, request.protocol, request.lr_variant)
    result.notes.append(Note(why, failure=True, model=part.source))
    return result


def _merged(
    request: EvaluationRequest,
    parts: list[Part],
    found: dict[int, EvaluationResult],
    notes: list[Note],
    watcher: Watcher,
) -> EvaluationResult:
    """One result, as if all had been measured here."""
    whole = EvaluationResult(request.scale or 0, request.protocol, request.lr_variant)
    for note in notes:
        whole.notes.append(note)
        watcher.note(note)
    called: dict[tuple[str, tuple[object, ...]], MethodFacts] = {}
    for number, part in enumerate(parts):
        result = found[number]
        if result.conventions:  # but for folders, which were others there
            whole.conventions = {**result.conventions, "lr": request.making_of_lr()}
        key = (part.source, part.request.interpolations)
        names: dict[str, str] = {}
        for facts in result.methods:
            if key not in called:
                called[key] = told_apart(facts, part.source, whole.methods)
                whole.methods.append(called[key])
            names[facts.model] = called[key].model
        for row in result.images:
            row = replace(row, model=names.get(row.model, row.model))
            whole.images.append(row)
            watcher.row(row)
        for note in result.notes:
            model = None if note.model is None else names.get(note.model, note.model)
            note = replace(note, model=model)
            if note not in whole.notes:
                whole.notes.append(note)
                watcher.note(note)
    watcher.conventions(whole.conventions)
    return whole
