"""A key file: a second thing that one must have, besides the passphrase one knows.

Any file will do; what goes into the key is its digest. One that is made here holds 256 random
bits. It must not lie in the service folder, where it would travel with what it locks.
"""

import hashlib
from pathlib import Path

from therapist_app.record.clock_and_random import ClockAndRandom
from therapist_app.record.crypto.wiping import wipe_bytes
from therapist_app.record.errors import CannotWrite, KeyFileUnfit, NotARecord
from therapist_app.record.folder.files import (
    create_private_file,
    read_private_file,
    translate_os_error,
)

LONGEST = 64 * 1024
SHORTEST = 32
_HEADING = "Key file. Keep it apart from the laptop, and keep a copy.\n"


def make_key_file(path: Path, service_folder: Path, sources: ClockAndRandom) -> None:
    """Write a new key file where none was.

    Raises:
        KeyFileUnfit: "beside-the-record": it would lie in the service folder.
        CannotWrite: Something is there already, or the disk refuses.
        DiskFull: Nothing was written.

    """
    if path.resolve().is_relative_to(service_folder.resolve()):
        raise KeyFileUnfit("beside-the-record")
    try:
        create_private_file(path, (_HEADING + sources.random_bytes(32).hex() + "\n").encode())
    except FileExistsError:
        raise CannotWrite("exists") from None
    except OSError as error:
        raise translate_os_error(error) from None


def read_key_file(path: Path) -> bytearray:
    """Return what a key file gives to a key: the SHA-256 of what it holds, 32 bytes.

    Raises:
        KeyFileUnfit: "missing", "unreadable" or "too-short".

    """
    try:
        data = read_private_file(path, LONGEST)
    except FileNotFoundError:
        raise KeyFileUnfit("missing") from None
    except (CannotWrite, NotARecord):
        raise KeyFileUnfit("unreadable") from None
    if len(data) < SHORTEST:
        raise KeyFileUnfit("too-short")
    digest = hashlib.sha256(data).digest()
    wipe_bytes(data)
    kept = bytearray(digest)
    wipe_bytes(digest)
    return kept
