"""The card of a model: what it is, how to feed it, where it comes from and what it reached."""

from __future__ import annotations

import re
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from sr_studio.files import bytes_of
from sr_studio.zoo.errors import ModelFileError

#: Metadata key of the card in a safetensors header.
CARD_KEY = "sr_studio_card"
#: Prefix of ``architecture`` for networks that the library spandrel provides.
SPANDREL = "spandrel:"

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]*")
#: Letters of a name that is made: its file has a suffix, perhaps a number, and 255 bytes.
_LONGEST = 200
Range = tuple[float, float]
#: What a model is for: photographs as they are (with damage), clean pictures, drawings, text, or
#: the papers' networks, for study. Empty: its card does not say.
Purpose = Literal["", "photograph", "clean", "drawing", "text", "study"]


class TrainingFacts(BaseModel):
    """How a model came about, as far as it is known."""

    model_config = ConfigDict(extra="allow")

    iterations: int | None = None
    seconds: float | None = None
    device: str = ""


class TrainingSource(BaseModel):
    """A set of pictures a model was trained on.

    Attributes:
        name: What the set is called.
        licence: Under what its pictures may be used, in words.
        research: Whether that allows research only, or nothing is stated.
    """

    model_config = ConfigDict(extra="ignore")

    name: str
    licence: str = ""
    research: bool = False


class ModelCard(BaseModel):
    """Everything but the weights.

    Unknown keys are ignored, so that files of later versions can still be opened.
    """

    model_config = ConfigDict(extra="ignore")

    name: str = Field(description="What commands and requests call it; also its file name.")
    architecture: str = Field(description="A name of the registry, or spandrel:<id>.")
    parameters: dict[str, Any] = Field(default_factory=dict, description="Of the architecture.")
    scale: int = Field(ge=1, le=64, description="Enlargement per side.")
    colour: Literal["rgb", "y"] = "rgb"
    luma: Literal["studio", "full"] = Field(
        default="studio", description="For colour y: 16..235 as in MATLAB, or 0..255 as in JPEG."
    )
    input_range: Range = (0.0, 1.0)
    output_range: Range = (0.0, 1.0)
    input_normalisation: Literal["range", "imagenet"] = Field(
        default="range", description="imagenet: mean and deviation per channel, not input_range."
    )
    output_normalisation: Literal["range", "imagenet"] = "range"
    tones: Literal["", "kept", "free"] = Field(
        default="",
        description="Whether results are held to the brightness and colours of the input; "
        "where nothing is said, those of models trained by this program are.",
    )
    title: str = ""
    summary: str = ""
    purpose: Purpose = ""
    recipe: str = ""
    recipe_sha256: str = ""
    overrides: dict[str, Any] = Field(default_factory=dict)
    data: str = Field(default="", description="What it was trained on, in words.")
    data_sources: tuple[TrainingSource, ...] = ()
    licence: str = Field(default="", description="Of the weights.")
    source: str = ""
    scores: dict[str, dict[str, float]] = Field(
        default_factory=dict, description="Data set -> metric -> value."
    )
    trained: TrainingFacts = Field(default_factory=TrainingFacts)
    pair: str = Field(default="", description="Name of the partner for the detail slider.")
    role: Literal["", "faithful", "detailed"] = ""
    notes: str = ""

    @field_validator("name")
    @classmethod
    def _name_is_a_file_name(cls, name: str) -> str:
        if not _NAME.fullmatch(name):
            raise ValueError("a name has letters, digits and . _ + - only")
        return name

    @field_validator("title", "summary", "source", mode="before")
    @classmethod
    def _names_of_files_are_text(cls, text: Any) -> Any:
        # On Linux a file name may be any bytes; a card is JSON.
        return bytes_of(text).decode("utf-8", "replace") if isinstance(text, str) else text

    @field_validator("purpose", mode="before")
    @classmethod
    def _later_purposes_are_unknown(cls, purpose: Any) -> Any:
        return purpose if purpose in get_args(Purpose) else ""

    @field_validator("input_range", "output_range")
    @classmethod
    def _range_goes_up(cls, value: Range) -> Range:
        if not value[0] < value[1]:
            raise ValueError("a range is [low, high] with low below high")
        return value

    @property
    def keeps_tones(self) -> bool:
        """Whether results are held to the brightness and colours of the input."""
        return self.tones == "kept" or (not self.tones and bool(self.recipe))

    @property
    def display_title(self) -> str:
        """The title, or the name where there is none."""
        return self.title or self.name

    @property
    def research_note(self) -> str:
        """A sentence about training pictures that are for research; empty where there are none."""
        told = [
            f"{source.name} ({source.licence})" if source.licence else source.name
            for source in self.data_sources
            if source.research
        ]
        if not told:
            return ""
        return f"Some of the pictures it was trained on are for research: {', '.join(told)}."

    def with_pictures(self, data: str, sources: tuple[TrainingSource, ...]) -> ModelCard:
        """The card of a model that learned from further pictures, too; each set stands once.

        Args:
            data: What they are, in words.
            sources: The sets.
        """
        words = dict.fromkeys(filter(None, (self.data, data)))
        new = tuple(source for source in sources if source not in self.data_sources)
        return self.model_copy(
            update={"data": "; ".join(words), "data_sources": (*self.data_sources, *new)}
        )

    def renamed(self, name: str) -> ModelCard:
        """The card under another name, which a title that was made of the former one follows."""
        made = tidy_name(self.title) == self.name if self.title else False
        return self.model_copy(update={"name": name} | ({"title": name} if made else {}))

    def to_json(self) -> str:
        """One line of JSON, as it stands in the header of a model file."""
        return self.model_dump_json()


def parse_card(text: str, *, where: str) -> ModelCard:
    """Read a card from its JSON.

    Raises:
        ModelFileError: It is not JSON, or a field is missing or wrong; the first one is named.
    """
    try:
        return ModelCard.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"])) or "card"
        what = f"the model's card is not valid ({field}: {first['msg']})"
        raise ModelFileError(what, where=where) from error


def tidy_name(text: str) -> str:
    """A valid model name made of any text, such as the stem of a file; short enough for a file."""
    name = re.sub(r"[^A-Za-z0-9._+-]+", "-", text).lstrip("._+-")
    return name[:_LONGEST].rstrip("-") or "model"
