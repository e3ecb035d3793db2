"""Results whose pixels are kept beside their file, so that looking at them costs no decoding."""

from __future__ import annotations

from collections.abc import Callable

from sr_studio.app.upscale.entry import Result

#: How many.
MOST = 6
#: How many bytes of the disk they may take together; the newest may take more alone.
_MOST_BYTES = 2**30


class KeptPixels:
    """The newest results; the engine may let go of what drops out.

    Args:
        release: Tells the engine which job's pixels are not needed any more.
    """

    def __init__(self, release: Callable[[str], None]) -> None:
        self._release = release
        self._results: list[Result] = []

    def keep(self, result: Result) -> None:
        """Keep the pixels of a result, if it has any, in the place of the oldest ones'."""
        if result.pixels is None:
            self._release(result.job)
            return
        self._results.append(result)
        while len(self._results) > MOST or (len(self._results) > 1 and self._too_large()):
            oldest = self._results.pop(0)
            oldest.pixels = None
            self._release(oldest.job)

    def forget(self, result: Result) -> None:
        """A result is gone."""
        if result in self._results:
            self._results.remove(result)
            self._release(result.job)

    def _too_large(self) -> bool:
        return sum(one.pixels.size for one in self._results if one.pixels) > _MOST_BYTES
