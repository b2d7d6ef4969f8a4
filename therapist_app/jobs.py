"""Work off the window's thread: key derivation, PDF, backup, loading content; nothing else.

    run_job(self, work, done=self._on_work_done, failed=self._on_work_failed)

`work` gets nothing and returns a plain value. `done` and `failed` are called on the window's
thread, and not at all when `owner` is gone by then. Every end of the work is told: what is no
`Exception`, such as a panic of a library, becomes `WorkCrashed`; what is to end the program is
raised on the window's thread, whoever listens.

While work is under way nothing is collected that nobody refers to: collecting happens on
whichever thread asks for memory, and a widget must not end on another thread than the window's.
"""

import gc
import threading
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot
from typing_extensions import override

Done = Callable[[Any], None]
Failed = Callable[[Exception], None]
EndsTheProgram = (KeyboardInterrupt, SystemExit)


class WorkCrashed(Exception):
    """Work ended in what is no ordinary error; it says the kind of that, and none of its words."""


class Job(QObject):
    """One piece of work under way; it lives on the window's thread.

    Signals:
        worked: What the work returned.
        broke: What it raised.

    """

    worked = Signal(object)
    broke = Signal(BaseException)

    def __init__(self, owner: QObject, done: Done, failed: Failed | None) -> None:
        super().__init__()
        self._done: Done | None = done
        self._failed = failed
        self.worked.connect(self._on_worked)
        self.broke.connect(self._on_broke)
        owner.destroyed.connect(self._on_owner_destroyed)

    @Slot(object)
    def _on_worked(self, result: object) -> None:
        done, _failed = self._let_go()
        if done is not None:
            done(result)

    @Slot(BaseException)
    def _on_broke(self, error: BaseException) -> None:
        done, failed = self._let_go()
        if isinstance(error, EndsTheProgram):
            raise error
        if done is None:
            return
        told = error if isinstance(error, Exception) else _crash(error)
        if failed is None:
            raise told
        failed(told)

    def _let_go(self) -> tuple[Done | None, Failed | None]:
        """Return whom to tell, and keep neither: a job that is over must not outlive its owner.

        A traceback can keep it. If the owner then ended while the job is taken apart, its
        `destroyed` would reach an object that is half gone, and the process would crash.
        """
        _under_way.discard(self)
        done, failed = self._done, self._failed
        self._done = self._failed = None
        return done, failed

    @Slot()
    def _on_owner_destroyed(self) -> None:
        self._done = self._failed = None


def _crash(error: BaseException) -> WorkCrashed:
    return WorkCrashed(type(error).__name__).with_traceback(error.__traceback__)


class _Errand(QRunnable):
    def __init__(self, work: Callable[[], object], job: Job) -> None:
        super().__init__()
        self._work = work
        self._job = job

    @override
    def run(self) -> None:
        with self:
            result = self._work()
            self._tell(lambda job: job.worked.emit(result))

    def __enter__(self) -> None:
        _collecting.stop()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        _collecting.go_on()
        if error is not None:
            self._tell(lambda job: job.broke.emit(error))
        del self._work, self._job  # Qt's pool may keep the errand itself
        return True

    def _tell(self, tell: Callable[[Job], None]) -> None:
        """Tell the window's thread, unless Qt ended meanwhile and nobody is left to be told."""
        with suppress(RuntimeError):  # the job is gone; its slots run elsewhere and raise there
            tell(self._job)


class _Collecting:
    """Whether garbage is collected: not while any work is under way, then again if it was."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stopped = 0
        self._was_on = False

    def stop(self) -> None:
        with self._lock:
            if not self._stopped:
                self._was_on = gc.isenabled()
                gc.disable()
            self._stopped += 1

    def go_on(self) -> None:
        with self._lock:
            self._stopped -= 1
            if not self._stopped and self._was_on:
                gc.enable()


_collecting = _Collecting()
_under_way: set[Job] = set()


def is_under_way() -> bool:
    """Return whether any work is under way, which may have the record to itself."""
    return bool(_under_way)


def run_job(
    owner: QObject, work: Callable[[], object], *, done: Done, failed: Failed | None = None
) -> None:
    """Run `work` on another thread; without `failed`, what it raises is raised on the window's."""
    job = Job(owner, done, failed)
    _under_way.add(job)
    QThreadPool.globalInstance().start(_Errand(work, job))


def wait_for_all(patience_ms: int = -1) -> None:
    """Wait until no work is under way; what came of it is told once events are looked at.

    Milliseconds that are not negative are the longest to wait.
    """
    QThreadPool.globalInstance().waitForDone(patience_ms)
