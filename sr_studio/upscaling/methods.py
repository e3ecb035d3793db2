"""Everything that makes an SR picture from an LR picture, interpolations and models in one list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from sr_studio.upscaling.request import DEFAULT_SCALE

if TYPE_CHECKING:
    from sr_studio.imaging.damage import Damage
    from sr_studio.zoo.card import ModelCard, Purpose
    from sr_studio.zoo.catalogue import CatalogueEntry


@dataclass(frozen=True)
class Method:
    """One entry of the list a person chooses from.

    Attributes:
        name: What a request, a command line and a file name use.
        title: What a person reads.
        summary: One or two sentences about it.
        kind: ``interpolation`` or ``model``.
        scale: The factor it was made for; None where any is as good (interpolations).
        card: What the model says of itself; None for interpolations and unread files.
        path: The model file.
        shipped: Whether it came with the program.
    """

    name: str
    title: str
    summary: str
    kind: Literal["interpolation", "model"]
    scale: int | None = None
    card: ModelCard | None = None
    path: Path | None = None
    shipped: bool = True

    @property
    def purpose(self) -> Purpose:
        """What its card says it is for."""
        return self.card.purpose if self.card else ""

    @property
    def has_detail(self) -> bool:
        """Whether the faithful–detailed slider can move it."""
        return self.own_detail is not None

    @property
    def own_detail(self) -> float | None:
        """Where the slider stands for this very model: 0 or 1; None where it has no pair."""
        if self.card is None or not self.card.pair:
            return None
        return 1.0 if self.card.role == "detailed" else 0.0


METHODS: tuple[Method, ...] = (
    Method(
        "nearest",
        "Nearest",
        "Repeats pixels; shows what is really in the picture.",
        "interpolation",
    ),
    Method("bilinear", "Bilinear", "Smooth and soft, without overshoot.", "interpolation"),
    Method(
        "bicubic",
        "Bicubic",
        "The usual baseline; a little sharper than bilinear.",
        "interpolation",
    ),
    Method(
        "lanczos",
        "Lanczos",
        "The sharpest interpolation, with slight halos at hard edges.",
        "interpolation",
    ),
)
#: What the default is chosen by where no shipped model is made for photographs as they are.
_BEST_OF_CLEAN = "esrgan6-x4"
_BY_NAME = {method.name: method for method in METHODS}


def is_interpolation(name: str) -> bool:
    """Whether ``name`` is one of the interpolations, which need no model and no torch."""
    return name in _BY_NAME


def list_methods() -> list[Method]:
    """Interpolations first, then the models that came with the program, then the person's own."""
    from sr_studio.zoo.catalogue import list_models

    return [*METHODS, *(_from_entry(entry) for entry in list_models())]


def demonstration_models(scale: int = 4, most: int = 2) -> list[Method]:
    """The models of a study that is to take five minutes: a detailed and a faithful one, which tell
    more than two alike, then others."""
    fitting = [m for m in list_methods() if m.kind == "model" and m.scale == scale and m.card]
    by_role: dict[str, Method] = {}
    for method in fitting:
        by_role.setdefault((method.card and method.card.role) or "", method)
    preferred = [by_role[role] for role in ("detailed", "faithful") if role in by_role]
    return [*preferred, *(method for method in fitting if method not in preferred)][:most]


def find_method(name: str) -> Method:
    """The method of this name, or the model in the file of this path.

    Raises:
        StudioError: There is no such method; the message names near ones.
    """
    if name in _BY_NAME:
        return _BY_NAME[name]
    from sr_studio.zoo.catalogue import find

    return _from_entry(find(name))


def model_files(method: Method, detail: float | None) -> tuple[Path, ...]:
    """The files that say what a method makes; at a detail between two models those of both.

    Raises:
        StudioError: The partner is not there.
    """
    if method.path is None:
        return ()
    from sr_studio.zoo.catalogue import files_of

    partner: tuple[Path, ...] = ()
    if detail is not None and method.card is not None and method.card.pair:
        partner = model_files(find_method(method.card.pair), None)
    return (*files_of(method.path), *partner)


def default_method(scale: float | None = None) -> Method:
    """What window and command line use if nobody says otherwise.

    The shipped model for photographs as they are, else the best for clean pictures, else any
    model, else bicubic.

    Args:
        scale: The enlargement that is wanted, if that is known: a model made for it goes first.
    """
    models = [method for method in list_methods() if method.kind == "model"]
    best = [method for method in models if method.name == _BEST_OF_CLEAN]
    shipped = [method for method in models if method.shipped]
    photographs = method_for_photographs(shipped, scale or DEFAULT_SCALE)
    return photographs or (best or models or [_BY_NAME["bicubic"]])[0]


def method_for_photographs(
    methods: Sequence[Method], scale: float = DEFAULT_SCALE
) -> Method | None:
    """The best of these for photographs with damage; None where none is made for them.

    Shipped ones go before the person's own, those of the wanted scale before others, of these the
    larger ones before the smaller (what they make is reduced), and detailed ones before their
    faithful partners.
    """

    def order(method: Method) -> tuple[bool, bool, int, bool]:
        faithful = method.card is not None and method.card.role == "faithful"
        made_for = method.scale or 1
        return not method.shipped, made_for != scale, -made_for, faithful

    made = [method for method in methods if method.purpose == "photograph"]
    return min(made, key=order, default=None)


def amplifies(method: Method, damage: Damage) -> bool:
    """Whether a method makes more of a picture's damage: a network that learned from clean ones."""
    return damage.matters and method.purpose in ("clean", "study")


def _from_entry(entry: CatalogueEntry) -> Method:
    card = entry.card
    if card is None:
        return Method(
            entry.name,
            entry.name,
            "A model file of another program.",
            "model",
            path=entry.path,
            shipped=entry.origin == "shipped",
        )
    return Method(
        entry.name,
        card.display_title,
        card.summary,
        "model",
        card.scale,
        card,
        entry.path,
        entry.origin == "shipped",
    )
