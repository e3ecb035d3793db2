"""What a method costs besides time: parameters, multiply-accumulates, memory."""

from __future__ import annotations

import copy
import threading
from types import TracebackType

import psutil
import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

#: Width and height of the SR picture for which multiply-accumulates are stated, as in the papers.
STATED_SIZE = (1280, 720)
_EVERY_SECONDS = 0.005

MULTIPLY_ADDS_SENTENCE = (
    "Multiply-accumulates (one multiplication and one addition count as one) of the network for "
    f"one SR picture of {STATED_SIZE[0]}×{STATED_SIZE[1]} pixels, counted by "
    "torch.utils.flop_counter: convolutions and matrix products; its FLOPs are twice as many."
)


def multiply_adds(resolver: nn.Module, scale: int) -> int | None:
    """Multiply-accumulates for one SR picture of :data:`STATED_SIZE`, without computing it.

    Args:
        resolver: N×3×H×W to N×3×sH×sW.
        scale: Its factor; sizes that it does not divide are rounded up.

    Returns:
        None where the network cannot be walked through without data.
    """
    width, height = (-(-side // scale) for side in STATED_SIZE)
    try:
        # The meta device knows sizes and no values: nothing is computed or held.
        hollow = copy.deepcopy(resolver).to("meta")
        with FlopCounterMode(display=False) as counter, torch.inference_mode():
            hollow(torch.empty(1, 3, height, width, device="meta"))
    except (RuntimeError, NotImplementedError, ValueError, TypeError):
        return None
    return counter.get_total_flops() // 2


class PeakMemory:
    """The most memory a piece of work took, on a graphics card or in this process.

    Use as a context around the work; ``bytes`` then says how much more than at the beginning on
    the CPU (resident memory, looked at every 5 ms), and how much in all on CUDA. A process that
    has worked before grows less: what it keeps for itself and has loaded is there already.
    """

    def __init__(self, device: str) -> None:
        self._cuda = device if device.startswith("cuda") else None
        self._process = psutil.Process()
        self._stop = threading.Event()
        self._before = 0
        self.bytes = 0

    @property
    def counted(self) -> str:
        """What the number is, in words."""
        if self._cuda:
            return "memory torch allocated on the graphics card"
        return (
            "growth of the process's resident memory while enlarging, weights left out; what "
            "methods before it left there is used again and not counted"
        )

    def __enter__(self) -> PeakMemory:
        if self._cuda:
            torch.cuda.reset_peak_memory_stats(self._cuda)
        else:
            self._before = self._process.memory_info().rss
            self._stop.clear()
            self._thread = threading.Thread(target=self._watch, daemon=True)
            self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._cuda:
            self.bytes = max(self.bytes, torch.cuda.max_memory_allocated(self._cuda))
            return
        self._stop.set()
        self._thread.join()
        self._look()

    def _watch(self) -> None:
        while not self._stop.wait(_EVERY_SECONDS):
            self._look()

    def _look(self) -> None:
        self.bytes = max(self.bytes, self._process.memory_info().rss - self._before)
