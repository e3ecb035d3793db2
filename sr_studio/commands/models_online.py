"""``sr-studio models find``, ``get``, ``examples`` and ``get-weights``: models from the net."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sr_studio.commands.answering import AsJson, answer
from sr_studio.commands.ending import ending_cleanly
from sr_studio.files import spoken_bytes

if TYPE_CHECKING:
    from sr_studio.hub.index import IndexModel
    from sr_studio.progress import Progress, ProgressCallback

Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before fetching.")]
ProgressJson = Annotated[
    bool, typer.Option("--progress-json", help="Tell the progress as JSON lines on stderr.")
]
_KEPT = "what had arrived is kept: ask again, and it goes on from there."
InIndex = Annotated[str, typer.Argument(help="Id or name of a model in the index.")]


class WeightsName(StrEnum):
    """Networks whose weights can be fetched."""

    VGG19 = "vgg19"
    ALEXNET = "alexnet"
    SQUEEZENET = "squeezenet"
    VGG16 = "vgg16"


def find(
    words: Annotated[
        list[str] | None,
        typer.Argument(help="Parts of name, author, tag or description; none: a short list."),
    ] = None,
    scale: Annotated[int | None, typer.Option(min=1, max=64, help="Enlargement per side.")] = None,
    architecture: Annotated[str, typer.Option(help="Such as esrgan, compact, dat.")] = "",
    tag: Annotated[str, typer.Option(help="Such as photo, anime, text, jpeg, denoise.")] = "",
    limit: Annotated[int, typer.Option(min=1, help="How many are printed.")] = 30,
    refresh: Annotated[
        bool, typer.Option("--refresh", help="Ask for the index even if the copy is of today.")
    ] = False,
    json_: AsJson = False,
) -> int:
    """Search the public index of models (OpenModelDB). Asks its server; fetches no model."""
    from sr_studio.hub.asking import index_at_hand
    from sr_studio.hub.fetching import Fetcher
    from sr_studio.hub.search import recommended, search

    index, problem = index_at_hand(Fetcher(), refresh=refresh)
    if problem is not None:
        day = time.strftime("%Y-%m-%d", time.localtime(index.fetched))
        print(f"note: {problem} This is the copy of {day}.", file=sys.stderr)
    said = " ".join(words or [])
    asked = bool(said or scale or architecture or tag)
    found = search(index.models, said, scale=scale, architecture=architecture, tag=tag)
    shown = found if asked else recommended(index.models)
    if json_:
        print(json.dumps([_facts(model) for model in shown], indent=2, ensure_ascii=False))
        return 0
    if asked:
        _print_table(shown[:limit])
    else:
        _print_recommended(shown)
    rest = f"; --limit {len(shown)} shows all" if len(shown) > limit else ""
    fit = f"{len(shown)} of {len(index.models)} models fit" if asked else "A short list"
    total = "" if asked else f" of {len(index.models)} models; words search them"
    print(f"{fit}{total}{rest}. `models get ID` fetches one.", file=sys.stderr)
    return 0


def get(
    model: InIndex,
    yes: Yes = False,
    unchecked: Annotated[
        bool, typer.Option("--unchecked", help="Also a file of which the index has no SHA-256.")
    ] = False,
    progress_json: ProgressJson = False,
    json_: AsJson = False,
) -> int:
    """Fetch a model of the index, check it, open it safely, and add it to your own models."""
    from sr_studio.hub.asking import index_at_hand
    from sr_studio.hub.fetching import Fetcher
    from sr_studio.hub.getting import get_model
    from sr_studio.hub.hosts import host_of
    from sr_studio.hub.search import find_in_index

    fetcher = Fetcher()
    wanted = find_in_index(index_at_hand(fetcher)[0].models, model)
    lines = [
        f"{wanted.name}, x{wanted.scale}, {wanted.architecture}",
        f"author:   {wanted.author}",
        f"licence:  {wanted.licence_line}",
        f"size:     {spoken_size(wanted.size)}",
        f"from:     {host_of((wanted.file and wanted.file.address) or '') or 'unknown'}",
        f"page:     {wanted.page}",
    ]
    print("\n".join(lines), file=sys.stderr)
    # What cannot be fetched is told at once; what only --unchecked fetches is asked about, too.
    if (unchecked or not wanted.obstacle) and not _agreed(yes):
        return 130
    kept = _KEPT if wanted.file is not None and wanted.file.resumable else ""
    with ending_cleanly(kept), _told(progress_json, wanted.name) as tell:
        entry = get_model(wanted, fetcher, tell, unchecked=unchecked)
    if json_:
        print(json.dumps({"name": entry.name, "file": str(entry.path)}, indent=2))
    else:
        print(entry.name)
    return 0


def examples(
    model: InIndex,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Folder to write them to.")
    ] = Path(),
    json_: AsJson = False,
) -> int:
    """Fetch the example pictures of a model of the index."""
    from sr_studio.hub.asking import index_at_hand
    from sr_studio.hub.examples import get_examples
    from sr_studio.hub.fetching import Fetcher
    from sr_studio.hub.search import find_in_index

    fetcher = Fetcher()
    wanted = find_in_index(index_at_hand(fetcher)[0].models, model)
    with ending_cleanly():
        made, problems = get_examples(wanted, fetcher, output)
    for problem in problems:
        print(f"error: {problem}", file=sys.stderr)
    if json_:
        print(json.dumps([str(path) for path in made], indent=2))
    else:
        print("\n".join(map(str, made)))
    return 1 if problems else 0


def get_weights(
    name: Annotated[WeightsName, typer.Argument(help="The network.")],
    yes: Yes = False,
    progress_json: ProgressJson = False,
    json_: AsJson = False,
) -> int:
    """Fetch the weights that training with VGG features and LPIPS look through (torchvision's)."""
    from sr_studio.hub import weights
    from sr_studio.hub.fetching import Fetcher

    at_hand = weights.weights_at_hand(name.value)
    if at_hand is not None:
        print(f"they are here already: {at_hand}", file=sys.stderr)
        answer({"file": str(at_hand), "fetched": False}, str(at_hand), json_)
        return 0
    wanted = weights.WEIGHTS[name.value]
    print(
        f"{wanted.file}, for {wanted.use}\nlicence:  {weights.LICENCE}\n"
        f"size:     {wanted.megabytes:.0f} MB",
        file=sys.stderr,
    )
    if not _agreed(yes):
        return 130
    with ending_cleanly(_KEPT), _told(progress_json, wanted.file) as tell:
        file = weights.get_weights(name.value, Fetcher(), tell)
    answer({"file": str(file), "fetched": True}, str(file), json_)
    return 0


def spoken_size(size: int | None) -> str:
    """Bytes as people say them."""
    return "unknown" if size is None else spoken_bytes(size)


def _agreed(yes: bool) -> bool:
    """Ask, where somebody is there to answer; a script that typed the command has agreed."""
    if yes or not (sys.stdin.isatty() and sys.stderr.isatty()):
        return True
    return typer.confirm("Fetch it?", default=True, err=True)


@contextmanager
def _told(progress_json: bool, what: str) -> Iterator[ProgressCallback]:
    """Something to call with each progress; shown ten times a second at most."""
    from sr_studio.evaluation.watching import JsonLinesWatcher, TerminalWatcher

    watcher = JsonLinesWatcher(sys.stderr) if progress_json else TerminalWatcher(sys.stderr)
    last = 0.0

    def tell(progress: Progress) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= 0.1 or progress.fraction >= 1:
            last = now
            watcher.progress(progress, what)

    try:
        yield tell
    finally:
        watcher.clear()


def _facts(model: IndexModel) -> dict[str, Any]:
    return {
        "id": model.id,
        "name": model.name,
        "author": model.author,
        "licence": model.licence,
        "commercial_use": str(model.commerce),
        "tags": list(model.tags),
        "architecture": model.architecture,
        "scale": model.scale,
        "size": model.size,
        "sha256": model.file.sha256 if model.file else "",
        "address": model.file.address if model.file else None,
        "obstacle": model.obstacle,
        "date": model.date,
        "description": model.description,
        "examples": [list(picture.addresses) for picture in model.pictures],
        "page": model.page,
    }


def _print_table(models: list[IndexModel]) -> None:
    rows = [("id", "scale", "network", "size", "licence", "author")]
    rows += [
        (
            model.id,
            f"x{model.scale}",
            model.architecture,
            spoken_size(model.size),
            model.licence_line,
            model.author,
        )
        for model in models
    ]
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        cells = [f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)]
        print("  ".join(cells).rstrip())


def _print_recommended(models: list[IndexModel]) -> None:
    from sr_studio.hub.recommended import RECOMMENDED
    from sr_studio.zoo.purposes import grouped

    by_id = {model.id: model for model in models}
    known = [each for each in RECOMMENDED if each.id in by_id]
    for words, members in grouped(known, lambda each: each.purpose):
        print(f"{words.title}:")
        for each in members:
            model = by_id[each.id]
            facts = f"x{model.scale}, {spoken_size(model.size)}, {model.licence_line}"
            print(f"  {each.id}  ({facts})\n      {each.why}")
