"""Files that a person picks: read without waiting for what is none.

A pipe, a terminal or a device under the name of a file would keep whoever opens it waiting for
ever. What was opened is asked again, so that nothing can be exchanged meanwhile.
"""

import errno
import os
import stat
from pathlib import Path

_CAREFULLY = sum(getattr(os, each, 0) for each in ("O_NONBLOCK", "O_NOCTTY", "O_BINARY"))


def read_at_most(path: Path, most: int) -> bytes:
    """Return what a file holds; of a larger one a byte more than `most`.

    Raises:
        OSError: It is no file, or cannot be read.

    """
    if not stat.S_ISREG(path.stat().st_mode):  # opening a device may do something already
        raise OSError(errno.EINVAL, "no file")
    descriptor = os.open(path, os.O_RDONLY | _CAREFULLY)
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, "no file")
        return file.read(most + 1)
