"""A training run over a Ray cluster, by Ray Train: one process for each place, one run folder.

The run folder, the pictures and files of weights must lie at the same place on every machine (a
share): a machine that dies leaves its work in checkpoints there, and the run goes on from them.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import partial
from pathlib import Path
from typing import Any

from sr_studio.cluster.connection import places, share_of_a_task
from sr_studio.errors import StudioError
from sr_studio.training.arguments import TrainingArguments
from sr_studio.training.interrupts import handling_interrupts
from sr_studio.training.recipes import Recipe, parse_recipe
from sr_studio.training.run_folder import RunFolder, Status, new_run_path

_SECONDS = 0.5
#: How often the processes are started again after one of them died.
_MOST_RESTARTS = 10


@dataclass(frozen=True)
class _Failure:
    what: str
    where: str | None
    remedy: str


class Ear:
    """Hears what the processes of a run have to say; lives on the cluster."""

    def __init__(self) -> None:
        self._said: list[str] = []
        self._outcome: Status | _Failure | None = None

    def say(self, sentence: str) -> None:
        """Keep a sentence until it is fetched."""
        self._said.append(sentence)

    def end(self, outcome: Status | _Failure) -> None:
        """The run's last word; the first one counts."""
        self._outcome = self._outcome or outcome

    def fetch(self) -> tuple[list[str], Status | _Failure | None]:
        """What was said since the last call, and the last word if there is one."""
        said, self._said = self._said, []
        return said, self._outcome


def train_there(ear: Any, arguments: TrainingArguments) -> None:
    """Work as one process of the run, on the machine this runs on."""
    import ray

    from sr_studio.training.session import run_training

    try:
        status = run_training(arguments, lambda sentence: ear.say.remote(sentence))
    except StudioError as error:
        ray.get(ear.end.remote(_Failure(error.what, error.where, error.remedy)))
        raise
    ray.get(ear.end.remote(status))


def fit(
    ear: Any, arguments: TrainingArguments, processes: int, share: dict[str, float], notes: Path
) -> str:
    """Start the processes of a run, and again when one dies; why they ended for good, or nothing.

    Runs on the cluster, so that whoever started the run may be outside of it.
    """
    from ray.train import FailureConfig, RunConfig, ScalingConfig
    from ray.train.torch import TorchTrainer

    try:
        TorchTrainer(
            partial(train_there, ear, arguments),
            scaling_config=ScalingConfig(
                num_workers=processes,
                use_gpu="num_gpus" in share,
                resources_per_worker={"CPU": 1} | ({"GPU": 1} if "num_gpus" in share else {}),
            ),
            run_config=RunConfig(
                name="run",
                storage_path=str(notes),
                failure_config=FailureConfig(max_failures=_MOST_RESTARTS),
            ),
        ).fit()
    except Exception as error:  # whatever the library raises; a sentence of ours is in the ear
        return str(error).strip().partition("\n")[0][:300]
    return ""


def train_on(
    ray: Any,
    arguments: TrainingArguments,
    say: Callable[[str], None],
    *,
    processes: int | None = None,
) -> Status:
    """As :func:`.session.run_training`, on the machines of a cluster.

    Args:
        ray: The module, connected.
        arguments: What to train; its files and folders are the same on every machine.
        say: Takes sentences.
        processes: How many share a batch; None: as many as there are places for and as divide it.

    Raises:
        StudioError: As there, or the processes ended again and again.
    """
    arguments.check()
    _require_ray_train()
    arguments = _everywhere(arguments)
    assert arguments.run is not None
    run = RunFolder(arguments.run)
    if not arguments.resume:
        run.refuse_existing()
    recipe = _recipe_of(arguments, run)
    count = processes or _as_many_as_divide(recipe.data.batch, places(ray))
    say(f"Training in {count} process(es); the run folder is {run.path}")
    ear = ray.remote(num_cpus=0)(Ear).remote()
    task = ray.remote(num_cpus=0, max_retries=0)(fit)
    notes = run.path.with_name(f".{run.path.name}.ray")  # Ray's own, on the share, too
    notes.mkdir(parents=True, exist_ok=True)
    ended = task.remote(ear, arguments, count, share_of_a_task(ray), notes)
    why, outcome = "", None
    try:
        with handling_interrupts(partial(_stop, run, say)):
            while not isinstance(outcome, _Failure) and not ray.wait([ended], timeout=_SECONDS)[0]:
                outcome = _pass_on(ray, ear, say)
        if not isinstance(outcome, _Failure):  # else it would only be tried, and fail, again
            why, outcome = ray.get(ended), _pass_on(ray, ear, say)
    finally:
        ray.cancel(ended, force=True)
        shutil.rmtree(notes, ignore_errors=True)
    if isinstance(outcome, Status):
        return outcome
    if isinstance(outcome, _Failure):
        raise StudioError(outcome.what, where=outcome.where, remedy=outcome.remedy)
    raise StudioError(
        f"the processes of the run ended again and again ({why})",
        where=run.path,
        remedy="What was saved is kept: --resume goes on from the last checkpoint.",
    )


def _stop(run: RunFolder, say: Callable[[str], None]) -> None:
    say("The run ends after its next checkpoint.")
    run.request("stop")


def _require_ray_train() -> None:
    try:
        import ray.train.torch  # noqa: F401
    except ImportError as error:
        raise StudioError(
            "Ray is installed without its part for training",
            where="--on",
            remedy="Install it: pip install 'sr-studio[cluster]'.",
        ) from error


def _pass_on(ray: Any, ear: Any, say: Callable[[str], None]) -> Status | _Failure | None:
    said, outcome = ray.get(ear.fetch.remote())
    for sentence in said:
        say(sentence)
    found: Status | _Failure | None = outcome
    return found


def _everywhere(arguments: TrainingArguments) -> TrainingArguments:
    """The arguments with whole paths, for processes that start in other folders."""
    run = arguments.run
    if run is None:
        run = new_run_path(Path("runs"), arguments.resolved_recipe().name)
    whole: dict[str, Any] = {
        field.name: value.resolve()
        for field in fields(arguments)
        if isinstance(value := getattr(arguments, field.name), Path)
    }
    for name in ("recipe", "start"):
        value = getattr(arguments, name)
        if value and Path(value).is_file():
            whole[name] = str(Path(value).resolve())
    return replace(arguments, **whole | {"run": run.resolve(), "restarted": True})


def _recipe_of(arguments: TrainingArguments, run: RunFolder) -> Recipe:
    if arguments.resume:
        return parse_recipe(run.recipe_table(), where=str(run.recipe_file))
    return arguments.resolved_recipe()


def _as_many_as_divide(batch: int, most: int) -> int:
    return max(count for count in range(1, max(1, most) + 1) if batch % count == 0)
