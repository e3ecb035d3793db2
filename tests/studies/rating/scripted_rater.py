"""A rater that is a program: rates a study as fast as it can and logs each showing to a file.

Run as ``python -m tests.studies.rating.scripted_rater STUDY RATER LOG [DATABASE]``. Before a
showing it appends ``shown <presentation>``, after the commit ``rated <presentation> <score>``; both
lines are flushed, so that what stands in the log was acknowledged.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from sr_studio.studies.rating.conductor import StudyConductor
from sr_studio.studies.rating.opening import open_conductor
from sr_studio.studies.rating.steps import (
    AskConsent,
    AskRoom,
    AskSelfReport,
    Finished,
    Read,
    Rest,
    Show,
    TestScreen,
)
from sr_studio.studies.store.definition import now_us
from sr_studio.studies.store.records import Answer


def score_of(seq: int) -> int:
    """The score the program gives at a place; known beforehand, so that it can be checked."""
    return 1 + (seq * 7) % 5


def make_way(conductor: StudyConductor) -> bool:
    """Do what comes before the next showing; False when there is none."""
    while True:
        step = conductor.step
        if isinstance(step, AskConsent):
            conductor.consent(True)
        elif isinstance(step, AskSelfReport):
            conductor.self_report(dict.fromkeys(step.fields, "not asked"))
        elif isinstance(step, AskRoom):
            conductor.room({"ratio": 1}, {"light": "dim"})
        elif isinstance(step, TestScreen):
            conductor.screen_tested("window")
        elif isinstance(step, Read):
            conductor.read()
        elif isinstance(step, Show):
            return True
        else:
            assert isinstance(step, Rest | Finished)
            return False


def answer_to(step: Show, score: int | None = None) -> Answer:
    """The scripted answer to a showing."""
    presentation = step.presentation
    chosen = presentation.told_score or score or score_of(presentation.seq)
    begin = time.monotonic_ns()
    return Answer(chosen, "script", now_us(), begin, begin + 1_500_000_000, attempt=step.attempt)


def main(study: str, rater: str, log: str, database: str | None = None) -> None:
    """Rate to the end of the session."""
    conductor = open_conductor(Path(study), rater, database=database)
    with open(log, "ab", buffering=0) as out:  # noqa: PTH123 - unbuffered bytes
        while make_way(conductor):
            step = conductor.step
            assert isinstance(step, Show)
            answer = answer_to(step)
            out.write(f"shown {step.presentation.id}\n".encode())
            conductor.answer(answer)
            out.write(f"rated {step.presentation.id} {answer.score}\n".encode())
    os.write(1, b"end\n")
    conductor.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
