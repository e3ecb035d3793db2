"""Recipes: TOML files that fully determine a training run. Every key is declared once, here."""

from __future__ import annotations

import hashlib
import json
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    BeforeValidator,
    Field,
    SerializeAsAny,
    ValidationError,
    field_validator,
    model_validator,
)

from sr_studio.errors import StudioError
from sr_studio.files import is_there
from sr_studio.paths import resources_dir
from sr_studio.training.degradation.settings import Degradation
from sr_studio.training.loss_sections import hashed, read_terms, sectioned, sectioned_key
from sr_studio.training.loss_terms import AdversarialLoss, LossTerm, PictureLoss, UnknownTerm
from sr_studio.training.sections import Section

#: The terms of the loss by name, read from the sections ``[loss.NAME]``.
LossTerms = Annotated[dict[str, SerializeAsAny[LossTerm]], BeforeValidator(read_terms)]


class RecipeError(StudioError):
    """A recipe that cannot be used; the message lists every fault found in it."""


class Network(Section):
    """Which network is trained."""

    architecture: str = Field(
        "", description="Name of a network; empty takes the network of start, whatever it is."
    )
    start: str = Field(
        "",
        description="Model, or file of anybody's model, to train on; with an architecture only "
        "its weights are taken.",
    )
    parameters: dict[str, Any] = Field(
        default_factory=dict, description="Arguments of the network, for example blocks = 16."
    )
    colour: Literal["rgb", "y"] = Field(
        "rgb", description="What the network works on: RGB, or luminance (SRCNN, ESPCN)."
    )
    output_range: tuple[float, float] = Field(
        (0.0, 1.0), description="Range of the network's output and of HR: [-1, 1] in SRGAN."
    )
    initialisation: Literal["paper", "identity"] = Field(
        "paper",
        description="First weights: the paper's, or such that srcnn and espcn begin as a plain "
        "enlargement.",
    )

    @model_validator(mode="after")
    def _is_some_network(self) -> Network:
        if not (self.architecture or self.start):
            raise ValueError("name an architecture, or a start whose network is taken")
        return self

    @field_validator("output_range")
    @classmethod
    def _range_goes_up(cls, bounds: tuple[float, float]) -> tuple[float, float]:
        if not bounds[0] < bounds[1]:
            raise ValueError(f"a range is [low, high] with low below high, not {list(bounds)}")
        return bounds


class Data(Section):
    """How training pairs are made from a folder of HR pictures."""

    scale: int = Field(4, ge=2, le=8, description="Factor per side between LR and HR.")
    crop: int = Field(96, ge=8, description="Side of an HR crop in pixels; a multiple of scale.")
    batch: int = Field(16, ge=1, description="Crops in one update, over all processes together.")
    distinct: bool = Field(True, description="All crops of a batch come from distinct pictures.")
    flips: bool = Field(True, description="Mirror crops left to right, each by its own coin.")
    turns: bool = Field(True, description="Turn crops by quarter turns, each by its own die.")
    lr: Literal["bicubic-uint8", "bicubic-double", "gaussian", "degraded", "paired"] = Field(
        "bicubic-uint8",
        description="How LR is made: MATLAB's two bicubics, to the bit, or a Gaussian, of whole "
        "pictures; degraded: each crop damaged anew, as [data.degradation] says; paired: it is "
        "there, in lr_folder. A folder may be named here itself.",
    )
    lr_folder: str = Field(
        "", description="Folder of LR pictures with the names of the HR pictures (lr = paired)."
    )
    sigma: float | None = Field(
        None, gt=0, description="Standard deviation of the Gaussian in HR pixels (lr = gaussian)."
    )
    degradation: Degradation = Field(
        default_factory=Degradation, description="What damages crops (lr = degraded)."
    )

    @model_validator(mode="before")
    @classmethod
    def _a_folder_may_be_named(cls, table: Any) -> Any:
        lr = table.get("lr") if isinstance(table, dict) else None
        if isinstance(lr, str) and ("/" in lr or "\\" in lr or Path(lr).is_dir()):
            return table | {"lr": "paired", "lr_folder": lr}
        return table

    @model_validator(mode="after")
    def _paired_has_a_folder(self) -> Data:
        if (self.lr == "paired") != bool(self.lr_folder):
            raise ValueError('lr_folder goes with lr = "paired": set both or neither')
        return self

    @model_validator(mode="after")
    def _crop_fits_scale(self) -> Data:
        if self.crop % self.scale:
            below = self.crop - self.crop % self.scale
            raise ValueError(
                f"crop {self.crop} is not a multiple of scale {self.scale}; "
                f"write data.crop={below or self.scale} or data.crop={below + self.scale}"
            )
        return self


class Optimiser(Section):
    """The optimiser of one network."""

    kind: Literal["adam", "sgd"] = Field("adam", description="Both run fused.")
    lr: float = Field(1e-4, gt=0, description="Learning rate at the start (the peak of one-cycle).")
    betas: tuple[float, float] = Field((0.9, 0.999), description="Adam only.")
    momentum: float = Field(0.0, ge=0, lt=1, description="SGD only.")
    weight_decay: float = Field(0.0, ge=0, description="L2 penalty, inside the gradient.")
    last_layer_factor: float = Field(
        1.0, gt=0, description="Factor on the learning rate of the last layer (SRCNN, ESPCN: 0.1)."
    )

    @field_validator("betas")
    @classmethod
    def _betas_are_shares(cls, betas: tuple[float, float]) -> tuple[float, float]:
        if not all(0 <= beta < 1 for beta in betas):
            raise ValueError(f"each beta is at least 0 and below 1, not {list(betas)}")
        return betas


class Schedule(Section):
    """The learning rate over the run. ``budget`` scales iterations and milestones together."""

    iterations: int = Field(1_000_000, ge=1, description="Updates at budget 1.")
    kind: Literal["constant", "steps", "cosine", "one-cycle"] = Field(
        "constant", description="one-cycle: up from a 25th of the peak, then down by a cosine."
    )
    milestones: tuple[int, ...] = Field((), description="steps: where the rate is multiplied.")
    factor: float = Field(0.5, gt=0, lt=1, description="steps: by what.")
    floor: float = Field(1e-7, ge=0, description="cosine, one-cycle: the last learning rate.")
    warm_up: float = Field(0.1, gt=0, lt=1, description="one-cycle: share of the way up.")

    @model_validator(mode="after")
    def _milestones_in_order(self) -> Schedule:
        if list(self.milestones) != sorted(set(self.milestones)):
            raise ValueError("milestones must rise")
        used = self.milestones if self.kind == "steps" else ()
        if used and used[-1] >= self.iterations:
            raise ValueError("the last milestone lies at or after the last iteration")
        return self


class Discriminator(Section):
    """What judges HR and SR in an adversarial recipe."""

    architecture: str = Field(
        "srgan-discriminator",
        description="srgan-discriminator, vgg-discriminator-128 or unet-discriminator.",
    )
    parameters: dict[str, Any] = Field(
        default_factory=dict, description="Its arguments; the crop is given by the recipe's data."
    )
    steps: int = Field(
        1, ge=1, description="Its updates by each batch, while the generator has one."
    )


class Validation(Section):
    """Measuring the EMA weights on held-out pictures while training."""

    every: int = Field(5000, ge=1, description="Iterations between validations at budget 1.")
    held_out: int = Field(8, ge=1, description="Pictures of the data folder kept for validation.")
    side: int = Field(384, ge=16, description="Held-out pictures are cut to this side at most.")
    metrics: tuple[str, ...] = Field(
        (), description="Measured beside PSNR-Y, SSIM-Y and LPIPS, by name; plug-ins' too."
    )
    select: Literal["psnr_y", "last"] = Field(
        "psnr_y", description="What makes a checkpoint the best: GANs take the last."
    )


class Recipe(Section):
    """A whole training recipe."""

    name: str = Field(
        pattern=r"^[a-z0-9][a-z0-9.-]{0,63}$",
        description="Names the run's folder and model: small letters, digits, dots, hyphens.",
    )
    summary: str = Field("", description="One sentence for lists and cards.")
    source: str = Field("", description="Paper and section the values come from.")
    starts_from: str = Field("", description="Model or recipe whose weights the run starts from.")
    seed: int = Field(1, ge=0, lt=2**64, description="Of first weights, crops and all drawn.")
    budget: float = Field(1.0, gt=0, description="Scales iterations and schedule together.")
    ema_decay: float = Field(
        0.999, ge=0, lt=1, description="Of the averaged weights, which are validated and exported."
    )
    accumulate: int = Field(1, ge=1, description="Parts a batch is cut into to save memory.")
    clip_norm: float = Field(0.0, ge=0, description="Largest norm of the gradient; 0 = no limit.")
    network: Network
    data: Data = Data()
    loss: LossTerms = Field(default_factory=dict, validate_default=True)
    optimiser: Optimiser = Optimiser()
    schedule: Schedule = Schedule()
    discriminator: Discriminator | None = None
    discriminator_optimiser: Optimiser | None = None
    validation: Validation = Validation()

    @model_validator(mode="after")
    def _adversarial_is_whole(self) -> Recipe:
        adversarial = self.adversarial is not None
        if adversarial and (self.discriminator is None or self.discriminator_optimiser is None):
            raise ValueError(
                "an adversarial loss needs [discriminator] and [discriminator_optimiser]"
            )
        if not adversarial and self.discriminator is not None and not self._has_unknown_terms:
            raise ValueError("[discriminator] is given but there is no adversarial loss")
        if adversarial and not (self.starts_from or self.network.start):
            raise ValueError("a GAN recipe names the model it starts from (starts_from)")
        if 2 * getattr(self.loss["pixel"], "border", 0) >= self.data.crop:
            raise ValueError("loss.pixel.border leaves nothing of data.crop")
        if self.data.batch % self.accumulate:
            raise ValueError("accumulate must divide data.batch")
        return self

    @model_validator(mode="after")
    def _learns_something(self) -> Recipe:
        adversarial = [name for name, term in self.loss.items() if _is_adversarial(term)]
        if len(adversarial) > 1:
            raise ValueError(f"one adversarial loss is enough, not {' and '.join(adversarial)}")
        teaches = any(
            term.weight > 0 and not term.restrains and not isinstance(term, UnknownTerm)
            for term in self.loss.values()
            if isinstance(term, PictureLoss | AdversarialLoss)
        )
        if not teaches and not self._has_unknown_terms:
            raise ValueError("all weights are 0: nothing would be learned")
        return self

    @property
    def _has_unknown_terms(self) -> bool:
        return any(isinstance(term, UnknownTerm) for term in self.loss.values())

    @property
    def adversarial(self) -> AdversarialLoss | None:
        """The adversarial term, where the recipe has one."""
        terms = (term for term in self.loss.values() if _is_adversarial(term))
        return next((term for term in terms if isinstance(term, AdversarialLoss)), None)

    def takes_file(self, kind: str) -> bool:
        """Whether a term of the loss can be given a file of weights of this kind (``vgg``)."""
        return any(kind in term.files and term.weight for term in self.loss.values())

    @property
    def iterations(self) -> int:
        """Updates of this run: the schedule's at the chosen budget, at least one."""
        return max(1, round(self.schedule.iterations * self.budget))

    def scaled(self, iteration: int) -> int:
        """A moment of the schedule (given for budget 1) at the chosen budget, at least 1."""
        return max(1, round(iteration * self.budget))

    def canonical_json(self) -> str:
        """Every key, sorted and compact: the text that the run folder keeps."""
        return _compact_json(self.model_dump(mode="json"))

    def sha256(self) -> str:
        """Hash of what differs from the defaults: a key added later leaves old hashes as they are.

        The same recipe has the same hash everywhere.
        """
        told = self.model_dump(mode="json", exclude_defaults=True, exclude={"loss"})
        loss = hashed(self.loss)
        if loss:
            told["loss"] = loss
        return hashlib.sha256(_compact_json(told).encode()).hexdigest()


def _is_adversarial(term: LossTerm) -> bool:
    return isinstance(term, AdversarialLoss) and term.weight > 0


def _compact_json(table: dict[str, Any]) -> str:
    return json.dumps(table, sort_keys=True, separators=(",", ":"))


def recipe_names() -> list[str]:
    """Names of the recipes that come with the program."""
    return sorted(path.stem for path in _recipes_dir().glob("*.toml"))


def load_recipe(
    name_or_path: str | Path,
    overrides: dict[str, Any] | None = None,
    *,
    with_plugins: bool = True,
) -> Recipe:
    """Read a recipe by name or file and apply ``overrides`` (dotted key -> value).

    Without plug-ins, their terms of the loss are taken as they are: plug-ins import torch.

    Raises:
        RecipeError: Not found, not TOML, or with faults; all of them are listed.
    """
    path = find_recipe(name_or_path)
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        if isinstance(table.get("loss"), dict):
            table["loss"] = sectioned(table["loss"])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RecipeError(f"this is not a TOML file ({error})", where=path) from error
    except OSError as error:
        raise RecipeError(f"cannot be read ({error.strerror})", where=path) from error
    for key, value in (overrides or {}).items():
        _set(table, sectioned_key(key, value), value, path)
    return parse_recipe(table, where=str(path), with_plugins=with_plugins)


def parse_recipe(table: dict[str, Any], *, where: str, with_plugins: bool = True) -> Recipe:
    """Check a recipe's table; ``where`` names it in the error.

    Examples:
        >>> from sr_studio.training.recipes import load_recipe
        >>> load_recipe("srresnet-mse", {"schedule.iterations": 100}).schedule.iterations
        100
    """
    try:
        return Recipe.model_validate(table, context={"without_plugins": not with_plugins})
    except ValidationError as error:
        faults = "; ".join(
            f"{'.'.join(map(str, fault['loc'])) or 'recipe'}: {fault['msg']}"
            for fault in error.errors()
        )
        raise RecipeError(
            f"the recipe has {error.error_count()} fault(s): {faults}",
            where=where,
            remedy="Every key is described in docs/recipes.md.",
        ) from error


def parse_setting(text: str) -> tuple[str, Any]:
    """``key=value`` from the command line, the value in TOML's spelling (bare words are text)."""
    key, equals, value = text.partition("=")
    if not equals or not key.strip():
        raise RecipeError(
            "a setting is written key=value, for example data.batch=8", where=f"--set {text}"
        )
    try:
        parsed = tomllib.loads(f"value = {value}")["value"]
    except tomllib.TOMLDecodeError:
        parsed = value.strip()
    return key.strip(), parsed


def _recipes_dir() -> Path:
    return resources_dir() / "recipes"


def find_recipe(name_or_path: str | Path) -> Path:
    """The file of a recipe.

    Raises:
        RecipeError: There is none.
    """
    shipped = _recipes_dir() / f"{name_or_path}.toml"
    path = Path(name_or_path)
    if path.suffix != ".toml" and is_there(shipped):
        return shipped
    if is_there(path) and path.is_file():
        return path
    raise RecipeError(
        "there is no such recipe",
        where=name_or_path,
        remedy=f"Name a .toml file or one of: {', '.join(recipe_names())}.",
    )


def _set(table: dict[str, Any], key: str, value: Any, path: Path) -> None:
    *parents, last = key.split(".")
    for parent in parents:
        inner = table.setdefault(parent, {})
        if not isinstance(inner, dict):
            raise RecipeError(f"{parent} is not a section", where=f"{path}, setting {key}")
        table = inner
    table[last] = value
