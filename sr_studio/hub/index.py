"""The public index of models (OpenModelDB), read from its JSON into plain checked records.

Its shape: an object of id -> {name, author, license, tags, description, date, architecture, scale,
resources: [{platform, type, size, sha256, urls}], images: [{type, LR, SR, url, thumbnail}], ...}.
Everything in it was written by strangers.
"""

from __future__ import annotations

import json
import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from sr_studio.hub.errors import NetworkError
from sr_studio.hub.hosts import direct_address
from sr_studio.hub.licences import Commerce, commerce

#: Kinds of files that `models import` opens.
_KINDS = ("safetensors", "pth")
#: Control characters could write to a terminal what nobody sent.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_HASH = re.compile(r"[0-9a-f]{64}")


def _plain(value: Any) -> Any:
    return _CONTROL.sub("", value).strip() if isinstance(value, str) else value


def _line(value: Any) -> Any:
    return " ".join(_plain(value).split()) if isinstance(value, str) else value


def _list(value: Any) -> Any:
    return [] if value is None else [value] if isinstance(value, str) else value


def _hash(value: Any) -> Any:
    text = str(value or "").strip().lower()
    return text if _HASH.fullmatch(text) else ""


Text = Annotated[str, BeforeValidator(_plain), Field(max_length=100_000)]
Line = Annotated[str, BeforeValidator(_line), Field(max_length=500)]


class IndexFile(BaseModel):
    """A file of a model.

    Attributes:
        kind: pth, safetensors, onnx …
        size: Bytes.
        sha256: In hexadecimal; empty where the index has none.
        urls: Where it lies.
    """

    model_config = ConfigDict(extra="ignore", populate_by_name=True)

    platform: Line = ""
    kind: Line = Field(default="", alias="type")
    size: int | None = Field(default=None, ge=1)
    sha256: Annotated[str, BeforeValidator(_hash)] = ""
    urls: Annotated[tuple[Line, ...], BeforeValidator(_list)] = ()

    @property
    def address(self) -> str | None:
        """Where it can be fetched from; None where only a browser gets at it."""
        return next((found for url in self.urls if (found := direct_address(url))), None)

    @property
    def packed(self) -> bool:
        """Whether the address is that of an archive; size and hash are those of the model in it."""
        return (self.address or "").partition("?")[0].lower().endswith(".zip")

    @property
    def resumable(self) -> bool:
        """Whether a download that was cut can go on: only a hash tells whether two parts fit."""
        return bool(self.sha256) and not self.packed


class IndexPicture(BaseModel):
    """An example picture: LR and SR side by side, or one picture that shows both."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True)

    kind: Literal["paired", "standalone"] = Field(alias="type")
    lr: Line = Field(default="", alias="LR")
    sr: Line = Field(default="", alias="SR")
    url: Line = ""

    @property
    def addresses(self) -> tuple[str, ...]:
        """Its pictures in the order in which they are shown."""
        return tuple(each for each in (self.lr, self.sr, self.url) if each)


class IndexModel(BaseModel):
    """One model of the index."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True)

    id: Line
    name: Line
    authors: Annotated[tuple[Line, ...], BeforeValidator(_list)] = Field(default=(), alias="author")
    licence: Annotated[Line | None, BeforeValidator(_line)] = Field(default=None, alias="license")
    tags: Annotated[tuple[Line, ...], BeforeValidator(_list)] = ()
    description: Annotated[Text | None, BeforeValidator(_plain)] = ""
    date: Line = ""
    architecture: Line = ""
    scale: int = Field(ge=1, le=64)
    files: tuple[IndexFile, ...] = Field(default=(), alias="resources")
    pictures: tuple[IndexPicture, ...] = Field(default=(), alias="images")

    @property
    def author(self) -> str:
        """Who made it."""
        return ", ".join(self.authors) or "unknown"

    @property
    def page(self) -> str:
        """The page of the index about it."""
        return f"https://openmodeldb.info/models/{self.id}"

    @property
    def commerce(self) -> Commerce:
        """What its licence says about commercial use."""
        return commerce(self.licence or "")

    @property
    def licence_line(self) -> str:
        """The licence and, where it is not free for commercial use, that mark."""
        said = self.licence or "no licence stated"
        return f"{said} ({self.commerce.mark})" if self.commerce.mark else said

    @property
    def file(self) -> IndexFile | None:
        """The file to fetch: one this program opens, if possible with a hash and at hand."""
        usable = [file for file in self.files if file.kind.lower() in _KINDS and file.urls]
        return min(usable, key=_preference, default=None)

    @property
    def size(self) -> int | None:
        """Bytes of the file to fetch."""
        return self.file.size if self.file else None

    @property
    def obstacle(self) -> str:
        """Why it cannot be fetched from here, a sentence; empty where it can."""
        if self.file is None:
            return "The index has no file of it that this program opens (pth or safetensors)."
        if self.file.address is None:
            return "It lies where only a browser gets at it; fetch it there and import the file."
        if not self.file.sha256:
            return "The index has no SHA-256 of it, so nothing could tell whether it is the one."
        return ""


def _preference(file: IndexFile) -> tuple[bool, bool, int]:
    return file.address is None, not file.sha256, _KINDS.index(file.kind.lower())


def parse_index(data: bytes, *, where: str) -> list[IndexModel]:
    """The models in an index, by name. Entries of another shape are left out.

    Raises:
        NetworkError: It is no JSON, or no index of models.
    """
    try:
        document = json.loads(data)
    except (ValueError, RecursionError) as error:
        what = "what the server sent is not the index of models (no JSON)"
        raise NetworkError(what, where=where) from error
    entries = document.items() if isinstance(document, dict) else []
    models = [model for name, entry in entries if (model := _model(name, entry)) is not None]
    if not models:
        raise NetworkError(
            "the index of models has a shape that this version does not know",
            where=where,
            remedy="A newer version of the program may; models can be imported from files.",
        )
    return sorted(models, key=lambda model: model.name.casefold())


def _model(name: str, entry: Any) -> IndexModel | None:
    if not isinstance(entry, dict):
        return None
    try:
        return IndexModel.model_validate({"name": name} | entry | {"id": name})
    except ValidationError:
        return None
