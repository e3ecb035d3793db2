"""When to give up on an engine that is silent, or that does not stop when asked to."""

from __future__ import annotations

#: Seconds between two looks at the engine.
TICK_SECONDS = 1.0


class Patience:
    """Counts looks, not seconds: a suspended computer or client looks at nothing and kills nothing.

    Attributes:
        silence_limit: Seconds without any sign of life after which the engine is given up.
        cancel_limit: Seconds a cancelled job may take to come to its next tile.
    """

    def __init__(self, silence_limit: float, cancel_limit: float) -> None:
        self.silence_limit = silence_limit
        self.cancel_limit = cancel_limit
        self._silent = 0
        self._cancelling: int | None = None

    @property
    def cancelling(self) -> bool:
        """Whether the job in hand was asked to stop."""
        return self._cancelling is not None

    def sign_of_life(self) -> None:
        """The engine said something, or has just been started."""
        self._silent = 0

    def cancel_asked(self) -> None:
        """The job in hand was asked to stop."""
        self._cancelling = 0

    def job_changed(self) -> None:
        """Another job is in hand, or none."""
        self._cancelling = None

    def look(self) -> str | None:
        """Called every :data:`TICK_SECONDS`: why the engine is to be killed, or None."""
        self._silent += 1
        if self._silent * TICK_SECONDS > self.silence_limit:
            return f"it gave no sign of life for {self.silence_limit:g} s and was killed"
        if self._cancelling is not None:
            self._cancelling += 1
            if self._cancelling * TICK_SECONDS > self.cancel_limit:
                return f"it did not stop within {self.cancel_limit:g} s and was killed"
        return None
