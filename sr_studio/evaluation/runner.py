"""Runs an evaluation: every method over every picture, whatever goes wrong with one of them."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import Protocol, TypedDict

import numpy as np

from sr_studio.errors import StudioError, on_one_line
from sr_studio.evaluation.methods import (
    Measured,
    blend_name,
    expected_seconds,
    opened,
    opened_blend,
    scale_of,
    told_apart,
)
from sr_studio.evaluation.references import (
    Dataset,
    Reference,
    dataset_names,
    load_reference,
    megapixels_of,
    open_dataset,
    told_of_folders_below,
)
from sr_studio.evaluation.request import EvaluationRequest
from sr_studio.evaluation.results import EvaluationResult, MethodFacts, Note, Row
from sr_studio.evaluation.saving import save_pictures
from sr_studio.evaluation.scoring import IDENTICAL, TOO_LITTLE_MEMORY, Scorer
from sr_studio.metrics.conventions import PROTOCOLS
from sr_studio.metrics.metric import METRICS
from sr_studio.metrics.perceptual_index import perceptual_index, read_ma_scores
from sr_studio.progress import CancelToken, Progress, ProgressClock
from sr_studio.sentences import Sentence

MaScores = dict[tuple[str, str, str], float]
OpenMethod = Callable[[], AbstractContextManager[Measured]]


class _About(TypedDict):
    """Which row a note or a score belongs to."""

    model: str
    dataset: str
    image: str


class Watcher(Protocol):
    """Who wants to hear of an evaluation while it runs (see ``watching``)."""

    def progress(self, progress: Progress, what: str) -> None:
        """Called after every picture, with what was measured in words."""

    def conventions(self, sentences: Mapping[str, str]) -> None:
        """Called once, as soon as they are known: those of the result."""

    def row(self, row: Row) -> None:
        """Called with every row."""

    def note(self, note: Note) -> None:
        """Called with every note."""


class Silent:
    """Wants to hear of nothing."""

    def progress(self, progress: Progress, what: str) -> None:
        """See :class:`Watcher`."""

    def conventions(self, sentences: Mapping[str, str]) -> None:
        """See :class:`Watcher`."""

    def row(self, row: Row) -> None:
        """See :class:`Watcher`."""

    def note(self, note: Note) -> None:
        """See :class:`Watcher`."""


def evaluate(
    request: EvaluationRequest,
    *,
    watcher: Watcher | None = None,
    cancel: CancelToken | None = None,
) -> EvaluationResult:
    """Measure every method on every picture.

    A picture that cannot be read, a method that cannot be opened or is of another scale, and an SR
    picture of another size become notes that count as failures; all other rows are there.

    Args:
        request: What to measure and how.
        watcher: Told about progress, rows and notes as they come.
        cancel: Looked at between pictures, and between tiles of one.

    Raises:
        EvaluationError: The request itself is not possible.
        Cancelled: ``cancel`` was set; nothing is returned then.
    """
    return _Evaluation(request.checked(), watcher or Silent(), cancel or CancelToken()).run()


class _Evaluation:
    def __init__(self, request: EvaluationRequest, watcher: Watcher, cancel: CancelToken) -> None:
        if request.ma_scores is not None:
            wanted = dict.fromkeys((*request.metrics, "niqe", "perceptual_index"))
            request = replace(request, metrics=tuple(wanted))
        self.request = request
        self.watcher = watcher
        self.cancel = cancel
        self.scale = scale_of(request)
        self.scorer = Scorer(request, shave=self.scale)
        self.ma: MaScores = read_ma_scores(request.ma_scores) if request.ma_scores else {}
        self._kept: set[tuple[str, str]] = set()
        self._no_room = False
        self._opened: list[MethodFacts] = []
        self.result = EvaluationResult(self.scale, request.protocol, request.lr_variant)

    def run(self) -> EvaluationResult:
        self.result.conventions = self._conventions()
        self.watcher.conventions(self.result.conventions)
        for key, reason in self.scorer.unavailable.items():
            self._note(Note(reason, metric=key))
        datasets = self._datasets()
        methods = list(self._methods())
        sizes = {path: megapixels_of(path) for data in datasets for path in data.files}
        work = {name: expected_seconds(weigh, self.scale) for name, weigh, _ in methods}
        self._clock = ProgressClock(sum(sizes.values()) * sum(work.values()))
        for name, _, open_method in methods:
            costs = {path: work[name] * size for path, size in sizes.items()}
            self._measure(name, open_method, datasets, costs)
        return self.result

    def _methods(self) -> Iterator[tuple[str, str, OpenMethod]]:
        """Name in tables, what its cost is judged by, and how it is opened."""
        for name in dict.fromkeys(self.request.methods):
            yield on_one_line(name), name, functools.partial(opened, name, self.request, self.scale)
        for blend in self.request.interpolations:
            for alpha in blend.alphas:
                yield (
                    blend_name(blend, alpha),
                    blend.faithful,
                    functools.partial(opened_blend, blend, alpha, self.request, self.scale),
                )

    def _datasets(self) -> list[Dataset]:
        found = []
        names = self.request.data_names or dataset_names(self.request.data)
        for k, (name, folder) in enumerate(zip(names, self.request.data, strict=True)):
            try:
                lr = self.request.lr[k] if self.request.lr else None
                found.append(open_dataset(name, folder, lr))
            except StudioError as error:
                self._note(Note(str(error), failure=True, dataset=name))
                continue
            for note in told_of_folders_below(name, folder):
                self._note(note)
        return found

    def _measure(
        self,
        name: str,
        open_method: OpenMethod,
        datasets: list[Dataset],
        costs: dict[Path, float],
    ) -> None:
        left = sum(costs.values())
        try:
            with open_method() as method:
                method.facts = told_apart(method.facts, name, self._opened)
                self._opened.append(method.facts)
                warm = not method.timed
                for dataset in datasets:
                    for path in dataset.files:
                        self.cancel.check()
                        warm = self._picture(method, dataset, path, warm)
                        what = f"{method.facts.model}, {dataset.name}, {dataset.names[path]}"
                        self.watcher.progress(self._clock.advance(costs[path]), what)
                        left -= costs[path]
                self.result.methods.append(method.facts)
        except StudioError as error:
            self._note(Note(str(error), failure=True, model=name))
            self.watcher.progress(self._clock.advance(left), name)

    def _picture(self, method: Measured, dataset: Dataset, path: Path, warm: bool) -> bool:
        """Measure one picture; whether the method is warm afterwards."""
        name = dataset.names[path]
        about = _About(model=method.facts.model, dataset=dataset.name, image=name)
        try:
            reference = load_reference(dataset, path, self.scale, self.request.lr_variant)
        except StudioError as error:
            self._note(Note(str(error), failure=True, dataset=dataset.name, image=name))
            return warm
        except MemoryError:
            self._note(Note(TOO_LITTLE_MEMORY, failure=True, dataset=dataset.name, image=name))
            return warm
        for text in reference.notes:
            self._note(Note(text, dataset=dataset.name, image=name))
        try:
            if not warm:
                method.enlarge(reference, dataset.name, self.cancel)
            done = method.enlarge(reference, dataset.name, self.cancel)
            values, reasons = self.scorer.score(reference.hr, done.pixels)
        except StudioError as error:
            self._note(Note(str(error), failure=True, **about))
            return warm
        except MemoryError:
            self._note(Note(TOO_LITTLE_MEMORY, failure=True, **about))
            return warm
        for text in done.notes:
            self._note(Note(text, **about))
        for key, reason in reasons.items():
            if reason == IDENTICAL and method.facts.kind == "hr":
                self._note(Note(reason, metric=key, model=method.facts.model))
            else:
                self._note(Note(reason, metric=key, **about))
        megapixels = done.pixels.shape[0] * done.pixels.shape[1] / 1e6
        values["seconds"] = done.seconds
        values["megapixels_per_second"] = megapixels / done.seconds if done.seconds else None
        if "perceptual_index" in self.request.metrics:
            values["perceptual_index"] = self._perceptual_index(values, about)
        self._keep(Row(**about, values=values, megapixels=megapixels))
        if self.request.pictures is not None:
            self._keep_pictures(self.request.pictures, dataset, reference, method, done.pixels)
        return True

    def _keep_pictures(
        self, folder: Path, dataset: Dataset, reference: Reference, method: Measured, sr: np.ndarray
    ) -> None:
        """Keep a picture to look at; a disk that takes no more costs no numbers."""
        if self._no_room:
            return
        picture = dataset.name, reference.name
        first = picture not in self._kept
        try:
            save_pictures(folder, dataset, reference, {method.facts.model: sr}, with_inputs=first)
        except StudioError as error:
            self._no_room = True
            self._note(Note(str(error), failure=True))
            return
        self._kept.add(picture)

    def _perceptual_index(self, values: dict[str, float | None], about: _About) -> float | None:
        ma = self.ma.get((about["model"], about["dataset"], about["image"]))
        niqe = values.get("niqe")
        if ma is None or niqe is None:
            reason = Sentence(
                "no Ma score was supplied, and the perceptual index is made of both"
                if ma is None
                else "there is no NIQE, and the perceptual index is made of both"
            )
            self._note(Note(reason, metric="perceptual_index", **about))
            return None
        return perceptual_index(ma, niqe)

    def _keep(self, row: Row) -> None:
        self.result.images.append(row)
        self.watcher.row(row)

    def _note(self, note: Note) -> None:
        """Keep a note once, whatever number of methods it comes up for."""
        if note not in self.result.notes:
            self.result.notes.append(note)
            self.watcher.note(note)

    def _conventions(self) -> dict[str, str]:
        from sr_studio.evaluation.cost import MULTIPLY_ADDS_SENTENCE

        sentences = self.scorer.conventions()
        if "perceptual_index" in self.request.metrics:
            index = METRICS["perceptual_index"]
            sentences["perceptual_index"] = index.convention(
                shave=self.scale, rounded_y=self.scorer.protocol.rounded_y
            )
        return {
            "hr": f"Cropped at the right and bottom to a multiple of {self.scale}.",
            "lr": self.request.making_of_lr(),
            "protocol": f"{PROTOCOLS[self.request.protocol].sentence}.",
            **sentences,
            "multiply_adds": MULTIPLY_ADDS_SENTENCE,
        }
