"""The training loop: updates and moments, until done, stopped or failed."""

from __future__ import annotations

import contextlib
import math
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import torch

from sr_studio.errors import StudioError
from sr_studio.training.acceleration import Acceleration
from sr_studio.training.callback import Callback, Moment, find_logger
from sr_studio.training.callbacks.checkpoint import Checkpoint
from sr_studio.training.callbacks.log import Log
from sr_studio.training.callbacks.previews import Previews
from sr_studio.training.callbacks.validation import Validation
from sr_studio.training.callbacks.watch import Watch
from sr_studio.training.checkpoints import newest_checkpoint
from sr_studio.training.crops import Crops, batches
from sr_studio.training.distributed import World, any_process, average_over_processes
from sr_studio.training.interrupts import handling_interrupts
from sr_studio.training.learner import Learner
from sr_studio.training.memory import explained_lack_of_memory, smallest_change
from sr_studio.training.preparation import Prepared
from sr_studio.training.recipes import Recipe
from sr_studio.training.run_folder import RunFolder, State, Status, started_at
from sr_studio.training.time_left import TimeLeft
from sr_studio.training.waiting import wait_for_turn

#: Seconds between two moments: looks at the control file, lines of the log, status writes.
_LOG_SECONDS = 1.0
#: The same in updates, where several processes train together.
_LOG_UPDATES = 25
_MOST_ROLLBACKS = 5
#: No roll-back counts this far down: the crops of calibration are none that a run trains with.
_CALIBRATION_SALT = -1
#: Crops that the average's statistics of batch normalisation are taken over.
CALIBRATION_CROPS = 400
#: Loggers that every run has.
_USUAL_LOGGERS = ("tensorboard",)

Report = Callable[[Status], None]
Say = Callable[[str], None]


class Trainer:
    """Runs a prepared recipe in a run folder.

    Args:
        recipe: What to do.
        run: The folder of the run, made already.
        prepared: Networks and pictures.
        acceleration: What is computed with.
        world: This process among those of the run.
        workers: Processes that make crops ahead; 0 makes them when they are needed.
        checkpoint_seconds: Most seconds between two checkpoints.
        loggers: Names of further loggers.
        report: Called about once a second with the status.
        say: Called with sentences worth reading.

    Attributes:
        iteration: Updates done.
        scores: The newest scores of a validation.
        stop_asked: Whether the system or a person at the terminal asked for the end.

    Raises:
        StudioError: A logger cannot be used.
    """

    def __init__(
        self,
        recipe: Recipe,
        run: RunFolder,
        prepared: Prepared,
        acceleration: Acceleration,
        world: World | None = None,
        *,
        workers: int = 0,
        checkpoint_seconds: float = 300.0,
        loggers: Sequence[str] = (),
        report: Report = lambda status: None,
        say: Say = lambda sentence: None,
    ) -> None:
        self.recipe = recipe
        self.run_folder = run
        self.learner: Learner = prepared.learner
        self.say = say
        self.iteration = 0
        self.scores: dict[str, float] = {}
        self._crops = prepared.crops
        self._workers = workers
        self._acceleration = acceleration
        self._world = world or World()
        self._checkpoint_seconds = checkpoint_seconds
        self._report = report
        self._salt = 0
        self._seconds = 0.0
        self.stop_asked = False
        self._sums: dict[str, torch.Tensor] = {}
        self._summed = 0
        self._rate: float | None = None
        self._time_left = TimeLeft()
        self._callbacks: list[Callback] = []
        if self._world.leads:
            own = [
                Log(),
                Watch(),
                Validation(prepared.validator),
                Previews(prepared.validator),
                Checkpoint(takes_last=recipe.validation.select == "last"),
            ]
            # The usual ones may be asked for as well, and a resumed run may repeat its own.
            names = dict.fromkeys((*_USUAL_LOGGERS, *loggers))
            others = [find_logger(name)(self) for name in names]
            self._callbacks = sorted([*own, *others], key=lambda callback: callback.order)

    def resume(self, state: Mapping[str, Any]) -> int:
        """Go on from the state of a checkpoint; gives its iteration.

        Raises:
            StudioError: It does not fit the recipe.
        """
        self._load(state)
        if self._world.leads:
            self.run_folder.cut_metrics(self.iteration)
        return self.iteration

    def run(self) -> Status:
        """Train until the budget is spent or somebody asks to stop; gives the last status.

        Raises:
            StudioError: The losses stopped being numbers for good, memory ran out, or the disk is
                full. The run folder is whole and can be resumed.
        """
        with handling_interrupts(self._ask_to_stop):
            try:
                with explained_lack_of_memory(smallest_change(self.recipe)):
                    state = self._loop()
            except StudioError as error:
                raise self._failed(error) from error.__cause__
            finally:
                for callback in self._callbacks:
                    callback.ended()
        return self.write_status(state)

    def measure(self, group: str, values: Mapping[str, float]) -> None:
        """Tell the callbacks of numbers; those of ``validation`` decide which state is the best."""
        if group == "validation":
            self.scores = dict(values)
        for callback in self._callbacks:
            callback.measured(group, values, self.iteration)

    def note(self, sentence: str) -> None:
        """Say something that the run's log keeps, too."""
        self.say(sentence)
        self.run_folder.append({"iteration": self.iteration, "note": sentence})

    def state(self) -> dict[str, Any]:
        """Everything that a checkpoint keeps."""
        state = self.learner.state() | {
            "recipe_sha256": self.recipe.sha256(),
            "salt": self._salt,
            "seconds": self._seconds,
            "random_cpu": torch.get_rng_state(),
        }
        for callback in self._callbacks:
            state |= callback.state()
        if self._acceleration.device.type == "cuda":
            state["random_cuda"] = torch.cuda.get_rng_state(self._acceleration.device)
        return state

    def _loop(self) -> State:
        before = time.monotonic()
        for callback in self._callbacks:
            callback.began(self)
        if self.iteration == 0:
            self._time_left.saved(time.monotonic() - before, validated=False)
        interval = _LogInterval(self.iteration, alone=self._world.size == 1)
        last_saved = time.monotonic()
        validate_every = self.recipe.scaled(self.recipe.validation.every)
        coming = self._coming_batches()
        while self.iteration < self.recipe.iterations:
            before = time.monotonic()
            self._add(self.learner.update(next(coming), self.iteration))
            self.iteration += 1
            now = time.monotonic()
            self._seconds += now - before
            done = self.iteration == self.recipe.iterations
            validates = done or self.iteration % validate_every == 0
            if not (validates or interval.is_due(self.iteration, now)):
                continue
            self._rate = interval.rate(self.iteration, now)
            self._time_left.updated(self._rate)
            stop = any_process(self.stop_asked or self.run_folder.requested() == "stop")
            saves = validates or stop or any_process(now - last_saved > self._checkpoint_seconds)
            if not self._still_finite(weights_too=saves):
                self._roll_back()
                coming = self._coming_batches()
                continue
            before = time.monotonic()
            self._reach(validates=validates, saves=saves)
            if saves:
                last_saved = time.monotonic()
                self._time_left.saved(last_saved - before, validated=validates)
            alone = self._world.size == 1  # others would wait for this one without knowing why
            if alone and not (stop or done):
                wait_for_turn(self)
            # What was done or waited for between updates is no part of their pace.
            interval = _LogInterval(self.iteration, alone=self._world.size == 1)
            if stop and not done:
                self.run_folder.clear_request()
                return "stopped"
        return "finished"

    def _reach(self, *, validates: bool, saves: bool) -> None:
        """Let the callbacks do what is due now."""
        means = {
            name: average_over_processes(float(total) / self._summed)
            for name, total in self._sums.items()
        }
        self._sums, self._summed = {}, 0
        self.write_status("running")
        if saves:
            self.learner.calibrate_average(self._calibration_batches())
        moment = Moment(
            self.iteration,
            means,
            self.learner.rate(self.iteration - 1),
            self._rate,
            validates,
            saves,
        )
        for callback in self._callbacks:
            callback.reached(self, moment)

    def _coming_batches(self) -> Iterator[Crops]:
        """The batches from this iteration on."""
        crops = self._crops.with_salt(self._salt)
        iterations = range(self.iteration, self.recipe.iterations)
        device = self._acceleration.device
        return iter(batches(crops, iterations, workers=self._workers, device=device))

    def _ask_to_stop(self) -> None:
        self.stop_asked = True

    def _add(self, terms: dict[str, torch.Tensor]) -> None:
        for name, value in terms.items():
            self._sums[name] = self._sums[name] + value if name in self._sums else value.clone()
        self._summed += 1

    def _still_finite(self, *, weights_too: bool) -> bool:
        """Whether the losses since the last moment, and the weights if they are saved, are."""
        total = torch.stack(list(self._sums.values())).sum()
        finite = bool(torch.isfinite(total)) and (not weights_too or self.learner.is_finite())
        return not any_process(not finite)

    def _calibration_batches(self) -> Iterator[Crops]:
        """Always the same crops: what is saved depends on the weights alone, not on when."""
        crops = self._crops.with_salt(_CALIBRATION_SALT)
        for number in range(math.ceil(CALIBRATION_CROPS / self.recipe.data.batch)):
            yield crops[number].to(self._acceleration.device)

    def _roll_back(self) -> None:
        """Go back to the last good state and draw other crops from there."""
        bad = self.iteration
        salt = self._salt + 1
        if salt > _MOST_ROLLBACKS:
            raise StudioError(
                f"the losses stopped being numbers {salt} times, last at iteration {bad}",
                where=self.run_folder.path,
                remedy="Lower optimiser.lr, set clip_norm, or train with --precision fp32; "
                "--resume goes on from the last good checkpoint.",
            )
        self._load(newest_checkpoint(self.run_folder, self.say))
        self._salt = salt
        self._sums, self._summed = {}, 0
        if self._world.leads:
            self.run_folder.cut_metrics(self.iteration)
            self.note(
                f"The losses stopped being numbers near iteration {bad}; going on from "
                f"{self.iteration} with other crops."
            )

    def _load(self, state: Mapping[str, Any]) -> None:
        self.learner.load_state(state)
        self.iteration = int(state["iteration"])
        self._salt = int(state["salt"])
        self._seconds = float(state["seconds"])
        for callback in self._callbacks:
            callback.load_state(state)
        torch.set_rng_state(state["random_cpu"])
        if "random_cuda" in state and self._acceleration.device.type == "cuda":
            torch.cuda.set_rng_state(state["random_cuda"], self._acceleration.device)

    def write_status(self, state: State, message: str = "") -> Status:
        """Tell what the run is doing, in its folder and to whom it reports."""
        running = state == "running"
        left = self._time_left.seconds(self.recipe, self.iteration) if running else None
        status = Status(
            state=state,
            iteration=self.iteration,
            iterations=self.recipe.iterations,
            rate=self._rate,
            seconds_left=left,
            seconds_trained=self._seconds,
            message=message,
            pid=os.getpid(),
            started=started_at(os.getpid()),
            computes_with=self._acceleration.in_words(),
        )
        if self._world.leads:
            self.run_folder.write_status(status)
            self._report(status)
        return status

    def _failed(self, error: StudioError) -> StudioError:
        with contextlib.suppress(StudioError):  # a full disk: the sentence reaches the terminal
            self.write_status("failed", str(error))
        return error


class _LogInterval:
    """When the next moment is due, and how fast updates went since the last one.

    Alone, it is due by the clock. Processes that train together must do the same thing at the
    same iteration, whatever their clocks say: there it is due by the count.
    """

    def __init__(self, iteration: int, *, alone: bool) -> None:
        self._since = time.monotonic()
        self._iteration = iteration
        self._alone = alone

    def is_due(self, iteration: int, now: float) -> bool:
        """Whether it is time to look, log and report."""
        if self._alone:
            return now - self._since >= _LOG_SECONDS
        return iteration % _LOG_UPDATES == 0

    def rate(self, iteration: int, now: float) -> float:
        """Updates a second since the last call, and start again."""
        rate = (iteration - self._iteration) / max(1e-9, now - self._since)
        self._since, self._iteration = now, iteration
        return rate
