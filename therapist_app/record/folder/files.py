"""Small private files: read with care, replaced as a whole.

Folders are 0700 and files 0600 whatever the umask says; on Windows, access lists say the same.
"""

import contextlib
import errno
import itertools
import os
import stat
from pathlib import Path

from session_forms.flushing import flush_file
from session_forms.held_files import patiently, remove_file, rename_over
from therapist_app.hygiene.answers import keep_answer
from therapist_app.hygiene.system import this_system
from therapist_app.record.errors import CannotWrite, DiskFull, NotARecord, RecordError

_BINARY = getattr(os, "O_BINARY", 0)
CAREFULLY = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | _BINARY
"""No link is followed and no pipe waited for that somebody put there since it was looked at."""
_FULL = {28, 122}  # ENOSPC, EDQUOT
_SOMETHING_ELSE = {errno.ELOOP, errno.ENOTDIR}
flush_data = getattr(os, "fdatasync", flush_file)


def make_private_folder(folder: Path) -> None:
    """Make `folder`, for its owner only."""
    folder.mkdir(mode=0o700)
    keep_answer("rights", taken=this_system().keep_folder_private(folder))


def create_private_file(path: Path, data: bytes = b"") -> None:
    """Create a file for its owner only, where none was, and write it through to the disk."""
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | _BINARY, 0o600)
    _fill(descriptor, path, data)


def replace_file(path: Path, data: bytes) -> None:
    """Put `data` in the place of `path`: afterwards there is the old content or the new one.

    Raises:
        DiskFull: Nothing was changed.
        CannotWrite: Nothing was changed.

    """
    fresh = path.with_name(path.name + ".new")
    try:
        for each in (fresh, path):
            clear_of_folders(each)
        remove_file(fresh)
        create_private_file(fresh, data)
        rename_over(fresh, path)
        flush_folder(path.parent)
    except OSError as error:
        raise translate_os_error(error) from None


def clear_of_folders(path: Path) -> None:
    """Move a folder aside that stands in the place of a file: somebody else's, none of ours is one.

    Raises:
        OSError: The system refuses.

    """
    if path.is_dir() and not path.is_symlink():
        rename_over(path, _free_beside(path))


def _free_beside(path: Path) -> Path:
    """Return where something goes that stands in the place of a file of ours."""
    names = (path.with_name(f"{path.name}.set-aside-{each}") for each in itertools.count(1))
    return next(each for each in names if not os.path.lexists(each))


def flush_folder(folder: Path) -> None:
    """Make the names in `folder` last; a system that cannot open folders does so by itself."""
    with contextlib.suppress(PermissionError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def read_private_file(path: Path, limit: int) -> bytes:
    """Return what a regular file of at most `limit` bytes holds.

    Links, folders, pipes and devices are refused without being opened.

    Raises:
        FileNotFoundError: There is nothing.
        NotARecord: It is no regular file, or too long.
        CannotWrite: It is there, and the system refuses to read it.

    """
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            raise NotARecord("no-regular-file")
        descriptor = patiently(lambda: os.open(path, os.O_RDONLY | CAREFULLY))
        with os.fdopen(descriptor, "rb") as file:
            data = file.read(limit + 1)
    except FileNotFoundError:
        raise
    except OSError as error:
        if error.errno in _SOMETHING_ELSE:
            raise NotARecord("no-regular-file") from None
        raise CannotWrite("cannot-open") from None
    if len(data) > limit:
        raise NotARecord("too-long")
    return data


def translate_os_error(error: OSError) -> RecordError:
    """Return our error for one of the system's."""
    if error.errno in _FULL:
        return DiskFull()
    return CannotWrite("read-only") if error.errno == errno.EROFS else CannotWrite()


def _fill(descriptor: int, path: Path, data: bytes) -> None:
    with os.fdopen(descriptor, "wb") as file:
        this_system().keep_file_private(path)
        file.write(data)
        file.flush()
        flush_file(file.fileno())
