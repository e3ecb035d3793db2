"""``sr-studio queue``: what the window and the command line have still to do."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from sr_studio.commands.answering import AsJson

if TYPE_CHECKING:
    from sr_studio.upscaling.queue import UpscaleQueue
    from sr_studio.upscaling.queue_items import Batch

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="Show, hold, retry and clear what is queued; `sr-studio upscale --resume` works it off.",
)

BatchNumber = Annotated[
    int | None, typer.Argument(metavar="[BATCH]", help="Its number in the list; default: all.")
]


@app.command("list")
def list_(json_: AsJson = False) -> int:
    """List the batches, the oldest first."""
    with _queue() as queue:
        batches = queue.batches()
    rows = [
        {
            "batch": number,
            "title": batch.title,
            "state": _state(batch),
            "counts": {str(state): count for state, count in batch.counts.items()},
        }
        for number, batch in enumerate(batches, start=1)
    ]
    if json_:
        print(json.dumps(rows, indent=2, ensure_ascii=False))
        return 0
    for number, batch in enumerate(batches, start=1):
        counts = ", ".join(f"{count} {state}" for state, count in batch.counts.items())
        print(f"{number}  {_state(batch)}  {batch.title}  ({counts or 'empty'})")
    if not batches:
        print("Nothing was queued yet.")
    return 0


@app.command()
def pause(batch: BatchNumber = None, json_: AsJson = False) -> int:
    """Hold a batch before its next picture, wherever it is worked on."""
    return _pause(batch, True, json_)


@app.command()
def resume(batch: BatchNumber = None, json_: AsJson = False) -> int:
    """Let a batch that is held go on."""
    return _pause(batch, False, json_)


@app.command()
def retry(batch: BatchNumber = None, json_: AsJson = False) -> int:
    """Let what failed, was skipped or cancelled wait again, for `sr-studio upscale --resume`."""
    from sr_studio.upscaling.queue_items import ItemState

    again: list[int] = []
    elsewhere: list[int] = []
    with _queue() as queue:
        for one in _chosen(queue, batch):
            # Who is still there has told the person of these, and expects nothing more of them.
            (elsewhere if one.alive else again).extend(
                item.id
                for item in queue.items(one.id)
                if item.state.final and item.state is not ItemState.DONE
            )
        queue.retry(again)
    if elsewhere:
        what = f"{len(elsewhere)} more are those of a window or command that is still open"
        print(f"note: {what}: try them again there.", file=sys.stderr)
    print(json.dumps({"retried": len(again)}) if json_ else f"{len(again)} pictures wait again.")
    return 0


@app.command()
def clear(batch: BatchNumber = None, json_: AsJson = False) -> int:
    """Take what is finished or left over off the list; files and what is at work stay."""
    removed = 0
    with _queue() as queue:
        for one in _chosen(queue, batch):
            items = queue.items(one.id)
            gone = [item.id for item in items if item.state.final or one.left_over]
            queue.remove(gone)
            removed += len(gone)
    print(json.dumps({"removed": removed}) if json_ else f"{removed} pictures were taken off.")
    return 0


def _pause(number: int | None, paused: bool, json_: bool) -> int:
    with _queue() as queue:
        held = [one for one in _chosen(queue, number) if not one.finished]
        for one in held:
            queue.pause(one.id, paused)
    word = "held" if paused else "let go on"
    print(json.dumps({"batches": len(held)}) if json_ else f"{len(held)} batches were {word}.")
    return 0


def _queue() -> UpscaleQueue:
    from sr_studio.upscaling.queue import UpscaleQueue

    return UpscaleQueue()


def _chosen(queue: UpscaleQueue, number: int | None) -> list[Batch]:
    batches = queue.batches()
    if number is None:
        return batches
    if not 1 <= number <= len(batches):
        raise typer.BadParameter(f"there is no batch {number}; `sr-studio queue list` shows them")
    return [batches[number - 1]]


def _state(batch: Batch) -> str:
    if batch.finished:
        return "finished"
    if batch.left_over:
        return "left over"
    return "held" if batch.paused else "at work"
