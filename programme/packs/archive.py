"""The outside of a pack: a tar that depends on nothing but the files in it.

A pack is never unpacked. It is read by the few lines here, and it has to be, byte for byte, what
would be written from the files that were found: nothing can hide in a header, in the padding or
in the order, and no name leads anywhere, because no name is ever a place on the disk.
"""

import io
import re
import tarfile
from collections.abc import Mapping

from programme.errors import PackRefused
from programme.packs.naming import FILE_NAME

BLOCK = 512
MOST_BYTES = 20_000_000
"""Of a whole pack."""

MOST_FILES = 900
_NUL = b"\0"
_SIZE = re.compile(rb"([0-7]{11})\0")
_NAME_FIELD, _SIZE_FIELD = slice(0, 100), slice(124, 136)


def write_tar(files: Mapping[str, bytes]) -> bytes:
    """Return the files as a tar, in the order of their names: no clock, no owner, no machine."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for name, data in sorted(files.items()):
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            entry.mode = 0o600
            tar.addfile(entry, io.BytesIO(data))
    return out.getvalue()


def read_tar(data: bytes) -> dict[str, bytes]:
    """Return the files in a tar that `write_tar` wrote.

    Raises:
        PackRefused: It is anything else, or larger than any pack.

    """
    if len(data) > MOST_BYTES:
        raise PackRefused(f"The pack is larger than {MOST_BYTES:,} bytes: split its content.")
    files: dict[str, bytes] = {}
    at = 0
    while (head := data[at : at + BLOCK]).strip(_NUL):
        name, size = _name(head), _size(head)
        if len(files) == MOST_FILES:
            raise PackRefused(f"The pack has more than {MOST_FILES} files: split its content.")
        files[name] = data[at + BLOCK : at + BLOCK + size]
        at += BLOCK * (1 + -(-size // BLOCK))
    if write_tar(files) != data:
        raise PackRefused(
            "The pack is not whole, or something was changed or hidden in it: "
            "get it again from whoever made it."
        )
    return files


def _name(head: bytes) -> str:
    name = head[_NAME_FIELD].rstrip(_NUL).decode("ascii", "replace")
    if not FILE_NAME.fullmatch(name):
        raise PackRefused("This is no pack, or it is not whole: check that it is the right file.")
    return name


def _size(head: bytes) -> int:
    found = _SIZE.fullmatch(head[_SIZE_FIELD])
    if found is None:
        raise PackRefused("This is no pack, or it is not whole: get it again.")
    return int(found[1], 8)
