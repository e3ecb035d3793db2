"""Sittings at a study of the fixture ``study``, on clocks that are moved by hand."""

from __future__ import annotations

from pathlib import Path

from sr_studio.studies.rating.conductor import StudyConductor
from sr_studio.studies.rating.opening import open_conductor
from sr_studio.studies.rating.steps import Show
from sr_studio.studies.store.folder import StudyFolder
from sr_studio.studies.store.records import SessionInfo
from tests.studies.rating.scripted_rater import answer_to, make_way

MINUTE_NS = 60 * 1_000_000_000


class Clock:
    """Both clocks, moved by hand."""

    def __init__(self) -> None:
        self.ns = 1_000_000_000
        self.start_us = 1_800_000_000_000_000

    def forward(self, minutes: float) -> None:
        self.ns += int(minutes * MINUTE_NS)

    def mono(self) -> int:
        return self.ns

    def wall(self) -> int:
        return self.start_us + self.ns // 1000


def opened(study: Path, clock: Clock | None = None, rater: str | None = None) -> StudyConductor:
    """The study, opened by a rater."""
    conductor = open_conductor(study, rater)
    if clock is not None:
        conductor._now_ns = clock.mono
        conductor.store.now = clock.wall
    return conductor


def showing(conductor: StudyConductor) -> Show:
    """The picture that is shown."""
    assert isinstance(conductor.step, Show), conductor.step
    return conductor.step


def rate(
    conductor: StudyConductor, count: int, clock: Clock | None = None, minutes: float = 0.0
) -> None:
    """Rate the next pictures, each after looking for so long."""
    for _ in range(count):
        assert make_way(conductor)
        if clock is not None:
            clock.forward(minutes)
        conductor.answer(answer_to(showing(conductor)))


def sessions_of(study: Path) -> list[SessionInfo]:
    """The sessions of the first rater."""
    with StudyFolder(study).open_store() as store:
        return store.sessions(store.raters()[0].id)
