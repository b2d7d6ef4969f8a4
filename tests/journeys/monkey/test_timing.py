"""The monkey's stopwatch tells what the window's thread worked for, and nothing else."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from tests.support.monkey.timing import Stopwatch, make_stopwatch

LONG, HALF, SHORT = 0.13, 0.07, 0.02


def work(seconds: float) -> None:
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        pass


class Busy(QObject):
    """Does something for each event that it is told of."""

    def __init__(self, act: Callable[[], object]) -> None:
        super().__init__()
        self.act = act

    @override
    def customEvent(self, event: QEvent) -> None:
        self.act()


@pytest.fixture
def stopwatch(qapp: QApplication, tmp_path: Path) -> Iterator[Stopwatch]:
    watching = Stopwatch(make_stopwatch(tmp_path), qapp)
    yield watching
    watching.leave()


def told_of(*acts: Callable[[], object]) -> None:
    """Have one event after the other do something, in a loop as the application's own."""
    loop = QEventLoop()
    busy = [Busy(each) for each in acts]
    for each in busy:
        QCoreApplication.postEvent(each, QEvent(QEvent.Type.User))
    QTimer.singleShot(0, loop.quit)
    loop.exec()


def sends_on(act: Callable[[], object]) -> Callable[[], object]:
    busy = Busy(act)
    return lambda: QCoreApplication.sendEvent(busy, QEvent(QEvent.Type.User))


def opens_a_dialog_over(act: Callable[[], object]) -> Callable[[], object]:
    def opens() -> None:
        work(HALF)
        told_of(act)

    return opens


def test_an_event_counts_with_what_it_sends_on_and_by_work_alone(stopwatch: Stopwatch) -> None:
    told_of(lambda: time.sleep(LONG), lambda: work(SHORT), sends_on(lambda: work(LONG)))

    [took] = stopwatch.take_slow()
    assert took == pytest.approx(LONG, abs=SHORT)
    assert stopwatch.count > 3
    assert stopwatch.take_slow() == []


def test_what_a_dialog_does_while_an_event_waits_and_what_looking_took_are_not_the_events(
    stopwatch: Stopwatch,
) -> None:
    told_of(opens_a_dialog_over(lambda: work(HALF)))

    def looked() -> None:
        work(LONG)
        stopwatch.forgive(HALF)

    told_of(looked)

    assert stopwatch.take_slow() == []
