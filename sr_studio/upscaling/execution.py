"""Execute: one picture through one model, pass by pass, as planned; nothing is tried twice here."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import numpy as np

from sr_studio.progress import CancelToken, Progress, ProgressCallback, ProgressClock
from sr_studio.sentences import Sentence
from sr_studio.upscaling.checks import check_brightness, check_lively
from sr_studio.upscaling.models import LoadedModel
from sr_studio.upscaling.parts import FinishedPart, OnPart
from sr_studio.upscaling.pass_planning import tile_side
from sr_studio.upscaling.passes import enlarge
from sr_studio.upscaling.request import UpscaleRequest
from sr_studio.upscaling.speed import Speed, SpeedTable
from sr_studio.upscaling.tiles import Tile, plan
from sr_studio.upscaling.tones import keep_tones

#: Pixels below which the time of a picture says more of a model's first run than of its speed.
_TELLING_AREA = 256 * 256


@dataclass
class Work:
    """One picture on its way through one model.

    Attributes:
        limit: Side no tile may exceed since memory ran out.
        tile: Side of the tiles in use, where there are several.
        total: LR pixels of all passes.
        done: LR pixels of the passes that are finished.
        passes: How many there are.
        notes: For the report.
        times: LR pixels read and seconds of every tile, for the table of speeds.
        on_part: Told about every tile of the last pass, where there are several.
        last: Whether the pass in hand is the last one.
    """

    request: UpscaleRequest
    model: LoadedModel
    speeds: SpeedTable
    progress: ProgressCallback
    cancel: CancelToken
    limit: int | None = None
    tile: int | None = None
    total: int = 0
    done: int = 0
    passes: int = 1
    notes: list[str] = field(default_factory=list)
    times: list[tuple[int, float]] = field(default_factory=list)
    on_part: OnPart | None = None
    last: bool = True

    def note(self, sentence: str) -> None:
        """Add to the report, once."""
        if sentence not in self.notes:
            self.notes.append(sentence)

    def side(self, height: int, width: int) -> int:
        """Inner side of a tile of the coming pass."""
        side = tile_side(height, width, self.model, self.request, self.speeds)
        return side if self.limit is None else min(side, self.limit)

    def one_pass(self, colours: np.ndarray, side: int, *, check_seams: bool) -> np.ndarray:
        """Enlarge H×W×3 integers by the model's scale.

        Raises:
            SeamError: ``check_seams`` found tiles that differ where they meet.
            Cancelled, UntrustedResultError: See :func:`.passes.enlarge`.
            RuntimeError, MemoryError: As the backend raises them.
        """
        height, width = colours.shape[:2]
        rule = self.model.rule
        tiles = plan(height, width, side, rule)
        self.tile = side if len(tiles) > 1 else self.tile
        if rule.margin is None:
            self.note(Sentence("This network looks at the whole picture; it was not tiled."))
        clock = ProgressClock(self.total)
        if self.done:
            clock.advance(self.done)
        self._announce(tiles)
        size = width * rule.scale, height * rule.scale

        def finished(tile: Tile, made: np.ndarray) -> None:
            self.progress(clock.advance(tile.kept))
            if self.on_part is not None and self.last and len(tiles) > 1:
                place = tile.left * rule.scale, tile.top * rule.scale
                self.on_part(FinishedPart(*place, *size, made))

        return enlarge(
            colours,
            self._run,
            rule,
            side,
            precision=self.model.backend.choice.precision,
            finish=self._finish,
            check_seams=check_seams,
            cancel=self.cancel,
            on_tile=finished,
        )

    def learn(self) -> None:
        """Take what this picture's tiles took into the table of speeds."""
        counted = self.times[1:] or self.times
        pixels = sum(area for area, _ in counted)
        if pixels >= _TELLING_AREA:
            seconds = sum(spent for _, spent in counted) / pixels
            self.speeds.learn(self.model.speed_key, Speed(seconds, self.model.memory))

    def _run(self, tile: np.ndarray) -> np.ndarray:
        start = time.perf_counter()
        large = self.model.backend.run(tile, self.cancel)
        self.times.append((tile.shape[1] * tile.shape[2], time.perf_counter() - start))
        return large

    def _finish(self, small: np.ndarray, large: np.ndarray) -> np.ndarray:
        # What the network itself gave is looked at: with its tones put right, a black tile would
        # pass for a blurred picture.
        check_lively(small, large)
        check_brightness(small, large)
        return keep_tones(small, large) if self.model.keeps_tones else large

    def _announce(self, tiles: list[Tile]) -> None:
        """Say that it begins, and how long it will take if that is known."""
        known = self.speeds.get(self.model.speed_key)
        left = None
        if known is not None and self.done == 0:
            pixels = sum(tile.read for tile in tiles)
            left = known.seconds * pixels * self.total / sum(tile.kept for tile in tiles)
        self.progress(Progress(self.done, self.total, None, left))
