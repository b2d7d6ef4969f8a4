"""Work off the window's thread: key derivation, PDF, backup, loading content; nothing else.

    run_job(self, work, done=self._on_work_done, failed=self._on_work_failed)

`work` gets nothing and returns a plain value. `done` and `failed` are called on the window's
thread, and not at all when `owner` is gone by then.
"""

from collections.abc import Callable
from types import TracebackType
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot
from typing_extensions import override

Done = Callable[[Any], None]
Failed = Callable[[Exception], None]


class Job(QObject):
    """One piece of work under way; it lives on the window's thread.

    Signals:
        worked: What the work returned.
        broke: What it raised.

    """

    worked = Signal(object)
    broke = Signal(Exception)

    def __init__(self, owner: QObject, done: Done, failed: Failed | None) -> None:
        super().__init__()
        self._done: Done | None = done
        self._failed = failed
        self.worked.connect(self._on_worked)
        self.broke.connect(self._on_broke)
        owner.destroyed.connect(self._on_owner_destroyed)

    @Slot(object)
    def _on_worked(self, result: object) -> None:
        _under_way.discard(self)
        if self._done is not None:
            self._done(result)

    @Slot(Exception)
    def _on_broke(self, error: Exception) -> None:
        _under_way.discard(self)
        if self._done is None:
            return
        if self._failed is None:
            raise error
        self._failed(error)

    @Slot()
    def _on_owner_destroyed(self) -> None:
        self._done = self._failed = None


class _Errand(QRunnable):
    def __init__(self, work: Callable[[], object], job: Job) -> None:
        super().__init__()
        self._work = work
        self._job = job

    @override
    def run(self) -> None:
        with self:
            self._job.worked.emit(self._work())

    def __enter__(self) -> None:
        pass

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        if isinstance(error, Exception):
            self._job.broke.emit(error)
        return True


_under_way: set[Job] = set()


def run_job(
    owner: QObject, work: Callable[[], object], *, done: Done, failed: Failed | None = None
) -> None:
    """Run `work` on another thread; without `failed`, what it raises is raised on the window's."""
    job = Job(owner, done, failed)
    _under_way.add(job)
    QThreadPool.globalInstance().start(_Errand(work, job))
