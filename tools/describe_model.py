"""Say in the card of shipped models what they are for and whose pictures they were trained on.

    python -m tools.describe_model NAME … --purpose clean --sources BSDS400 T91 Kodak24 CC_photos

Weights and scores stay as they are; the index is made anew.
"""

from __future__ import annotations

import argparse
from typing import Any, get_args

from sr_studio.paths import shipped_models_dir
from sr_studio.zoo.card import Purpose
from sr_studio.zoo.loading import load_model
from sr_studio.zoo.saving import save_model
from sr_studio.zoo.shipping import training_sources, write_index


def main() -> None:
    """Rewrite the cards."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="+", metavar="NAME")
    parser.add_argument("--purpose", choices=get_args(Purpose), required=True)
    parser.add_argument("--sources", nargs="+", required=True)
    parser.add_argument("--summary", help="what a person should know of it, a sentence")
    words = parser.parse_args()
    folder = shipped_models_dir()
    update: dict[str, Any] = {
        "purpose": words.purpose,
        "data_sources": training_sources(folder, words.sources),
    }
    if words.summary:
        update["summary"] = words.summary
    for name in words.names:
        path = folder / f"{name}.safetensors"
        model = load_model(path)
        save_model(path, model.module, model.card.model_copy(update=update), half=True)
    print(write_index(folder))


if __name__ == "__main__":
    main()
