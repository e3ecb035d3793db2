"""What a person sees while ``sr-studio upscale`` works, all of it on standard error."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sr_studio.errors import StudioError
    from sr_studio.progress import Progress
    from sr_studio.upscaling.queue_items import QueueItem


class Display:
    """Bars on a terminal, and a line for each picture.

    Args:
        total: Items in all.
    """

    def __init__(self, total: int) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn

        self._total = total
        self._counts: dict[str, int] = {}
        self._troubled = False
        self._console = Console(stderr=True, highlight=False, soft_wrap=True)
        self._bars = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TextColumn("{task.fields[said]}"),
            console=self._console,
            disable=not self._console.is_terminal,
            transient=True,
        )
        self._all = self._bars.add_task(f"{total} pictures", total=total, said="")
        self._one = self._bars.add_task("", total=1, said="")

    def __enter__(self) -> Display:
        self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bars.stop()
        if sum(self._counts.values()) > 1:
            parts = [f"{count} {status}" for status, count in self._counts.items()]
            self.line(", ".join(parts) + ".")

    def more(self, count: int) -> None:
        """There are this many more items."""
        self._total += count
        self._bars.update(self._all, description=f"{self._total} pictures", total=self._total)

    def start(self, item: QueueItem, output: Path) -> None:
        """An item is being worked on."""
        from sr_studio.errors import on_one_line

        name = on_one_line(item.source.name)
        self._bars.update(self._one, description=name, completed=0, said="")

    def progress(self, progress: Progress) -> None:
        """It is this far."""
        from sr_studio.progress import spoken_duration

        said = f"{progress.fraction:.0%}"
        if progress.rate:
            said += f"  {progress.rate / 1e6:.2g} MP/s"
        if progress.seconds_left is not None:
            said += f"  {spoken_duration(progress.seconds_left)} left"
        self._bars.update(self._one, completed=progress.fraction, said=said)

    def outcome(self, item: QueueItem) -> None:
        """It is done, skipped or failed."""
        self._counts[str(item.state)] = self._counts.get(str(item.state), 0) + 1
        done = sum(self._counts.values())
        self._bars.update(self._all, completed=done, said=f"{done} of {self._total}")
        place = f"[{done}/{self._total}] " if self._total > 1 else ""
        output = str(item.output)
        if item.report is None:
            word = "error: " if item.state == "failed" else f"{item.state}: "
            about = "" if item.state == "failed" else f"{output}: "
            self.line(f"{place}{word}{about}{item.error}")
            return
        size = "×".join(map(str, item.report.size_out))
        self.line(f"{place}{output}  {size}  ({item.report.sentence()})")
        for note in item.report.notes:
            self.line(f"  note: {note}")

    def pause(self) -> None:
        """The batch is held."""
        self.line("paused; `sr-studio queue resume` lets it go on.")

    def trouble(self, error: StudioError) -> None:
        """The queue could not be written; said once."""
        if not self._troubled:
            self._troubled = True
            said = "The pictures are made all the same, and noted as soon as that can be."
            self.line(f"error: {error} {said}")

    def line(self, text: str) -> None:
        """A line above the bars; names in it may be any bytes."""
        from sr_studio.errors import on_one_line

        self._console.print(on_one_line(text), markup=False)
