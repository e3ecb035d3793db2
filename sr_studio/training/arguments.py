"""What a person says to train: the words of the command line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sr_studio.errors import StudioError
from sr_studio.training.recipes import Recipe, load_recipe, parse_setting

PRECISIONS = ("auto", "fp32", "bf16", "fp16")


@dataclass(frozen=True)
class TrainingArguments:
    """The words of the command line; None stands for "not said"."""

    recipe: str = ""
    data: Path | None = None
    validation: Path | None = None
    run: Path | None = None
    resume: bool = False
    settings: tuple[str, ...] = ()
    budget: float | None = None
    start: str | None = None
    start_discriminator: Path | None = None
    vgg_weights: Path | None = None
    lpips_weights: Path | None = None
    workers: int | None = None
    loggers: tuple[str, ...] = ()
    device: str = "auto"
    precision: str = "auto"
    compile: bool = False
    threads: int | None = None
    checkpoint_seconds: float = 300.0
    #: Whether something starts processes again that died: the run goes on where it has begun.
    restarted: bool = False

    def check(self) -> None:
        """Raises StudioError where a word is none that is known."""
        if self.precision not in PRECISIONS:
            raise StudioError(
                f"there is no precision {self.precision!r}",
                where="--precision",
                remedy="Use auto, fp32, bf16 or fp16.",
            )
        if self.resume and self.run is None:
            raise StudioError(
                "no run folder was named", where="--run", remedy="Name the run to go on."
            )

    def data_folder(self) -> Path:
        """The folder of HR pictures.

        Raises:
            StudioError: None was named.
        """
        if self.data is None:
            raise StudioError(
                "no data folder was named", where="--data", remedy="Name a folder of HR pictures."
            )
        return self.data

    def resolved_recipe(self) -> Recipe:
        """The recipe with all settings; the start takes the place of the model it is trained on.

        Raises:
            StudioError: None was named, or it has faults.
        """
        if not self.recipe:
            raise StudioError(
                "no recipe was named", where="train", remedy="`sr-studio train --help` says how."
            )
        overrides: dict[str, Any] = dict(parse_setting(text) for text in self.settings)
        if self.budget is not None:
            overrides["budget"] = self.budget
        recipe = load_recipe(self.recipe, overrides)
        if recipe.data.lr_folder:  # a run may be resumed from elsewhere
            folder = str(Path(recipe.data.lr_folder).resolve())
            data = recipe.data.model_copy(update={"lr_folder": folder})
            recipe = recipe.model_copy(update={"data": data})
        if self.start and not recipe.network.architecture:
            network = recipe.network.model_copy(update={"start": self.start})
            recipe = recipe.model_copy(update={"network": network})
        return recipe
