"""Which files of a folder belong to its content, and the hash of those that come with us."""

from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.resources.abc import Traversable
from pathlib import Path

from programme.errors import PackRefused
from programme.loading.library import installed_folder
from programme.packs.archive import MOST_BYTES, MOST_FILES
from programme.packs.naming import FILE_NAME, MANIFEST, SIGNATURE, content_hash

TEXTS = (".toml", ".md", ".txt")
"""How the names of content files end; a pack holds nothing else."""

LEFT_OUT = frozenset({MANIFEST, SIGNATURE, "checked.jsonl", "__pycache__"})
"""What stands in such a folder and is no content; so is all that is hidden."""


def content_files(folder: Traversable) -> dict[str, bytes]:
    """Return the files of a folder that are content, by their places in it.

    Raises:
        PackRefused: There is something that no pack takes, or too much of it.

    """
    files: dict[str, bytes] = {}
    size = 0
    for path, file in _walk(folder, ""):
        files[path] = _read(path, file)
        size += len(files[path])
        if size > MOST_BYTES or len(files) > MOST_FILES:
            raise PackRefused(
                f"The folder holds more than {MOST_FILES} files or {MOST_BYTES:,} bytes: "
                "check that it is the right one, or split its content."
            )
    return files


def _walk(folder: Traversable, start: str) -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(_entries(folder), key=lambda each: each.name):
        path = f"{start}{entry.name}"
        if entry.name in LEFT_OUT or entry.name.startswith("."):
            continue
        if isinstance(entry, Path) and entry.is_symlink():
            raise PackRefused(f"{path} is a link: put the file itself there, or take it out.")
        if entry.is_dir():
            yield from _walk(entry, f"{path}/")
        else:
            yield path, entry


def _entries(folder: Traversable) -> list[Traversable]:
    try:
        return list(folder.iterdir())
    except OSError:
        raise PackRefused(f"{folder.name} is no folder that can be read: check its name.") from None


def _read(path: str, file: Traversable) -> bytes:
    if not path.endswith(TEXTS) or not file.is_file():
        ends = ", ".join(TEXTS)
        raise PackRefused(f"{path} is no content file ({ends}): take it out of the folder.")
    if not FILE_NAME.fullmatch(path):
        raise PackRefused(
            f"{path} has a name that no pack takes: at most 99 plain letters, digits, dots, "
            "hyphens and underscores, in at most 5 folders."
        )
    try:
        return file.read_bytes()
    except OSError:
        raise PackRefused(f"{path} cannot be read: check who may read it.") from None


@cache
def shipped_hash() -> str:
    """Return one hash over the files of the default programme; they are read once for it."""
    return folder_hash(installed_folder())


def folder_hash(folder: Traversable) -> str:
    """Return one hash over the content of a folder.

    Raises:
        PackRefused: There is something that no pack takes, or too much of it.

    """
    files = content_files(folder)
    hashes = {path: sha256(data) for path, data in files.items()}
    return content_hash({path: each.hexdigest() for path, each in hashes.items()})
