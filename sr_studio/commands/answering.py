"""How every command answers: a sentence for people, or one JSON document for programs."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def answer(facts: Any, said: str, as_json: bool) -> None:
    """Print what was done: plain values as JSON, or the sentence."""
    print(json.dumps(facts, indent=2, ensure_ascii=False) if as_json else said)
