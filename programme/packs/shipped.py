"""The hash of the programme that comes with the program, as the list of a pack would give it."""

from functools import cache
from hashlib import sha256

from programme.loading.library import installed_folder
from programme.packs.folders import content_files
from programme.packs.naming import content_hash


@cache
def shipped_hash() -> str:
    """Return one hash over the files of the default programme; they are read once for it."""
    files = content_files(installed_folder())
    hashes = {path: sha256(data) for path, data in files.items()}
    return content_hash({path: each.hexdigest() for path, each in hashes.items()})
