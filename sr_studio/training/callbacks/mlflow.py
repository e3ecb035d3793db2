"""The run's numbers in MLflow, for those who compare many runs (the extra ``mlflow``)."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from sr_studio.errors import StudioError
from sr_studio.training.callback import LOGGERS, Logger

if TYPE_CHECKING:
    from sr_studio.training.trainer import Trainer

#: MLflow takes no longer values.
_LONGEST = 500
_EXPERIMENT = "sr-studio"


@LOGGERS.register("mlflow")
class MlflowLogger(Logger):
    """One MLflow run for a run folder, resumed with it; the recipe's keys are its parameters.

    It goes where ``MLFLOW_TRACKING_URI`` says, else into the folder ``mlruns`` beside the run
    folder. Nothing is sent anywhere else.
    """

    def __init__(self, trainer: Trainer) -> None:
        super().__init__(trainer)
        os.environ.setdefault("MLFLOW_ALLOW_FILE_STORE", "true")
        try:
            from mlflow import MlflowClient
            from mlflow.exceptions import MlflowException
        except ImportError as error:
            raise StudioError(
                "MLflow is not installed",
                where="--log mlflow",
                remedy="Install the extra: pip install 'sr-studio[mlflow]'.",
            ) from error
        self._lost = False
        folder = trainer.run_folder.path.resolve()
        place = os.environ.get("MLFLOW_TRACKING_URI") or (folder.parent / "mlruns").as_uri()
        try:
            self._client = MlflowClient(place)
            self._run = self._opened(folder.name)
        except (MlflowException, OSError) as error:
            raise StudioError(
                f"MLflow cannot be used ({str(error).splitlines()[0].rstrip('.')})",
                where=place,
                remedy="Set MLFLOW_TRACKING_URI, or train without --log mlflow.",
            ) from error

    def measured(self, group: str, values: Mapping[str, float], iteration: int) -> None:
        """Add ``group/name`` = value at an iteration."""
        if self._lost:
            return
        try:
            for name, value in values.items():
                self._client.log_metric(self._run, f"{group}/{name}", value, step=iteration)
        except Exception as error:  # its stores raise many kinds
            self._give_up(error)

    def ended(self) -> None:
        """Tell MLflow that nothing more comes for now."""
        if self._lost:
            return
        try:
            self._client.set_terminated(self._run)
        except Exception as error:  # its stores raise many kinds
            self._give_up(error)

    def _give_up(self, error: Exception) -> None:
        """A server that is gone, or a disk that is full, is no reason to end a run."""
        self._lost = True
        self.trainer.note(f"MLflow takes no more numbers: {str(error).splitlines()[0]}")

    def _opened(self, name: str) -> str:
        """The run of this name, or a new one with the recipe's keys."""
        known = self._client.get_experiment_by_name(_EXPERIMENT)
        experiment = (
            self._client.create_experiment(_EXPERIMENT) if known is None else known.experiment_id
        )
        quote = '"' if "'" in name else "'"
        wanted = f"attributes.run_name = {quote}{name}{quote}"
        for found in self._client.search_runs([experiment], wanted, max_results=1):
            return str(found.info.run_id)
        run = str(self._client.create_run(experiment, run_name=name).info.run_id)
        for key, value in _keys(self.trainer.recipe.model_dump(mode="json"), ""):
            self._client.log_param(run, key, str(value)[:_LONGEST])
        return run


def _keys(table: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _keys(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value
