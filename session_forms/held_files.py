"""Files that another program holds for a moment, replaced and removed with patience.

On Windows a virus scanner, a search index or a synchronising folder opens a file as soon as it is
written, and whoever replaces or deletes it meanwhile is refused. They let go within seconds.
"""

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

HELD = frozenset({5, 32, 33})
"""ERROR_ACCESS_DENIED (a file held while it is replaced), _SHARING_VIOLATION, _LOCK_VIOLATION."""
PATIENCE = 6.0  # seconds; a scanner has let go after five
PAUSE = 0.1  # seconds


def is_held(error: Exception) -> bool:
    """Return whether another program holds the file; only Windows ever says so."""
    return getattr(error, "winerror", None) in HELD


def patiently(work: Callable[[], T], *, pause: Callable[[float], None] | None = None) -> T:
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


def rename_over(fresh: Path, path: Path) -> None:
    """Give `fresh`, a file or a folder, the name `path`; a file that is there is replaced.

    Raises:
        OSError: The system refuses, also after a while; both stand where they stood.

    """
    patiently(lambda: fresh.replace(path))


def rename_new(fresh: Path, path: Path) -> None:
    """Give `fresh`, a file or a folder, the name `path`, which nothing has; Windows holds to it.

    Raises:
        OSError: The system refuses, also after a while; nothing has changed.

    """
    patiently(lambda: fresh.rename(path))


def remove_file(path: Path) -> None:
    """Remove a file, if it is there.

    Raises:
        OSError: The system refuses, also after a while.

    """
    patiently(lambda: path.unlink(missing_ok=True))


def remove_empty_folder(path: Path) -> None:
    """Remove a folder with nothing in it.

    Raises:
        OSError: Something is in it, or the system refuses, also after a while.

    """
    patiently(path.rmdir)


def remove_folder(path: Path) -> None:
    """Remove a folder with all that is in it, if it is there; of a link to one the link alone.

    Raises:
        OSError: The system refuses, also after a while; some of it may be gone.

    """
    if path.is_symlink():
        remove_file(path)
    patiently(lambda: shutil.rmtree(path) if os.path.lexists(path) else None)


def clear_folder(path: Path) -> None:
    """Remove of a folder what can be removed; what cannot be stays, and nothing is said."""
    try:
        remove_folder(path)
    except OSError:
        clear_folder_now(path)


def clear_folder_now(path: Path) -> None:
    """Remove of a folder what can be removed at once, without waiting for who holds the rest."""
    shutil.rmtree(path, ignore_errors=True)
