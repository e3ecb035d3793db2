"""Searching the index: by words, scale, architecture and tag."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from sr_studio.errors import StudioError
from sr_studio.hub.index import IndexModel
from sr_studio.hub.recommended import RECOMMENDED


def search(
    models: Sequence[IndexModel],
    words: str = "",
    *,
    scale: int | None = None,
    architecture: str = "",
    tag: str = "",
) -> list[IndexModel]:
    """Models that have all the words and fit all else, those with the words in their name first.

    Args:
        models: The index.
        words: Parts of name, author, tags, architecture, licence or description, in any order.
        scale: Enlargement per side.
        architecture: Exactly, in any case.
        tag: One of the tags, in any case.
    """
    parts = words.casefold().split()
    found = [
        model
        for model in models
        if (scale is None or model.scale == scale)
        and (not architecture or model.architecture.casefold() == architecture.casefold())
        and (not tag or tag.casefold() in [each.casefold() for each in model.tags])
        and all(part in _text(model) for part in parts)
    ]
    return sorted(found, key=lambda model: not all(part in _name(model) for part in parts))


def recommended(models: Sequence[IndexModel]) -> list[IndexModel]:
    """Those of the short list that the index has, in its order."""
    by_id = {model.id: model for model in models}
    return [by_id[each.id] for each in RECOMMENDED if each.id in by_id]


def find_in_index(models: Sequence[IndexModel], name: str) -> IndexModel:
    """The model of this id or name.

    Raises:
        StudioError: There is none, or several; near ones are named.
    """
    wish = name.casefold()
    exact = [model for model in models if model.id.casefold() == wish]
    named = exact or [model for model in models if model.name.casefold() == wish]
    if len(named) == 1:
        return named[0]
    ids = [model.id for model in named] or difflib.get_close_matches(
        name, [model.id for model in models], n=3, cutoff=0.4
    )
    what = "several models of the index have this name" if named else "the index has no such model"
    near = f"There are {', '.join(ids)}; " if ids else ""
    raise StudioError(what, where=name, remedy=f"{near}`models find WORDS` searches.")


def _name(model: IndexModel) -> str:
    return f"{model.id} {model.name}".casefold()


def _text(model: IndexModel) -> str:
    parts = (
        model.id,
        model.name,
        *model.authors,
        *model.tags,
        model.architecture,
        model.licence or "",
        model.description or "",
    )
    return " ".join(parts).casefold()
