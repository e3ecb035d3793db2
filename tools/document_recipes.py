"""Writes docs/recipes.md from the declarations in sr_studio/training/recipes.py.

A test fails when the two disagree; run this to make them agree.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from sr_studio.files import write_text
from sr_studio.training.loss_terms import known_losses
from sr_studio.training.recipes import Recipe, load_recipe, recipe_names

PLACE = Path(__file__).resolve().parent.parent / "docs" / "recipes.md"

_HEAD = """# Recipes

A recipe is a TOML file that fully determines a training run. `sr-studio train NAME --data FOLDER`
takes one of those that come with the program (`resources/recipes`), `sr-studio train FILE.toml`
your own. `--set KEY=VALUE` changes one key, `--budget 0.01` scales iterations and schedule
together: a person with an hour and a person with a week use the same recipe.

"""


def _default(field: FieldInfo, value: Any) -> str:
    if value is None and field.is_required():
        return "required"
    if value is None:
        return "none"
    if isinstance(value, tuple):
        value = list(value)
    return f"`{value!r}`".replace("'", '"').replace("False", "false").replace("True", "true")


def _kind(field: FieldInfo) -> str:
    text = str(field.annotation).replace("typing.", "").replace("<class '", "").replace("'>", "")
    return text.replace("|", "or").replace("Literal", "one of ")


def _section_of(field: FieldInfo) -> type[BaseModel] | None:
    """The section a key stands for, None for a plain value."""
    for kind in (field.annotation, *getattr(field.annotation, "__args__", ())):
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return kind
    return None


def _section_lines(name: str, model: type[BaseModel], defaults: BaseModel | None) -> list[str]:
    """The section's own keys, then the sections inside it."""
    first = (model.__doc__ or "").strip().splitlines()[0] if name else "The recipe itself."
    keys, inner = [], []
    for key, field in model.model_fields.items():
        value = getattr(defaults, key, None)
        if defaults is None and not field.is_required():
            value = field.get_default(call_default_factory=True)
        section = _section_of(field)
        if key == "loss" and not name:
            inner += _loss_lines()
        elif section is None:
            what = field.description or ""
            keys.append(f"| `{key}` | {_kind(field)} | {_default(field, value)} | {what} |")
        else:
            inner += _section_lines(f"{name}.{key}".lstrip("."), section, value)
    lines = ["", f"## `[{name}]`" if name else "## At the top", "", first]
    if keys:
        lines += ["", "| key | type | default | what |", "|---|---|---|---|", *keys]
    return lines + inner


def _loss_lines() -> list[str]:
    """One section for each term of the loss."""
    lines = ["", "## `[loss]`", "", "A section for each term; the terms are multiplied by their"]
    lines[-1] += " weights and added. The pixel term is there unless its weight is 0."
    for name, term in known_losses().items():
        lines += _section_lines(f"loss.{name}", term, None)
    return lines


def text() -> str:
    """The whole document."""
    lines = [_HEAD + "| recipe | what it trains | source |", "|---|---|---|"]
    for name in recipe_names():
        recipe = load_recipe(name)
        lines.append(f"| `{name}` | {recipe.summary} | {recipe.source} |")
    lines += _section_lines("", Recipe, None)
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    write_text(PLACE, text())
