"""Which backend runs a model here: tried once on a small picture, kept, and known ever after.

Speed decides among those that give the model's own pixels. What that is, torch in fp32 says; a
backend that is further off than two of 255 levels anywhere on the picture is not chosen.
"""

from __future__ import annotations

import copy
import functools
import math
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np
import torch

from sr_studio.networks.memory import is_out_of_memory
from sr_studio.paths import user_cache_dir
from sr_studio.progress import CancelToken
from sr_studio.sentences import Sentence
from sr_studio.upscaling.backends import Backend
from sr_studio.upscaling.devices import Choice, reference
from sr_studio.upscaling.fingerprints import fingerprint
from sr_studio.upscaling.kept_measurements import read_measurements, write_measurements
from sr_studio.upscaling.reach import texture
from sr_studio.zoo.super_resolver import SuperResolver

MakeBackend = Callable[[SuperResolver, Choice], tuple[Backend, list[str]]]

#: 8-bit levels that a chosen backend may be off fp32.
MOST_OFF = 2.0
#: Rows and columns of the picture; no size that a converter has seen.
_SIZE = (30, 46)
#: Seconds below which one run is too short to be timed.
_SHORT = 0.1
_RUNS = 10
#: How often all are timed in turns.
_ROUNDS = 3


@dataclass(frozen=True)
class Trial:
    """What a backend showed.

    Attributes:
        model: Title of the model.
        device: Name of the device in words.
        backend: ``torch``, ``openvino`` or ``ncnn``.
        precision: ``fp32``, ``bf16`` or ``fp16``.
        seconds: For the trial's picture.
        levels: Most it was off fp32, in levels of 255.
        error: Why it cannot be used at all; empty if it can.
    """

    model: str
    device: str
    backend: str
    precision: str
    seconds: float
    levels: float
    error: str = ""

    @property
    def is_usable(self) -> bool:
        """Whether it may be chosen where nobody asks for it by name."""
        return not self.error and self.levels <= MOST_OFF

    @property
    def will_do(self) -> bool:
        """Whether more digits need not be tried: with small networks, converting costs most."""
        return self.is_usable and self.seconds > _SHORT


@dataclass(frozen=True)
class Opened:
    """The backend that was chosen.

    Attributes:
        backend: Ready to run.
        levels: Most it was off fp32 in its trial, in levels of 255; None where it was not tried.
        notes: What was not as asked.
    """

    backend: Backend
    levels: float | None
    notes: list[str]


class TrialTable:
    """Trials of this computer, in one small file of the person's cache folder."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = user_cache_dir() / "backends.json" if path is None else path
        self._lock = threading.Lock()
        self._trials = read_measurements(self._path, Trial)

    def get(self, model: str, choice: Choice) -> Trial | None:
        """The trial of a model (its fingerprint) on this hardware with these library versions."""
        with self._lock:
            return self._trials.get(_key(model, choice))

    def keep(self, model: str, choice: Choice, trial: Trial) -> None:
        """Keep a trial."""
        with self._lock:
            self._trials[_key(model, choice)] = trial
            write_measurements(self._path, self._trials)

    def here(self) -> list[Trial]:
        """All trials that were kept."""
        with self._lock:
            return list(self._trials.values())


def open_best(
    resolver: SuperResolver,
    choices: Sequence[Choice],
    make: MakeBackend,
    title: str,
    table: TrialTable | None = None,
) -> Opened:
    """Open the fastest of the backends that give the model's own pixels.

    A single choice is opened as asked for, and its distance from fp32 is stated.

    Args:
        resolver: The model; may be taken over.
        choices: See :func:`.devices.choices`; the last one is taken if none will do.
        make: Makes a backend of a choice; what it makes of another choice counts as failed.
        title: Of the model, for people.
        table: Where trials are kept; the person's cache folder if None.
    """
    if len(choices) == 1 and choices[0] == reference():
        backend, notes = make(resolver, choices[0])
        return Opened(backend, 0.0, notes)
    trials = _Trials(resolver, make, title, TrialTable() if table is None else table)
    if len(choices) == 1:
        return trials.as_asked(choices[0])
    found = {choice: trial for choice, trial in trials.of_all(choices).items() if trial.is_usable}
    best = min(found, key=lambda choice: found[choice].seconds, default=choices[-1])
    return trials.as_asked(best)


class _Trials:
    """Tries backends, each once, with one picture and what fp32 makes of it."""

    def __init__(
        self, resolver: SuperResolver, make: MakeBackend, title: str, table: TrialTable
    ) -> None:
        self._resolver, self._make, self._title, self._table = resolver, make, title, table
        self._identity = fingerprint(resolver)
        self._made: dict[Choice, tuple[Backend, list[str]]] = {}

    def of_all(self, choices: Sequence[Choice]) -> dict[Choice, Trial]:
        """The trials of these, less those that memory does not do for or that need none."""
        found: dict[Choice, Trial] = {}
        too_large: set[Choice] = set()
        while True:
            fresh = False
            for choice in choices:
                if choice in found or choice in too_large:
                    continue
                if any(_is_narrower_twin(one, choice) and found[one].will_do for one in found):
                    continue  # the same library and device: where it takes time, it is slower
                known = self._table.get(self._identity, choice) is not None
                if (trial := self.of(choice)) is None:
                    too_large.add(choice)
                    continue
                found[choice] = trial
                fresh = fresh or not known
            if not fresh:
                return found
            # One that is quicker than it seemed at first does not speak for its twin any more.
            found = self._in_turns(found)

    def _in_turns(self, found: dict[Choice, Trial]) -> dict[Choice, Trial]:
        """Time again what may be chosen, in turns: other programs then slow all alike."""
        best = {choice: math.inf for choice, trial in found.items() if trial.is_usable}
        for _ in range(_ROUNDS):
            for choice in best:
                with suppress(RuntimeError, MemoryError):  # for whom memory no longer does
                    best[choice] = min(best[choice], self._seconds(self.made(choice)[0]))
        timed = {
            choice: replace(found[choice], seconds=seconds) for choice, seconds in best.items()
        }
        for choice, trial in timed.items():
            self._table.keep(self._identity, choice, trial)
        return found | timed

    def of(self, choice: Choice) -> Trial | None:
        """The trial of a choice, made now if it is not known; None where memory does not do."""
        known = self._table.get(self._identity, choice)
        if known is not None:
            return known
        facts = (self._title, choice.name, choice.backend, choice.precision)
        try:
            backend, notes = self.made(choice)
            if backend.choice.backend != choice.backend:
                trial = Trial(*facts, math.inf, math.inf, notes[0] if notes else "not possible")
            else:
                trial = Trial(*facts, *self._measured(backend))
        except (RuntimeError, MemoryError) as error:
            if is_out_of_memory(error):
                return None
            # A driver fails in many ways; what it says is for the developer.
            reason = (str(error).strip().splitlines() or [repr(error)])[-1][:200]
            trial = Trial(*facts, math.inf, math.inf, f"{choice.backend} failed ({reason}).")
        self._table.keep(self._identity, choice, trial)
        return trial

    def as_asked(self, choice: Choice) -> Opened:
        """The backend of a choice, whatever its trial says, unless it makes other pixels in fp32.

        Half precision that is far off was asked for by name. In fp32 nothing is, unless a driver
        or a converter does something else.
        """
        trial = self.of(choice)
        backend, notes = self.made(choice)
        if trial is None or backend.choice != choice:
            return Opened(backend, None, notes)
        if choice.precision == "fp32" and not trial.error and not trial.is_usable:
            backend, more = self.made(reference())
            note = Sentence(
                "%1 could not take this model (its pixels are %2 levels off those of fp32); torch "
                "in fp32 was used on the CPU.",
                choice.backend,
                f"{trial.levels:.1f}",
            )
            return Opened(backend, 0.0, [note, *more])
        return Opened(backend, trial.levels if math.isfinite(trial.levels) else None, notes)

    def made(self, choice: Choice) -> tuple[Backend, list[str]]:
        """The backend of a choice, and notes; the same one every time."""
        if choice not in self._made:
            # A backend may move or change what it is given, and the next one needs it as it was.
            self._made[choice] = self._make(copy.deepcopy(self._resolver), choice)
        return self._made[choice]

    def _measured(self, backend: Backend) -> tuple[float, float]:
        """Seconds, and levels off fp32."""
        given = backend.run(self._picture, CancelToken())  # the first run prepares; not counted
        off = np.abs(np.clip(given, 0, 1) - np.clip(self._expected, 0, 1)).max() * 255
        return self._seconds(backend), float(off) if np.isfinite(off) else math.inf

    def _seconds(self, backend: Backend) -> float:
        """Of the fastest of a few runs."""
        times = list[float]()
        while not times or (len(times) < _RUNS and sum(times) < _SHORT):
            start = time.perf_counter()
            backend.run(self._picture, CancelToken())
            times.append(time.perf_counter() - start)
        return min(times)

    @functools.cached_property
    def _picture(self) -> np.ndarray:
        step, least = self._resolver.alignment, self._resolver.network.minimum
        height, width = (-(-max(side, least) // step) * step for side in _SIZE)
        return texture(height, width)

    @functools.cached_property
    def _expected(self) -> np.ndarray:
        """What fp32 makes of the picture."""
        return self.made(reference())[0].run(self._picture, CancelToken())


def _is_narrower_twin(other: Choice, choice: Choice) -> bool:
    same = (other.device, other.backend) == (choice.device, choice.backend)
    return same and choice.precision == "fp32" and other.precision != "fp32"


def _key(model: str, choice: Choice) -> str:
    library = {"openvino": "openvino", "ncnn": "ncnn"}.get(choice.backend, "torch")
    threads = f"{torch.get_num_threads()} threads" if choice.device == "cpu" else choice.device
    what = f"{choice.backend} {_version(library)} {choice.precision}"
    return f"{model} {choice.name}, {threads}, {what}"


@functools.cache
def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "?"
