"""``sr-studio models``: list, show, import, export and interpolate models, and get more of them."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sr_studio.commands import models_online
from sr_studio.commands.answering import AsJson
from sr_studio.imports import uncollected

if TYPE_CHECKING:
    from sr_studio.zoo.catalogue import CatalogueEntry
    from sr_studio.zoo.model import Model

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="List, show, import, export and interpolate models; find and get more of them.",
)
app.command("find")(models_online.find)
app.command("get")(models_online.get)
app.command("examples")(models_online.examples)
app.command("get-weights")(models_online.get_weights)

NameOrFile = Annotated[str, typer.Argument(help="A model's name, or a model file.")]
Checkpoint = Annotated[
    str, typer.Option(help="Of a run: best, last, or the iteration of a kept checkpoint.")
]
Licence = Annotated[str | None, typer.Option(help="Of a run: the licence of its weights.")]


class ExportKind(StrEnum):
    """Kinds of files a model can be exported to."""

    ONNX = "onnx"
    PTH = "pth"
    SAFETENSORS = "safetensors"


@app.command("list")
def list_(json_: AsJson = False) -> int:
    """List the models that came with the program and your own."""
    from sr_studio.zoo import catalogue

    entries = catalogue.list_models()
    for problem in catalogue.problems():
        print(f"warning: {problem}", file=sys.stderr)
    if json_:
        print(json.dumps([_facts(entry) for entry in entries], indent=2))
    elif entries:
        _print_table(entries)
    else:
        print("No model is installed yet; `sr-studio models import FILE` adds one.")
    return 0


@app.command()
def show(model: NameOrFile, json_: AsJson = False) -> int:
    """Show the card of a model."""
    from sr_studio.zoo import catalogue

    entry = catalogue.find(model)
    if entry.card is None:
        from sr_studio.zoo.loading import load_entry

        card = load_entry(entry).card
    else:
        card = entry.card
    facts = {**card.model_dump(mode="json"), "file": str(entry.path), "origin": entry.origin}
    if json_:
        print(json.dumps(facts, indent=2))
        return 0
    facts["data_sources"] = "; ".join(f"{s.name} ({s.licence})" for s in card.data_sources)
    facts["research"] = card.research_note
    said = {field: text for field, value in facts.items() if (text := _spoken(value))}
    width = max(map(len, said))
    for field, text in said.items():
        print(f"{field:<{width}}  {text}")
    return 0


@app.command("import")
def import_(
    model_files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Model files or runs.")
    ],
    name: Annotated[
        str | None, typer.Option(help="What to call it (one file only); else its file name.")
    ] = None,
    scale: Annotated[
        int | None,
        typer.Option(min=1, max=64, help="Its scale, where the weights do not tell (SRCNN)."),
    ] = None,
    checkpoint: Checkpoint = "best",
    licence: Licence = None,
    pair: Annotated[
        str | None,
        typer.Option(help="Of a run: the faithful model that its own joins on a slider of detail."),
    ] = None,
    json_: AsJson = False,
) -> int:
    """Add model files of any project to your own models, converted to safetensors."""
    from sr_studio.errors import StudioError
    from sr_studio.files import is_folder

    with uncollected():
        from sr_studio.zoo.importing import add_model, import_model

    if name is not None and len(model_files) > 1:
        print("error: --name is for one file.", file=sys.stderr)
        return 2
    imported: list[dict[str, Any]] = []
    failed = 0
    for path in model_files:
        try:
            if is_folder(path):
                entry = add_model(_of_run(path, checkpoint, name=name, licence=licence, pair=pair))
            else:
                entry = import_model(path, name=name, scale=scale)
        except StudioError as error:
            print(f"error: {error}", file=sys.stderr)
            failed += 1
            continue
        imported.append({**_facts(entry), "imported_from": str(path)})
        if not json_:
            print(f"{path} -> {entry.name}")
    if json_:
        print(json.dumps(imported, indent=2))
    return 1 if failed else 0


@app.command()
def export(
    model: Annotated[str, typer.Argument(help="A model's name or file, or a training run.")],
    to: Annotated[
        ExportKind | None, typer.Option(help="Kind of file; else the suffix of --output says it.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write; else NAME.KIND here.")
    ] = None,
    checkpoint: Checkpoint = "best",
    licence: Licence = None,
    json_: AsJson = False,
) -> int:
    """Write a model for other programs: onnx (RGB 0..1 in and out), pth or safetensors."""
    from sr_studio.files import is_folder, is_there

    with uncollected():
        from sr_studio.zoo.exporting import export_model

    kind = _kind_of(to, output)
    run = Path(model)
    opened = _of_run(run, checkpoint, licence=licence) if is_folder(run) else _open(model)
    path = output or Path(f"{opened.card.name}.{kind.value}")
    if output is None and is_there(path):
        message = f"there is a file {path} here already: name another, or this one"
        raise typer.BadParameter(message, param_hint="--output")
    _check_is_another(path, model)
    export_model(opened, kind.value, path)
    facts = {"name": opened.card.name, "kind": kind.value, "file": str(path)}
    print(json.dumps(facts) if json_ else path)
    return 0


@app.command()
def interpolate(
    first: Annotated[str, typer.Argument(help="The model at alpha 0, usually the faithful one.")],
    second: Annotated[str, typer.Argument(help="The model at alpha 1, usually the detailed one.")],
    alpha: Annotated[float, typer.Option(min=0.0, max=1.0, help="How much of the second.")] = 0.8,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write; else your own models.")
    ] = None,
    json_: AsJson = False,
) -> int:
    """Mix two models of one architecture, weight by weight (ESRGAN's network interpolation)."""
    from sr_studio.zoo.card import tidy_name
    from sr_studio.zoo.exporting import export_model
    from sr_studio.zoo.importing import add_model
    from sr_studio.zoo.interpolation import interpolate as mixed
    from sr_studio.zoo.loading import load_model
    from sr_studio.zoo.model import Model

    model = mixed(load_model(first), load_model(second), alpha)
    if output is None:
        entry = add_model(model)
        print(json.dumps(_facts(entry)) if json_ else entry.name)
        return 0
    kind = _kind_of(None, output)
    _check_is_another(output, first, second)
    card = model.card.model_copy(update={"name": tidy_name(output.stem)})
    export_model(Model(card, model.module), kind.value, output)
    facts = {"name": card.name, "kind": kind.value, "file": str(output)}
    print(json.dumps(facts) if json_ else output)
    return 0


def _kind_of(to: ExportKind | None, output: Path | None) -> ExportKind:
    """The kind that was named, or that of the suffix."""
    suffix = "" if output is None else output.suffix.lower().lstrip(".")
    if to is not None:
        if output is not None and suffix in set(ExportKind) and suffix != to:
            message = f"the suffix of {output.name} says another kind than {to}"
            raise typer.BadParameter(message, param_hint="--to")
        return to
    if suffix not in set(ExportKind):
        known = ", ".join(ExportKind)
        message = f"name a kind of file, or a file that ends in one: {known}"
        raise typer.BadParameter(message, param_hint="--to")
    return ExportKind(suffix)


def _check_is_another(output: Path, *models: str) -> None:
    """Refuse to write a model over a file it is read from: a checkpoint holds more than weights."""
    from sr_studio.files import is_there

    for model in models:
        source = Path(model)
        if is_there(output) and is_there(source) and output.samefile(source):
            message = f"{output} is the model itself: name another file"
            raise typer.BadParameter(message, param_hint="--output")


def _open(model: str) -> Model:
    from sr_studio.zoo.loading import load_model

    return load_model(model)


def _of_run(
    run: Path,
    checkpoint: str,
    *,
    name: str | None = None,
    licence: str | None = None,
    pair: str | None = None,
) -> Model:
    """What a training run has reached, with a card that says on what pictures."""
    from sr_studio.training.cards import model_of_run, with_licence, with_partner

    model = model_of_run(run, name=name or "", checkpoint=checkpoint)
    model = with_licence(model, run, licence)
    return with_partner(model, _open(pair)) if pair else model


def _facts(entry: CatalogueEntry) -> dict[str, Any]:
    card = entry.card
    return {
        "name": entry.name,
        "file": str(entry.path),
        "origin": entry.origin,
        **(card.model_dump(mode="json", exclude={"name"}) if card else {}),
    }


def _print_table(entries: list[CatalogueEntry]) -> None:
    from sr_studio.zoo.purposes import grouped

    heading = ("name", "scale", "network", "origin", "about")
    rows = {entry.name: _row(entry) for entry in entries}
    lines = [heading, *rows.values()]
    widths = [max(len(row[i]) for row in lines) for i in range(len(heading) - 1)]

    def print_row(row: tuple[str, ...]) -> None:
        cells = [f"{cell:<{width}}" for cell, width in zip(row, widths, strict=False)]
        print("  ".join([*cells, row[-1]]).rstrip())

    print_row(heading)
    for words, members in grouped(entries, lambda entry: entry.card.purpose if entry.card else ""):
        print(f"\n{words.title} ({words.meant_for}):")
        for entry in members:
            print_row(rows[entry.name])


def _row(entry: CatalogueEntry) -> tuple[str, ...]:
    card = entry.card
    if card is None:
        about = "a file of another project; `import` converts it"
        return entry.name, "?", "?", entry.origin, about
    return entry.name, f"x{card.scale}", card.architecture, entry.origin, card.summary


def _spoken(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{k}: {text}" for k, v in value.items() if (text := _spoken(v)))
    if isinstance(value, list):
        return " ".join(map(str, value))
    return "" if value is None else str(value)
