"""Tasks answer on the window's thread, or not at all once they are cancelled."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QThread
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sr_studio.app.tasks import Tasks
from sr_studio.errors import Cancelled


@pytest.fixture
def tasks(qapp: QApplication) -> Iterator[Tasks]:
    made = Tasks()
    yield made
    assert made.shut_down()


def test_the_answer_comes_on_the_windows_thread(tasks: Tasks, qtbot: QtBot) -> None:
    seen: list[tuple[object, bool]] = []
    worker: list[int] = []

    def work(_: object) -> int:
        worker.append(threading.get_ident())
        return 42

    main = QThread.currentThread()
    tasks.start(work, lambda result: seen.append((result, QThread.currentThread() is main)))
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [(42, True)]
    assert worker != [threading.get_ident()]
    assert tasks.open_count == 0


def test_an_error_goes_to_whoever_asked(tasks: Tasks, qtbot: QtBot) -> None:
    seen: list[Exception] = []
    tasks.start(lambda _: 1 // 0, None, seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    assert isinstance(seen[0], ZeroDivisionError)


def test_an_error_nobody_asked_about_is_announced(tasks: Tasks, qtbot: QtBot) -> None:
    with qtbot.waitSignal(tasks.unforeseen) as heard:
        tasks.start(lambda _: 1 // 0)
    assert isinstance(heard.args[0], ZeroDivisionError)


def test_a_cancelled_task_never_answers_even_if_its_result_is_on_the_way(
    tasks: Tasks, qtbot: QtBot
) -> None:
    finished = threading.Event()
    answers: list[object] = []

    def work(_: object) -> str:
        finished.set()
        return "late"

    task = tasks.start(work, answers.append)
    assert finished.wait(5)
    # The result may be in the queue by now; nothing has been processed on this thread yet.
    task.cancel()
    qtbot.waitUntil(lambda: tasks.open_count == 0)
    assert answers == []


def test_work_that_notices_the_cancel_ends_quietly(tasks: Tasks, qtbot: QtBot) -> None:
    started, errors = threading.Event(), []

    def work(token: object) -> None:
        started.set()
        while True:
            token.check()  # type: ignore[attr-defined]

    task = tasks.start(work, None, errors.append)
    assert started.wait(5)
    task.cancel()
    qtbot.waitUntil(lambda: tasks.open_count == 0)
    assert errors == []


def test_cancelled_raised_by_the_work_is_no_error(tasks: Tasks, qtbot: QtBot) -> None:
    def work(_: object) -> None:
        raise Cancelled

    errors: list[Exception] = []
    tasks.start(work, None, errors.append)
    qtbot.waitUntil(lambda: tasks.open_count == 0)
    assert errors == []
