"""Whose turn it is at a database: one thread's at a time, and whoever waits goes first."""

from threading import RLock, get_ident
from time import sleep

LOOKED_AT_EVERY = 0.001
"""Seconds."""


class Turn:
    """A lock that a thread may take again while it has it, and lend to whoever waits for it."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._depth = 0
        self._waiting: set[int] = set()

    @property
    def is_waited_for(self) -> bool:
        """Whether another thread waits for its turn."""
        return bool(self._waiting)

    def __enter__(self) -> None:
        if not self._lock.acquire(blocking=False):
            self._wait()
        self._depth += 1

    def __exit__(self, *_error: object) -> None:
        self._depth -= 1
        self._lock.release()

    def let_others(self) -> None:
        """Let everybody who waits have a turn, however late it wakes on a busy machine.

        Within a turn that was taken twice nobody can have one.
        """
        if self._depth > 1:
            return
        waited = self._waiting.copy()
        self._depth -= 1
        self._lock.release()
        try:
            sleep(LOOKED_AT_EVERY)
            while waited & self._waiting:
                sleep(LOOKED_AT_EVERY)
        finally:
            self._lock.acquire()
            self._depth += 1

    def _wait(self) -> None:
        thread = get_ident()
        self._waiting.add(thread)
        try:
            self._lock.acquire()
        finally:
            self._waiting.discard(thread)
