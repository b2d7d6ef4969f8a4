"""Puts files where they are wanted, all or none, never over something that is there."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from exports.errors import FilesNotWritten
from session_forms.file_names import fault_in_place, reachable
from session_forms.flushing import flush_file
from session_forms.held_files import clear_folder, remove_file, rename_new, rename_over
from session_forms.words.texts import _, pgettext

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
NAMED, UNFINISHED = 40, ".part"
"""How much of a name a hidden one repeats, and how it ends."""


def write_file(path: Path, data: bytes) -> None:
    """Write one new file.

    Raises:
        FilesNotWritten: Something of that name is there, or the place cannot be written to.

    """
    publish({path: data}, {})


def replace_with(path: Path, data: bytes) -> None:
    """Put `data` in the place of a file: afterwards there is the old content or the new one.

    Raises:
        FilesNotWritten: The place cannot be written to, and the old content is there; or some
            system does not take its name.

    """
    path = _fit(path)
    hidden = _beside(path)
    try:
        _write_new(hidden, data)
        rename_over(hidden, path)
        _flush_folder(path.parent)
    except OSError:
        remove(hidden)
        raise FilesNotWritten(
            _("{name} cannot be written: check who may write there.").format(name=path.name)
        ) from None


def publish(files: Mapping[Path, bytes], folders: Mapping[Path, Mapping[str, bytes]]) -> None:
    """Write new files and new folders of files; a failure half-way leaves none of them.

    Each is first written in full beside its final place under a hidden name, flushed to the
    disk, and then renamed.

    Raises:
        FilesNotWritten: Something of that name is there, a place cannot be written to, or some
            system does not take its name.

    """
    files = {_fit(path): data for path, data in files.items()}
    folders = {_fit(path): content for path, content in folders.items()}
    taken = next((path for path in (*files, *folders) if os.path.lexists(path)), None)
    if taken is not None:
        raise FilesNotWritten(
            _("{name} is already there: choose another place or name.").format(name=taken.name)
        )
    waiting: dict[Path, Path] = {}
    done: list[Path] = []
    try:
        for path, data in files.items():
            waiting[path] = _beside(path)
            _write_new(waiting[path], data)
        for path, content in folders.items():
            waiting[path] = _beside(path)
            _write_folder(waiting[path], content)
        for path, hidden in waiting.items():
            rename_new(hidden, path)
            done.append(path)
            _flush_folder(path.parent)
    except OSError as error:
        for path in (*waiting.values(), *done):
            remove(path)
        what = os.strerror(error.errno) if error.errno else pgettext("of a disk", "unknown fault")
        raise FilesNotWritten(
            _("The files could not be written ({what}): nothing was left.").format(what=what)
        ) from None


def remove(path: Path) -> None:
    """Remove a file or a folder of ours, if it is there."""
    if path.is_dir():
        clear_folder(path)
    else:
        remove_file(path)


def unfinished(path: Path) -> tuple[Path, ...]:
    """Return what a cut-off writing of this file or folder left under hidden names."""
    return tuple(sorted(path.parent.glob(f".{path.name[:NAMED]}.*{UNFINISHED}")))


def _fit(path: Path) -> Path:
    if fault := fault_in_place(path):
        raise FilesNotWritten(f"{path.name}: {fault}")
    return reachable(path)


def _beside(path: Path) -> Path:
    return path.parent / f".{path.name[:NAMED]}.{secrets.token_hex(8)}{UNFINISHED}"


def _write_folder(folder: Path, content: Mapping[str, bytes]) -> None:
    within = sorted({parent for name in content for parent in Path(name).parents})
    for each in within:
        (folder / each).mkdir(PRIVATE_FOLDER)
    for name, data in content.items():
        _write_new(folder / name, data)
    for each in within:
        _flush_folder(folder / each)


def _write_new(path: Path, data: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, PRIVATE_FILE), "wb") as file:
        file.write(data)
        file.flush()
        flush_file(file.fileno())


def _flush_folder(folder: Path) -> None:
    """Flush a folder's entries, where the system knows how."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
