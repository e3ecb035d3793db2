"""Standards are named with edition and clause only where somebody has compared the text."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from sr_studio.paths import resources_dir


@cache
def _rules() -> dict[str, dict[str, Any]]:
    path = resources_dir() / "standards.toml"
    with path.open("rb") as stream:
        rules = tomllib.load(stream)["rules"]
    assert isinstance(rules, dict)
    return rules


def cited(rule: str) -> str:
    """``ITU-T P.910 (10/2023), clause 6.1`` where checked, else ``P.910-style``.

    Raises:
        KeyError: The rule is not in ``resources/standards.toml``.
    """
    entry = _rules()[rule]
    if not entry["checked"]:
        return str(entry["style"])
    edition = f" ({entry['edition']})" if entry["edition"] else ""
    clause = f", {entry['clause']}" if entry["clause"] else ""
    return f"{entry['document']}{edition}{clause}"


def unchecked() -> list[str]:
    """Rules nobody has compared with the standard's text."""
    return [name for name, entry in _rules().items() if not entry["checked"]]
