"""The training loop: updates, validation, checkpoints, until done, stopped or failed."""

from __future__ import annotations

import contextlib
import math
import os
import signal
import time
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

import torch

from sr_studio.errors import StudioError
from sr_studio.training.acceleration import Acceleration
from sr_studio.training.checkpoints import keep_as_best, newest_checkpoint, save_checkpoint
from sr_studio.training.crops import Crops, batches
from sr_studio.training.distributed import World, any_process, average_over_processes
from sr_studio.training.learner import Learner
from sr_studio.training.preparation import Prepared
from sr_studio.training.recipes import Recipe
from sr_studio.training.run_folder import RunFolder, State, Status, started_at
from sr_studio.training.tensorboard import TensorBoardLog

#: Seconds between two looks at the control file, two status writes and two lines of the log.
_BEAT = 1.0
#: The same in updates, where several processes train together.
_BEAT_TOGETHER = 25
_MOST_ROLLBACKS = 5
#: No roll-back counts this far down: the crops of calibration are none that a run trains with.
_CALIBRATION_SALT = -1
#: A discriminator this sure, for this many looks in a row, teaches the generator nothing any more.
_SATURATED = 0.98
_SATURATED_LOOKS = 20
#: Crops that the average's statistics of batch normalisation are taken over.
CALIBRATION_CROPS = 400

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
        report: Called about once a second with the status.
        say: Called with sentences worth reading.
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
        report: Report = lambda status: None,
        say: Say = lambda sentence: None,
    ) -> None:
        self.recipe = recipe
        self.run_folder = run
        self.learner: Learner = prepared.learner
        self._crops = prepared.crops
        self._workers = workers
        self._validator = prepared.validator
        self._acceleration = acceleration
        self._world = world or World()
        self._checkpoint_seconds = checkpoint_seconds
        self._report = report
        self._say = say
        self._iteration = 0
        self._salt = 0
        self._seconds = 0.0
        self._best = float("-inf")
        self._score = float("-inf")
        self._stop_asked = False
        self._sums: dict[str, torch.Tensor] = {}
        self._summed = 0
        self._saturated = 0
        self._rate: float | None = None
        self._tensorboard = TensorBoardLog(run.tensorboard) if self._world.leads else None

    def resume(self) -> int:
        """Go on from the newest checkpoint; gives its iteration.

        Raises:
            StudioError: There is none, or it does not fit the recipe.
        """
        self._load(newest_checkpoint(self.run_folder))
        if self._world.leads:
            self.run_folder.cut_metrics(self._iteration)
        return self._iteration

    def run(self) -> Status:
        """Train until the budget is spent or somebody asks to stop; gives the last status.

        Raises:
            StudioError: The losses stopped being numbers for good, memory ran out, or the disk is
                full. The run folder is whole and can be resumed.
        """
        handlers = _handle_signals(self._ask_to_stop)
        try:
            state = self._loop()
        except torch.OutOfMemoryError as error:
            raise self._failed(_out_of_memory(self.recipe)) from error
        except StudioError as error:
            raise self._failed(error) from None
        finally:
            for number, handler in handlers.items():
                signal.signal(number, handler)
            if self._tensorboard is not None:
                self._tensorboard.close()
        return self._beat(state)

    def _loop(self) -> State:
        if self._iteration == 0:
            self._checkpoint()
        pace = _Pace(self._iteration, alone=self._world.size == 1)
        last_saved = time.monotonic()
        validate_every = self.recipe.scaled(self.recipe.validation.every)
        coming = self._coming_batches()
        while self._iteration < self.recipe.iterations:
            before = time.monotonic()
            self._add(self.learner.update(next(coming), self._iteration))
            self._iteration += 1
            now = time.monotonic()
            self._seconds += now - before
            done = self._iteration == self.recipe.iterations
            validated = done or self._iteration % validate_every == 0
            if not (validated or pace.is_due(self._iteration, now)):
                continue
            self._rate = pace.rate(self._iteration, now)
            stop = any_process(self._stop_asked or self.run_folder.wish() == "stop")
            save = validated or stop or any_process(now - last_saved > self._checkpoint_seconds)
            if not self._still_finite(weights_too=save):
                self._roll_back()
                coming = self._coming_batches()
                continue
            self._log_losses()
            self._beat("running")
            if save:
                self.learner.calibrate_average(self._calibration_batches())
                if validated:
                    self._validate()
                self._checkpoint(validated=validated)
                last_saved = time.monotonic()
                pace = _Pace(self._iteration, alone=self._world.size == 1)
            if stop and not done:
                self.run_folder.forget_wish()
                return "stopped"
        return "finished"

    def _coming_batches(self) -> Iterator[Crops]:
        """The batches from this iteration on."""
        crops = self._crops.with_salt(self._salt)
        iterations = range(self._iteration, self.recipe.iterations)
        device = self._acceleration.device
        return iter(batches(crops, iterations, workers=self._workers, device=device))

    def _ask_to_stop(self) -> None:
        self._stop_asked = True

    def _add(self, terms: dict[str, torch.Tensor]) -> None:
        for name, value in terms.items():
            self._sums[name] = self._sums[name] + value if name in self._sums else value.clone()
        self._summed += 1

    def _log_losses(self) -> None:
        """Write the means of the terms since the last line."""
        means = {
            name: average_over_processes(float(total) / self._summed)
            for name, total in self._sums.items()
        }
        self._sums, self._summed = {}, 0
        self._watch_discriminator(means)
        if self._world.leads:
            rate = self.learner.rate(self._iteration - 1)
            line = {
                "iteration": self._iteration,
                "losses": means,
                "learning_rate": rate,
                "rate": self._rate,
            }
            self.run_folder.append(line)
            assert self._tensorboard is not None
            self._tensorboard.add("loss", means, self._iteration)
            self._tensorboard.add("run", {"learning_rate": rate}, self._iteration)

    def _watch_discriminator(self, means: dict[str, float]) -> None:
        realness = means.get("realness_of_hr")
        if realness is None:
            return
        self._saturated = self._saturated + 1 if realness > _SATURATED else 0
        if self._saturated == _SATURATED_LOOKS and self._world.leads:
            self._note(
                "The discriminator is nearly always sure; the adversarial term teaches little. "
                "A lower learning rate in [discriminator_optimiser] may help."
            )

    def _still_finite(self, *, weights_too: bool) -> bool:
        """Whether the losses since the last beat, and the weights if they are to be saved, are."""
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
        bad = self._iteration
        salt = self._salt + 1
        if salt > _MOST_ROLLBACKS:
            raise StudioError(
                f"the losses stopped being numbers {salt} times, last at iteration {bad}",
                where=self.run_folder.path,
                remedy="Lower optimiser.lr, set clip_norm, or train with --precision fp32; "
                "--resume goes on from the last good checkpoint.",
            )
        self._load(newest_checkpoint(self.run_folder))
        self._salt = salt
        self._sums, self._summed = {}, 0
        if self._world.leads:
            self.run_folder.cut_metrics(self._iteration)
            self._note(
                f"The losses stopped being numbers near iteration {bad}; going on from "
                f"{self._iteration} with other crops."
            )

    def _validate(self) -> None:
        if not self._world.leads:
            return
        network = self.learner.average.module
        scores = self._validator.measure(network)
        self._validator.write_previews(network, self.run_folder.previews, self._iteration)
        self.run_folder.append({"iteration": self._iteration, "validation": scores})
        assert self._tensorboard is not None
        self._tensorboard.add("validation", scores, self._iteration)
        self._say(
            f"iteration {self._iteration}: PSNR-Y {scores['psnr_y']:.3f} dB, "
            f"SSIM-Y {scores['ssim_y']:.4f}"
        )
        self._score = scores["psnr_y"]

    def _checkpoint(self, *, validated: bool = False) -> None:
        if not self._world.leads:
            return
        takes_last = self.recipe.validation.select == "last"
        is_best = validated and (takes_last or self._score > self._best)
        if is_best:
            self._best = self._score
        path = save_checkpoint(self.run_folder, self._iteration, self._state())
        if is_best:
            keep_as_best(self.run_folder, path)

    def _state(self) -> dict[str, Any]:
        state = self.learner.state() | {
            "recipe_sha256": self.recipe.sha256(),
            "salt": self._salt,
            "seconds": self._seconds,
            "best": self._best,
            "random_cpu": torch.get_rng_state(),
        }
        if self._acceleration.device.type == "cuda":
            state["random_cuda"] = torch.cuda.get_rng_state(self._acceleration.device)
        return state

    def _load(self, state: dict[str, Any]) -> None:
        if state["recipe_sha256"] != self.recipe.sha256():
            raise StudioError(
                "the checkpoint belongs to another recipe",
                where=self.run_folder.path,
                remedy="Resume with the recipe of the run folder.",
            )
        self.learner.load_state(state)
        self._iteration = int(state["iteration"])
        self._salt = int(state["salt"])
        self._seconds = float(state["seconds"])
        self._best = float(state["best"])
        torch.set_rng_state(state["random_cpu"])
        if "random_cuda" in state and self._acceleration.device.type == "cuda":
            torch.cuda.set_rng_state(state["random_cuda"], self._acceleration.device)

    def _beat(self, state: State, message: str = "") -> Status:
        left = None
        if self._rate and state == "running":
            left = (self.recipe.iterations - self._iteration) / self._rate
        status = Status(
            state=state,
            iteration=self._iteration,
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
            self._beat("failed", str(error))
        return error

    def _note(self, sentence: str) -> None:
        self._say(sentence)
        self.run_folder.append({"iteration": self._iteration, "note": sentence})


class _Pace:
    """When the next beat is due, and how fast updates went since the last one.

    Alone, a beat is due by the clock. Processes that train together must do the same thing at the
    same iteration, whatever their clocks say: there it is due by the count.
    """

    def __init__(self, iteration: int, *, alone: bool) -> None:
        self._since = time.monotonic()
        self._iteration = iteration
        self._alone = alone

    def is_due(self, iteration: int, now: float) -> bool:
        """Whether it is time to look, log and report."""
        if self._alone:
            return now - self._since >= _BEAT
        return iteration % _BEAT_TOGETHER == 0

    def rate(self, iteration: int, now: float) -> float:
        """Updates a second since the last call, and start again."""
        rate = (iteration - self._iteration) / max(1e-9, now - self._since)
        self._since, self._iteration = now, iteration
        return rate


def _out_of_memory(recipe: Recipe) -> StudioError:
    parts = recipe.accumulate * 2
    while recipe.data.batch % parts and parts < recipe.data.batch:
        parts += 1
    if parts <= recipe.data.batch and recipe.data.batch % parts == 0:
        advice = f"The smallest change that helps is --set accumulate={parts}: the same batch in "
        advice += "smaller parts."
    else:
        smaller = max(recipe.data.scale, recipe.data.crop * 3 // 4)
        smaller -= smaller % recipe.data.scale
        advice = f"The smallest change that helps is --set data.crop={smaller}."
    return StudioError("the device has too little memory for this recipe", remedy=advice)


def _handle_signals(stop: Callable[[], None]) -> dict[int, Any]:
    """Make Ctrl-C and a polite kill end the run after a checkpoint; gives the old handlers."""

    def on_signal(number: int, frame: FrameType | None) -> None:
        stop()

    handlers: dict[int, Any] = {}
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            handlers[number] = signal.signal(number, on_signal)
        except ValueError:  # not the main thread: whoever started it stops it by the control file
            continue
    return handlers
