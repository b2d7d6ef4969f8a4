"""Work off the window's thread."""

import gc
import subprocess
import sys
import threading
import weakref

import pytest
import shiboken6
from PySide6.QtCore import QObject, QThreadPool

from therapist_app import jobs
from therapist_app.hygiene.last_resort import describe
from therapist_app.jobs import Job, WorkCrashed, run_job


class Window(QObject):
    """Something that runs jobs and remembers what came of them."""

    def __init__(self) -> None:
        super().__init__()
        self.done: list[object] = []
        self.failed: list[Exception] = []
        self.threads: set[int] = set()

    def take(self, result: object) -> None:
        self.done.append(result)
        self.threads.add(threading.get_ident())

    def hear(self, error: Exception) -> None:
        self.failed.append(error)
        self.threads.add(threading.get_ident())


@pytest.fixture
def window(qapp):
    assert qapp is not None
    return Window()


def test_work_runs_elsewhere_and_its_result_arrives_here(window, qtbot):
    run_job(window, threading.get_ident, done=window.take)

    qtbot.waitUntil(lambda: bool(window.done))
    assert window.done[0] != threading.get_ident()
    assert window.threads == {threading.get_ident()}


@pytest.mark.parametrize("work", [list, next])
def test_an_errand_that_is_over_keeps_neither_its_work_nor_its_job(window, work):
    errand = jobs._Errand(work, Job(window, window.take, window.hear))

    errand.run()

    assert vars(errand) == {}


def test_what_work_raises_arrives_here(window, qtbot):
    def work() -> None:
        raise ValueError

    run_job(window, work, done=window.take, failed=window.hear)

    qtbot.waitUntil(lambda: bool(window.failed))
    assert isinstance(window.failed[0], ValueError)
    assert window.done == []
    assert window.threads == {threading.get_ident()}


def test_without_anybody_to_hear_it_is_raised_on_the_windows_thread(window, qtbot):
    def work() -> None:
        raise KeyError

    with qtbot.captureExceptions() as caught:
        run_job(window, work, done=window.take)
        qtbot.waitUntil(lambda: bool(caught))

    assert caught[0][0] is KeyError


class PanicException(BaseException):
    """What is no `Exception`, as a panic of a library in Rust."""


def panic() -> None:
    raise PanicException("canary")


def test_a_panic_of_a_library_is_heard_as_a_bug_and_says_nothing_but_its_kind(window, qtbot):
    run_job(window, panic, done=window.take, failed=window.hear)

    qtbot.waitUntil(lambda: bool(window.failed))
    [error] = window.failed
    assert isinstance(error, WorkCrashed)
    assert str(error) == "PanicException"
    assert describe(type(error), error.__traceback__).startswith("WorkCrashed at tests.")
    assert (error.__cause__, error.__context__) == (None, None)
    assert window.done == []
    assert window.threads == {threading.get_ident()}


def test_a_panic_that_nobody_hears_is_raised_on_the_windows_thread(window, qtbot):
    with qtbot.captureExceptions() as caught:
        run_job(window, panic, done=window.take)
        qtbot.waitUntil(lambda: bool(caught))

    assert caught[0][0] is WorkCrashed


END = """
import sys
from PySide6.QtCore import QCoreApplication, QObject
from therapist_app.hygiene.last_resort import install_hooks
from therapist_app.jobs import run_job

def work():
    raise {error}

install_hooks(lambda error, words: print("reported"))
app = QCoreApplication([])
owner = QObject()
run_job(owner, work, done=print, failed=lambda error: print("heard"))
app.exec()
"""


@pytest.mark.parametrize(
    ("error", "code"), [("SystemExit(7)", 7), ("KeyboardInterrupt", 130)], ids=["exit", "interrupt"]
)
def test_work_that_ends_the_program_ends_it_and_is_no_failure(error, code):
    command = [sys.executable, "-c", END.format(error=error)]

    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)

    assert (ended.returncode, ended.stdout, ended.stderr) == (code, "", "")


@pytest.mark.parametrize("breaks", [False, True], ids=["work returns", "work raises"])
def test_a_job_whose_end_finds_qt_gone_ends_quietly(window, capfd, breaks):
    release = threading.Event()

    def work() -> None:
        release.wait()
        if breaks:
            raise ValueError

    run_job(window, work, done=window.take, failed=window.hear)
    [job] = jobs._under_way
    shiboken6.delete(job)
    release.set()
    QThreadPool.globalInstance().waitForDone()
    jobs._under_way.discard(job)

    assert capfd.readouterr().err == ""
    assert (window.done, window.failed) == ([], [])


def test_nothing_arrives_when_the_window_is_gone(qapp):
    done: list[object] = []
    release = threading.Event()
    window = QObject()

    run_job(window, release.wait, done=done.append)
    shiboken6.delete(window)
    release.set()
    QThreadPool.globalInstance().waitForDone()
    qapp.processEvents()

    assert done == []


def test_while_work_is_under_way_nothing_is_collected_on_its_thread(window, qtbot):
    assert gc.isenabled()

    run_job(window, gc.isenabled, done=window.take)
    run_job(window, gc.isenabled, done=window.take)
    qtbot.waitUntil(lambda: len(window.done) == 2)
    QThreadPool.globalInstance().waitForDone()

    assert window.done == [False, False]
    assert gc.isenabled()


@pytest.mark.parametrize(
    "ends", [lambda job: job._on_worked(1), lambda job: job._on_broke(OSError())]
)
def test_a_job_that_is_over_keeps_nobody_alive(qapp, ends):
    assert qapp is not None
    owner = Window()
    gone = weakref.ref(owner)
    job = Job(owner, owner.take, owner.hear)
    ends(job)

    del owner

    assert gone() is None
