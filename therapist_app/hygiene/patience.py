"""Waiting for a file that another program holds: on Windows a scanner may, for some seconds."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

HELD = frozenset({5, 32, 33})
"""ERROR_ACCESS_DENIED (a file held while it is replaced), _SHARING_VIOLATION, _LOCK_VIOLATION."""
PATIENCE = 6.0  # seconds; a scanner has let go after five
PAUSE = 0.1  # seconds


def is_held(error: Exception) -> bool:
    """Return whether another program holds the file; only Windows ever says so."""
    return getattr(error, "winerror", None) in HELD


def retry_while_held(work: Callable[[], T], *, pause: Callable[[float], None] | None = None) -> T:
    """Return what `work` returns, trying again for some seconds while a file is held.

    Raises:
        Exception: What `work` raised last, or at once what is no matter of waiting.

    """
    for _attempt in range(round(PATIENCE / PAUSE)):
        try:
            return work()
        except Exception as error:
            if not is_held(error):
                raise
            (pause or time.sleep)(PAUSE)
    return work()
