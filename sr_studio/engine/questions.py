"""Questions to the engine that are no jobs: what something costs, how far pictures are apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress

from sr_studio.engine.pixels import PixelFile
from sr_studio.engine.protocol import (
    Answer,
    AskDistances,
    AskEstimate,
    DistancesAnswer,
    EstimateAnswer,
    Question,
)
from sr_studio.sentences import Sentence

OnAnswer = Callable[..., None]


class Questions:
    """Those that are not answered yet; when an engine ends, its reason answers them all.

    Args:
        call: Calls an owner's function with an answer.
    """

    def __init__(self, call: Callable[[OnAnswer, Answer], None]) -> None:
        self._call = call
        self._open: dict[str, tuple[Question, OnAnswer]] = {}

    @property
    def open(self) -> list[Question]:
        """What is to be sent to an engine that has just become ready."""
        return [question for question, _ in self._open.values()]

    def add(self, question: Question, on_answer: OnAnswer) -> None:
        """Keep a question and who asked it."""
        self._open[question.id] = question, on_answer

    def answered(self, answer: Answer) -> None:
        """Tell whoever asked; an answer nobody waits for any more is dropped."""
        if answer.id in self._open:
            question, on_answer = self._open.pop(answer.id)
            if isinstance(question, AskDistances):
                remove([question.hr, *question.versions])
            self._call(on_answer, answer)

    def ended(self, reason: str) -> None:
        """The engine is no more: no question gets a better answer than that."""
        for question in self.open:
            kind = EstimateAnswer if isinstance(question, AskEstimate) else DistancesAnswer
            self.answered(kind(question.id, error=Sentence("the engine ended: %1", reason)))


def remove(files: Sequence[PixelFile]) -> None:
    """Remove pixels from the run folder."""
    for file in files:
        with suppress(OSError):  # Windows keeps a file that is mapped until the end
            file.path.unlink(missing_ok=True)
