"""Take a training run's best weights into models/, measured and with its recipe and log.

    python tools/ship_model.py RUN NAME --title TITLE --purpose clean --data-note TEXT \
        --sources Kodak24 CC_photos --benchmark Set5 Set14

Writes ``models/NAME.safetensors`` (float16, card in its header), ``models/training/NAME/`` with the
recipe and the log, and the index anew. The scores in the card are measured on the very file.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import get_args

from sr_studio.evaluation.request import EvaluationRequest
from sr_studio.evaluation.runner import evaluate
from sr_studio.files import write_text
from sr_studio.paths import shipped_models_dir
from sr_studio.training.cards import model_of_run
from sr_studio.training.run_folder import RunFolder
from sr_studio.zoo.card import ModelCard, Purpose
from sr_studio.zoo.loading import load_model
from sr_studio.zoo.saving import save_model
from sr_studio.zoo.shipping import training_sources, write_index

#: Of the run's thousands of loss lines this many are kept; validations and notes all are.
_LOSS_LINES = 200
_PURPOSES = [purpose for purpose in get_args(Purpose) if purpose]
_DIGITS = {"psnr_y": 3, "ssim_y": 4, "ssim_daala": 4, "niqe": 3, "lpips_alex": 4}


def measured(path: Path, words: argparse.Namespace) -> dict[str, dict[str, float]]:
    """Data set -> metric -> mean, of the model in ``path``."""
    request = EvaluationRequest(
        methods=(str(path),),
        data=tuple(words.benchmark),
        metrics=tuple(_DIGITS),
        lpips_weights={"alex": words.lpips_weights} if words.lpips_weights else {},
    )
    scores: dict[str, dict[str, float]] = {}
    for row in evaluate(request).means():
        values = {key: row.values.get(key) for key in _DIGITS}
        scores[row.dataset] = {
            key: round(value, _DIGITS[key]) for key, value in values.items() if value is not None
        }
    return scores


def keep_log(run: RunFolder, folder: Path) -> None:
    """Copy recipe and log, thinned and without the paths of this computer."""
    folder.mkdir(parents=True, exist_ok=True)
    recipe = json.dumps(run.recipe_table(), indent=2, sort_keys=True)
    write_text(folder / "recipe.json", recipe + "\n")
    origin = run.origin() | {"data": "", "validation": ""}
    for key in ("vgg_weights", "lpips_weights", "starts_from", "discriminator_starts_from"):
        origin[key] = Path(origin[key]).name if origin.get(key) else ""
    origin["recipe"] = Path(origin["recipe"]).name
    write_text(folder / "run.json", json.dumps(origin, indent=2, sort_keys=True) + "\n")
    lines, _ = run.metrics()
    losses = [line for line in lines if "losses" in line]
    kept = losses[:: max(1, len(losses) // _LOSS_LINES)]
    told = [line for line in lines if "losses" not in line or line in kept]
    text = "".join(json.dumps(line, sort_keys=True) + "\n" for line in told)
    write_text(folder / "metrics.jsonl", text)


def main() -> None:
    """Ship one model."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("run", type=Path)
    parser.add_argument("name")
    parser.add_argument("--checkpoint", default="best")
    parser.add_argument(
        "--weights", type=Path, help="a mixture of the run's weights with others, to ship instead"
    )
    parser.add_argument("--title", required=True)
    parser.add_argument("--summary", default="")
    parser.add_argument("--data-note", required=True, help="what it was trained on, in words")
    parser.add_argument("--purpose", choices=_PURPOSES, required=True)
    parser.add_argument(
        "--sources", nargs="+", required=True, help="sets of models/training/sources.toml"
    )
    parser.add_argument("--notes", default="")
    parser.add_argument("--pair", default="")
    parser.add_argument("--role", choices=["", "faithful", "detailed"], default="")
    parser.add_argument("--benchmark", type=Path, nargs="*", default=[])
    parser.add_argument("--lpips-weights", type=Path)
    words = parser.parse_args()

    model = model_of_run(words.run, name=words.name, checkpoint=words.checkpoint)
    if words.weights is not None:
        model.module.load_state_dict(load_model(words.weights).module.state_dict())
    notes = " ".join(part for part in (model.card.notes, words.notes) if part)
    fields = {
        "title": words.title,
        "purpose": words.purpose,
        "data": words.data_note,
        "data_sources": training_sources(shipped_models_dir(), words.sources),
        "notes": notes,
        "licence": "Apache-2.0",
        "pair": words.pair,
        "role": words.role,
    }
    if words.summary:
        fields["summary"] = words.summary
    card = model.card.model_copy(update=fields)
    path = shipped_models_dir() / f"{words.name}.safetensors"
    save_model(path, model.module, card, half=True)
    scored: ModelCard = card.model_copy(update={"scores": measured(path, words)})
    save_model(path, load_model(path).module, scored, half=True)
    keep_log(RunFolder(words.run), shipped_models_dir() / "training" / words.name)
    write_index(shipped_models_dir())
    print(path, json.dumps(scored.scores))


if __name__ == "__main__":
    main()
