"""All keys of a recipe in a row, as a form shows them: declared value, choices, where from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import tomlkit
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from sr_studio.training.recipes import Recipe, find_recipe, load_recipe

#: A key and a value as ``--set`` takes them, somewhere in a sentence.
_SETTING = re.compile(r"\b([a-z][a-z_]*(?:\.[a-z_]+)*)=(\S*[^\s.,;:)])")
#: Keys that the window asks for elsewhere or that name the recipe.
_ELSEWHERE = ("name", "summary", "source", "starts_from", "budget")


@dataclass(frozen=True)
class RecipeKey:
    """One key of a recipe.

    Attributes:
        name: As ``--set`` takes it, ``data.crop``.
        value: The recipe's own, in TOML's spelling (texts bare); empty where there is none.
        stated: Whether the recipe's file states it; else it is the default.
        comment: What the file says beside it: the section of the paper.
        choices: Allowed values, in TOML's spelling; empty where any of its type is allowed.
        description: What it does.
    """

    name: str
    value: str
    stated: bool
    comment: str
    choices: tuple[str, ...]
    description: str


def keys_of(name_or_path: str | Path) -> list[RecipeKey]:
    """Every key of a recipe in the order of their declaration, with the recipe's own values.

    Raises:
        RecipeError: There is no such recipe, or it has faults.
    """
    recipe = load_recipe(name_or_path, with_plugins=False)
    stated = tomlkit.parse(find_recipe(name_or_path).read_text(encoding="utf-8"))
    return [
        _key(name, value, field, stated)
        for name, value, field in _walk(recipe, "")
        if name not in _ELSEWHERE
    ]


def settings_in(sentence: str) -> list[str]:
    """Settings ``key=value`` that a sentence advises, for keys that a recipe has."""
    found = [f"{key}={value}" for key, value in _SETTING.findall(sentence)]
    return [setting for setting in found if setting.partition(".")[0].split("=")[0] in _TOP]


def toml_text(value: Any) -> str:
    """A value as ``--set`` takes it: texts bare, the rest in TOML's spelling."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        value = list(value)
    return str(tomlkit.item(value).as_string())


_TOP = frozenset(Recipe.model_fields)


def _walk(section: BaseModel, prefix: str) -> Iterator[tuple[str, Any, FieldInfo | None]]:
    """Name, value and declaration of each key, sections gone into."""
    for key, field in type(section).model_fields.items():
        yield from _walk_value(f"{prefix}{key}", getattr(section, key), field)


def _walk_value(
    name: str, value: Any, field: FieldInfo | None
) -> Iterator[tuple[str, Any, FieldInfo | None]]:
    if isinstance(value, BaseModel):
        yield from _walk(value, f"{name}.")
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _walk_value(f"{name}.{key}", inner, None)
    elif value is not None or field is None or not _is_section(field):
        yield name, value, field


def _is_section(field: FieldInfo) -> bool:
    kinds = (field.annotation, *get_args(field.annotation))
    return any(isinstance(kind, type) and issubclass(kind, BaseModel) for kind in kinds)


def _key(name: str, value: Any, field: FieldInfo | None, document: Any) -> RecipeKey:
    *sections, last = name.split(".")
    table = document
    for section in sections:
        table = table.get(section, {})
    stated = last in table
    comment = table.item(last).trivia.comment if stated and hasattr(table, "item") else ""
    return RecipeKey(
        name,
        toml_text(value),
        stated,
        comment.lstrip("# "),
        _choices(value, field),
        (field.description or "") if field is not None else "",
    )


def _choices(value: Any, field: FieldInfo | None) -> tuple[str, ...]:
    if isinstance(value, bool):
        return ("true", "false")
    offered = get_args(field.annotation) if field is not None else ()
    return tuple(toml_text(choice) for choice in offered if isinstance(choice, str))
