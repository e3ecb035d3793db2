"""Which sentences a package has that can be said in another language, as they stand in its code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path


def sentences_in(*places: Path) -> set[str]:
    """The texts of every ``Sentence(text, …)`` in these files and folders.

    A text that is given by a name is looked for where that name is assigned in the same file; one
    that is found nowhere, or has no word in it, is left out.
    """
    files = [file for place in places for file in (sorted(place.rglob("*.py")) or [place])]
    found: set[str] = set()
    for file in files:
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Sentence":
                found |= set(_texts(node.args[0], tree))
    return {text for text in found if re.search("[A-Za-z]{2}", text)}


def _texts(node: ast.expr, tree: ast.Module) -> Iterator[str]:
    if isinstance(node, ast.Constant):
        yield str(node.value)
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body, tree)
        yield from _texts(node.orelse, tree)
    elif isinstance(node, ast.Name):
        for assigned in ast.walk(tree):
            if isinstance(assigned, ast.Assign) and node.id in map(ast.unparse, assigned.targets):
                yield from _texts(assigned.value, tree)
