"""The sections of a recipe that say how crops are damaged, every range declared once.

The defaults are those that Real-ESRGAN published (Wang et al., arXiv 2107.10833, Sec. 3 and 4.1,
and the options of its authors' code), but for the shares of clean and light crops, which are 0
there, and for antialiased resizing and WebP, which are not in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)

#: Beyond these a crop is nothing but edge, or takes the memory of a whole picture.
LARGEST_SIDE = 99
LARGEST_FACTOR = 8.0
#: A probability or a share of crops.
Probability = Annotated[float, Field(ge=0, le=1)]


def _rising(bounds: tuple[float, float]) -> tuple[float, float]:
    if bounds[0] > bounds[1]:
        raise ValueError(f"the range {list(bounds)} is upside down: write the smaller value first")
    return bounds


def _above_zero(bounds: tuple[float, float]) -> tuple[float, float]:
    if bounds[0] <= 0:
        raise ValueError(f"the range {list(bounds)} begins at or below 0")
    return bounds


def _not_below_zero(bounds: tuple[float, float]) -> tuple[float, float]:
    if bounds[0] < 0:
        raise ValueError(f"the range {list(bounds)} begins below 0")
    return bounds


def _odd(bounds: tuple[int, int]) -> tuple[int, int]:
    for side in bounds:
        if side < 3 or side % 2 == 0:
            raise ValueError(f"a kernel of side {side} has no middle: write odd sides of 3 or more")
    if bounds[1] > LARGEST_SIDE:
        raise ValueError(f"a kernel of side {bounds[1]} is too large: {LARGEST_SIDE} at most")
    return bounds


def _factors(bounds: tuple[float, float]) -> tuple[float, float]:
    if bounds[1] > LARGEST_FACTOR:
        raise ValueError(f"a factor of {bounds[1]:g} is too large: {LARGEST_FACTOR:g} at most")
    return bounds


def _cutoffs(bounds: tuple[float, float]) -> tuple[float, float]:
    if bounds[1] > 1:
        raise ValueError(f"cutoffs lie between 0 and 1, not in {list(bounds)}")
    return bounds


def _qualities(bounds: tuple[int, int]) -> tuple[int, int]:
    if bounds[0] < 1 or bounds[1] > 100:
        raise ValueError(f"qualities lie between 1 and 100, not in {list(bounds)}")
    return bounds


Positive = Annotated[tuple[float, float], AfterValidator(_rising), AfterValidator(_above_zero)]
Amount = Annotated[tuple[float, float], AfterValidator(_rising), AfterValidator(_not_below_zero)]
Factors = Annotated[Positive, AfterValidator(_factors)]
Cutoffs = Annotated[Positive, AfterValidator(_cutoffs)]
OddSides = Annotated[tuple[int, int], AfterValidator(_rising), AfterValidator(_odd)]
Quality = Annotated[tuple[int, int], AfterValidator(_rising), AfterValidator(_qualities)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Blur(_Section):
    """A blur by a random kernel."""

    probability: Probability = Field(1.0, description="Of a blur at all.")
    sides: OddSides = Field((7, 21), description="Least and largest side of the kernel, odd.")
    sigma: Positive = Field((0.2, 3.0), description="Standard deviation along each axis, pixels.")
    iso: float = Field(0.45, ge=0, description="Weight of round Gaussian kernels.")
    aniso: float = Field(0.25, ge=0, description="Weight of Gaussian kernels stretched and turned.")
    generalised_iso: float = Field(0.12, ge=0, description="Weight of round kernels with exponent.")
    generalised_aniso: float = Field(0.03, ge=0, description="Weight of the same, stretched.")
    plateau_iso: float = Field(0.12, ge=0, description="Weight of round kernels with a flat top.")
    plateau_aniso: float = Field(0.03, ge=0, description="Weight of the same, stretched.")
    sinc: Probability = Field(
        0.1, description="Of a sinc, which rings as sharpening does, instead."
    )
    generalised_beta: Positive = Field((0.5, 4.0), description="Exponent of generalised kernels.")
    plateau_beta: Positive = Field((1.0, 2.0), description="Exponent of plateau kernels.")

    @model_validator(mode="after")
    def _some_kernel(self) -> Self:
        if not sum(self.weights().values()):
            raise ValueError("all kernels have weight 0")
        return self

    def weights(self) -> dict[str, float]:
        """Kind of kernel -> its weight."""
        kinds = ("iso", "aniso", "generalised_iso", "generalised_aniso")
        return {name: getattr(self, name) for name in (*kinds, "plateau_iso", "plateau_aniso")}


class Resize(_Section):
    """A resize by a random factor and method."""

    up: float = Field(0.2, ge=0, description="Weight of enlarging.")
    down: float = Field(0.7, ge=0, description="Weight of reducing.")
    keep: float = Field(0.1, ge=0, description="Weight of leaving the size.")
    factor: Factors = Field((0.15, 1.5), description="Least and largest factor per side.")
    antialias: Probability = Field(
        0.0, description="Of bilinear and bicubic that widen their kernel when they reduce."
    )

    @model_validator(mode="after")
    def _factors_fit(self) -> Self:
        if not self.up + self.down + self.keep:
            raise ValueError("up, down and keep all have weight 0")
        if (self.up and self.factor[1] < 1) or (self.down and self.factor[0] > 1):
            raise ValueError("factor must reach above 1 for up and below 1 for down")
        return self


class Noise(_Section):
    """Gaussian or Poisson noise, grey or coloured."""

    probability: Probability = Field(1.0, description="Of noise at all.")
    gaussian: Probability = Field(0.5, description="Of Gaussian noise; else it is Poisson's.")
    sigma: Amount = Field((1.0, 30.0), description="Standard deviation of Gaussian noise, of 255.")
    poisson: Amount = Field((0.05, 3.0), description="Factor on Poisson noise (1: of 255 photons).")
    grey: Probability = Field(0.4, description="Of noise that is equal in all channels.")


class Compression(_Section):
    """JPEG by libjpeg-turbo, or WebP."""

    probability: Probability = Field(1.0, description="Of compression at all.")
    quality: Quality = Field((30, 95), description="Least and largest quality.")
    webp: Probability = Field(0.0, description="Of WebP instead of JPEG.")
    full_colour: Probability = Field(
        0.0, description="Of JPEG whose colour has full resolution (4:4:4)."
    )


class Stage(_Section):
    """Blur, resize, noise and compression, once."""

    blur: Blur = Blur()
    resize: Resize = Resize()
    noise: Noise = Noise()
    compression: Compression = Compression()


def _second_stage() -> Stage:
    return Stage(
        blur=Blur(probability=0.8, sigma=(0.2, 1.5)),
        resize=Resize(up=0.3, down=0.4, keep=0.3, factor=(0.3, 1.2)),
        noise=Noise(sigma=(1.0, 25.0), poisson=(0.05, 2.5)),
    )


def _light_stage() -> Stage:
    return Stage(
        blur=Blur(probability=0.0),
        resize=Resize(up=0.0, down=0.0, keep=1.0),
        noise=Noise(probability=0.6, sigma=(0.0, 10.0), gaussian=1.0),
        compression=Compression(probability=0.8, quality=(35, 95), full_colour=0.3),
    )


def _merged(default: Any, given: Any) -> Any:
    both_tables = isinstance(default, Mapping) and isinstance(given, Mapping)
    return {**default, **given} if both_tables else given


class Degradation(_Section):
    """How LR crops are damaged (data.lr = degraded)."""

    clean: Probability = Field(
        0.0, description="Of crops that are reduced by MATLAB's bicubic alone."
    )
    light: Probability = Field(
        0.0, description="Of crops that are reduced so and then pass `lightly`."
    )
    order: Literal["second-order", "shuffled"] = Field(
        "second-order",
        description="Real-ESRGAN's order, or its steps shuffled as in BSRGAN (arXiv 2103.14006).",
    )
    final_sinc: Probability = Field(0.8, description="Of a sinc filter at the end.")
    final_sides: OddSides = Field((7, 21), description="Least and largest side of that sinc, odd.")
    final_cutoff: Cutoffs = Field(
        (1 / 3, 1.0), description="Highest frequency that it leaves; 1 is the highest there is."
    )
    first: Stage = Field(default_factory=Stage, description="Of the HR crop.")
    second: Stage = Field(
        default_factory=_second_stage, description="Of what the first left, down to LR size."
    )
    lightly: Stage = Field(
        default_factory=_light_stage, description="Of a light crop, at LR size; it keeps its size."
    )

    @field_validator("second", "lightly", mode="before")
    @classmethod
    def _keep_what_is_not_given(cls, given: Any, info: ValidationInfo) -> Any:
        """A stage given in part keeps the rest of its own defaults, not those of a first stage."""
        if not isinstance(given, Mapping):
            return given
        default = _second_stage() if info.field_name == "second" else _light_stage()
        table = default.model_dump()
        return {key: _merged(table.get(key), value) for key, value in {**table, **given}.items()}

    @model_validator(mode="after")
    def _shares_fit(self) -> Self:
        if self.clean + self.light > 1:
            raise ValueError("clean and light are together more than all crops")
        return self
