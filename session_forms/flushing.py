"""What was written is on the disk itself, not in its cache alone."""

import importlib
import os
from collections.abc import Callable
from contextlib import suppress
from types import ModuleType


def _found(name: str) -> ModuleType | None:
    with suppress(ImportError):
        return importlib.import_module(name)
    return None


def fully(control: ModuleType | None) -> Callable[[int], object] | None:
    """Return what has a disk empty its cache; None where flushing a file does so already.

    macOS alone has a flush that stops at the cache of the disk, and another that goes on.
    """
    asked = getattr(control, "F_FULLFSYNC", None)
    if control is None or asked is None:
        return None
    return lambda descriptor: control.fcntl(descriptor, asked)


_FULLY = fully(_found("fcntl"))


def flush_file(descriptor: int) -> None:
    """Write an open file through to the disk.

    Raises:
        OSError: The disk refuses.

    """
    if _FULLY is not None:
        with suppress(OSError):  # a share knows no such thing, and is flushed as elsewhere
            _FULLY(descriptor)
            return
    os.fsync(descriptor)
