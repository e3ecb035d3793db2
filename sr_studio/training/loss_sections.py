"""The sections ``[loss.NAME]`` of a recipe: read by their terms' models, in this form or the first.

The first form had all keys of all terms in one flat section ``[loss]``. Recipes and run folders in
it are read as they are, and what a recipe's hash is made of is still spelt so: a hash that a model,
a checkpoint or a run has from then is the hash of the same recipe now.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError, ValidationInfo
from pydantic_core import InitErrorDetails, PydanticCustomError

from sr_studio.training.loss_terms import LOSSES, LossTerm, UnknownTerm

#: Key of the first form -> the term, its key, and what the first form took where nothing was said.
_FLAT: dict[str, tuple[str, str, Any]] = {
    "pixel": ("pixel", "distance", "mse"),
    "pixel_weight": ("pixel", "weight", 1.0),
    "pixel_border": ("pixel", "border", 0),
    "content": ("content", "tap", ""),
    "content_before_activation": ("content", "before_activation", False),
    "content_distance": ("content", "distance", "mse"),
    "content_feature_scale": ("content", "feature_scale", 1.0),
    "content_weight": ("content", "weight", 0.0),
    "total_variation_weight": ("total_variation", "weight", 0.0),
    "lpips": ("lpips", "backbone", ""),
    "lpips_weight": ("lpips", "weight", 0.0),
    "adversarial": ("adversarial", "kind", "none"),
    "adversarial_weight": ("adversarial", "weight", 0.0),
}


#: What the first form meant where today's default is another.
_BEFORE: dict[str, dict[str, Any]] = {"content": {"caffe": "as-is"}}


def sectioned(loss: Mapping[str, Any]) -> dict[str, Any]:
    """A recipe's ``loss`` table in today's form; what stands there already is kept."""
    table = {name: value for name, value in loss.items() if not _is_flat(name, value)}
    for name, value in loss.items():
        if _is_flat(name, value):
            section, key, default = _FLAT[name]
            if value != default:
                table[section] = {**_BEFORE.get(section, {}), **table.get(section, {}), key: value}
    return table


def sectioned_key(key: str, value: Any) -> str:
    """Today's name of a dotted key of a recipe: ``loss.pixel_weight`` is ``loss.pixel.weight``."""
    head, _, rest = key.partition(".")
    if head == "loss" and _is_flat(rest, value):
        section, inner, _ = _FLAT[rest]
        return f"loss.{section}.{inner}"
    return key


def _is_flat(name: str, value: Any) -> bool:
    return name in _FLAT and not isinstance(value, Mapping | LossTerm)


def read_terms(loss: Any, info: ValidationInfo) -> dict[str, LossTerm]:
    """Each section read by the model of its term, by name; the pixel term is always there.

    Raises:
        ValidationError: With every fault of every section.
    """
    if not isinstance(loss, Mapping):
        raise ValueError("loss is a section with a section for each term")
    lenient = bool((info.context or {}).get("without_plugins"))
    terms: dict[str, LossTerm] = {}
    faults: list[InitErrorDetails] = []
    for name, section in sorted({"pixel": {}, **sectioned(loss)}.items()):
        kind = LOSSES.find(name, with_plugins=not lenient)
        if kind is None and lenient:
            kind = UnknownTerm
        if kind is None:
            known = ", ".join(LOSSES.names())
            faults.append(_fault((name,), section, f"there is no such term; known are {known}"))
            continue
        try:
            terms[name] = kind.model_validate(section)
        except ValidationError as error:
            faults += [
                _fault((name, *fault["loc"]), fault["input"], fault["msg"])
                for fault in error.errors()
            ]
    if faults:
        raise ValidationError.from_exception_data("loss", faults)
    return terms


def _fault(place: tuple[int | str, ...], given: Any, message: str) -> InitErrorDetails:
    told = PydanticCustomError("loss", "{message}", {"message": message})  # type: ignore[arg-type]
    return InitErrorDetails(type=told, loc=place, input=given)


def hashed(terms: Mapping[str, LossTerm]) -> dict[str, Any]:
    """What a recipe's hash is made of: what differs from defaults, spelt as in the first form."""
    told = {
        name: term.model_dump(mode="json", exclude_defaults=True) for name, term in terms.items()
    }
    flat: dict[str, Any] = {}
    for key, (section, inner, default) in _FLAT.items():
        if section in terms:
            told[section].pop(inner, None)
            value = getattr(terms[section], inner)
            if value != default:
                flat[key] = value
    for section, meant in _BEFORE.items():
        for key, value in meant.items() if section in terms else ():
            told[section].pop(key, None)
            if getattr(terms[section], key) != value:
                flat[f"{section}_{key}"] = getattr(terms[section], key)
    return flat | {name: section for name, section in told.items() if section}
