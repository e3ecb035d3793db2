"""Trains with a plug-in's network and loss and measures with its metric; run by test_plugins.py."""

from __future__ import annotations

import sys
from pathlib import Path

from sr_studio.cli import main


def said_well(*words: str | Path) -> None:
    try:
        main([str(word) for word in words])
    except SystemExit as ended:
        if ended.code:
            raise


def use(recipe: Path, data: Path, folder: Path) -> None:
    run, model = folder / "run", folder / "own.safetensors"
    said_well("train", recipe, "--data", data, "--run", run, "--device", "cpu")
    said_well("models", "export", run, "--to", "safetensors", "-o", model)
    said_well(
        *("evaluate", "--model", model, "--data", data, "--metrics", "psnr_y,mae_y"),
        *("--device", "cpu", "--json", folder / "scores.json"),
    )


if __name__ == "__main__":
    use(*(Path(word) for word in sys.argv[1:]))
