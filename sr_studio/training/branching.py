"""New from old: a run that goes on from a checkpoint of another, a recipe file from a run."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import tomlkit

from sr_studio.errors import StudioError
from sr_studio.files import write_text
from sr_studio.training.run_folder import RunFolder


def branch_run(source: Path, iteration: int, target: Path) -> RunFolder:
    """Make a run that stands where another stood at a checkpoint; resuming it goes on from there.

    Args:
        source: The other run; it stays as it is.
        iteration: Of one of its kept checkpoints.
        target: Folder of the new run.

    Raises:
        StudioError: There is no such checkpoint, or the folder cannot be made; nothing of it
            is left then.
    """
    old, new = RunFolder(source), RunFolder(target)
    checkpoint = old.checkpoints / f"{iteration:09d}.pt"
    if not checkpoint.is_file():
        raise StudioError(
            f"there is no checkpoint of iteration {iteration}",
            where=old.checkpoints,
            remedy="Choose one that is kept.",
        )
    recipe = json.dumps(old.recipe_table(), sort_keys=True, separators=(",", ":"))
    new.create(recipe, old.origin() | {"branched_from": f"{source}, iteration {iteration}"})
    try:
        _copy(old, new, checkpoint, iteration)
    except BaseException as error:
        shutil.rmtree(target, ignore_errors=True)  # the half of a run would be taken for one
        if isinstance(error, OSError):
            raise StudioError(
                f"the run could not be copied ({error.strerror})", where=target
            ) from error
        raise
    return new


def _copy(old: RunFolder, new: RunFolder, checkpoint: Path, iteration: int) -> None:
    """Copy what a run had made up to a checkpoint."""
    shutil.copyfile(checkpoint, new.checkpoints / checkpoint.name)
    if old.start_file.is_file():
        shutil.copyfile(old.start_file, new.start_file)
    if old.best_file.is_file():
        is_later = _best_iteration(old) > iteration
        shutil.copyfile(checkpoint if is_later else old.best_file, new.best_file)
    if old.metrics_file.is_file():
        shutil.copyfile(old.metrics_file, new.metrics_file)
        new.cut_metrics(iteration)
    for picture in old.preview_files():
        made_at = picture.stem.split("_")[2:]
        if not made_at or int(made_at[0]) <= iteration:
            shutil.copyfile(picture, new.previews / picture.name)


def _best_iteration(run: RunFolder) -> int:
    """Where the best checkpoint was made, as the log tells without torch."""
    scores = {
        int(line["iteration"]): float(line["validation"].get("psnr_y", "-inf"))
        for line in run.metrics()[0]
        if "validation" in line
    }
    if run.recipe_table()["validation"]["select"] == "last":
        return max(scores, default=0)
    return max(scores, key=scores.__getitem__, default=0)


def write_recipe_of(run: Path, path: Path, name: str) -> None:
    """Write the resolved recipe of a run as a TOML file of its own, to be changed and run again.

    Where a model gave the run its network, the file names the run's copy of that model; else it
    names the model that the run began with, which may be another than its recipe's.

    Raises:
        StudioError: There is no run, or the file cannot be written.
    """
    folder = RunFolder(run)
    table = folder.recipe_table() | {"name": name}
    if folder.start_file.is_file():
        taken = ("architecture", "parameters", "start")  # the registry may not know that network
        network = {key: value for key, value in table["network"].items() if key not in taken}
        table["network"] = network | {"start": str(folder.start_file.resolve())}
    elif start := folder.origin().get("starts_from"):
        table["starts_from"] = start
    write_text(path, tomlkit.dumps(_without_nothing(table)))


def _without_nothing(table: dict[str, object]) -> dict[str, object]:
    """TOML has no word for None; a key that is left out means the same. Tables come last."""
    plain = {k: v for k, v in table.items() if v is not None and not isinstance(v, dict)}
    inner = {k: _without_nothing(v) for k, v in table.items() if isinstance(v, dict)}
    return plain | inner
